#include "CKernels.h"
#include "processors.h"

FOR_EVERY_WIDTH
void mdad_subtract_multiples_float(float *restrict vector, const float *restrict factors, const float *restrict rows,
                                   ptrdiff_t row_count, ptrdiff_t stride, ptrdiff_t length) {
  ptrdiff_t row = 0;
  for (; row + 4 <= row_count; row += 4) {
    const float *r0 = rows + row * stride, *r1 = r0 + stride, *r2 = r1 + stride, *r3 = r2 + stride;
    float f0 = factors[row], f1 = factors[row + 1], f2 = factors[row + 2], f3 = factors[row + 3];
    for (ptrdiff_t t = 0; t < length; t++) {
      float left = vector[t];
      left -= f0 * r0[t];
      left -= f1 * r1[t];
      left -= f2 * r2[t];
      left -= f3 * r3[t];
      vector[t] = left;
    }
  }
  for (; row < row_count; row++) {
    const float *r = rows + row * stride;
    float factor = factors[row];
    for (ptrdiff_t t = 0; t < length; t++) { vector[t] -= factor * r[t]; }
  }
}
