/* What the parts of the installer share. */
#ifndef MFADESK_ADMIN_SCHEMA_PRIVATE_H
#define MFADESK_ADMIN_SCHEMA_PRIVATE_H

#include "mfadesk/admin/schema.h"

/* NNNN of tables/NNNN_*.sql, 0 for every other file. */
int schema_file_number(const struct schema_file *file);
/* True for what an upgrade replaces as a whole. */
bool schema_is_replaced(const struct schema_file *file);

/* "mfadesk 0.1.0 <digest of all that is replaced>": the comment on the schema desk, by which it is known again. */
enum { SCHEMA_MARK_SIZE = 128 };
void schema_mark(const struct schema_file *files, char mark[SCHEMA_MARK_SIZE]);

#endif
