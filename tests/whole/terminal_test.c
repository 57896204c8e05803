/*
 * The terminal layer in a real terminal emulator: every cell that was drawn, every
 * key, and the terminal as it was before, however the program ends.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "emulator.h"
#include "mfadesk/base/text.h"
#include "painter.h"

#define BEFORE "user@host:~$ ls\r\nnotes  schema\r\nuser@host:~$ mfadesk\r\n"

static const char *const xterm[] = {
	"TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL", "NO_COLOR", "LINES", "COLUMNS", NULL};
static const char *const no_color[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "NO_COLOR=1", NULL};
/* Without REP, which libvterm does not know and curses uses for ASCII alone. */
static const char *const screen_program[] = {"TERM=screen", "LANG=C.UTF-8", NULL};
static const char *const linux_console[] = {"TERM=linux", "LANG=C.UTF-8", NULL};
static const char *const misled[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "LINES=7", "COLUMNS=33", NULL};

/* What a test waits for: this scene with this key, drawn at the emulator's size. */
struct expected {
	enum scene scene;
	const char *key;
	bool ascii;
	bool on_main; /* of a terminal without another screen */
};

static bool
same_characters(const VTermScreenCell *seen, const struct cell *drawn)
{
	if (drawn->width == 0)
		return seen->chars[0] == (uint32_t)-1;
	if (drawn->points[0] == ' ' && drawn->points[1] == 0)
		return seen->chars[0] == 0 || (seen->chars[0] == ' ' && seen->chars[1] == 0);
	if (seen->width != drawn->width)
		return false;
	for (size_t i = 0; i < TEXT_CELL_POINTS; i++)
		if (seen->chars[i] != drawn->points[i])
			return false;
	return seen->chars[TEXT_CELL_POINTS] == 0;
}

static struct grid *
expected_grid(struct emulator *emulator, const struct expected *expected)
{
	int width, height;

	vterm_get_size(emulator->terminal, &height, &width);

	struct grid *grid = grid_new(width, height);

	if (expected->ascii)
		(void)setlocale(LC_CTYPE, "C");
	painter_draw(grid, expected->scene, expected->key);
	if (expected->ascii)
		text_use_locale();
	return grid;
}

static bool
same_cursor(struct emulator *emulator, const struct grid *grid)
{
	VTermPos cursor;

	vterm_state_get_cursorpos(vterm_obtain_state(emulator->terminal), &cursor);
	if (grid->cursor_row < 0)
		return !emulator->cursor_shown;
	return emulator->cursor_shown && cursor.row == grid->cursor_row && cursor.col == grid->cursor_column;
}

/* The first cell that differs; false when none does. */
static bool
find_difference(struct emulator *emulator, const struct grid *grid, int *row, int *column)
{
	for (*row = 0; *row < grid->height; ++*row)
		for (*column = 0; *column < grid->width; ++*column) {
			VTermScreenCell seen = emulator_cell(emulator, *row, *column);

			if (!same_characters(&seen, &grid->cells[*row * grid->width + *column]))
				return true;
		}
	return false;
}

static bool
shows(struct emulator *emulator, const void *context)
{
	const struct expected *expected = context;
	struct grid *grid = expected_grid(emulator, expected);
	int row, column;
	bool same = emulator->alternate != expected->on_main && same_cursor(emulator, grid) &&
		!find_difference(emulator, grid, &row, &column);

	grid_free(&grid);
	return same;
}

static void
explain(struct emulator *emulator, const struct expected *expected)
{
	struct arena *arena = arena_new();
	struct grid *grid = expected_grid(emulator, expected);
	int row = -1, column = -1;

	if (find_difference(emulator, grid, &row, &column)) {
		VTermScreenCell seen = emulator_cell(emulator, row, column);

		(void)fprintf(stderr, "row %d, column %d: U+%04X U+%04X U+%04X width %d\n", row, column, seen.chars[0],
			seen.chars[1], seen.chars[2], seen.width);
	}
	(void)fprintf(stderr, "expected:\n%sseen:\n%s", grid_dump(arena, grid), emulator_dump(arena, emulator));
	grid_free(&grid);
	arena_free(&arena);
}

static void
assert_shows_this(struct emulator *emulator, const struct expected *expected)
{
	if (emulator_wait(emulator, shows, expected))
		return;
	explain(emulator, expected);
	fail_msg("scene %d with key \"%s\" did not appear", expected->scene, expected->key);
}

static void
assert_shows(struct emulator *emulator, enum scene scene, const char *key)
{
	struct expected expected = {.scene = scene, .key = key};

	assert_shows_this(emulator, &expected);
}

static void
run(struct emulator *emulator, const char *mode, const char *const environment[])
{
	char program[] = "/proc/self/exe";
	char paint[] = "paint";
	char *copy = memory_copy(mode);
	char *arguments[] = {program, paint, copy, NULL};

	emulator_run(emulator, arguments, environment);
	memory_free(copy);
}

static struct emulator *
start(int width, int height, const char *mode, const char *const environment[])
{
	struct emulator *emulator = emulator_new(width, height);

	emulator_print(emulator, BEFORE);
	run(emulator, mode, environment);
	return emulator;
}

static void
send(struct emulator *emulator, const char *bytes)
{
	emulator_send(emulator, bytes, strlen(bytes));
}

static void
assert_scenes(struct emulator *emulator)
{
	for (int scene = 0; scene < SCENES; scene++) {
		assert_shows(emulator, (enum scene)scene, "");
		send(emulator, "n");
	}
	assert_shows(emulator, SCENE_SCRIPTS, "");
}

static void
test_scenes(void **state)
{
	static const int sizes[][2] = {{80, 24}, {40, 10}, {200, 60}, {81, 25}, {20, 4}};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct emulator *emulator = start(sizes[i][0], sizes[i][1], "", xterm);

		assert_scenes(emulator);
		emulator_free(&emulator);
	}
}

static void
test_resize(void **state)
{
	static const int sizes[][2] = {{40, 10}, {200, 60}, {79, 24}, {2, 1}, {80, 24}};
	struct emulator *emulator = start(80, 24, "", xterm);

	(void)state;
	assert_shows(emulator, SCENE_SCRIPTS, "");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		emulator_resize(emulator, sizes[i][0], sizes[i][1]);
		assert_shows(emulator, SCENE_SCRIPTS, "");
	}
	assert_scenes(emulator);
	emulator_free(&emulator);
}

/* LINES and COLUMNS left over from another terminal are not believed. */
static void
test_size_from_the_terminal(void **state)
{
	struct emulator *emulator = start(80, 24, "", misled);

	(void)state;
	assert_shows(emulator, SCENE_SCRIPTS, "");
	emulator_free(&emulator);
}

static void
test_linux_console(void **state)
{
	struct expected expected = {.scene = SCENE_SCRIPTS, .key = "", .on_main = true};
	struct emulator *emulator = start(80, 24, "", linux_console);

	(void)state;
	assert_shows_this(emulator, &expected);
	send(emulator, "\033[[B");
	expected.key = "F2";
	assert_shows_this(emulator, &expected);
	emulator_free(&emulator);
}

static VTermScreenCell
style_cell(struct emulator *emulator, enum style style)
{
	return emulator_cell(emulator, (int)style + 1, 1);
}

static bool
has_colour(const VTermColor *colour, int index)
{
	VTermColor copy = *colour;

	if (VTERM_COLOR_IS_DEFAULT_FG(&copy))
		return index < 0;
	return VTERM_COLOR_IS_INDEXED(&copy) && copy.indexed.idx == index;
}

static const struct {
	enum style style;
	bool bold, reverse, underline;
	int colour;
	bool plain_bold, plain_reverse;
} looks[] = {
	{STYLE_PLAIN, false, false, false, -1, false, false},
	{STYLE_STRONG, true, false, false, -1, true, false},
	{STYLE_SELECTED, false, true, false, -1, false, true},
	{STYLE_FIELD, false, false, true, -1, false, false},
	{STYLE_BAR, false, true, false, -1, false, true},
	{STYLE_GOOD, false, false, false, 2, false, false},
	{STYLE_CAUTION, true, false, false, 3, true, false},
	{STYLE_DANGER, true, false, false, 1, true, true},
};

/* Black on white, of the colours that no theme changes. */
static void
assert_paper(struct emulator *emulator, bool colours)
{
	VTermScreenCell cell = style_cell(emulator, STYLE_PAPER);

	assert_int_equal(cell.attrs.reverse, !colours);
	assert_true(has_colour(&cell.fg, colours ? 16 : -1));
	if (colours)
		assert_true(VTERM_COLOR_IS_INDEXED(&cell.bg) && cell.bg.indexed.idx == 231);
	else
		assert_true(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
}

static void
assert_looks(struct emulator *emulator, bool colours)
{
	assert_shows(emulator, SCENE_SCRIPTS, "");
	send(emulator, "nn");
	assert_shows(emulator, SCENE_STYLES, "");
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
		VTermScreenCell cell = style_cell(emulator, looks[i].style);

		assert_int_equal(cell.attrs.bold, colours ? looks[i].bold : looks[i].plain_bold);
		assert_int_equal(cell.attrs.reverse, colours ? looks[i].reverse : looks[i].plain_reverse);
		assert_int_equal(cell.attrs.underline != 0, looks[i].underline);
		assert_true(has_colour(&cell.fg, colours ? looks[i].colour : -1));
		assert_true(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
	}
	assert_paper(emulator, colours);
	/* Dim is an attribute that libvterm does not know. */
	assert_true(emulator_has(emulator, ";2m"));
}

static const char *const coloured[] = {"\033[31m", "\033[32m", "\033[33m"};

static void
test_colours(void **state)
{
	struct emulator *emulator = start(80, 24, "", xterm);

	(void)state;
	assert_looks(emulator, true);
	for (size_t i = 0; i < sizeof coloured / sizeof coloured[0]; i++)
		assert_true(emulator_has(emulator, coloured[i]));
	emulator_free(&emulator);
}

static void
test_no_color(void **state)
{
	struct emulator *emulator = start(80, 24, "", no_color);

	(void)state;
	assert_looks(emulator, false);
	for (size_t i = 0; i < sizeof coloured / sizeof coloured[0]; i++)
		assert_false(emulator_has(emulator, coloured[i]));
	emulator_free(&emulator);
}

static void
test_ascii(void **state)
{
	struct expected expected = {.scene = SCENE_SCRIPTS, .key = "", .ascii = true};
	struct emulator *emulator = start(80, 24, "ascii", screen_program);

	(void)state;
	for (int scene = 0; scene < SCENES; scene++) {
		expected.scene = (enum scene)scene;
		assert_shows_this(emulator, &expected);
		send(emulator, "n");
	}
	for (size_t i = 0; i < emulator->received.length; i++)
		assert_true((unsigned char)emulator->received.data[i] < 0x80);
	emulator_free(&emulator);
}

/* The same grid again costs the terminal nothing; Ctrl-L draws all of it. */
static void
test_same_again(void **state)
{
	struct emulator *emulator = start(80, 24, "", xterm);
	size_t next;

	(void)state;
	assert_shows(emulator, SCENE_SCRIPTS, "");
	emulator_forget(emulator);
	send(emulator, "n");
	assert_shows(emulator, SCENE_EDGES, "");
	next = emulator->received.length;
	send(emulator, "nnn");
	assert_shows(emulator, SCENE_SCRIPTS, "");
	emulator_forget(emulator);
	send(emulator, "d");
	assert_shows(emulator, SCENE_EDGES, "");
	assert_in_range(emulator->received.length, 1, next + 100);
	/* Something else wrote over it. */
	emulator_print(emulator, "\033[Hgarbage\033[2;1Hgarbage");
	send(emulator, "\x0C");
	assert_shows(emulator, SCENE_EDGES, "");
	emulator_free(&emulator);
}

static const struct {
	VTermKey key;
	const char *name;
} emulator_keys[] = {
	{VTERM_KEY_ENTER, "Enter"},
	{VTERM_KEY_TAB, "Tab"},
	{VTERM_KEY_BACKSPACE, "Backspace"},
	{VTERM_KEY_ESCAPE, "Esc"},
	{VTERM_KEY_UP, "Up"},
	{VTERM_KEY_DOWN, "Down"},
	{VTERM_KEY_LEFT, "Left"},
	{VTERM_KEY_RIGHT, "Right"},
	{VTERM_KEY_DEL, "Delete"},
	{VTERM_KEY_HOME, "Home"},
	{VTERM_KEY_END, "End"},
	{VTERM_KEY_PAGEUP, "PgUp"},
	{VTERM_KEY_PAGEDOWN, "PgDn"},
	{VTERM_KEY_FUNCTION(1), "F1"},
	{VTERM_KEY_FUNCTION(2), "F2"},
	{VTERM_KEY_FUNCTION(3), "F3"},
	{VTERM_KEY_FUNCTION(4), "F4"},
	{VTERM_KEY_FUNCTION(5), "F5"},
	{VTERM_KEY_FUNCTION(12), "F12"},
};

static const struct {
	const char *bytes;
	const char *name;
} byte_keys[] = {
	{"a", "a"},
	{"é", "é"},
	{"陳", "陳"},
	{"\x11", "Ctrl-Q"}, /* flow control is off */
	{"\x13", "Ctrl-S"},
	{"\x16", "Ctrl-V"},
	{"\x01", "Ctrl-A"},
	{"\n", "Enter"},
	{"\033[11~", "F1"}, /* PuTTY */
	{"\033[12~", "F2"},
	{"\033[13~", "F3"},
	{"\033[14~", "F4"},
	{"\033OP", "F1"},
	{"\033[Z", "Back-Tab"},
	{"\xFF", "invalid"},
	{"\033", "Esc"},
};

static void
test_keys(void **state)
{
	struct emulator *emulator = start(80, 24, "", xterm);

	(void)state;
	assert_shows(emulator, SCENE_SCRIPTS, "");
	for (size_t i = 0; i < sizeof emulator_keys / sizeof emulator_keys[0]; i++) {
		vterm_keyboard_key(emulator->terminal, emulator_keys[i].key, VTERM_MOD_NONE);
		emulator_answer(emulator);
		assert_shows(emulator, SCENE_SCRIPTS, emulator_keys[i].name);
	}
	vterm_keyboard_key(emulator->terminal, VTERM_KEY_TAB, VTERM_MOD_SHIFT);
	emulator_answer(emulator);
	assert_shows(emulator, SCENE_SCRIPTS, "Back-Tab");
	for (size_t i = 0; i < sizeof byte_keys / sizeof byte_keys[0]; i++) {
		send(emulator, byte_keys[i].bytes);
		assert_shows(emulator, SCENE_SCRIPTS, byte_keys[i].name);
	}
	emulator_free(&emulator);
}

/* The emulator marks a paste only if it was told to. */
static void
paste(struct emulator *emulator, const char *text, size_t length)
{
	vterm_keyboard_start_paste(emulator->terminal);
	emulator_answer(emulator);
	emulator_send(emulator, text, length);
	vterm_keyboard_end_paste(emulator->terminal);
	emulator_answer(emulator);
}

static void
test_paste(void **state)
{
	struct emulator *emulator = start(80, 24, "", xterm);
	size_t length = 100000;
	char *text = memory_alloc(length);

	(void)state;
	assert_shows(emulator, SCENE_SCRIPTS, "");
	paste(emulator, "q ana\x7F", 6);
	assert_shows(emulator, SCENE_SCRIPTS, "paste 6 q ana\x7F");
	memset(text, 'q', length);
	paste(emulator, text, length);
	assert_shows(emulator, SCENE_SCRIPTS, "paste 4096 qqqqqqqqqqqqqqqqqqqq");
	send(emulator, "x");
	assert_shows(emulator, SCENE_SCRIPTS, "x");
	memory_free(text);
	emulator_free(&emulator);
}

static const struct {
	const char *bytes; /* typed, or NULL */
	int signal; /* sent, or 0 */
	bool killed; /* ends by `status` as a signal, else as an exit status */
	int status;
} endings[] = {
	{"q", 0, false, PAINTER_ENDED}, {NULL, SIGTERM, false, PAINTER_TERMINATED},
	{NULL, SIGHUP, false, PAINTER_HUNG_UP}, {NULL, SIGSEGV, true, SIGSEGV}, {NULL, SIGBUS, true, SIGBUS},
	{NULL, SIGFPE, true, SIGFPE}, {NULL, SIGILL, true, SIGILL}, {NULL, SIGQUIT, true, SIGQUIT},
	{"X", 0, true, SIGABRT}, {"O", 0, true, SIGSEGV}, {"nnnX", 0, true, SIGABRT}, /* with the cursor shown */
};

static bool
same_modes(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
		a->c_lflag == b->c_lflag && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

static void
assert_restored(size_t ending)
{
	struct emulator *emulator = emulator_new(80, 24);
	struct arena *arena = arena_new();
	struct termios before, during, after;

	emulator_print(emulator, BEFORE);

	const char *screen = emulator_dump(arena, emulator);

	tcgetattr(emulator->slave, &before);
	run(emulator, "", xterm);
	assert_shows(emulator, SCENE_SCRIPTS, "");
	tcgetattr(emulator->slave, &during);
	assert_false(same_modes(&before, &during));
	if (endings[ending].bytes != NULL)
		send(emulator, endings[ending].bytes);
	if (endings[ending].signal != 0)
		kill(emulator->child, endings[ending].signal);

	int status = emulator_end(emulator, false);

	if (WIFSIGNALED(status) != endings[ending].killed ||
		(endings[ending].killed ? WTERMSIG(status) : WEXITSTATUS(status)) != endings[ending].status)
		fail_msg("ending %zu: status %04X", ending, (unsigned)status);
	tcgetattr(emulator->slave, &after);
	assert_true(same_modes(&before, &after));
	assert_string_equal(emulator_dump(arena, emulator), screen);
	/* Neither pastes nor cursor keys are marked any more. */
	emulator_forget(emulator);
	assert_true(vterm_output_get_buffer_current(emulator->terminal) == 0);
	vterm_keyboard_start_paste(emulator->terminal);
	assert_int_equal(vterm_output_get_buffer_current(emulator->terminal), 0);
	vterm_keyboard_key(emulator->terminal, VTERM_KEY_UP, VTERM_MOD_NONE);

	char bytes[8] = "";

	vterm_output_read(emulator->terminal, bytes, sizeof bytes - 1);
	assert_string_equal(bytes, "\033[A");
	arena_free(&arena);
	emulator_free(&emulator);
}

static void
test_restored(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
		assert_restored(i);
}

/* Without another screen to go back to, at least the cursor and the modes are as they were. */
static void
test_restored_on_linux_console(void **state)
{
	static const int signals[] = {SIGTERM, SIGSEGV};
	struct expected expected = {.scene = SCENE_SCRIPTS, .key = "", .on_main = true};

	(void)state;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		struct emulator *emulator = emulator_new(80, 24);
		struct termios before, after;

		tcgetattr(emulator->slave, &before);
		run(emulator, "", linux_console);
		assert_shows_this(emulator, &expected);
		assert_false(emulator->cursor_shown);
		kill(emulator->child, signals[i]);
		assert_int_not_equal(emulator_end(emulator, false), -1);
		tcgetattr(emulator->slave, &after);
		assert_true(same_modes(&before, &after));
		assert_true(emulator->cursor_shown);
		emulator_free(&emulator);
	}
}

/* Stopped, it leaves the terminal to the shell; continued, it draws all anew, at the size that is now. */
static void
test_suspend(void **state)
{
	struct emulator *emulator = emulator_new(80, 24);
	struct arena *arena = arena_new();
	struct termios before, stopped;

	(void)state;
	emulator_print(emulator, BEFORE);

	const char *screen = emulator_dump(arena, emulator);

	tcgetattr(emulator->slave, &before);
	run(emulator, "", xterm);
	for (int i = 0; i < 2; i++) {
		assert_shows(emulator, SCENE_SCRIPTS, "");
		send(emulator, "\x1A");
		assert_true(WIFSTOPPED(emulator_end(emulator, true)));
		tcgetattr(emulator->slave, &stopped);
		assert_true(same_modes(&before, &stopped));
		assert_string_equal(emulator_dump(arena, emulator), screen);
		emulator_resize(emulator, 60 - i, 20);
		screen = emulator_dump(arena, emulator);
		kill(emulator->child, SIGCONT);
	}
	assert_shows(emulator, SCENE_SCRIPTS, "");
	paste(emulator, "abc", 3);
	assert_shows(emulator, SCENE_SCRIPTS, "paste 3 abc");
	send(emulator, "q");
	assert_int_equal(emulator_end(emulator, false), 0);
	tcgetattr(emulator->slave, &stopped);
	assert_true(same_modes(&before, &stopped));
	arena_free(&arena);
	emulator_free(&emulator);
}

/* A program that ignores SIGHUP and whose terminal is gone ends, instead of running hot for ever. */
static void
test_terminal_gone(void **state)
{
	struct emulator *emulator = start(80, 24, "nohup", xterm);
	int status = -1;

	(void)state;
	assert_shows(emulator, SCENE_SCRIPTS, "");
	close(emulator->slave);
	close(emulator->master);
	emulator->slave = emulator->master = -1;
	status = emulator_end(emulator, false);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), PAINTER_GONE);
	emulator_free(&emulator);
}

static const struct {
	const char *term; /* as for emulator_run() */
	const char *says;
} unfit[] = {
	{"TERM=dumb",
		"mfadesk needs a terminal that can move its cursor; TERM is dumb: try TERM=xterm-256color, or use the "
		"commands: mfadesk help"},
	{"TERM=", "TERM is not set"},
	{"TERM", "TERM is not set"},
	{"TERM=no-such-terminal", "TERM is no-such-terminal"},
	{"TERM=\033[31mx", "TERM is ‹U+001B›[31mx"},
	{"TERM=../../etc/passwd", "needs a terminal that can move its cursor"},
};

static void
test_unfit_terminals(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof unfit / sizeof unfit[0]; i++) {
		const char *const environment[] = {"LANG=C.UTF-8", unfit[i].term, NULL};
		struct emulator *emulator = emulator_new(200, 24);
		struct termios before, after;
		int status;

		tcgetattr(emulator->slave, &before);
		run(emulator, "", environment);
		status = emulator_end(emulator, false);
		tcgetattr(emulator->slave, &after);
		assert_int_equal(WEXITSTATUS(status), PAINTER_NO_TERMINAL);
		assert_true(same_modes(&before, &after));
		assert_false(emulator_has(emulator, "\033"));
		if (!emulator_has(emulator, unfit[i].says))
			fail_msg("case %zu: %s", i, buffer_text(&emulator->received));
		emulator_free(&emulator);
	}
}

/* Not a terminal on 0, or on 1: it says so and touches nothing. */
static void
test_no_terminal(void **state)
{
	static const char *const commands[] = {
		"exec \"$0\" paint '' </dev/null", "\"$0\" paint '' | cat; exit \"${PIPESTATUS[0]}\""};

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		char shell[] = "/bin/bash", option[] = "-c", command[200], self[4096];
		char *arguments[] = {shell, option, command, self, NULL};
		struct emulator *emulator = emulator_new(200, 24);
		ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);

		assert_true(length > 0);
		self[length] = '\0';
		snprintf(command, sizeof command, "%s", commands[i]);
		emulator_run(emulator, arguments, xterm);
		assert_int_equal(WEXITSTATUS(emulator_end(emulator, false)), PAINTER_NO_TERMINAL);
		assert_true(emulator_has(emulator, "needs a terminal on its standard input and output"));
		emulator_free(&emulator);
	}
}

static int
use_locale(void **state)
{
	(void)state;
	return text_use_locale() ? 0 : -1;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scenes),
		cmocka_unit_test(test_resize),
		cmocka_unit_test(test_size_from_the_terminal),
		cmocka_unit_test(test_linux_console),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_no_color),
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_same_again),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_restored),
		cmocka_unit_test(test_restored_on_linux_console),
		cmocka_unit_test(test_suspend),
		cmocka_unit_test(test_terminal_gone),
		cmocka_unit_test(test_unfit_terminals),
		cmocka_unit_test(test_no_terminal),
	};

	if (argc == 3 && strcmp(argv[1], "paint") == 0)
		return painter_run(argv[2]);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("terminal", tests, use_locale, NULL);
}
