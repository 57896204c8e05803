/*
 * QR codes as a camera sees them: drawn by the program on a real terminal emulator,
 * a picture made of its screen, and read back from the picture by zbarimg.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "emulator.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/otp.h"
#include "mfadesk/tui/qr.h"
#include "mfadesk/tui/terminal.h"

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define DRAWN "\a" /* nothing else rings */

enum { MODULE = 4, CELL_WIDTH = MODULE, CELL_HEIGHT = 2 * MODULE }; /* pixels */
enum { WHITE = 0xE8, BLACK = 0x18 }; /* of a terminal's own two colours, no theme's are purer */

/* What is read by eye stands around the code, as on the desk's page. */
static void
draw_page(struct grid *grid, const char *uri, bool inverted)
{
	if (!qr_draw(grid, 1, 0, grid->height - 1, grid->width, uri, inverted))
		grid_text(grid, 1, 0, grid->width, STYLE_DANGER, "no room");
	grid_text(grid, 0, 0, grid->width, STYLE_BAR, "mfadesk  mlopez·agent        db ok   worker ok   10:42");
	grid_text_right(grid, 5, grid->width - 30, 30, STYLE_STRONG, "Type the six digits");
	grid_text_right(grid, 7, grid->width - 30, 30, STYLE_FIELD, "      ");
}

/* The program in the emulator, which is killed when the picture is taken. */
static int
run_page(const char *uri, bool inverted, bool ascii)
{
	struct error error = {0};
	struct terminal *terminal;
	struct grid *grid;
	int width, height;

	if (ascii)
		(void)setlocale(LC_CTYPE, "C");
	else
		text_use_locale();
	terminal = terminal_open(&error);
	if (terminal == NULL)
		return 1;
	terminal_size(terminal, &width, &height);
	grid = grid_new(width, height);
	draw_page(grid, uri, inverted);
	terminal_draw(terminal, grid);
	if (write(STDOUT_FILENO, DRAWN, strlen(DRAWN)) < 0)
		return 1;
	return pause();
}

struct scene {
	const char *const *environment;
	int width, height;
	bool ascii;
	bool light; /* the terminal's theme is dark on light */
	bool inverted;
};

static bool
is_drawn(struct emulator *emulator, const void *context)
{
	(void)context;
	return emulator_has(emulator, DRAWN);
}

static struct emulator *
show(const struct scene *scene, const char *uri)
{
	struct emulator *emulator = emulator_new(scene->width, scene->height);
	char program[] = "/proc/self/exe", page[] = "page";
	char inverted[] = {scene->inverted ? '1' : '0', '\0'}, ascii[] = {scene->ascii ? '1' : '0', '\0'};
	char *copy = memory_copy(uri);
	char *arguments[] = {program, page, copy, inverted, ascii, NULL};

	emulator_run(emulator, arguments, scene->environment);
	memory_free(copy);
	if (!emulator_wait(emulator, is_drawn, NULL))
		fail_msg("the page was not drawn");
	return emulator;
}

/* A grey, of a colour or of the theme's. */
static unsigned char
brightness(const struct emulator *emulator, const struct scene *scene, VTermColor colour, bool ground)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour))
		return ground == scene->light ? WHITE : BLACK;
	vterm_screen_convert_color_to_rgb(emulator->screen, &colour);
	return (unsigned char)((colour.rgb.red + colour.rgb.green + colour.rgb.blue) / 3);
}

/* Is the pixel of the cell one of its character's? Letters are a box with a hole. */
static bool
is_ink(uint32_t point, int y, int x)
{
	switch (point) {
	case 0:
	case ' ':
		return false;
	case 0x2580:
		return y < CELL_HEIGHT / 2;
	case 0x2584:
		return y >= CELL_HEIGHT / 2;
	case 0x2588:
		return true;
	default:
		return x > 0 && y > 1 && y < CELL_HEIGHT - 1 && (x != 2 || y != 4);
	}
}

static void
paint_cell(const struct emulator *emulator, const struct scene *scene, int row, int column, unsigned char *pixels)
{
	VTermScreenCell cell = emulator_cell(emulator, row, column);
	unsigned char ink = brightness(emulator, scene, cell.fg, false);
	unsigned char ground = brightness(emulator, scene, cell.bg, true);

	for (int y = 0; y < CELL_HEIGHT; y++)
		for (int x = 0; x < CELL_WIDTH; x++)
			pixels[((row * CELL_HEIGHT + y) * scene->width + column) * CELL_WIDTH + x] =
				is_ink(cell.chars[0], y, x) != (cell.attrs.reverse != 0) ? ink : ground;
}

/* The screen as a portable greymap; the file is gone when it is closed. */
static FILE *
picture_of(const struct emulator *emulator, const struct scene *scene)
{
	size_t size = (size_t)scene->width * CELL_WIDTH * (size_t)scene->height * CELL_HEIGHT;
	unsigned char *pixels = memory_alloc(size);
	FILE *file = tmpfile();

	assert_non_null(file);
	for (int row = 0; row < scene->height; row++)
		for (int column = 0; column < scene->width; column++)
			paint_cell(emulator, scene, row, column, pixels);
	(void)fprintf(file, "P5 %d %d 255\n", scene->width * CELL_WIDTH, scene->height * CELL_HEIGHT);
	assert_int_equal(fwrite(pixels, 1, size, file), size);
	assert_int_equal(fflush(file), 0);
	memory_free(pixels);
	return file;
}

/* What zbarimg reads in the picture: a line a code. */
static void
read_picture(FILE *file, char *text, size_t size)
{
	char command[200];
	FILE *output;
	size_t length;

	rewind(file);
	snprintf(command, sizeof command, "zbarimg --nodbus --quiet --raw -Sdisable -Sqrcode.enable pgm:- <&%d 2>&1",
		fileno(file));
	output = popen(command, "r");
	assert_non_null(output);
	length = fread(text, 1, size - 1, output);
	text[length] = '\0';
	(void)pclose(output);
}

static void
assert_read_back(const struct scene *scene, const char *uri)
{
	struct emulator *emulator = show(scene, uri);
	FILE *file = picture_of(emulator, scene);
	char text[4000], expected[4000];

	read_picture(file, text, sizeof text);
	(void)fclose(file);
	snprintf(expected, sizeof expected, "%s\n", uri);
	if (strcmp(text, expected) != 0) {
		struct arena *arena = arena_new();

		(void)fprintf(stderr, "%s", emulator_dump(arena, emulator));
		arena_free(&arena);
		fail_msg("%s is read as %s", uri, text);
	}
	emulator_free(&emulator);
}

static const char *const colours[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL", "NO_COLOR", NULL};
static const char *const no_color[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL", "NO_COLOR=1", NULL};
static const char *const linux_console[] = {"TERM=linux", "LANG=C.UTF-8", "LC_ALL", "NO_COLOR", NULL};
static const char *const vt100[] = {"TERM=vt100", "LANG=C.UTF-8", "LC_ALL", "NO_COLOR", NULL};

/* Dark on light each time: by colours, else inverted where the terminal's own colours are. */
static const struct scene scenes[] = {
	{.environment = colours, .width = 80, .height = 24},
	{.environment = colours, .width = 80, .height = 24, .light = true},
	{.environment = no_color, .width = 80, .height = 24},
	{.environment = no_color, .width = 80, .height = 24, .light = true, .inverted = true},
	{.environment = linux_console, .width = 80, .height = 24},
	{.environment = vt100, .width = 80, .height = 24},
	{.environment = colours, .width = 200, .height = 60, .light = true},
	{.environment = colours, .width = 90, .height = 46, .ascii = true},
	{.environment = vt100, .width = 90, .height = 46, .ascii = true, .light = true, .inverted = true},
};

static const struct {
	const char *issuer, *account;
	size_t length;
} accounts[] = {
	{"Chan", "ana.rivera@example.edu", 94},
	{"UMass Chan", "ana.rivera-of-radiology@example.edu", QR_TEXT_MOST},
	{"Chan", "Zoë Müller-Ångström", QR_TEXT_MOST},
	{"x", "", 66},
};

static void
test_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(accounts); i++) {
		struct secret *secret = otp_secret_new();
		struct secret *uri = otp_uri_fit(secret, accounts[i].issuer, accounts[i].account, QR_TEXT_MOST);

		assert_int_equal(secret_length(uri), accounts[i].length);
		for (size_t s = 0; s < LENGTH(scenes); s++)
			assert_read_back(&scenes[s], secret_text(uri));
		secret_free(&uri);
		secret_free(&secret);
	}
}

int
main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_read_back)};

	if (count == 5 && strcmp(arguments[1], "page") == 0)
		return run_page(arguments[2], arguments[3][0] == '1', arguments[4][0] == '1');
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
