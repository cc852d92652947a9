#include "CKernels.h"
#include "processors.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

void mdad_prefer_large_pages(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
  // Advice: if it is not taken, pages stay small.
  (void)madvise(memory, size, MADV_HUGEPAGE);
#endif
}

typedef int16_t short32 __attribute__((vector_size(64), aligned(2)));
typedef int32_t int16x32 __attribute__((vector_size(64), aligned(4)));
typedef _Bool flag16 __attribute__((ext_vector_type(16)));
typedef _Bool flag32 __attribute__((ext_vector_type(32)));

/// Returns a bit for each lane of a comparison that holds, the first lane's the lowest.
INLINE uint32_t bits16(int16x32 holds) {
  return __builtin_bit_cast(uint16_t, __builtin_convertvector(holds, flag16));
}

INLINE uint32_t bits32(short32 holds) {
  return __builtin_bit_cast(uint32_t, __builtin_convertvector(holds, flag32));
}

INLINE ptrdiff_t list(uint32_t bits, ptrdiff_t start, int32_t *found, ptrdiff_t count) {
  for (; bits != 0; bits &= bits - 1) { found[count++] = (int32_t)(start + __builtin_ctz(bits)); }
  return count;
}

FOR_EVERY_WIDTH
ptrdiff_t mdad_places_up_to(const int16_t *values, const int16_t *bounds, ptrdiff_t count, int32_t *found) {
  ptrdiff_t listed = 0;
  for (ptrdiff_t place = 0; place < count; place += 32) {
    // The next row is looked at next.
    __builtin_prefetch((const void *)((uintptr_t)(values + place) + sizeof(int16_t) * count));
    uint32_t bits = bits32(*(const short32 *)(values + place) <= *(const short32 *)(bounds + place));
    listed = list(bits, place, found, listed);
  }
  return listed;
}

FOR_EVERY_WIDTH
ptrdiff_t mdad_places_up_to_or_labelled(const int16_t *values, const int16_t *bounds, const int32_t *first,
                                        const int32_t *second, int32_t label, ptrdiff_t count, int32_t *found) {
  ptrdiff_t listed = 0;
  for (ptrdiff_t place = 0; place < count; place += 32) {
    uint32_t bits = bits32(*(const short32 *)(values + place) <= *(const short32 *)(bounds + place));
    for (int half = 0; half < 32; half += 16) {
      bits |= bits16((*(const int16x32 *)(first + place + half) == label)
                     | (*(const int16x32 *)(second + place + half) == label)) << half;
    }
    listed = list(bits, place, found, listed);
  }
  return listed;
}

void mdad_removal_losses(const int32_t *nearest, const float *first, const float *second, ptrdiff_t count,
                         double *losses) {
  for (ptrdiff_t point = 0; point < count; point++) { losses[nearest[point]] += second[point] - first[point]; }
}

double mdad_best_swap(const int32_t *places, const float *distances, ptrdiff_t listed, ptrdiff_t whole,
                      const int32_t *nearest, const float *first, const float *second, const double *removal,
                      ptrdiff_t cheapest, double *losses, ptrdiff_t *best) {
  double turns[16] = {0}, shared = 0;
  ptrdiff_t index = 0, position = cheapest;
  for (; index < listed; index++) {
    ptrdiff_t place = places[index];
    if (place >= whole) { break; }
    float near = first[place], far = second[place], distance = distances[index];
    turns[place % 16] += distance < near ? distance - near : 0;
    losses[nearest[place]] += (distance < near ? near : distance < far ? distance : far) - far;
  }
  for (int turn = 0; turn < 16; turn++) { shared += turns[turn]; }
  for (; index < listed; index++) {
    ptrdiff_t place = places[index];
    float near = first[place], far = second[place], distance = distances[index];
    shared += distance < near ? distance - near : 0;
    losses[nearest[place]] += (distance < near ? near : distance < far ? distance : far) - far;
  }
  double least = losses[position];
  for (index = 0; index < listed; index++) {
    ptrdiff_t label = nearest[places[index]];
    if (losses[label] < least || (losses[label] == least && label < position)) {
      position = label;
      least = losses[label];
    }
  }
  for (index = 0; index < listed; index++) { losses[nearest[places[index]]] = removal[nearest[places[index]]]; }
  *best = position;
  return least + shared;
}

FOR_EVERY_WIDTH
void mdad_correlations_of_bits(const uint64_t *first, const uint64_t *others, ptrdiff_t words, ptrdiff_t count,
                               double total, double sum, const double *sums, double scale, const double *scales,
                               float *results) {
  enum { GROUP = 64 };
  double ones[GROUP];
  for (ptrdiff_t start = 0; start < count; start += GROUP) {
    ptrdiff_t end = count < start + GROUP ? count : start + GROUP;
    for (ptrdiff_t other = start; other < end; other++) {
      const uint64_t *row = others + other * words;
      int64_t common = 0;
      for (ptrdiff_t word = 0; word < words; word++) { common += __builtin_popcountll(first[word] & row[word]); }
      ones[other - start] = (double)common;
    }
    for (ptrdiff_t other = start; other < end; other++) {
      double r = (total * ones[other - start] - sum * sums[other]) * scale * scales[other];
      r = r < 1 ? r : 1;
      r = -1 < r ? r : -1;
      results[other] = scale * scales[other] > 0 ? (float)r : 0;
    }
  }
}

FOR_EVERY_WIDTH
void mdad_split_tile(const float *tile, int16_t *high, uint16_t *low, ptrdiff_t stride) {
  for (int row = 0; row < 32; row++) {
    int16_t *h = high + row * stride;
    uint16_t *l = low + row * stride;
    for (int column = 0; column < 32; column++) {
      uint32_t bits = __builtin_bit_cast(uint32_t, tile[row * 32 + column]);
      h[column] = (int16_t)(bits >> 16);
      l[column] = (uint16_t)bits;
    }
  }
}
