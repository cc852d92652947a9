// The same tiles in vectors of 64 bytes, for one type of number: tiles.h includes this file. Each sum keeps its LANES
// lanes and their order, so that it has the same bits; four of them lie side by side.

#ifdef FOR_WIDE_PROCESSORS

#include <stdlib.h>

typedef NUMBER NAMED(line) __attribute__((vector_size(64), aligned(sizeof(NUMBER))));
typedef NUMBER NAMED(piece) __attribute__((vector_size(16), aligned(sizeof(NUMBER))));

// Lays rows side by side by fours, LANES numbers of each in turn; those beyond the last are zeros.
FOR_WIDE_PROCESSORS INLINE void NAMED(pack)(const NUMBER *rows, ptrdiff_t n, ptrdiff_t stride, ptrdiff_t length,
                                            NUMBER *packed) {
  for (ptrdiff_t row = 0; row < (n + 7) / 8 * 8; row++) {
    NUMBER *to = packed + row / 4 * 4 * length + row % 4 * LANES;
    for (ptrdiff_t t = 0; t < length; t += LANES) {
      *(NAMED(piece) *)(to + 4 * t) = row < n ? *(const NAMED(piece) *)(rows + row * stride + t) : (NAMED(piece)){0};
    }
  }
}

FOR_WIDE_PROCESSORS INLINE void NAMED(add_line)(NUMBER *corner, NAMED(line) sums, ptrdiff_t columns) {
  for (ptrdiff_t b = 0; b < columns; b++) {
#if LANES == 2
    corner[b] += sums[2 * b] + sums[2 * b + 1];
#else
    corner[b] += (sums[4 * b] + sums[4 * b + 2]) + (sums[4 * b + 1] + sums[4 * b + 3]);
#endif
  }
}

FOR_WIDE_PROCESSORS INLINE NAMED(line) NAMED(four)(const NUMBER *address) {
  NAMED(piece) piece = *(const NAMED(piece) *)address;
#if LANES == 2
  return __builtin_shufflevector(piece, piece, 0, 1, 0, 1, 0, 1, 0, 1);
#else
  return __builtin_shufflevector(piece, piece, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
#endif
}

// packed has room for n rounded up to a multiple of eight rows of BLOCK numbers, or of length if that is less.
FOR_WIDE_PROCESSORS
static void NAMED(wide_inner_products)(const NUMBER *first, ptrdiff_t m, ptrdiff_t first_stride, const NUMBER *second,
                                       ptrdiff_t n, ptrdiff_t second_stride, ptrdiff_t length, NUMBER *packed,
                                       NUMBER *result) {
  typedef NAMED(line) line;
  for (ptrdiff_t start = 0; start < length; start += BLOCK) {
    ptrdiff_t size = length < start + BLOCK ? length - start : BLOCK;
    NAMED(pack)(second + start, n, second_stride, size, packed);
    for (ptrdiff_t a = 0; a < m; a += 4) {
      const NUMBER *a0 = first + a * first_stride + start, *a1 = a0 + first_stride, *a2 = a1 + first_stride,
                   *a3 = a2 + first_stride;
      NUMBER *corner = result + a * n;
      for (ptrdiff_t b = 0; b < n; b += 8) {
        const NUMBER *x = packed + b * size, *y = x + 4 * size;
        line s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, r0 = {0}, r1 = {0}, r2 = {0}, r3 = {0};
        for (ptrdiff_t t = 0; t < size; t += LANES) {
          line p = *(const line *)(x + 4 * t), q = *(const line *)(y + 4 * t);
          line u0 = NAMED(four)(a0 + t), u1 = NAMED(four)(a1 + t), u2 = NAMED(four)(a2 + t), u3 = NAMED(four)(a3 + t);
          s0 += u0 * p;
          r0 += u0 * q;
          s1 += u1 * p;
          r1 += u1 * q;
          s2 += u2 * p;
          r2 += u2 * q;
          s3 += u3 * p;
          r3 += u3 * q;
        }
        ptrdiff_t here = n - b < 4 ? n - b : 4, rest = n - b - here < 4 ? n - b - here : 4;
        NAMED(add_line)(corner + b, s0, here);
        NAMED(add_line)(corner + b + 4, r0, rest);
        NAMED(add_line)(corner + n + b, s1, here);
        NAMED(add_line)(corner + n + b + 4, r1, rest);
        NAMED(add_line)(corner + 2 * n + b, s2, here);
        NAMED(add_line)(corner + 2 * n + b + 4, r2, rest);
        NAMED(add_line)(corner + 3 * n + b, s3, here);
        NAMED(add_line)(corner + 3 * n + b + 4, r3, rest);
      }
    }
  }
}

#endif
