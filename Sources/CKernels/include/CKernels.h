#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The loops that nearly all time goes into. Where the processor has wider instructions than the compiler may assume,
// they are chosen when the program starts. Each sum adds its terms in an order that depends on its length alone and
// without fused multiplication and addition, so that every processor gives the same bits, but for the C library's logf.

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

/// Returns the log-likelihood of responses under logits that are products of row and column factors, and its gradients.
///
/// rows is a multiple of 4, columns of 8. Responses and weights lie in tiles of 4 rows by 4 columns, each row by row,
/// the tiles of four rows from left to right. row_factors and row_gradient are rows * dimensions; column_factors and
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

/// Subtracts factors[r] * rows[r * stride + t] from vector[t] for r < row_count in their order, for t < length.
void mdad_subtract_multiples_float(
  float *restrict vector, const float *restrict factors, const float *restrict rows, ptrdiff_t row_count,
  ptrdiff_t stride, ptrdiff_t length);

// Clustering about medoids.

/// Asks for memory in large pages, which are faster to get and to find, where the system has them.
void mdad_prefer_large_pages(void *memory, size_t size);

/// Lists in ascending order the places at which a value is no larger than its bound; returns how many they are. count
/// is a multiple of 32, and found has room for as many.
ptrdiff_t mdad_places_up_to(const int16_t *values, const int16_t *bounds, ptrdiff_t count, int32_t *found);

/// Lists also the places at which one of two labels is the one given.
ptrdiff_t mdad_places_up_to_or_labelled(
  const int16_t *values, const int16_t *bounds, const int32_t *first, const int32_t *second, int32_t label,
  ptrdiff_t count, int32_t *found);

/// Adds to losses[nearest[p]] the difference of second[p] and first[p], for p < count.
void mdad_removal_losses(
  const int32_t *nearest, const float *first, const float *second, ptrdiff_t count, double *losses);

/// Returns by how much a sum of distances changes if a candidate takes the place of a medoid, and which had best make
/// way.
///
/// places lists all points that the candidate is nearer to than their second medoids, and perhaps others; distances are
/// their distances from it. nearest, first and second are each point's nearest medoid, and its distances to that and to
/// the second. removal[m] is what removing m costs, losses a copy of it, and cheapest the first m of the least cost.
/// Gains are added in sixteen sums that take turns, and from the place whole on one by one.
double mdad_best_swap(
  const int32_t *places, const float *distances, ptrdiff_t listed, ptrdiff_t whole, const int32_t *nearest,
  const float *first, const float *second, const double *removal, ptrdiff_t cheapest, double *losses, ptrdiff_t *best);

/// Computes the correlations of one row of bits with some others, each of `words` words: (total * n - sum * sums[r]) *
/// scale * scales[r] for n ones in common, kept from -1 to 1, or 0 if a scale is 0.
void mdad_correlations_of_bits(
  const uint64_t *first, const uint64_t *others, ptrdiff_t words, ptrdiff_t count, double total, double sum,
  const double *sums, double scale, const double *scales, float *results);

/// Writes the upper and the lower halves of 32 rows of 32 numbers to rows that begin stride apart.
void mdad_split_tile(const float *tile, int16_t *high, uint16_t *low, ptrdiff_t stride);

// Clustering about means.

/// Computes a point's squared distances from `count` others, a multiple of 8, whose coordinates are columns that begin
/// stride apart. dimensions is a multiple of 4: four sums take turns, and are added as (0 + 2) + (1 + 3).
void mdad_squared_distances(
  const double *point, const double *columns, ptrdiff_t dimensions, ptrdiff_t stride, ptrdiff_t count,
  double *squares);

/// Returns which of `stride` others is nearest to a point: `own` if none is nearer, and else the first; stores its
/// squared distance and that of the next.
ptrdiff_t mdad_two_nearest(
  const double *point, const double *columns, ptrdiff_t dimensions, ptrdiff_t stride, ptrdiff_t own, double *squares);

/// Adds to gain, for each member that is nearer to a point than nearest says, the difference of the squared distances.
/// reach is the squared distance of the point from the centre that nearest is measured from.
double mdad_gain_of_centre(
  const double *point, const double *rows, ptrdiff_t stride, const ptrdiff_t *members, ptrdiff_t count,
  const double *nearest, double reach, double gain);

#endif
