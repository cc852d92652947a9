// The lookup tables, packed and compiled into the program: #embed is C23, and Swift has no counterpart that takes a
// file. `tables/remake.py --pack` packs them; a test compares the pack with the folder.

#include "ShippedTables.h"

static const unsigned char packed[] = {
#embed "tables.pack"
};

const unsigned char *shipped_tables(unsigned long *length) {
  *length = sizeof packed;
  return packed;
}
