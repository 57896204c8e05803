/* A QR code as a picture, and the only file that knows libpng. */
#include <errno.h>
#include <png.h>
#include <string.h>

#include "mfadesk/base/memory.h"
#include "mfadesk/crypto/secret.h"
#include "mfadesk/qr/code.h"

enum { PIXELS = 8, DARK = 0, LIGHT = 255 };

static void
draw(const struct qr_code *code, unsigned char *pixels, int side)
{
	for (int y = 0; y < side; y++) {
		for (int x = 0; x < side; x++)
			pixels[y * side + x] =
				qr_code_is_dark(code, y / PIXELS - QR_QUIET, x / PIXELS - QR_QUIET) ? DARK : LIGHT;
	}
}

bool
qr_code_write_png(const struct qr_code *code, FILE *out, struct error *error)
{
	int side = (qr_code_width(code) + 2 * QR_QUIET) * PIXELS;
	size_t size = (size_t)side * (size_t)side;
	unsigned char *pixels = memory_alloc(size);
	png_image image = {.version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)side,
		.height = (png_uint_32)side,
		.format = PNG_FORMAT_GRAY};
	bool written;

	draw(code, pixels, side);
	written = png_image_write_to_stdio(&image, out, 0, pixels, side, NULL) && fflush(out) == 0;
	if (!written)
		error_set(error, ERROR_LOCAL, "", "Make room, or name another file.",
			"the picture could not be written: %s", image.message[0] ? image.message : strerror(errno));
	png_image_free(&image);
	secret_wipe(pixels, size);
	memory_free(pixels);
	return written;
}
