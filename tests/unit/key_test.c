/* Keys by name, as the act table writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mfadesk/tui/key.h"

#define TEXT(character)                                                                                                \
	{                                                                                                              \
		.code = KEY_TEXT, .point = (character)                                                                 \
	}
#define FUNCTION(number)                                                                                               \
	{                                                                                                              \
		.code = KEY_FUNCTION, .point = (number)                                                                \
	}
#define CONTROL(letter)                                                                                                \
	{                                                                                                              \
		.code = KEY_CONTROL, .point = (letter)                                                                 \
	}

static const struct {
	struct key key;
	const char *name;
	bool matches;
} cases[] = {
	{TEXT('s'), "s", true},
	{TEXT('S'), "s", false},
	{TEXT('s'), "S", false},
	{TEXT('!'), "!", true},
	{TEXT(0xE9), "é", true},
	{TEXT(0xE9), "e", false},
	{TEXT('F'), "F", true},
	{TEXT('F'), "F1", false},
	{TEXT(' '), "Space", true},
	{TEXT('S'), "Space", false},
	{TEXT('s'), "", false},
	{TEXT('s'), NULL, false},
	{TEXT('s'), "ss", false},
	{TEXT(0), "", false},
	{TEXT('\xC3'), "\xC3", false},
	{FUNCTION(1), "F1", true},
	{FUNCTION(12), "F12", true},
	{FUNCTION(1), "F12", false},
	{FUNCTION(12), "F1", false},
	{FUNCTION(1), "F", false},
	{FUNCTION(1), "F1x", false},
	{FUNCTION(0), "F", false},
	{CONTROL('l'), "Ctrl-L", true},
	{CONTROL('l'), "Ctrl-l", true},
	{CONTROL('l'), "Ctrl-Q", false},
	{CONTROL('l'), "L", false},
	{CONTROL('l'), "Ctrl-", false},
	{CONTROL('l'), "Ctrl-LL", false},
	{TEXT('l'), "Ctrl-L", false},
	{{.code = KEY_ENTER_PRESSED}, "Enter", true},
	{{.code = KEY_ENTER_PRESSED}, "Esc", false},
	{{.code = KEY_ESCAPE}, "Esc", true},
	{{.code = KEY_TAB}, "Tab", true},
	{{.code = KEY_BACK_TAB}, "Back-Tab", true},
	{{.code = KEY_BACK_TAB}, "Tab", false},
	{{.code = KEY_ERASE}, "Backspace", true},
	{{.code = KEY_DELETE_PRESSED}, "Delete", true},
	{{.code = KEY_ARROW_UP}, "Up", true},
	{{.code = KEY_ARROW_DOWN}, "Down", true},
	{{.code = KEY_ARROW_LEFT}, "Left", true},
	{{.code = KEY_ARROW_RIGHT}, "Right", true},
	{{.code = KEY_PAGE_UP}, "PgUp", true},
	{{.code = KEY_PAGE_DOWN}, "PgDn", true},
	{{.code = KEY_HOME_PRESSED}, "Home", true},
	{{.code = KEY_END_PRESSED}, "End", true},
	{{.code = KEY_PASTE, .text = "Enter"}, "Enter", false},
	{{.code = KEY_NONE_YET}, "s", false},
	{{.code = KEY_NONE_YET}, "", false},
	{{.code = KEY_GONE}, "Esc", false},
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (key_matches(&cases[i].key, cases[i].name) != cases[i].matches)
			fail_msg("case %zu: \"%s\"", i, cases[i].name == NULL ? "NULL" : cases[i].name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
