#include "CKernels.h"
#include "processors.h"

typedef double double4 __attribute__((vector_size(32), aligned(8)));
typedef double double8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t int64x8 __attribute__((vector_size(64), aligned(8)));

/// Returns the squared distances of a point from eight others, whose coordinates are columns that begin stride apart.
INLINE double8 squares_of_eight(const double *point, const double *columns, ptrdiff_t dimensions, ptrdiff_t stride) {
  double8 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
  for (ptrdiff_t index = 0; index < dimensions; index += 4) {
    const double *column = columns + index * stride;
    double8 d0 = point[index] - *(const double8 *)column;
    double8 d1 = point[index + 1] - *(const double8 *)(column + stride);
    double8 d2 = point[index + 2] - *(const double8 *)(column + 2 * stride);
    double8 d3 = point[index + 3] - *(const double8 *)(column + 3 * stride);
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  return (s0 + s2) + (s1 + s3);
}

INLINE double8 chosen(int64x8 which, double8 yes, double8 no) {
  return (double8)(((int64x8)yes & which) | ((int64x8)no & ~which));
}

FOR_EVERY_WIDTH
void mdad_squared_distances(const double *point, const double *columns, ptrdiff_t dimensions, ptrdiff_t stride,
                            ptrdiff_t count, double *squares) {
  for (ptrdiff_t other = 0; other < count; other += 8) {
    *(double8 *)(squares + other) = squares_of_eight(point, columns + other, dimensions, stride);
  }
}

INLINE ptrdiff_t two_nearest(const double *point, const double *columns, ptrdiff_t dimensions, ptrdiff_t stride,
                             ptrdiff_t own, double *squares) {
  double8 first = {0}, second;
  first += __builtin_inf();
  second = first;
  int64x8 block = {0};
  double own_square = 0;
  for (ptrdiff_t other = 0; other < stride; other += 8) {
    double8 square = squares_of_eight(point, columns + other, dimensions, stride);
    if (own / 8 * 8 == other) { own_square = square[own % 8]; }
    int64x8 is_nearer = square < first;
    second = chosen(is_nearer, first, chosen(square < second, square, second));
    first = chosen(is_nearer, square, first);
    block = (block & ~is_nearer) | (other & is_nearer);
  }
  ptrdiff_t nearest = own;
  double least = own_square;
  for (int lane = 0; lane < 8; lane++) {
    ptrdiff_t other = block[lane] + lane;
    if (first[lane] < least || (first[lane] == least && least < own_square && other < nearest)) {
      least = first[lane];
      nearest = other;
    }
  }
  double next = __builtin_inf();
  for (int lane = 0; lane < 8; lane++) {
    double rest = block[lane] + lane == nearest ? second[lane] : first[lane];
    if (rest < next) { next = rest; }
  }
  squares[0] = least;
  squares[1] = next;
  return nearest;
}

// Loops of a known number of steps are unrolled; twelve coordinates are those of a ten-dimensional item response model.
FOR_EVERY_WIDTH
ptrdiff_t mdad_two_nearest(const double *point, const double *columns, ptrdiff_t dimensions, ptrdiff_t stride,
                           ptrdiff_t own, double *squares) {
  if (dimensions == 12) { return two_nearest(point, columns, 12, stride, own, squares); }
  return two_nearest(point, columns, dimensions, stride, own, squares);
}

INLINE double gain_of_centre(const double *point, const double *rows, ptrdiff_t stride, const ptrdiff_t *members,
                             ptrdiff_t count, const double *nearest, double reach, double gain) {
  for (ptrdiff_t index = 0; index < count; index++) {
    ptrdiff_t member = members[index];
    // Half the way to the member's own centre: the bounds are far beyond the rounding of both squares.
    if (reach > 4.000001 * nearest[member] + 1e-290) { continue; }
    const double *row = rows + member * stride;
    double4 sum = {0};
    for (ptrdiff_t place = 0; place < stride; place += 4) {
      double4 difference = *(const double4 *)(point + place) - *(const double4 *)(row + place);
      sum += difference * difference;
    }
    double square = (sum[0] + sum[2]) + (sum[1] + sum[3]);
    if (square < nearest[member]) { gain += nearest[member] - square; }
  }
  return gain;
}

FOR_EVERY_PROCESSOR
double mdad_gain_of_centre(const double *point, const double *rows, ptrdiff_t stride, const ptrdiff_t *members,
                           ptrdiff_t count, const double *nearest, double reach, double gain) {
  if (stride == 12) { return gain_of_centre(point, rows, 12, members, count, nearest, reach, gain); }
  return gain_of_centre(point, rows, stride, members, count, nearest, reach, gain);
}
