#ifndef SHIPPED_TABLES_H
#define SHIPPED_TABLES_H

/// The files of the folder `tables`, packed, as they were when the program was built.
const unsigned char *shipped_tables(unsigned long *length);

#endif
