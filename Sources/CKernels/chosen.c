#include "CKernels.h"
#include "processors.h"

#if defined(__x86_64__) && !defined(MDAD_PLAIN)
#define HAS_PERMUTATION 1
#include <immintrin.h>
#endif

typedef float float16 __attribute__((vector_size(64), aligned(4)));
typedef double double8 __attribute__((vector_size(64), aligned(8)));
typedef float float8 __attribute__((vector_size(32), aligned(4)));

#define LOAD16(address) (*(const float16 *)(address))
#define LOAD8_DOUBLE(address) (*(const double8 *)(address))
#define LOAD8(address) (*(const float8 *)(address))

static void gather_plainly(const float *table, ptrdiff_t stride, const ptrdiff_t *rows, ptrdiff_t row_count,
                           const ptrdiff_t *columns, ptrdiff_t count, float *target, ptrdiff_t target_stride) {
  for (ptrdiff_t row = 0; row < row_count; row++) {
    const float *source = table + rows[row] * stride;
    float *place = target + row * target_stride;
    for (ptrdiff_t column = 0; column < count; column++) { place[column] = source[columns[column]]; }
  }
}

#ifdef HAS_PERMUTATION
// Columns in ascending order lie close together: one instruction moves all that fall into the same stretch of a row.
// What may be written behind them is written over by the next, or lies beyond the last column. The rows lie anywhere in
// the table, and so they are asked for a little ahead.
enum { STRETCHES = 64, AHEAD = 2 };

/// Where the columns of a stretch are read and written, and which they are: a bit for each before and after.
struct stretch {
  ptrdiff_t from, to;
  uint32_t which, kept;
};

/// Divides columns into stretches of `width` numbers, from the column at `*next` on, which moves past those divided.
INLINE ptrdiff_t divide(const ptrdiff_t *columns, ptrdiff_t count, ptrdiff_t width, ptrdiff_t *next,
                        struct stretch *stretches) {
  ptrdiff_t found = 0;
  for (; found < STRETCHES && *next < count; found++) {
    struct stretch stretch = {columns[*next] / width * width, *next, 0, 0};
    for (; *next < count && columns[*next] < stretch.from + width; (*next)++) {
      stretch.which |= 1u << (columns[*next] - stretch.from);
      stretch.kept = stretch.kept << 1 | 1;
    }
    stretches[found] = stretch;
  }
  return found;
}

__attribute__((target("avx2"))) static void gather_by_eights(
  const float *table, ptrdiff_t stride, const ptrdiff_t *rows, ptrdiff_t row_count, const ptrdiff_t *columns,
  ptrdiff_t count, float *target, ptrdiff_t target_stride) {
  struct stretch stretches[STRETCHES];
  int32_t lanes[STRETCHES][8];
  for (ptrdiff_t next = 0; next < count;) {
    ptrdiff_t found = divide(columns, count, 8, &next, stretches);
    for (ptrdiff_t s = 0; s < found; s++) {
      int lane = 0;
      for (uint32_t left = stretches[s].which; left; left &= left - 1) { lanes[s][lane++] = __builtin_ctz(left); }
      while (lane < 8) { lanes[s][lane++] = 0; }
    }
    for (ptrdiff_t row = 0; row < row_count; row++) {
      const float *source = table + rows[row] * stride;
      const float *later = table + rows[row + AHEAD < row_count ? row + AHEAD : row] * stride;
      float *place = target + row * target_stride;
      for (ptrdiff_t s = 0; s < found; s++) {
        __builtin_prefetch(later + stretches[s].from);
        __m256i order = _mm256_loadu_si256((const __m256i *)lanes[s]);
        __m256 numbers = _mm256_loadu_ps(source + stretches[s].from);
        _mm256_storeu_ps(place + stretches[s].to, _mm256_permutevar8x32_ps(numbers, order));
      }
    }
  }
}

__attribute__((target("avx512f"))) static void gather_by_sixteens(
  const float *table, ptrdiff_t stride, const ptrdiff_t *rows, ptrdiff_t row_count, const ptrdiff_t *columns,
  ptrdiff_t count, float *target, ptrdiff_t target_stride) {
  struct stretch stretches[STRETCHES];
  for (ptrdiff_t next = 0; next < count;) {
    ptrdiff_t found = divide(columns, count, 16, &next, stretches);
    for (ptrdiff_t row = 0; row < row_count; row++) {
      const float *source = table + rows[row] * stride;
      const float *later = table + rows[row + AHEAD < row_count ? row + AHEAD : row] * stride;
      float *place = target + row * target_stride;
      for (ptrdiff_t s = 0; s < found; s++) {
        __builtin_prefetch(later + stretches[s].from);
        __mmask16 which = (__mmask16)stretches[s].which, kept = (__mmask16)stretches[s].kept;
        __m512 numbers = _mm512_maskz_compress_ps(which, _mm512_maskz_loadu_ps(which, source + stretches[s].from));
        _mm512_mask_storeu_ps(place + stretches[s].to, kept, numbers);
      }
    }
  }
}
#endif

void mdad_gather_float(const float *table, ptrdiff_t stride, const ptrdiff_t *rows, ptrdiff_t row_count,
                       const ptrdiff_t *columns, ptrdiff_t count, float *target, ptrdiff_t target_stride) {
#ifdef HAS_PERMUTATION
  if (__builtin_cpu_supports("avx512f")) {
    gather_by_sixteens(table, stride, rows, row_count, columns, count, target, target_stride);
    return;
  }
  if (__builtin_cpu_supports("avx2")) {
    gather_by_eights(table, stride, rows, row_count, columns, count, target, target_stride);
    return;
  }
#endif
  gather_plainly(table, stride, rows, row_count, columns, count, target, target_stride);
}

FOR_EVERY_WIDTH
void mdad_combine_by_turns_float(const float *rows, ptrdiff_t count, ptrdiff_t stride, const float *factors,
                                 float *sums) {
  for (ptrdiff_t t = 0; t < stride; t += 16) {
    float16 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    const float *row = rows + t;
    ptrdiff_t r = 0;
    for (; r + 4 <= count; r += 4) {
      s0 += factors[r] * LOAD16(row);
      s1 += factors[r + 1] * LOAD16(row + stride);
      s2 += factors[r + 2] * LOAD16(row + 2 * stride);
      s3 += factors[r + 3] * LOAD16(row + 3 * stride);
      row += 4 * stride;
    }
    if (r < count) { s0 += factors[r] * LOAD16(row); }
    if (r + 1 < count) { s1 += factors[r + 1] * LOAD16(row + stride); }
    if (r + 2 < count) { s2 += factors[r + 2] * LOAD16(row + 2 * stride); }
    *(float16 *)(sums + t) = (s0 + s2) + (s1 + s3);
  }
}

/// Adds to `width` vectors of each of `sets` combinations; both are known when this is inlined, so that all sums stay
/// in registers.
INLINE void add_chosen(int sets, int width, const float *table, ptrdiff_t stride, const ptrdiff_t *chosen,
                    ptrdiff_t count, const float *factors, ptrdiff_t apart, float *target) {
  float16 sums[3][4];
#pragma unroll
  for (int set = 0; set < sets; set++) {
#pragma unroll
    for (int v = 0; v < width; v++) { sums[set][v] = LOAD16(target + set * stride + 16 * v); }
  }
  for (ptrdiff_t position = 0; position < count; position++) {
    const float *row = table + chosen[position] * stride;
#pragma unroll
    for (int set = 0; set < sets; set++) {
#pragma unroll
      for (int v = 0; v < width; v++) { sums[set][v] += factors[set * apart + position] * LOAD16(row + 16 * v); }
    }
  }
#pragma unroll
  for (int set = 0; set < sets; set++) {
#pragma unroll
    for (int v = 0; v < width; v++) { *(float16 *)(target + set * stride + 16 * v) = sums[set][v]; }
  }
}

FOR_EVERY_WIDTH
void mdad_add_chosen_float(const float *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count,
                               const float *factors, ptrdiff_t apart, ptrdiff_t sets, float *target) {
  ptrdiff_t set = 0;
  for (; set + 3 <= sets; set += 3) {
    const float *own = factors + set * apart;
    float *place = target + set * stride;
    ptrdiff_t t = 0;
    for (; t + 32 <= stride; t += 32) { add_chosen(3, 2, table + t, stride, chosen, count, own, apart, place + t); }
    for (; t < stride; t += 16) { add_chosen(3, 1, table + t, stride, chosen, count, own, apart, place + t); }
  }
  for (; set < sets; set++) {
    const float *own = factors + set * apart;
    float *place = target + set * stride;
    ptrdiff_t t = 0;
    for (; t + 64 <= stride; t += 64) { add_chosen(1, 4, table + t, stride, chosen, count, own, apart, place + t); }
    for (; t < stride; t += 16) { add_chosen(1, 1, table + t, stride, chosen, count, own, apart, place + t); }
  }
}

INLINE float total(float8 sums) {
  return ((sums[0] + sums[2]) + (sums[1] + sums[3])) + ((sums[4] + sums[6]) + (sums[5] + sums[7]));
}

FOR_EVERY_PROCESSOR
void mdad_products_with_chosen_float(const float *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count,
                                     const float *vector, float *results) {
  ptrdiff_t position = 0;
  for (; position + 4 <= count; position += 4) {
    const float *r0 = table + chosen[position] * stride, *r1 = table + chosen[position + 1] * stride,
                *r2 = table + chosen[position + 2] * stride, *r3 = table + chosen[position + 3] * stride;
    float8 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    for (ptrdiff_t t = 0; t < stride; t += 8) {
      float8 x = LOAD8(vector + t);
      s0 += LOAD8(r0 + t) * x;
      s1 += LOAD8(r1 + t) * x;
      s2 += LOAD8(r2 + t) * x;
      s3 += LOAD8(r3 + t) * x;
    }
    results[position] = total(s0);
    results[position + 1] = total(s1);
    results[position + 2] = total(s2);
    results[position + 3] = total(s3);
  }
  for (; position < count; position++) {
    const float *row = table + chosen[position] * stride;
    float8 sums = {0};
    for (ptrdiff_t t = 0; t < stride; t += 8) { sums += LOAD8(row + t) * LOAD8(vector + t); }
    results[position] = total(sums);
  }
}

/// Adds to `width` vectors of a combination, in registers.
INLINE void add_chosen_doubles(int width, const double *table, ptrdiff_t stride, const ptrdiff_t *chosen,
                               ptrdiff_t count, const double *factors, double *target) {
  double8 sums[4];
#pragma unroll
  for (int v = 0; v < width; v++) { sums[v] = LOAD8_DOUBLE(target + 8 * v); }
  for (ptrdiff_t position = 0; position < count; position++) {
    const double *row = table + chosen[position] * stride;
#pragma unroll
    for (int v = 0; v < width; v++) { sums[v] += factors[position] * LOAD8_DOUBLE(row + 8 * v); }
  }
#pragma unroll
  for (int v = 0; v < width; v++) { *(double8 *)(target + 8 * v) = sums[v]; }
}

FOR_EVERY_WIDTH
void mdad_add_chosen_double(const double *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count,
                            const double *factors, double *target, ptrdiff_t length) {
  ptrdiff_t t = 0;
  for (; t + 32 <= length; t += 32) { add_chosen_doubles(4, table + t, stride, chosen, count, factors, target + t); }
  if (t + 16 <= length) {
    add_chosen_doubles(2, table + t, stride, chosen, count, factors, target + t);
    t += 16;
  }
  if (t + 8 <= length) {
    add_chosen_doubles(1, table + t, stride, chosen, count, factors, target + t);
    t += 8;
  }
  for (; t < length; t++) {
    double sum = target[t];
    for (ptrdiff_t position = 0; position < count; position++) {
      sum += factors[position] * table[chosen[position] * stride + t];
    }
    target[t] = sum;
  }
}

FOR_EVERY_WIDTH
void mdad_add_to_chosen_double(double *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count,
                               const double *factors, const double *vector, ptrdiff_t length) {
  for (ptrdiff_t position = 0; position < count; position++) {
    double *row = table + chosen[position] * stride, factor = factors[position];
    for (ptrdiff_t t = 0; t < length; t++) { row[t] += factor * vector[t]; }
  }
}

/// Adds to `width` vectors, in registers.
INLINE void add_mixtures(int width, const double *first, const double *second, ptrdiff_t stride,
                         const double *shares, ptrdiff_t count, double *target) {
  double8 sums[4];
#pragma unroll
  for (int v = 0; v < width; v++) { sums[v] = LOAD8_DOUBLE(target + 8 * v); }
  for (ptrdiff_t row = 0; row < count; row++) {
    double share = shares[row], rest = 1 - share;
#pragma unroll
    for (int v = 0; v < width; v++) {
      ptrdiff_t place = row * stride + 8 * v;
      sums[v] += share * LOAD8_DOUBLE(first + place) + rest * LOAD8_DOUBLE(second + place);
    }
  }
#pragma unroll
  for (int v = 0; v < width; v++) { *(double8 *)(target + 8 * v) = sums[v]; }
}

FOR_EVERY_WIDTH
void mdad_add_mixtures_double(const double *first, const double *second, ptrdiff_t stride, const double *shares,
                              ptrdiff_t count, double *target) {
  ptrdiff_t t = 0;
  for (; t + 32 <= stride; t += 32) { add_mixtures(4, first + t, second + t, stride, shares, count, target + t); }
  for (; t < stride; t += 8) { add_mixtures(1, first + t, second + t, stride, shares, count, target + t); }
}

FOR_EVERY_WIDTH
void mdad_capped_sums(const double *values, ptrdiff_t count, const double *levels, double *sums) {
  // Two vectors of levels: each sum waits for its last term, and so there is time for both.
  double8 l0 = LOAD8_DOUBLE(levels), l1 = LOAD8_DOUBLE(levels + 8);
  double8 s0 = {0}, s1 = {0};
  const double8 zero = {0}, one = zero + 1;
  for (ptrdiff_t index = 0; index < count; index++) {
    s0 += __builtin_elementwise_min(__builtin_elementwise_max(values[index] - l0, zero), one);
    s1 += __builtin_elementwise_min(__builtin_elementwise_max(values[index] - l1, zero), one);
  }
  *(double8 *)sums = s0;
  *(double8 *)(sums + 8) = s1;
}
