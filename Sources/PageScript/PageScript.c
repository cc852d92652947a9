// The script of a budget's page, compiled into the program: #embed is C23, and Swift has no counterpart. SwiftPM
// resources would be a folder beside the program, which is to run wherever it is copied.

#include "PageScript.h"

static const unsigned char script[] = {
#embed "../Planner/Budget/Page/page.js"
};

const unsigned char *page_script(void) { return script; }

unsigned long page_script_length(void) { return sizeof script; }
