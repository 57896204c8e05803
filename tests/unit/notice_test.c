/* What a notice says: every fact in its place, nothing half said; and what is wrong with a template is told by its
 * line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mfadesk/worker/notice.h"

#define ALL "{what} {when} {ticket} {proof} {desk_name} {desk_telephone} {desk_mail} {desk_room}\n"

static const struct notice_facts facts = {.person = "Ana Rivera",
	.what = "your phone ending 0142 was suspended",
	.when = "2026-11-24 10:44 UTC",
	.ticket = "INC0048213",
	.proof = "seen in person at 10:44",
	.desk_name = "the help desk",
	.desk_telephone = "(508) 856-8643",
	.desk_mail = "desk@example.edu",
	.desk_room = "S2-101"};

static struct arena *arena;
static struct buffer problems;
static char folder[32];

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	buffer_init(&problems, 0);
	snprintf(folder, sizeof(folder), "/tmp/notice_test.XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static const char *
path(const char *name)
{
	return arena_printf(arena, "%s/%s.txt", folder, name);
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path("mail"));
	unlink(path("text"));
	unlink(path("lead"));
	rmdir(folder);
	buffer_free(&problems);
	arena_free(&arena);
	return 0;
}

static void
put(const char *name, const char *text)
{
	FILE *file = fopen(path(name), "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
put_all(const char *mail, const char *text, const char *lead)
{
	put("mail", mail);
	put("text", text);
	put("lead", lead);
}

static void
test_built_in(void **state)
{
	struct notices *notices = notices_read(NULL, &problems);
	const char *const said[] = {facts.what + 1, facts.when, facts.ticket, facts.proof, facts.desk_name + 1,
		facts.desk_telephone, facts.desk_mail, facts.desk_room};

	(void)state;
	assert_non_null(notices);
	for (size_t which = 0; which < NOTICE_TEMPLATES; which++) {
		struct notice notice = notice_compose(arena, notices, (enum notice_template)which, &facts);

		for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
			assert_non_null(strstr(notice.text, said[i]));
		assert_null(strchr(notice.text, '{'));
		assert_true((which == NOTICE_TEXT) == (notice.subject[0] == '\0'));
	}
	notices_free(&notices);
}

static void
test_nothing_to_say(void **state)
{
	struct notices *notices = notices_read(NULL, &problems);
	struct notice_facts few = facts;
	struct notice notice;

	(void)state;
	few.desk_mail = few.desk_room = few.ticket = "";
	notice = notice_compose(arena, notices, NOTICE_TEXT, &few);
	assert_string_equal(notice.text,
		"Your phone ending 0142 was suspended, 2026-11-24 10:44 UTC. Who asked: seen in person at 10:44. "
		"Not you? Tell the help desk at once. Call (508) 856-8643.");
	notices_free(&notices);
}

static void
test_own_words(void **state)
{
	struct notices *notices;
	struct notice notice;

	(void)state;
	put_all("Subject: {what}\n{person}: " ALL, ALL, "Subject: {person}\n{what} {x");
	assert_null(notices_read(folder, &problems));
	assert_non_null(strstr(buffer_text(&problems), "lead.txt:2: a { without its }"));
	buffer_clear(&problems);
	put("lead", "Subject: {person}\n{what}\n");
	notices = notices_read(folder, &problems);
	assert_non_null(notices);
	notice = notice_compose(arena, notices, NOTICE_MAIL, &facts);
	assert_string_equal(notice.subject, "your phone ending 0142 was suspended");
	assert_true(strncmp(notice.text, "Ana Rivera: your phone ending 0142 was", 38) == 0);
	notices_free(&notices);
}

static void
wrong(const char *what)
{
	assert_null(notices_read(folder, &problems));
	if (!strstr(buffer_text(&problems), what))
		fail_msg("\"%s\" is not in \"%s\"", what, buffer_text(&problems));
	buffer_clear(&problems);
}

static void
test_wrong(void **state)
{
	(void)state;
	wrong("mail.txt:1: the file cannot be read");
	put_all("Subject: x\n" ALL "\n{agent}\n", ALL, "Subject: {person}\n{what}\n");
	wrong("mail.txt:4: {agent} is not known");
	put("mail", ALL);
	wrong("mail.txt:1: the first line has to be \"Subject: ...\"");
	put("mail", "Subject: x\n" ALL);
	put("text", "{what}\n{when} {ticket}\n{desk_name} {desk_telephone} {desk_mail} {desk_room}\n");
	wrong("text.txt:3: {proof} is missing");
	put("text", "");
	wrong("text.txt:1: a template is a text of 1 to 8192 bytes");
}

static void
test_long(void **state)
{
	struct notices *notices = notices_read(NULL, &problems);
	struct notice_facts much = facts;
	char names[4001];

	(void)state;
	for (size_t i = 0; i < sizeof(names) - 1; i += 2)
		memcpy(names + i, "\xC3\xA9", 2);
	names[sizeof(names) - 1] = '\0';
	much.proof = names;
	assert_true(strlen(notice_compose(arena, notices, NOTICE_TEXT, &much).text) <= 1500);
	assert_non_null(strstr(notice_compose(arena, notices, NOTICE_MAIL, &much).text, names));
	notices_free(&notices);
}

static void
test_names(void **state)
{
	(void)state;
	assert_int_equal(notice_template_named("mail"), NOTICE_MAIL);
	assert_int_equal(notice_template_named("text"), NOTICE_TEXT);
	assert_int_equal(notice_template_named("lead"), NOTICE_LEAD);
	assert_int_equal(notice_template_named("fax"), NOTICE_TEMPLATES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_built_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_to_say, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_own_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_wrong, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long, set_up, tear_down),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
