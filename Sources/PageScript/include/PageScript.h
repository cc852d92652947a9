#ifndef PAGE_SCRIPT_H
#define PAGE_SCRIPT_H

/// The script of a budget's page, `page.js`, as it was when the program was built; UTF-8 without a final zero.
const unsigned char *page_script(void);

/// Its length in bytes.
unsigned long page_script_length(void);

#endif
