// What the files of kernels share: how a function is compiled for several processors.

#ifndef PROCESSORS_H
#define PROCESSORS_H

// Only glibc resolves functions when a program starts; elsewhere, and for comparison, the plain form is the only one.
// Levels such as x86-64-v4 are not named: libgcc before version 12 does not know them. A function with clones must have
// been declared before.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(MDAD_PLAIN)
#define FOR_EVERY_PROCESSOR __attribute__((target_clones("default", "avx2")))
#define FOR_EVERY_WIDTH __attribute__((target_clones("default", "avx2", "avx512dq"), min_vector_width(512)))
#define FOR_EVERY_COUNTER __attribute__((target_clones("default", "popcnt", "avx2", "avx512vpopcntdq")))
/// For functions that only processors with vectors of 64 bytes have, chosen by HAS_WIDE_VECTORS.
#define FOR_WIDE_PROCESSORS __attribute__((target("avx512dq"), min_vector_width(512)))
#define HAS_WIDE_VECTORS __builtin_cpu_supports("avx512dq")
#else
#define FOR_EVERY_PROCESSOR
#define FOR_EVERY_WIDTH
#define FOR_EVERY_COUNTER
#endif

#define INLINE static inline __attribute__((always_inline))

// Vectors are passed to functions that are always inlined, which no calling convention concerns.
#pragma clang diagnostic ignored "-Wpsabi"

// Fused products would differ between processors.
#pragma STDC FP_CONTRACT OFF

#endif
