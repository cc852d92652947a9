// Times the kernels of Sources/CKernels on one thread; kernels.py compiles it with them, with and without the
// instructions of the processor at hand.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "CKernels.h"

enum { ROWS = 448, COLUMNS = 304, WORDS = 188, DIMENSIONS = 11 };

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static double *numbers(int count) {
  double *values = malloc(sizeof(double) * count);
  for (int i = 0; i < count; i++) { values[i] = rand() / (double)RAND_MAX - 0.5; }
  return values;
}

// Returns a hash of some bytes (Fowler, Noll and Vo), which shows whether two builds gave the same bits.
static uint64_t hash(const void *bytes, size_t count) {
  uint64_t result = 14695981039346656037u;
  for (size_t i = 0; i < count; i++) { result = (result ^ ((const uint8_t *)bytes)[i]) * 1099511628211u; }
  return result;
}

// Prints a line: the kernel's name, how many operations it did in a nanosecond, in the best of five rounds, and a hash
// of what it found.
#define TIME(name, operations, repeats, found, size, call)         \
  do {                                                             \
    double best = 1e300;                                           \
    for (int round = 0; round < 5; round++) {                      \
      double start = seconds();                                    \
      for (int repeat = 0; repeat < (repeats); repeat++) { call; } \
      double spent = seconds() - start;                            \
      if (spent < best) { best = spent; }                          \
    }                                                              \
    double rate = (operations) * (repeats) / best / 1e9;           \
    printf("%s\t%.3f\t%016lx\n", name, rate, (unsigned long)hash(found, size)); \
  } while (0)

int main(void) {
  double *matrix = numbers(ROWS * COLUMNS), *vector = numbers(COLUMNS), *products = numbers(ROWS * ROWS);
  float *single = malloc(sizeof(float) * ROWS * COLUMNS), *singles = malloc(sizeof(float) * ROWS * ROWS);
  for (int i = 0; i < ROWS * COLUMNS; i++) { single[i] = matrix[i]; }
  memset(singles, 0, sizeof(float) * ROWS * ROWS);
  uint64_t *words = malloc(sizeof(uint64_t) * 2 * WORDS);
  for (int i = 0; i < 2 * WORDS; i++) { words[i] = (uint64_t)rand() << 32 ^ rand(); }
  double flops = 2.0 * ROWS * COLUMNS;
  ptrdiff_t ones = 0;
  TIME("ones in the AND of two rows, 188 words", WORDS, 200000, &ones, sizeof(ones),
       ones += mdad_common_ones(words, words + WORDS, WORDS));
  TIME("448 rows × a vector of 304, double", flops, 1000, products, sizeof(double) * ROWS,
       mdad_dot_rows(vector, matrix, COLUMNS, COLUMNS, ROWS, products));
  TIME("448 × 304 × 448, double", flops * ROWS, 5, products, sizeof(double) * ROWS * ROWS,
       mdad_inner_products_double(matrix, ROWS, COLUMNS, matrix, ROWS, COLUMNS, COLUMNS, products));
  TIME("448 × 304 × 448, single", flops * ROWS, 5, singles, sizeof(float) * ROWS * ROWS,
       mdad_inner_products_float(single, ROWS, COLUMNS, single, ROWS, COLUMNS, COLUMNS, singles));
  TIME("448 combinations of 304 rows of 304, double", 2.0 * ROWS * COLUMNS * COLUMNS, 5, products,
       sizeof(double) * ROWS * COLUMNS,
       mdad_add_combinations_double(products, ROWS, matrix, matrix, COLUMNS, COLUMNS, COLUMNS));
  TIME("rank-two update of 304 × 304, double", 4.0 * COLUMNS * COLUMNS, 1000, matrix,
       sizeof(double) * ROWS * COLUMNS,
       mdad_rank_two_update(matrix, COLUMNS, COLUMNS, vector, vector, vector, vector, COLUMNS));
  float *scores = malloc(sizeof(float) * ROWS * COLUMNS), *weights = malloc(sizeof(float) * ROWS * COLUMNS);
  for (int i = 0; i < ROWS * COLUMNS; i++) { scores[i] = rand() % 2, weights[i] = rand() % 8 != 0; }
  float *by_row = calloc(ROWS * DIMENSIONS, sizeof(float)), *by_column = calloc(COLUMNS * DIMENSIONS, sizeof(float));
  float *scratch = aligned_alloc(64, sizeof(float) * 32 * DIMENSIONS);
  // A logit and two gradients: a product and a sum for each dimension.
  TIME("logistic likelihood of 448 × 304 in 11 dimensions, single", 6.0 * ROWS * COLUMNS * DIMENSIONS, 50, by_column,
       sizeof(float) * COLUMNS * DIMENSIONS,
       mdad_logistic_likelihood(
         ROWS, COLUMNS, DIMENSIONS, scores, weights, single, single, by_row, by_column, scratch));
  return 0;
}
