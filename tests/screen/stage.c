/* The stage: the application's place taken by a test. */
#include "stage.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/tui/grid.h"

#define WIDTH 80
#define HEIGHT 24
#define FOLDER "tests/screen/"
#define FIRST_WALL "2026-11-24T10:43:00Z"

static const struct {
	const char *name;
	enum key_code code;
} names[] = {
	{"Enter", KEY_ENTER_PRESSED},
	{"Esc", KEY_ESCAPE},
	{"Tab", KEY_TAB},
	{"BackTab", KEY_BACK_TAB},
	{"Erase", KEY_ERASE},
	{"Up", KEY_ARROW_UP},
	{"Down", KEY_ARROW_DOWN},
	{"Left", KEY_ARROW_LEFT},
	{"Right", KEY_ARROW_RIGHT},
	{"PgUp", KEY_PAGE_UP},
	{"PgDn", KEY_PAGE_DOWN},
	{"Home", KEY_HOME_PRESSED},
	{"End", KEY_END_PRESSED},
};

static void
take_effect(struct stage *stage, const struct effect *effect)
{
	struct stage_sent *sent = &stage->sent[stage->sent_count];

	stage->counts[effect->kind]++;
	if (effect->kind != EFFECT_SEND) {
		stage->last_link = effect->link;
		return;
	}
	assert_true(stage->sent_count < STAGE_SENT);
	stage->sent_count++;
	*sent = (struct stage_sent){.link = effect->link, .tag = effect->tag, .request = effect->request};
	for (size_t i = 0; i < ACT_PARAMETERS_MAX; i++)
		sent->request.values[i] = arena_copy(stage->arena, effect->request.values[i]);
	if (effect->request.list) {
		const char **list = arena_alloc_array(stage->arena, 32, sizeof *list);

		for (size_t i = 0; effect->request.list[i]; i++)
			list[i] = arena_copy(stage->arena, effect->request.list[i]);
		sent->request.list = list;
	}
}

static void
deliver(struct stage *stage, struct message *message)
{
	struct effects *effects = effects_new();

	message->now = stage->now;
	message->wall = stage->wall;
	desk_update(stage->desk, message, effects);
	for (size_t i = 0; i < effects->count; i++)
		take_effect(stage, &effects->items[i]);
	effects_free(&effects);
}

/* The pulse is asked for by itself, and answered by itself: no test is about it unless it says so. */
static void
answer_pulse(struct stage *stage)
{
	struct stage_sent *sent = stage_last(stage, ACT_PULSE);
	struct link_reply answer = {.act = ACT_PULSE, .ok = true, .json = stage->pulse};
	struct message message = {.kind = MESSAGE_REPLY, .reply = &answer};

	if (!sent || sent->answered)
		return;
	sent->answered = true;
	message.link = sent->link;
	message.tag = sent->tag;
	deliver(stage, &message);
}

static void
tell(struct stage *stage, struct message *message)
{
	deliver(stage, message);
	answer_pulse(stage);
}

struct stage *
stage_new(void)
{
	struct stage *stage = memory_alloc(sizeof *stage);
	struct message start = {.kind = MESSAGE_START};

	setenv("TZ", "UTC", 1);
	tzset();
	assert_true(text_use_locale());
	stage->arena = arena_new();
	stage->now = 1000 * CLOCK_SECOND;
	assert_true(clock_parse(FIRST_WALL, &stage->wall));
	stage->pulse = STAGE_PULSE("ok", "0");
	stage->desk = desk_new(WIDTH, HEIGHT);
	tell(stage, &start);
	return stage;
}

void
stage_free(struct stage **stage)
{
	desk_free(&(*stage)->desk);
	arena_free(&(*stage)->arena);
	memory_free(*stage);
	*stage = NULL;
}

static struct key
named_key(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strlen(names[i].name) == length && strncmp(names[i].name, name, length) == 0)
			return (struct key){.code = names[i].code};
	}
	if (length == 2 && name[0] == 'F')
		return (struct key){.code = KEY_FUNCTION, .point = (uint32_t)(name[1] - '0')};
	if (length == 6 && strncmp(name, "Ctrl-", 5) == 0)
		return (struct key){.code = KEY_CONTROL, .point = (uint32_t)name[5]};
	fail_msg("no key is named %.*s", (int)length, name);
	return (struct key){0};
}

void
stage_keys(struct stage *stage, const char *keys)
{
	while (*keys) {
		struct message message = {.kind = MESSAGE_KEY};
		size_t used;

		if (*keys == '<' && keys[1] != '<') {
			used = strcspn(keys, ">") + 1;
			message.key = named_key(keys + 1, used - 2);
		} else {
			int32_t point = text_decode(keys, strlen(keys), &used);

			message.key = (struct key){.code = KEY_TEXT, .point = (uint32_t)point};
			used += *keys == '<' ? 1 : 0;
		}
		tell(stage, &message);
		keys += used;
	}
}

void
stage_paste(struct stage *stage, const char *text)
{
	struct message message = {.kind = MESSAGE_KEY, .key = {.code = KEY_PASTE, .text = text}};

	tell(stage, &message);
}

void
stage_wait(struct stage *stage, int64_t seconds)
{
	struct message message = {.kind = MESSAGE_TICK};

	stage->now += seconds * CLOCK_SECOND;
	stage->wall += seconds * CLOCK_SECOND;
	tell(stage, &message);
}

void
stage_resize(struct stage *stage, int width, int height)
{
	struct message message = {.kind = MESSAGE_RESIZED, .width = width, .height = height};

	tell(stage, &message);
}

static void
tell_link(struct stage *stage, enum desk_link link, enum link_state state, const struct error *error)
{
	struct message message = {
		.kind = MESSAGE_LINK,
		.link = link,
		.state = state,
		.error = error,
		.target = "agent@directory.example.edu:5432/mfadesk",
	};

	tell(stage, &message);
}

void
stage_wake(struct stage *stage)
{
	struct message message = {.kind = MESSAGE_WOKEN};

	tell(stage, &message);
}

void
stage_link(struct stage *stage, enum desk_link link, enum link_state state)
{
	tell_link(stage, link, state, NULL);
}

void
stage_link_error(struct stage *stage, enum desk_link link, enum link_state state, const char *message, const char *hint)
{
	struct error error = {0};

	error_set(&error, ERROR_CONNECTION, "", hint, "%s", message);
	tell_link(stage, link, state, &error);
}

struct stage_sent *
stage_last(struct stage *stage, enum act act)
{
	for (size_t i = stage->sent_count; i-- > 0;) {
		if (stage->sent[i].request.act == act)
			return &stage->sent[i];
	}
	return NULL;
}

size_t
stage_count(const struct stage *stage, enum act act)
{
	size_t count = 0;

	for (size_t i = 0; i < stage->sent_count; i++)
		count += stage->sent[i].request.act == act;
	return count;
}

const char *
stage_value(struct stage *stage, enum act act, const char *parameter)
{
	struct stage_sent *sent = stage_last(stage, act);
	const char *value;

	assert_non_null(sent);
	value = act_request_get(&sent->request, parameter);
	return value ? value : "";
}

static struct stage_sent *
unanswered(struct stage *stage, enum act act)
{
	for (size_t i = stage->sent_count; i-- > 0;) {
		if (stage->sent[i].request.act == act && !stage->sent[i].answered)
			return &stage->sent[i];
	}
	fail_msg("no request \"%s\" waits for an answer", act_info(act)->command);
	return NULL;
}

static void
reply(struct stage *stage, struct stage_sent *sent, const char *json, const struct error *error)
{
	struct link_reply answer = {
		.act = sent->request.act,
		.ok = json != NULL,
		.json = json,
		.error = error,
	};
	struct message message = {.kind = MESSAGE_REPLY, .link = sent->link, .tag = sent->tag, .reply = &answer};

	sent->answered = true;
	tell(stage, &message);
}

void
stage_answer_sent(struct stage *stage, struct stage_sent *sent, const char *json)
{
	reply(stage, sent, json, NULL);
}

void
stage_answer(struct stage *stage, enum act act, const char *json)
{
	reply(stage, unanswered(stage, act), json, NULL);
}

void
stage_refuse(struct stage *stage, enum act act, const char *code, const char *message, const char *hint)
{
	struct error error = {0};

	error_set(&error, ERROR_REFUSED, code, hint, "%s", message);
	reply(stage, unanswered(stage, act), NULL, &error);
}

void
stage_done(struct stage *stage, enum act act, size_t ids, const char *state)
{
	struct stage_sent *sent = unanswered(stage, act);
	const char *list = "";

	for (size_t i = 0; i < ids; i++)
		list = arena_printf(
			stage->arena, "%s%s\"00000000-0000-4000-8000-00000000000%zu\"", list, i ? "," : "", i);
	reply(stage, sent,
		arena_printf(stage->arena,
			"{\"request\":\"%s\",\"case\":\"c0000000-0000-4000-8000-000000000001\",\"ids\":[%s],"
			"\"state\":\"%s\",\"at\":\"2026-11-24T10:43:05Z\"}",
			sent->request.id, list, state),
		NULL);
}

static char *
read_text(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "r");
	struct buffer buffer;
	char bytes[4096];
	size_t got;
	char *text;

	if (!file)
		return NULL;
	buffer_init(&buffer, 0);
	while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
		buffer_append(&buffer, bytes, got);
	fclose(file);
	text = arena_copy(arena, buffer_text(&buffer));
	buffer_free(&buffer);
	return text;
}

char *
stage_read(struct stage *stage, const char *name)
{
	char *path = arena_printf(stage->arena, FOLDER "data/%s", name);
	char *text = read_text(stage->arena, path);

	if (!text)
		fail_msg("cannot read %s", path);
	return text;
}

void
stage_answer_file(struct stage *stage, enum act act, const char *name)
{
	stage_answer(stage, act, stage_read(stage, arena_printf(stage->arena, "%s.json", name)));
}

void
stage_login(struct stage *stage, const char *role)
{
	stage_login_to(stage, role, false);
}

void
stage_login_to(struct stage *stage, const char *role, bool demonstration)
{
	stage_link(stage, DESK_ACTS, LINK_READY);
	stage_answer(stage, ACT_WHOAMI,
		arena_printf(stage->arena,
			"{\"login\":\"mlopez\",\"person\":{\"id\":\"a0000000-0000-4000-8000-000000000001\","
			"\"email\":\"maria.lopez@example.edu\",\"name\":\"Maria "
			"Lopez\"},\"role\":\"%s\",\"counter\":true,"
			"\"units\":[],\"schema\":1,\"demonstration\":%s,\"time\":\"" FIRST_WALL "\"}",
			role, demonstration ? "true" : "false"));
	stage_link(stage, DESK_SEARCH, LINK_READY);
	stage_answer(stage, ACT_CASES, "[]");
}

void
stage_case(struct stage *stage, const char *name)
{
	stage_keys(stage, "riv");
	stage_answer_file(stage, ACT_FIND, "found-three");
	stage_keys(stage, "<Enter>INC0048213<Enter>p<Enter>");
	stage_answer_file(stage, ACT_OPEN_CASE, name);
	while (stage_count(stage, ACT_CASES) && !stage_last(stage, ACT_CASES)->answered)
		stage_answer(stage, ACT_CASES, "[]");
	stage_answer_file(stage, ACT_ACCOUNT, name);
	stage_answer_file(stage, ACT_HISTORY, "history");
	/* What opening said is not what the test is about. */
	desk_hush(stage->desk);
}

static char *
dump(struct stage *stage)
{
	struct grid *grid = desk_draw(stage->desk);
	char *text = grid_dump(stage->arena, grid);

	if (grid->cursor_row >= 0)
		text = arena_printf(stage->arena, "%s-- cursor %d,%d\n", text, grid->cursor_row, grid->cursor_column);
	grid_free(&grid);
	return text;
}

const char *
stage_screen(struct stage *stage)
{
	return dump(stage);
}

bool
stage_shows(struct stage *stage, const char *text)
{
	return strstr(dump(stage), text) != NULL;
}

void
stage_assert_shows(struct stage *stage, const char *text, bool wanted, const char *file, int line)
{
	if (stage_shows(stage, text) == wanted)
		return;
	print_error("%s:%d: %s: \"%s\" in\n%s\n", file, line, wanted ? "missing" : "should not be there", text,
		dump(stage));
	_fail(file, line);
}

static void
write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

bool
stage_same(struct stage *stage, const char *path, const char *got)
{
	const char *wanted = read_text(stage->arena, path);

	if (getenv("GENERATE")) {
		write_text(path, got);
		return true;
	}
	return wanted && strcmp(got, wanted) == 0;
}

static void
compare(struct stage *stage, const char *path)
{
	const char *got = dump(stage);
	const char *wanted;

	if (stage_same(stage, path, got))
		return;
	wanted = read_text(stage->arena, path);
	print_error("%s is not what is drawn:\n%s\nwanted:\n%s\n", path, got, wanted ? wanted : "(no such file)");
	fail();
}

void
stage_golden_at(struct stage *stage, const char *name, int width, int height)
{
	stage_resize(stage, width, height);
	compare(stage, arena_printf(stage->arena, FOLDER "golden/%s.%dx%d.txt", name, width, height));
	stage_resize(stage, WIDTH, HEIGHT);
}

void
stage_golden(struct stage *stage, const char *name)
{
	stage_golden_at(stage, name, 80, 24);
	stage_golden_at(stage, name, 40, 10);
	stage_golden_at(stage, name, 200, 60);
}

int
stage_setup(void **state)
{
	*state = stage_new();
	return 0;
}

int
stage_teardown(void **state)
{
	struct stage *stage = *state;

	stage_free(&stage);
	return 0;
}
