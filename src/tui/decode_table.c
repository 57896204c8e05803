#include "decode_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct named {
	char final;
	enum key_code code;
	uint32_t point;
};

/* ESC [ … final, and ESC O final in the keypad's application mode. */
static const struct named letters[] = {
	{'A', KEY_ARROW_UP, 0},
	{'B', KEY_ARROW_DOWN, 0},
	{'C', KEY_ARROW_RIGHT, 0},
	{'D', KEY_ARROW_LEFT, 0},
	{'F', KEY_END_PRESSED, 0},
	{'H', KEY_HOME_PRESSED, 0},
	{'P', KEY_FUNCTION, 1},
	{'Q', KEY_FUNCTION, 2},
	{'R', KEY_FUNCTION, 3},
	{'S', KEY_FUNCTION, 4},
	{'Z', KEY_BACK_TAB, 0},
};

/* ESC O final: the number pad, which PuTTY sends so even with NumLock on. */
static const struct named keypad[] = {
	{'M', KEY_ENTER_PRESSED, 0},
	{'X', KEY_TEXT, '='},
	{'j', KEY_TEXT, '*'},
	{'k', KEY_TEXT, '+'},
	{'l', KEY_TEXT, ','},
	{'m', KEY_TEXT, '-'},
	{'n', KEY_TEXT, '.'},
	{'o', KEY_TEXT, '/'},
	{'p', KEY_TEXT, '0'},
	{'q', KEY_TEXT, '1'},
	{'r', KEY_TEXT, '2'},
	{'s', KEY_TEXT, '3'},
	{'t', KEY_TEXT, '4'},
	{'u', KEY_TEXT, '5'},
	{'v', KEY_TEXT, '6'},
	{'w', KEY_TEXT, '7'},
	{'x', KEY_TEXT, '8'},
	{'y', KEY_TEXT, '9'},
};

/* ESC [ number ~ */
static const struct {
	long number;
	enum key_code code;
	uint32_t point;
} numbered[] = {
	{1, KEY_HOME_PRESSED, 0},
	{3, KEY_DELETE_PRESSED, 0},
	{4, KEY_END_PRESSED, 0},
	{5, KEY_PAGE_UP, 0},
	{6, KEY_PAGE_DOWN, 0},
	{7, KEY_HOME_PRESSED, 0},
	{8, KEY_END_PRESSED, 0},
	{11, KEY_FUNCTION, 1},
	{12, KEY_FUNCTION, 2},
	{13, KEY_FUNCTION, 3},
	{14, KEY_FUNCTION, 4},
	{15, KEY_FUNCTION, 5},
	{17, KEY_FUNCTION, 6},
	{18, KEY_FUNCTION, 7},
	{19, KEY_FUNCTION, 8},
	{20, KEY_FUNCTION, 9},
	{21, KEY_FUNCTION, 10},
	{23, KEY_FUNCTION, 11},
	{24, KEY_FUNCTION, 12},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static struct key
named(const struct named *table, size_t count, char final)
{
	for (size_t i = 0; i < count; i++)
		if (table[i].final == final)
			return (struct key){.code = table[i].code, .point = table[i].point};
	return (struct key){.code = KEY_NONE_YET};
}

static struct key
by_number(long number)
{
	for (size_t i = 0; i < COUNT(numbered); i++)
		if (numbered[i].number == number)
			return (struct key){.code = numbered[i].code, .point = numbered[i].point};
	return (struct key){.code = KEY_NONE_YET};
}

/* ESC [ parameters final. A second parameter is Shift, Alt, Ctrl: not told apart. */
static struct key
control_sequence(const char *parameters, char final)
{
	long number = strtol(parameters, NULL, 10);

	/* Answers of the terminal and mouse reports begin with < = > ?, a cursor report has a row of its own. */
	if (parameters[0] != '\0' && !isdigit((unsigned char)parameters[0]))
		return (struct key){.code = KEY_NONE_YET};
	if (final == '~')
		return by_number(number);
	if (number > 1)
		return (struct key){.code = KEY_NONE_YET};
	return named(letters, COUNT(letters), final);
}

struct key
decode_sequence(const char *bytes, size_t length)
{
	char parameters[32] = "";
	char final = bytes[length - 1];

	if (length == 4 && memcmp(bytes, "\033[[", 3) == 0)
		return (struct key){.code = KEY_FUNCTION, .point = (uint32_t)(final - 'A' + 1)};
	if (bytes[1] == 'O') {
		struct key key = named(letters, COUNT(letters), final);

		return key.code != KEY_NONE_YET ? key : named(keypad, COUNT(keypad), final);
	}
	if (length - 3 >= sizeof parameters)
		return (struct key){.code = KEY_NONE_YET};
	memcpy(parameters, bytes + 2, length - 3);
	return control_sequence(parameters, final);
}

struct key
decode_control(unsigned char byte)
{
	switch (byte) {
	case '\r':
	case '\n':
		return (struct key){.code = KEY_ENTER_PRESSED};
	case '\t':
		return (struct key){.code = KEY_TAB};
	case '\b':
	case 0x7F:
		return (struct key){.code = KEY_ERASE};
	}
	if (byte >= 1 && byte <= 26)
		return (struct key){.code = KEY_CONTROL, .point = 'a' + byte - 1u};
	return (struct key){.code = KEY_TEXT, .point = byte};
}
