// Measures what one core of this machine can do at most; limit.py compiles it with all of the processor's instructions.
// Products and sums are not fused, as in the program.

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma STDC FP_CONTRACT OFF

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

// Prints a line: what is counted, and how many of it were done in a nanosecond in the best of seven rounds.
#define TIME(name, operations, call)                       \
  do {                                                     \
    double best = 1e300;                                   \
    for (int round = 0; round < 7; round++) {              \
      double start = seconds();                            \
      call;                                                \
      double spent = seconds() - start;                    \
      if (spent < best) { best = spent; }                  \
    }                                                      \
    printf("%s\t%.4f\n", name, (operations) / best / 1e9); \
  } while (0)

// As many vectors as registers hold; half of them are multiplied, half added to, so that none waits for another.
enum { VECTORS = 7, REPEATS = 4000000 };

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif

// Keeps the compiler from working out a vector beforehand.
#if defined(__x86_64__)
#define REGISTER(value) "v"(value)
#else
#define REGISTER(value) "w"(value)
#endif

#define PEAK(name, type)                                                                          \
  static void name(type factor, type term, type *result) {                                        \
    typedef type vector __attribute__((vector_size(BYTES)));                                      \
    vector x[VECTORS], y[VECTORS];                                                                \
    for (int v = 0; v < VECTORS; v++) { x[v] = (vector){0} + (type)(1 + v), y[v] = x[v]; } \
    for (int i = 0; i < REPEATS; i++) {                                                           \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++) {                      \
        x[v] *= factor;                                                                           \
        y[v] += term;                                                                             \
        __asm__ volatile("" : "+" REGISTER(x[v]), "+" REGISTER(y[v]));                            \
      }                                                                                           \
    }                                                                                             \
    vector sum = {0};                                                                             \
    for (int v = 0; v < VECTORS; v++) { sum += x[v] + y[v]; }                                     \
    *result = sum[0];                                                                             \
  }

PEAK(double_peak, double)
PEAK(single_peak, float)

static uint64_t ones(const uint64_t *first, const uint64_t *second, int words) {
  uint64_t total = 0;
  for (int word = 0; word < words; word++) { total += __builtin_popcountll(first[word] & second[word]); }
  return total;
}

int main(void) {
  enum { WORDS = 512, PASSES = 20000, FUNCTIONS = 1000000, MEGABYTES = 256 };
  double result;
  float single;
  TIME("double", 2.0 * VECTORS * REPEATS * BYTES / sizeof(double), double_peak(1, 1e-9, &result));
  TIME("single", 2.0 * VECTORS * REPEATS * BYTES / sizeof(float), single_peak(1, 1e-9f, &single));

  static uint64_t words[2 * WORDS];
  for (int i = 0; i < 2 * WORDS; i++) { words[i] = (uint64_t)rand() << 32 ^ rand(); }
  volatile uint64_t sink = 0;
  TIME("words", (double)WORDS * PASSES, for (int i = 0; i < PASSES; i++) {
    sink += ones(words, words + WORDS, WORDS);
    words[i % WORDS] ^= 1;
  });

  // Numbers picked out of a table as large as the products of 448 items.
  enum { TABLE = 448 * 448, PICKS = 4096, PICKED = 2000 };
  static float table[TABLE];
  static int32_t picks[PICKS];
  for (int i = 0; i < TABLE; i++) { table[i] = i; }
  for (int i = 0; i < PICKS; i++) { picks[i] = rand() % TABLE; }
  static float out[PICKS];
  TIME("moves", (double)PICKS * PICKED, for (int p = 0; p < PICKED; p++) {
    for (int i = 0; i < PICKS; i++) { out[i] = table[picks[i]]; }
    picks[p % PICKS] ^= 1;
  });
  sink += (uint64_t)out[7];

  volatile double sum = 0;
  TIME("functions", (double)FUNCTIONS, {
    double s = 0;
    for (int i = 0; i < FUNCTIONS; i++) { s += exp(-1e-6 * i); }
    sum = s;
  });

  size_t length = (size_t)MEGABYTES << 20;
  uint64_t *memory = malloc(length);
  memset(memory, 1, length);
  TIME("bytes", (double)length, {
    uint64_t s = 0;
    for (size_t i = 0; i < length / 8; i++) { s += memory[i]; }
    sink += s;
  });
  return 0;
}
