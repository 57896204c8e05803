/*
 * The terminal, and the only file that knows curses. Curses keeps the screen and
 * the sequences to change it; keys are read and decoded without it (reader.h).
 *
 * What it must not know: what is drawn, and why.
 */
#include "mfadesk/tui/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NCURSES_NOMACROS
#include <curses.h>
#include <term.h>

#include "mfadesk/tui/restore.h"
#include "mfadesk/tui/theme.h"
#include "reader.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define WIDTH_MAX 1000
#define HEIGHT_MAX 500

struct terminal {
	SCREEN *screen;
	struct termios modes; /* as they were, to be put back */
	struct reader reader;
	struct grid *last; /* owned: what is on the screen; NULL: unknown */
	cchar_t *line; /* owned: one row for curses */
	attr_t attributes[STYLES];
	short pairs[STYLES];
	bool pastes; /* the terminal can be told to mark them */
	bool suspended;
};

static const short colours[COLOURS] = {
	[COLOUR_RED] = COLOR_RED,
	[COLOUR_GREEN] = COLOR_GREEN,
	[COLOUR_YELLOW] = COLOR_YELLOW,
};

/* The keys whose sequences terminfo knows. What is not there is what all terminals share. */
static const struct {
	const char *capability;
	enum key_code code;
	uint32_t point;
} capabilities[] = {
	{"kcuu1", KEY_ARROW_UP, 0},
	{"kcud1", KEY_ARROW_DOWN, 0},
	{"kcub1", KEY_ARROW_LEFT, 0},
	{"kcuf1", KEY_ARROW_RIGHT, 0},
	{"kpp", KEY_PAGE_UP, 0},
	{"knp", KEY_PAGE_DOWN, 0},
	{"khome", KEY_HOME_PRESSED, 0},
	{"kend", KEY_END_PRESSED, 0},
	{"kdch1", KEY_DELETE_PRESSED, 0},
	{"kcbt", KEY_BACK_TAB, 0},
	{"kent", KEY_ENTER_PRESSED, 0},
	{"kf1", KEY_FUNCTION, 1},
	{"kf2", KEY_FUNCTION, 2},
	{"kf3", KEY_FUNCTION, 3},
	{"kf4", KEY_FUNCTION, 4},
	{"kf5", KEY_FUNCTION, 5},
	{"kf6", KEY_FUNCTION, 6},
	{"kf7", KEY_FUNCTION, 7},
	{"kf8", KEY_FUNCTION, 8},
	{"kf9", KEY_FUNCTION, 9},
	{"kf10", KEY_FUNCTION, 10},
	{"kf11", KEY_FUNCTION, 11},
	{"kf12", KEY_FUNCTION, 12},
};

/* The capability's bytes; NULL where the terminal has none. Needs setupterm() or newterm() before. */
static const char *
capability(const char *name)
{
	char *bytes = tigetstr(name);

	return bytes == (char *)-1 ? NULL : bytes;
}

static bool
moves_its_cursor(void)
{
	int result;

	if (setupterm(NULL, STDOUT_FILENO, &result) != OK)
		return false;

	bool moves = capability("cup") != NULL;

	del_curterm(cur_term);
	return moves;
}

static bool
check_terminal(struct error *error)
{
	static const char hint[] = "try TERM=xterm-256color, or use the commands: mfadesk help";
	const char *term = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(error, ERROR_LOCAL, "", "run it in a terminal, or use the commands: mfadesk help",
			"mfadesk needs a terminal on its standard input and output");
	if (term == NULL || term[0] == '\0')
		return error_set(error, ERROR_LOCAL, "", hint,
			"mfadesk needs a terminal that can move its cursor; TERM is not set");
	if (moves_its_cursor())
		return true;

	struct arena *arena = arena_new();

	error_set(error, ERROR_LOCAL, "", hint, "mfadesk needs a terminal that can move its cursor; TERM is %s",
		text_printable(arena, term));
	arena_free(&arena);
	return false;
}

static void
keep_from_curses(int number)
{
	(void)number;
}

/*
 * Curses takes signals that belong to the program's loop where it finds them at
 * their default, and afterwards ignores SIGTSTP during every update, so that a
 * Ctrl-Z is lost now and then. So it finds them taken; blocked, none is lost here.
 */
static SCREEN *
start_curses(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
	struct sigaction taken = {.sa_handler = keep_from_curses}, actions[sizeof numbers / sizeof numbers[0]];
	sigset_t set, before;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		sigaddset(&set, numbers[i]);
	sigprocmask(SIG_BLOCK, &set, &before);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		sigaction(numbers[i], &taken, &actions[i]);

	SCREEN *screen = newterm(NULL, stdout, stdin);

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		sigaction(numbers[i], &actions[i], NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return screen;
}

static void
write_paste_mode(const struct terminal *terminal, const char *bytes)
{
	ssize_t written;

	if (!terminal->pastes)
		return;
	do
		written = write(STDOUT_FILENO, bytes, strlen(bytes));
	while (written < 0 && errno == EINTR);
}

/* Keys arrive one by one and unchanged, Ctrl-Q and Ctrl-S among them; Ctrl-C and Ctrl-Z stay signals. */
static void
set_modes(void)
{
	struct termios modes;

	cbreak();
	noecho();
	nonl();
	if (tcgetattr(STDIN_FILENO, &modes) == 0) {
		modes.c_iflag &= ~(tcflag_t)(IXON | ISTRIP | INLCR | IGNCR);
		modes.c_lflag &= ~(tcflag_t)IEXTEN;
		modes.c_cc[VMIN] = 1;
		modes.c_cc[VTIME] = 0;
		tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	}
	def_prog_mode();
}

static bool
wants_colours(void)
{
	const char *no_color = getenv("NO_COLOR");

	return (no_color == NULL || no_color[0] == '\0') && has_colors() && start_color() == OK &&
		use_default_colors() == OK;
}

/* Black and white of the 256 are fixed; a theme may have made greys of the first 16. */
static void
set_paper(short pair)
{
	if (COLORS >= 256)
		init_pair(pair, 16, 231);
	else
		init_pair(pair, COLOR_BLACK, COLOR_WHITE);
}

static attr_t
attributes_of(struct look look)
{
	return (look.bold ? A_BOLD : 0) | (look.dim ? A_DIM : 0) | (look.reverse ? A_REVERSE : 0) |
		(look.underline ? A_UNDERLINE : 0);
}

/* The ground stays the terminal's own, but for paper. */
static void
set_theme(struct terminal *terminal)
{
	bool coloured = wants_colours();

	for (int style = 0; style < STYLES; style++) {
		struct look look = theme_look((enum style)style, coloured);

		terminal->attributes[style] = attributes_of(look);
		if (look.colour == COLOUR_OWN)
			continue;
		terminal->pairs[style] = (short)(style + 1);
		if (look.colour == COLOUR_PAPER)
			set_paper(terminal->pairs[style]);
		else
			init_pair(terminal->pairs[style], colours[look.colour], -1);
	}
}

/* Appends without the padding ("$<5>") that only tputs() understands. */
static void
append_capability(char *bytes, size_t *length, const char *name)
{
	const char *from = capability(name);

	while (from != NULL && *from != '\0' && *length < RESTORE_MAX) {
		const char *end = strncmp(from, "$<", 2) == 0 ? strchr(from, '>') : NULL;

		if (end == NULL)
			bytes[(*length)++] = *from++;
		else
			from = end + 1;
	}
}

static void
arm(const struct terminal *terminal)
{
	char bytes[RESTORE_MAX] = PASTE_OFF;
	size_t length = terminal->pastes ? strlen(PASTE_OFF) : 0;

	append_capability(bytes, &length, "sgr0");
	append_capability(bytes, &length, "rmkx");
	append_capability(bytes, &length, "rmcup");
	append_capability(bytes, &length, "cnorm");
	restore_arm(STDIN_FILENO, STDOUT_FILENO, &terminal->modes, bytes, length);
}

static void
learn_keys(struct terminal *terminal)
{
	terminal->reader = (struct reader){.fd = STDIN_FILENO, .decoder = decoder_new()};
	for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
		const char *bytes = capability(capabilities[i].capability);

		if (bytes != NULL)
			decoder_add(terminal->reader.decoder, bytes, capabilities[i].code, capabilities[i].point);
	}
}

struct terminal *
terminal_open(struct error *error)
{
	struct termios modes;

	if (!check_terminal(error))
		return NULL;
	if (tcgetattr(STDIN_FILENO, &modes) != 0) {
		error_set(error, ERROR_LOCAL, "", "", "cannot read the terminal's modes: %s", strerror(errno));
		return NULL;
	}

	SCREEN *screen = start_curses();

	if (screen == NULL) {
		error_set(error, ERROR_LOCAL, "", "", "the terminal cannot be set up");
		return NULL;
	}

	struct terminal *terminal = memory_alloc(sizeof *terminal);

	terminal->screen = screen;
	terminal->modes = modes;
	/* Terminals that do not speak ECMA-48 would show the request. */
	terminal->pastes = strncmp(capability("cup"), "\033[", 2) == 0;
	arm(terminal);
	restore_on_crash();
	set_modes();
	keypad(stdscr, TRUE);
	typeahead(-1);
	set_theme(terminal);
	learn_keys(terminal);
	write_paste_mode(terminal, PASTE_ON);
	terminal_resize(terminal);
	refresh();
	return terminal;
}

static void
leave(struct terminal *terminal)
{
	write_paste_mode(terminal, PASTE_OFF);
	curs_set(1);
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal->modes);
	restore_disarm();
}

void
terminal_close(struct terminal **terminal)
{
	struct terminal *old = *terminal;

	if (old == NULL)
		return;
	if (!old->suspended)
		leave(old);
	restore_off_crash();
	delscreen(old->screen);
	decoder_free(&old->reader.decoder);
	grid_free(&old->last);
	memory_free(old->line);
	memory_free(old);
	*terminal = NULL;
}

void
terminal_suspend(struct terminal *terminal)
{
	if (terminal->suspended)
		return;
	leave(terminal);
	terminal->suspended = true;
}

/* Also after a SIGCONT that no suspend came before: a shell may have changed the modes in between. */
void
terminal_resume(struct terminal *terminal)
{
	if (terminal->suspended)
		tcgetattr(STDIN_FILENO, &terminal->modes);
	terminal->suspended = false;
	arm(terminal);
	reset_prog_mode();
	write_paste_mode(terminal, PASTE_ON);
	terminal_resize(terminal);
	/* Back to the other screen before anything hides the cursor: some terminals keep that with the screen. */
	refresh();
}

void
terminal_size(const struct terminal *terminal, int *width, int *height)
{
	(void)terminal;
	getmaxyx(stdscr, *height, *width);
}

static int
at_most(int value, int limit)
{
	return value < limit ? value : limit;
}

void
terminal_resize(struct terminal *terminal)
{
	struct winsize size;

	/* A serial line says 0×0: then what curses took from LINES, COLUMNS or terminfo stays. */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resize_term(at_most(size.ws_row, HEIGHT_MAX), at_most(size.ws_col, WIDTH_MAX));
	terminal->line = memory_resize_array(terminal->line, (size_t)getmaxx(stdscr) + 1, sizeof *terminal->line);
	terminal_redraw(terminal);
}

void
terminal_redraw(struct terminal *terminal)
{
	grid_free(&terminal->last);
	clearok(curscr, TRUE);
}

static void
set_cell(const struct terminal *terminal, cchar_t *place, const struct cell *cell)
{
	wchar_t points[TEXT_CELL_POINTS + 1] = L"";

	for (size_t i = 0; i < TEXT_CELL_POINTS; i++)
		points[i] = (wchar_t)cell->points[i];
	if (setcchar(place, points, terminal->attributes[cell->style], terminal->pairs[cell->style], NULL) != OK)
		setcchar(place, L"?", terminal->attributes[cell->style], terminal->pairs[cell->style], NULL);
}

static void
draw_row(struct terminal *terminal, const struct grid *grid, int row)
{
	const struct cell *cells = &grid->cells[row * grid->width];
	int width = at_most(grid->width, getmaxx(stdscr));
	int count = 0;

	for (int i = 0; i < width; i++)
		if (cells[i].width > 0)
			set_cell(terminal, &terminal->line[count++], &cells[i]);
	mvadd_wchnstr(row, 0, terminal->line, count);
}

static bool
is_on_screen(const struct terminal *terminal, const struct grid *grid, int row)
{
	size_t start = (size_t)row * (size_t)grid->width;

	return memcmp(&terminal->last->cells[start], &grid->cells[start], (size_t)grid->width * sizeof *grid->cells) ==
		0;
}

/* Starts anew when nothing is known of the screen, or the grid has another size. */
static bool
starts_anew(const struct terminal *terminal, const struct grid *grid)
{
	return terminal->last == NULL || terminal->last->width != grid->width || terminal->last->height != grid->height;
}

static void
remember(struct terminal *terminal, const struct grid *grid)
{
	if (starts_anew(terminal, grid)) {
		grid_free(&terminal->last);
		terminal->last = grid_new(grid->width, grid->height);
	}
	memcpy(terminal->last->cells, grid->cells, (size_t)grid->width * (size_t)grid->height * sizeof *grid->cells);
}

static void
place_cursor(const struct grid *grid)
{
	bool shown = grid->cursor_row >= 0;

	/* Hidden, it still stands somewhere: where no terminal would have to scroll. */
	move(shown ? grid->cursor_row : 0, shown ? grid->cursor_column : 0);
	curs_set(shown ? 1 : 0);
}

void
terminal_draw(struct terminal *terminal, const struct grid *grid)
{
	int height = at_most(grid->height, getmaxy(stdscr));
	bool anew = starts_anew(terminal, grid);

	if (terminal->suspended)
		return;
	if (anew)
		erase();
	for (int row = 0; row < height; row++)
		if (anew || !is_on_screen(terminal, grid, row))
			draw_row(terminal, grid, row);
	remember(terminal, grid);
	place_cursor(grid);
	refresh();
}

struct key
terminal_key(struct terminal *terminal)
{
	return reader_key(&terminal->reader);
}

int
terminal_fd(const struct terminal *terminal)
{
	(void)terminal;
	return STDIN_FILENO;
}
