/* Keys by the names that the act table, the footer and the manual use. */
#include "mfadesk/tui/key.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/text.h"

static const struct {
	const char *name;
	enum key_code code;
} names[] = {
	{"Enter", KEY_ENTER_PRESSED},
	{"Esc", KEY_ESCAPE},
	{"Tab", KEY_TAB},
	{"Back-Tab", KEY_BACK_TAB},
	{"Backspace", KEY_ERASE},
	{"Delete", KEY_DELETE_PRESSED},
	{"Up", KEY_ARROW_UP},
	{"Down", KEY_ARROW_DOWN},
	{"Left", KEY_ARROW_LEFT},
	{"Right", KEY_ARROW_RIGHT},
	{"PgUp", KEY_PAGE_UP},
	{"PgDn", KEY_PAGE_DOWN},
	{"Home", KEY_HOME_PRESSED},
	{"End", KEY_END_PRESSED},
};

static bool
is_code(const struct key *key, const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i].name, name) == 0)
			return key->code == names[i].code;
	return false;
}

static bool
is_character(const struct key *key, const char *name)
{
	size_t used;
	int32_t point = text_decode(name, strlen(name), &used);

	return point >= 0 && name[used] == '\0' && key->point == (uint32_t)point;
}

static bool
is_function(const struct key *key, const char *name)
{
	char *end;

	if (name[0] != 'F' || !isdigit((unsigned char)name[1]))
		return false;
	unsigned long number = strtoul(name + 1, &end, 10);
	return *end == '\0' && key->point == number;
}

static bool
is_control(const struct key *key, const char *name)
{
	return strncmp(name, "Ctrl-", 5) == 0 && isalpha((unsigned char)name[5]) && name[6] == '\0' &&
		key->point == (uint32_t)tolower((unsigned char)name[5]);
}

bool
key_matches(const struct key *key, const char *name)
{
	if (name == NULL || name[0] == '\0')
		return false;
	if (key->code == KEY_TEXT)
		return is_character(key, name) || (key->point == ' ' && strcmp(name, "Space") == 0);
	if (key->code == KEY_FUNCTION)
		return is_function(key, name);
	if (key->code == KEY_CONTROL)
		return is_control(key, name);
	return is_code(key, name);
}
