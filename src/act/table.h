/* The table itself, for this layer alone; others ask act_info(). */
#ifndef MFADESK_ACT_TABLE_H
#define MFADESK_ACT_TABLE_H

#include "mfadesk/act/act.h"

extern const struct act_info act_table[ACT_COUNT];

#endif
