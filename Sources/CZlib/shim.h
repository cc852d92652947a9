// The system's zlib. Its set-up functions are macros, which Swift does not see.
#include <zlib.h>

/// Prepares for a gzip file (of one or more members), as inflateInit2 does.
static inline int inflate_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/// Prepares for deflated data without a header, as in a zip file.
static inline int inflate_raw(z_stream *stream) { return inflateInit2(stream, -15); }
