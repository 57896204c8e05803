#include "painter.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "mfadesk/base/loop.h"
#include "mfadesk/tui/field.h"
#include "mfadesk/tui/terminal.h"

struct painter {
	struct loop *loop;
	struct terminal *terminal;
	enum scene scene;
	char key[5000]; /* as a word */
	int status;
};

static const char *const names[] = {
	"Ana Rivera",
	"Zoë Müller-Ångström",
	"Nguyễn Thị Hồng", /* and decomposed: */
	"Nguye\xCC\x82\xCC\x83n",
	"Ольга Ёлкина",
	"Ελένη Παπαδοπούλου",
	"محمد القريشي",
	"שרה כהן",
	"प्रियंका शर्मा",
	"สมชาย ใจดี",
	"陳偉 Wei Chen",
	"김민준",
	"\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7", /* 김 by its letters */
	"ნინო ბერიძე",
	"Արամ Խաչատրյան",
	"தமிழ்ச்செல்வி",
	"さくら 佐藤",
	"x\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86y",
};

static const char *const edges[] = {
	"漢",
	"x漢",
	"x\xCC\x81",
	"漢\xCC\x81",
	"a\033[2J\033[31mb",
	"a\xE2\x80\xAE"
	"b",
	"\xFF\xC3(",
	"tab\tline\nreturn\r",
	"\xC2\x9B"
	"31m",
	"a\xE2\x80\x8B"
	"b\xEF\xBB\xBF",
	"\xCC\x81"
	"alone",
	"☎ ✓ ▸ • €",
	"👩\xE2\x80\x8D🔬",
};

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static void
draw_scripts(struct grid *grid)
{
	for (int i = 0; i < COUNT(names); i++) {
		grid_text(grid, i + 1, 1, grid->width / 2 - 2, STYLE_PLAIN, names[i]);
		grid_text_right(grid, i + 1, grid->width / 2, grid->width / 2, STYLE_PLAIN, names[i]);
	}
}

/* Each from several columns before the margin. */
static void
draw_edges(struct grid *grid)
{
	for (int i = 0; i < COUNT(edges); i++)
		for (int column = 0; column < 3; column++) {
			int start = column == 2 ? grid->width - 1 - i % 4 : column * grid->width / 3;

			grid_text(grid, i + 1, start, grid->width / 3 - 4, STYLE_PLAIN, edges[i]);
		}
	for (int row = COUNT(edges) + 1; row < grid->height - 1; row++)
		for (int column = row % 2; column < grid->width; column += 2)
			grid_text(grid, row, column, 2, STYLE_PLAIN, "漢");
}

static void
draw_styles(struct grid *grid)
{
	for (int style = 0; style < STYLES; style++) {
		grid_printf(grid, style + 1, 1, grid->width, (enum style)style, "style %d é 漢", style);
		grid_style(grid, style + 1, grid->width / 2, grid->width / 2, (enum style)style);
	}
	grid_box(grid, STYLES + 2, 2, grid->width - 4, 4, "Ana Rivera · 陳偉");
}

static void
draw_field(struct grid *grid)
{
	struct field field;

	field_init(&field, 0, false);
	field_set(&field, "陳偉 x\xCC\x81y");
	field_draw(&field, grid, 2, 4, 20, true);
}

void
painter_draw(struct grid *grid, enum scene scene, const char *key)
{
	static void (*const draws[])(struct grid *) = {
		[SCENE_SCRIPTS] = draw_scripts,
		[SCENE_EDGES] = draw_edges,
		[SCENE_STYLES] = draw_styles,
		[SCENE_FIELD] = draw_field,
	};

	grid_printf(grid, 0, 0, grid->width, STYLE_BAR, "scene %d  %dx%d", scene, grid->width, grid->height);
	draws[scene](grid);
	/* Into the last cell of the last row: nothing may scroll. */
	grid_rule(grid, grid->height - 1, 0, grid->width);
	grid_printf(grid, grid->height - 1, 1, grid->width - 2, STYLE_PLAIN, "%s", key);
}

static void
draw(struct painter *painter)
{
	int width, height;

	terminal_size(painter->terminal, &width, &height);

	struct grid *grid = grid_new(width, height);

	painter_draw(grid, painter->scene, painter->key);
	terminal_draw(painter->terminal, grid);
	grid_free(&grid);
}

static void
stop(struct painter *painter, int status)
{
	painter->status = status;
	loop_stop(painter->loop);
}

static void
name_key(struct painter *painter, const struct key *key)
{
	static const char *const words[] = {"Enter", "Esc", "Tab", "Back-Tab", "Backspace", "Delete", "Up", "Down",
		"Left", "Right", "PgUp", "PgDn", "Home", "End", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9",
		"F10", "F11", "F12", "Ctrl-Q", "Ctrl-S", "Ctrl-A", "Ctrl-V", "Space"};
	char bytes[5] = "";

	if (key->code == KEY_TEXT)
		text_encode(key->point, bytes);
	snprintf(painter->key, sizeof painter->key, "%s", key->code == KEY_INVALID ? "invalid" : bytes);
	for (int i = 0; i < COUNT(words); i++)
		if (key_matches(key, words[i]))
			snprintf(painter->key, sizeof painter->key, "%s", words[i]);
	if (key->code == KEY_PASTE)
		snprintf(painter->key, sizeof painter->key, "paste %zu %.20s", strlen(key->text), key->text);
}

static int
overflow(int depth)
{
	volatile char page[4096];

	page[0] = (char)depth;
	return depth < 0 ? page[0] : overflow(depth + 1) + page[0];
}

static void
next_scene(struct painter *painter)
{
	painter->scene = (painter->scene + 1) % SCENES;
	painter->key[0] = '\0';
}

static void
draw_often(struct painter *painter)
{
	for (int i = 0; i < 100; i++)
		draw(painter);
	next_scene(painter);
}

static void
press(struct painter *painter, const struct key *key)
{
	if (key_matches(key, "n"))
		next_scene(painter);
	else if (key_matches(key, "d"))
		draw_often(painter);
	else if (key_matches(key, "q"))
		stop(painter, PAINTER_ENDED);
	else if (key_matches(key, "X"))
		abort();
	else if (key_matches(key, "O"))
		overflow(0);
	else if (key_matches(key, "Ctrl-L"))
		terminal_redraw(painter->terminal);
	else if (key->code == KEY_GONE)
		stop(painter, PAINTER_GONE);
	else
		name_key(painter, key);
}

static void
on_terminal(void *context, int fd, int events)
{
	struct painter *painter = context;

	(void)fd;
	(void)events;
	for (struct key key = terminal_key(painter->terminal); key.code != KEY_NONE_YET;
		key = terminal_key(painter->terminal)) {
		press(painter, &key);
		if (key.code == KEY_GONE)
			return;
	}
	draw(painter);
}

static void
on_signal(void *context, int number)
{
	struct painter *painter = context;

	if (number == SIGTERM) {
		stop(painter, PAINTER_TERMINATED);
	} else if (number == SIGHUP) {
		stop(painter, PAINTER_HUNG_UP);
	} else if (number == SIGWINCH) {
		terminal_resize(painter->terminal);
		draw(painter);
	} else if (number == SIGTSTP) {
		terminal_suspend(painter->terminal);
		raise(SIGSTOP);
		terminal_resume(painter->terminal);
		draw(painter);
	}
}

static int
paint(struct painter *painter, const char *mode)
{
	static const int signals[] = {SIGTERM, SIGWINCH, SIGTSTP};

	painter->loop = loop_new();
	loop_watch(painter->loop, terminal_fd(painter->terminal), LOOP_READ, on_terminal, painter);
	for (int i = 0; i < COUNT(signals); i++)
		loop_on_signal(painter->loop, signals[i], on_signal, painter);
	if (strcmp(mode, "nohup") == 0)
		(void)signal(SIGHUP, SIG_IGN);
	else
		loop_on_signal(painter->loop, SIGHUP, on_signal, painter);
	draw(painter);
	loop_run(painter->loop);
	terminal_close(&painter->terminal);
	loop_free(&painter->loop);
	return painter->status;
}

int
painter_run(const char *mode)
{
	static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
	struct rlimit stack = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20}, core = {0, 0};
	struct error error = {0};
	struct painter painter = {.scene = SCENE_SCRIPTS};

	setrlimit(RLIMIT_STACK, &stack);
	setrlimit(RLIMIT_CORE, &core);
	/* A sanitizer would take these signals for itself, and report what is meant here. */
	for (int i = 0; i < COUNT(crashes); i++)
		(void)signal(crashes[i], SIG_DFL);
	if (strcmp(mode, "ascii") == 0)
		(void)setlocale(LC_CTYPE, "C");
	else
		text_use_locale();
	painter.terminal = terminal_open(&error);
	if (painter.terminal == NULL) {
		printf("%s: %s\n", error.message, error.hint);
		return PAINTER_NO_TERMINAL;
	}
	return paint(&painter, mode);
}
