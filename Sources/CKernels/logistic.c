#include <math.h>

#include "CKernels.h"
#include "processors.h"

// A tile is four rows by four columns: its sixteen numbers lie row by row in one vector, whatever the width of the
// processor's instructions.
typedef float tile __attribute__((vector_size(64), aligned(4)));
typedef int32_t mask __attribute__((vector_size(64), aligned(4)));
typedef float four __attribute__((vector_size(16), aligned(4)));

#define LOAD(type, address) (*(const type *)(address))
#define STORE(type, address) (*(type *)(address))

/// Returns a tile whose rows all are four numbers.
INLINE tile in_every_row(four x) {
  return __builtin_shufflevector(x, x, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
}

#define ROW0(x) __builtin_shufflevector(x, x, 0, 1, 2, 3)
#define ROW1(x) __builtin_shufflevector(x, x, 4, 5, 6, 7)
#define ROW2(x) __builtin_shufflevector(x, x, 8, 9, 10, 11)
#define ROW3(x) __builtin_shufflevector(x, x, 12, 13, 14, 15)

/// Returns `x` where the mask is set and `y` elsewhere.
INLINE tile chosen(mask where, tile x, tile y) { return (tile)((where & (mask)x) | (~where & (mask)y)); }

/// Returns e^x for x up to 0, to about 2e-7 relative; 0 below -80.
///
/// 2^n * 2^f with n the nearest whole number, which adding and taking away 1.5 * 2^23 finds, and a polynomial for 2^f
/// (its Taylor series: the next term is below 2e-7 for |f| up to a half).
INLINE tile exponential(tile x) {
  tile floor = (tile){0} - 80.0f;
  mask is_tiny = (mask)(x < floor);
  tile scaled = chosen(is_tiny, floor, x) * 1.44269504f;
  tile shifted = scaled + 12582912.0f;
  tile f = (scaled - (shifted - 12582912.0f)) * 0.69314718f;
  tile series = (float)(1.0 / 720) * f + (float)(1.0 / 120);
  series = series * f + (float)(1.0 / 24);
  series = series * f + (float)(1.0 / 6);
  series = series * f + 0.5f;
  series = series * f + 1.0f;
  series = series * f + 1.0f;
  typedef uint32_t bits __attribute__((vector_size(64), aligned(4)));
  tile power = (tile)((bits)series + ((bits)shifted << 23));
  return chosen(is_tiny, (tile){0}, power);
}

/// Returns w * (y - p); adds w * (y * logit - max(logit, 0)) to `linear`, and multiplies `product` by
/// (1 + e^-|logit|)^w: four numbers each, of which the log-likelihood is made.
INLINE tile residual(tile logit, tile response, tile weight, four *linear, four *product) {
  mask is_positive = (mask)(logit > (tile){0});
  tile positive = (tile)(is_positive & (mask)logit);
  tile e = exponential(logit - positive - positive);
  tile inverse = 1.0f / (1.0f + e);
  tile probability = chosen(is_positive, inverse, e * inverse);
  tile gain = weight * (response * logit - positive), factor = 1.0f + weight * e;
  *linear = *linear + ROW0(gain) + ROW1(gain) + ROW2(gain) + ROW3(gain);
  *product = *product * ROW0(factor) * ROW1(factor) * ROW2(factor) * ROW3(factor);
  return weight * (response - probability);
}

/// Adds to four numbers the sums of a tile's columns.
INLINE void add_columns(float *target, tile change) {
  STORE(four, target) = LOAD(four, target) + (ROW0(change) + ROW1(change)) + (ROW2(change) + ROW3(change));
}

FOR_EVERY_WIDTH
double mdad_logistic_likelihood(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t dimensions, const float *responses,
                                const float *weights, const float *row_factors, const float *column_factors,
                                float *row_gradient, float *column_gradient, float *scratch) {
  float *spread = scratch, *sums = scratch + 16 * dimensions;
  double likelihood = 0;
  for (ptrdiff_t row = 0; row < rows; row += 4) {
    const float *f0 = row_factors + row * dimensions, *f1 = f0 + dimensions, *f2 = f1 + dimensions,
                *f3 = f2 + dimensions;
    for (ptrdiff_t d = 0; d < dimensions; d++) {
      float a = f0[d], b = f1[d], c = f2[d], e = f3[d];
      STORE(tile, spread + 16 * d) = (tile){a, a, a, a, b, b, b, b, c, c, c, c, e, e, e, e};
      STORE(tile, sums + 16 * d) = (tile){0};
    }
    double total = 0;
    four linear = {0};
    // Products of numbers from 1 to 2: a logarithm is taken only before they could overflow.
    four product = {1, 1, 1, 1};
    for (ptrdiff_t column = 0; column < columns; column += 8) {
      tile left = {0}, right = {0};
      const float *factors = column_factors + column;
      for (ptrdiff_t d = 0; d < dimensions; d++) {
        tile factor = LOAD(tile, spread + 16 * d);
        left += factor * in_every_row(LOAD(four, factors));
        right += factor * in_every_row(LOAD(four, factors + 4));
        factors += columns;
      }
      left = residual(left, LOAD(tile, responses), LOAD(tile, weights), &linear, &product);
      right = residual(right, LOAD(tile, responses + 16), LOAD(tile, weights + 16), &linear, &product);
      responses += 32;
      weights += 32;
      factors = column_factors + column;
      float *target = column_gradient + column;
      for (ptrdiff_t d = 0; d < dimensions; d++) {
        tile factor = LOAD(tile, spread + 16 * d);
        add_columns(target, factor * left);
        add_columns(target + 4, factor * right);
        tile sum = LOAD(tile, sums + 16 * d) + left * in_every_row(LOAD(four, factors));
        STORE(tile, sums + 16 * d) = sum + right * in_every_row(LOAD(four, factors + 4));
        factors += columns;
        target += columns;
      }
      if (column % 64 == 56 || column + 8 == columns) {
        total += (double)((linear[0] + linear[2]) + (linear[1] + linear[3]));
        for (int lane = 0; lane < 4; lane++) { total -= (double)logf(product[lane]); }
        linear = (four){0};
        product = (four){1, 1, 1, 1};
      }
    }
    for (ptrdiff_t d = 0; d < dimensions; d++) {
      for (ptrdiff_t r = 0; r < 4; r++) {
        const float *s = sums + 16 * d + 4 * r;
        row_gradient[(row + r) * dimensions + d] = (s[0] + s[2]) + (s[1] + s[3]);
      }
    }
    likelihood += total;
  }
  return likelihood;
}
