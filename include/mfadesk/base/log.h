/* Lines for the operator on stderr (key=value). Never a code, a secret or a full number. */
#ifndef MFADESK_BASE_LOG_H
#define MFADESK_BASE_LOG_H

#include "mfadesk/base/memory.h"

/* "mfadesk: text\n" on stderr; control characters are drawn as marks. The name is borrowed for ever. */
void log_set_program(const char *name);
void log_line(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
