/*
 * A QR code (ISO/IEC 18004) as what it is made of: dark and light modules in a
 * square. Error correction is of level L, the smallest picture; text is taken as
 * bytes, so that its length tells the code's size, whatever is in it.
 *
 * The code is as secret as its text: it is wiped when freed. What the libraries
 * copy for themselves is not.
 */
#ifndef MFADESK_QR_CODE_H
#define MFADESK_QR_CODE_H

#include <stdbool.h>
#include <stdio.h>

#include "mfadesk/base/error.h"

#define QR_QUIET 4 /* light modules that the standard asks for on each side */

struct qr_code;

/* Owned by the caller. NULL for an empty text and one of more bytes than any code holds (2953). */
struct qr_code *qr_code_new(const char *text) MUST_CHECK;
int qr_code_width(const struct qr_code *code); /* modules, those around it not counted */
/* What lies outside is light. */
bool qr_code_is_dark(const struct qr_code *code, int row, int column);
/* A grey picture with the light margin around it, 8 pixels a module. False: it could not be written (errno in words).
 */
bool qr_code_write_png(const struct qr_code *code, FILE *out, struct error *error) MUST_CHECK;
void qr_code_free(struct qr_code **code); /* wipes; NULL is accepted */

#endif
