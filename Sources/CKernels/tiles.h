// The products of matrices for one type of number; kernels.c includes this file for each. It defines NUMBER, WIDE (a
// vector of 32 bytes), LANES (the numbers in half of one), VECTOR of WIDTH numbers for sums of rows, and NAMED, which
// adds the type's name to a function's.

#include "wide_tiles.h"

// A tile of sums: four rows of the first factor by pairs of rows of the second. Each sum has LANES lanes, whatever the
// width of the instructions: two of them lie side by side in a WIDE.
FOR_EVERY_PROCESSOR
static void NAMED(narrow_inner_products)(const NUMBER *first, ptrdiff_t m, ptrdiff_t first_stride,
                                         const NUMBER *second, ptrdiff_t n, ptrdiff_t second_stride, ptrdiff_t length,
                                         NUMBER *result) {
  for (ptrdiff_t start = 0; start < length; start += BLOCK) {
    ptrdiff_t end = length < start + BLOCK ? length : start + BLOCK;
    for (ptrdiff_t a = 0; a < m; a += 4) {
      const NUMBER *a0 = first + a * first_stride, *a1 = a0 + first_stride, *a2 = a1 + first_stride,
                   *a3 = a2 + first_stride;
      NUMBER *corner = result + a * n;
      ptrdiff_t b = 0;
      for (; b + 4 <= n; b += 4) {
        const NUMBER *b0 = second + b * second_stride, *b1 = b0 + second_stride, *b2 = b1 + second_stride,
                     *b3 = b2 + second_stride;
        WIDE s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, r0 = {0}, r1 = {0}, r2 = {0}, r3 = {0};
        for (ptrdiff_t t = start; t < end; t += LANES) {
          WIDE x = NAMED(both)(b0 + t, b1 + t), y = NAMED(both)(b2 + t, b3 + t);
          WIDE u0 = NAMED(twice)(a0 + t), u1 = NAMED(twice)(a1 + t);
          s0 += u0 * x;
          r0 += u0 * y;
          s1 += u1 * x;
          r1 += u1 * y;
          WIDE u2 = NAMED(twice)(a2 + t), u3 = NAMED(twice)(a3 + t);
          s2 += u2 * x;
          r2 += u2 * y;
          s3 += u3 * x;
          r3 += u3 * y;
        }
        NAMED(add_totals)(corner + b, s0);
        NAMED(add_totals)(corner + b + 2, r0);
        NAMED(add_totals)(corner + n + b, s1);
        NAMED(add_totals)(corner + n + b + 2, r1);
        NAMED(add_totals)(corner + 2 * n + b, s2);
        NAMED(add_totals)(corner + 2 * n + b + 2, r2);
        NAMED(add_totals)(corner + 3 * n + b, s3);
        NAMED(add_totals)(corner + 3 * n + b + 2, r3);
      }
      for (; b < n; b += 2) {
        const NUMBER *b0 = second + b * second_stride, *b1 = b0 + second_stride;
        WIDE s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
        for (ptrdiff_t t = start; t < end; t += LANES) {
          WIDE x = NAMED(both)(b0 + t, b1 + t);
          s0 += NAMED(twice)(a0 + t) * x;
          s1 += NAMED(twice)(a1 + t) * x;
          s2 += NAMED(twice)(a2 + t) * x;
          s3 += NAMED(twice)(a3 + t) * x;
        }
        NAMED(add_totals)(corner + b, s0);
        NAMED(add_totals)(corner + n + b, s1);
        NAMED(add_totals)(corner + 2 * n + b, s2);
        NAMED(add_totals)(corner + 3 * n + b, s3);
      }
    }
  }
}

void NAMED(mdad_inner_products)(const NUMBER *first, ptrdiff_t m, ptrdiff_t first_stride, const NUMBER *second,
                                ptrdiff_t n, ptrdiff_t second_stride, ptrdiff_t length, NUMBER *result) {
#ifdef FOR_WIDE_PROCESSORS
  // Enough rows to make up for laying the second factor's side by side.
  if (m >= 16 && n >= 8 && HAS_WIDE_VECTORS) {
    ptrdiff_t padded = (n + 7) / 8 * 8;
    NUMBER *packed = malloc(sizeof(NUMBER) * (size_t)(padded * (length < BLOCK ? length : BLOCK)));
    if (packed != 0) {
      NAMED(wide_inner_products)(first, m, first_stride, second, n, second_stride, length, packed, result);
      free(packed);
      return;
    }
  }
#endif
  NAMED(narrow_inner_products)(first, m, first_stride, second, n, second_stride, length, result);
}

// Each number of the target adds its terms in the order of the rows, so vectors may be as wide as they like.
FOR_EVERY_WIDTH
void NAMED(mdad_add_combinations)(NUMBER *target, ptrdiff_t n, const NUMBER *factors, const NUMBER *rows,
                                  ptrdiff_t m, ptrdiff_t stride, ptrdiff_t length) {
  for (ptrdiff_t start = 0; start < length; start += BLOCK / 2) {
    ptrdiff_t end = length < start + BLOCK / 2 ? length : start + BLOCK / 2;
    for (ptrdiff_t from = 0; from < m; from += 64) {
      ptrdiff_t to = m < from + 64 ? m : from + 64;
      for (ptrdiff_t b = 0; b < n; b += 4) {
        NUMBER *p0 = target + b * stride, *p1 = p0 + stride, *p2 = p1 + stride, *p3 = p2 + stride;
        for (ptrdiff_t t = start; t < end; t += WIDTH) {
          VECTOR s0 = *(VECTOR *)(p0 + t), s1 = *(VECTOR *)(p1 + t), s2 = *(VECTOR *)(p2 + t), s3 = *(VECTOR *)(p3 + t);
          const NUMBER *row = rows + from * stride + t, *factor = factors + from * n + b;
          for (ptrdiff_t a = from; a < to; a++) {
            VECTOR x = *(const VECTOR *)row;
            s0 += factor[0] * x;
            s1 += factor[1] * x;
            s2 += factor[2] * x;
            s3 += factor[3] * x;
            row += stride;
            factor += n;
          }
          *(VECTOR *)(p0 + t) = s0;
          *(VECTOR *)(p1 + t) = s1;
          *(VECTOR *)(p2 + t) = s2;
          *(VECTOR *)(p3 + t) = s3;
        }
      }
    }
  }
}
