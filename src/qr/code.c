/* The only file that knows libqrencode. */
#include "mfadesk/qr/code.h"

#include <qrencode.h>

#include "mfadesk/base/memory.h"
#include "mfadesk/crypto/secret.h"

struct qr_code {
	QRcode *modules; /* owned; a byte each, of which the lowest bit says dark */
};

struct qr_code *
qr_code_new(const char *text)
{
	QRcode *modules = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
	struct qr_code *code;

	if (!modules)
		return NULL;
	code = memory_alloc(sizeof(*code));
	code->modules = modules;
	return code;
}

int
qr_code_width(const struct qr_code *code)
{
	return code->modules->width;
}

bool
qr_code_is_dark(const struct qr_code *code, int row, int column)
{
	int width = code->modules->width;

	return row >= 0 && row < width && column >= 0 && column < width &&
		(code->modules->data[row * width + column] & 1) != 0;
}

void
qr_code_free(struct qr_code **code)
{
	QRcode *modules;

	if (!*code)
		return;
	modules = (*code)->modules;
	secret_wipe(modules->data, (size_t)modules->width * (size_t)modules->width);
	QRcode_free(modules);
	memory_free(*code);
	*code = NULL;
}
