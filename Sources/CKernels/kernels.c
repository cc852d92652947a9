#include "CKernels.h"
#include "processors.h"

typedef double double4 __attribute__((vector_size(32), aligned(8)));
typedef double double2 __attribute__((vector_size(16), aligned(8)));
typedef float float8 __attribute__((vector_size(32), aligned(4)));
typedef float float4 __attribute__((vector_size(16), aligned(4)));
typedef double double8 __attribute__((vector_size(64), aligned(8)));

FOR_EVERY_COUNTER
ptrdiff_t mdad_common_ones(const uint64_t *first, const uint64_t *second, ptrdiff_t words) {
  ptrdiff_t total = 0;
  for (ptrdiff_t word = 0; word < words; word++) { total += __builtin_popcountll(first[word] & second[word]); }
  return total;
}

FOR_EVERY_COUNTER
void mdad_common_ones_of_rows(const uint64_t *row, const uint64_t *rows, ptrdiff_t words, ptrdiff_t row_count,
                              int32_t *counts) {
  for (ptrdiff_t index = 0; index < row_count; index++) {
    const uint64_t *other = rows + index * words;
    ptrdiff_t total = 0;
    for (ptrdiff_t word = 0; word < words; word++) { total += __builtin_popcountll(row[word] & other[word]); }
    counts[index] = (int32_t)total;
  }
}

#define LOAD4(address) (*(const double4 *)(address))

/// Adds, for each of four rows, its four running sums to its total in their order: to each lane of `total` the lanes of
/// one of `a` to `d`.
INLINE double4 add_lanes(double4 total, double4 a, double4 b, double4 c, double4 d) {
  double4 ab = __builtin_shufflevector(a, b, 0, 4, 2, 6), cd = __builtin_shufflevector(c, d, 0, 4, 2, 6);
  double4 ab1 = __builtin_shufflevector(a, b, 1, 5, 3, 7), cd1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  total += __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  total += __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
  total += __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  total += __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
  return total;
}

/// Adds products in eight running sums, then these in their order, then the products that are left.
INLINE double dot(const double *vector, const double *row, ptrdiff_t count) {
  ptrdiff_t whole = count / 8 * 8;
  double4 low = {0}, high = {0};
  for (ptrdiff_t index = 0; index < whole; index += 8) {
    low += LOAD4(vector + index) * LOAD4(row + index);
    high += LOAD4(vector + index + 4) * LOAD4(row + index + 4);
  }
  double total = 0;
  for (int lane = 0; lane < 4; lane++) { total += low[lane]; }
  for (int lane = 0; lane < 4; lane++) { total += high[lane]; }
  for (ptrdiff_t index = whole; index < count; index++) { total += vector[index] * row[index]; }
  return total;
}

FOR_EVERY_PROCESSOR
double mdad_dot(const double *first, const double *second, ptrdiff_t count) { return dot(first, second, count); }

FOR_EVERY_PROCESSOR
void mdad_dot_rows(const double *vector, const double *rows, ptrdiff_t count, ptrdiff_t stride, ptrdiff_t row_count,
                   double *results) {
  ptrdiff_t whole = count / 8 * 8;
  ptrdiff_t row = 0;
  for (; row + 4 <= row_count; row += 4) {
    const double *r0 = rows + row * stride, *r1 = r0 + stride, *r2 = r1 + stride, *r3 = r2 + stride;
    double4 l0 = {0}, h0 = {0}, l1 = {0}, h1 = {0}, l2 = {0}, h2 = {0}, l3 = {0}, h3 = {0};
    for (ptrdiff_t index = 0; index < whole; index += 8) {
      double4 low = LOAD4(vector + index), high = LOAD4(vector + index + 4);
      l0 += low * LOAD4(r0 + index);
      h0 += high * LOAD4(r0 + index + 4);
      l1 += low * LOAD4(r1 + index);
      h1 += high * LOAD4(r1 + index + 4);
      l2 += low * LOAD4(r2 + index);
      h2 += high * LOAD4(r2 + index + 4);
      l3 += low * LOAD4(r3 + index);
      h3 += high * LOAD4(r3 + index + 4);
    }
    double4 total = add_lanes(add_lanes((double4){0}, l0, l1, l2, l3), h0, h1, h2, h3);
    for (ptrdiff_t index = whole; index < count; index++) {
      total += vector[index] * (double4){r0[index], r1[index], r2[index], r3[index]};
    }
    *(double4 *)(results + row) = total;
  }
  for (; row < row_count; row++) { results[row] = dot(vector, rows + row * stride, count); }
}

INLINE double4 twice_double(const double *address) {
  double2 half = *(const double2 *)address;
  return __builtin_shufflevector(half, half, 0, 1, 0, 1);
}

INLINE double4 both_double(const double *low, const double *high) {
  return __builtin_shufflevector(*(const double2 *)low, *(const double2 *)high, 0, 1, 2, 3);
}

INLINE void add_totals_double(double *corner, double4 sums) {
  corner[0] += sums[0] + sums[1];
  corner[1] += sums[2] + sums[3];
}

INLINE float8 twice_float(const float *address) {
  float4 half = *(const float4 *)address;
  return __builtin_shufflevector(half, half, 0, 1, 2, 3, 0, 1, 2, 3);
}

INLINE float8 both_float(const float *low, const float *high) {
  return __builtin_shufflevector(*(const float4 *)low, *(const float4 *)high, 0, 1, 2, 3, 4, 5, 6, 7);
}

INLINE void add_totals_float(float *corner, float8 sums) {
  corner[0] += (sums[0] + sums[2]) + (sums[1] + sums[3]);
  corner[1] += (sums[4] + sums[6]) + (sums[5] + sums[7]);
}

// The numbers of a row that are worked on at a time: a tile and its partners fit in the first levels of cache.
enum { BLOCK = 1024 };

#define NUMBER double
#define WIDE double4
#define LANES 2
#define VECTOR double8
#define WIDTH 8
#define NAMED(function) function##_double
#include "tiles.h"
#undef NUMBER
#undef WIDE
#undef LANES
#undef VECTOR
#undef WIDTH
#undef NAMED

#define NUMBER float
#define WIDE float8
#define LANES 4
#define VECTOR float8
#define WIDTH 8
#define NAMED(function) function##_float
#include "tiles.h"

FOR_EVERY_PROCESSOR
void mdad_add_multiple_float(const float *vector, float factor, float *target, ptrdiff_t count) {
  for (ptrdiff_t index = 0; index < count; index += 8) {
    *(float8 *)(target + index) += factor * *(const float8 *)(vector + index);
  }
}

FOR_EVERY_PROCESSOR
void mdad_rank_one_update(double *rows, ptrdiff_t row_count, ptrdiff_t stride, const double *factors,
                          const double *vector, ptrdiff_t count) {
  for (ptrdiff_t row = 0; row < row_count; row++) {
    double *target = rows + row * stride, factor = factors[row];
    for (ptrdiff_t index = 0; index < count; index++) { target[index] -= factor * vector[index]; }
  }
}

FOR_EVERY_PROCESSOR
void mdad_rank_two_update(double *rows, ptrdiff_t row_count, ptrdiff_t stride, const double *first,
                          const double *with_first, const double *second, const double *with_second, ptrdiff_t count) {
  for (ptrdiff_t row = 0; row < row_count; row++) {
    double *target = rows + row * stride, a = first[row], b = second[row];
    for (ptrdiff_t index = 0; index < count; index++) {
      target[index] -= a * with_first[index] + b * with_second[index];
    }
  }
}
