#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The loops that nearly all time goes into. Where the processor has wider instructions than the compiler may assume,
// they are chosen when the program starts. Each sum adds its terms in an order that depends on its length alone and
// without fused multiplication and addition, so that every processor gives the same bits.

/// Returns the number of ones in the AND of two rows of words.
ptrdiff_t mdad_common_ones(const uint64_t *first, const uint64_t *second, ptrdiff_t words);

/// Computes counts[r], the number of ones in the AND of a row of words and the row at rows + r * words, for
/// r < row_count.
void mdad_common_ones_of_rows(
  const uint64_t *row, const uint64_t *rows, ptrdiff_t words, ptrdiff_t row_count, int32_t *counts);

/// Returns the sum of first[i] * second[i] over i < count.
double mdad_dot(const double *first, const double *second, ptrdiff_t count);

/// Computes results[r] = sum of vector[i] * rows[r * stride + i] over i < count, for r < row_count.
void mdad_dot_rows(
  const double *vector, const double *rows, ptrdiff_t count, ptrdiff_t stride, ptrdiff_t row_count, double *results);

/// Computes result[a * n + b] += sum of first[a * first_stride + t] * second[b * second_stride + t] over t < length.
/// m is a multiple of 4, n of 2, length of 8.
void mdad_inner_products_double(
  const double *first, ptrdiff_t m, ptrdiff_t first_stride, const double *second, ptrdiff_t n, ptrdiff_t second_stride,
  ptrdiff_t length, double *result);

/// Computes the same in single precision.
void mdad_inner_products_float(
  const float *first, ptrdiff_t m, ptrdiff_t first_stride, const float *second, ptrdiff_t n, ptrdiff_t second_stride,
  ptrdiff_t length, float *result);

/// Subtracts factors[r] * vector[i] from rows[r * stride + i], for r < row_count and i < count.
void mdad_rank_one_update(
  double *rows, ptrdiff_t row_count, ptrdiff_t stride, const double *factors, const double *vector, ptrdiff_t count);

/// Subtracts first[r] * with_first[i] + second[r] * with_second[i] from rows[r * stride + i], for r < row_count and
/// i < count.
void mdad_rank_two_update(
  double *rows, ptrdiff_t row_count, ptrdiff_t stride, const double *first, const double *with_first,
  const double *second, const double *with_second, ptrdiff_t count);

/// Computes target[i] += factor * vector[i], for i < count, a multiple of 8.
void mdad_add_multiple_float(const float *vector, float factor, float *target, ptrdiff_t count);

/// Computes target[b * stride + t] += sum of factors[a * n + b] * rows[a * stride + t] over a < m, for b < n and
/// t < length. n is a multiple of 4, length of 8.
void mdad_add_combinations_double(
  double *target, ptrdiff_t n, const double *factors, const double *rows, ptrdiff_t m, ptrdiff_t stride,
  ptrdiff_t length);

/// Computes the same in single precision.
void mdad_add_combinations_float(
  float *target, ptrdiff_t n, const float *factors, const float *rows, ptrdiff_t m, ptrdiff_t stride,
  ptrdiff_t length);

/// Returns the log-likelihood of responses under logits that are products of row and column factors, with its gradients.
///
/// rows is a multiple of 4, columns of 8. Responses and weights lie in tiles of 4 rows by 4 columns, each row by row, the
/// tiles of four rows from left to right. row_factors and row_gradient are rows * dimensions; column_factors and
/// column_gradient dimensions * columns, to the latter of which is added. scratch has room for 32 * dimensions, and had
/// best lie at a multiple of 64 bytes.
double mdad_logistic_likelihood(
  ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t dimensions, const float *responses, const float *weights,
  const float *row_factors, const float *column_factors, float *row_gradient, float *column_gradient, float *scratch);

// The loops over some rows of a table, chosen by number.

/// Computes target[r * target_stride + c] = table[rows[r] * stride + columns[c]] for r < row_count and c < count.
/// columns ascend, stride is a multiple of 8, and target_stride at least count + 7; what lies between is overwritten.
void mdad_gather_float(
  const float *table, ptrdiff_t stride, const ptrdiff_t *rows, ptrdiff_t row_count, const ptrdiff_t *columns,
  ptrdiff_t count, float *target, ptrdiff_t target_stride);

/// Computes sums[t] = sum of factors[r] * rows[r * stride + t] over r < count, for t < stride, a multiple of 16. Four
/// sums take turns; they are added as (0 + 2) + (1 + 3).
void mdad_combine_by_turns_float(
  const float *rows, ptrdiff_t count, ptrdiff_t stride, const float *factors, float *sums);

/// Adds to target[s * stride + t] each factors[s * apart + p] * table[chosen[p] * stride + t] for p < count in their
/// order, for s < sets and t < stride, a multiple of 16.
void mdad_add_chosen_float(
  const float *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count, const float *factors,
  ptrdiff_t apart, ptrdiff_t sets, float *target);

/// Adds to target[t] each factors[p] * table[chosen[p] * stride + t] for p < count in their order, for t < length.
void mdad_add_chosen_double(
  const double *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count, const double *factors,
  double *target, ptrdiff_t length);

/// Adds factors[p] * vector[t] to table[chosen[p] * stride + t] for p < count and t < length.
void mdad_add_to_chosen_double(
  double *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count, const double *factors,
  const double *vector, ptrdiff_t length);

/// Adds to target[t] each shares[r] * first[r * stride + t] + (1 - shares[r]) * second[r * stride + t] for r < count in
/// their order, for t < stride, a multiple of 8.
void mdad_add_mixtures_double(
  const double *first, const double *second, ptrdiff_t stride, const double *shares, ptrdiff_t count,
  double *target);

/// Computes results[p] = sum of table[chosen[p] * stride + t] * vector[t] over t < stride, a multiple of 8, for
/// p < count. Eight sums take turns; the first four are added as (0 + 2) + (1 + 3), so are the last, and then the two.
void mdad_products_with_chosen_float(
  const float *table, ptrdiff_t stride, const ptrdiff_t *chosen, ptrdiff_t count, const float *vector,
  float *results);

/// Computes sums[l] = sum of values[i] - levels[l], cut off at 0 and 1, over i < count in their order, for l < 16.
void mdad_capped_sums(const double *values, ptrdiff_t count, const double *levels, double *sums);

#endif
