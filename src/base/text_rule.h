/* What text.c and text_cell.c share. */
#ifndef MFADESK_BASE_TEXT_RULE_H
#define MFADESK_BASE_TEXT_RULE_H

#include "mfadesk/base/text.h"

bool text_locale_is_utf8(void);
/* By its category; says nothing about whether the locale can show it. */
bool text_is_allowed(uint32_t point);
/* Columns of an allowed code point: 0 goes into the cell before it, -1 cannot be shown as itself. */
int text_point_width(uint32_t point);

#endif
