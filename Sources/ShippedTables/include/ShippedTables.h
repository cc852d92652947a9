#ifndef SHIPPED_TABLES_H
#define SHIPPED_TABLES_H

/// A file of the folder `tables`, as it was when the program was built.
struct shipped_file {
  /// Its path below `tables`.
  const char *name;
  const unsigned char *bytes;
  unsigned long length;
};

/// The number of shipped files.
unsigned long shipped_file_count(void);

/// The shipped file at an index below the count.
struct shipped_file shipped_file_at(unsigned long index);

#endif
