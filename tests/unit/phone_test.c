/* Numbers: their kinds as the database has them, and what is no number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "mfadesk/phone/phone.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static const struct {
	const char *number;
	const char *kind;
	bool valid;
	const char *display;
} numbers[] = {
	{"+15085550142", "fixed line or mobile", true, "+1 508-555-0142"},
	{"+18005551212", "toll free", true, "+1 800-555-1212"},
	{"+19005551212", "premium rate", true, "+1 900-555-1212"},
	{"+4915112345678", "mobile", true, "+49 1511 2345678"},
	{"+442079460000", "fixed line", true, "+44 20 7946 0000"},
	{"+447012345678", "personal number", true, "+44 70 1234 5678"},
	{"+445612345678", "voip", true, "+44 56 1234 5678"},
	{"+491801234567", "shared cost", true, "+49 180 1 234567"},
	{"+445512345678", "uan", true, "+44 55 1234 5678"},
	{"+447640123456", "pager", true, "+44 76 4012 3456"},
	{"+881612345678", "satellite", true, "+881 6 123 45678"},
	{"+870771234567", "satellite", true, "+870 771 234 567"},
	/* right in form, and nobody's */
	{"+15555550142", "unknown", false, "+15555550142"},
	{"+1508555014", "unknown", false, "+1508555014"},
	{"+150855501422", "unknown", false, "+150855501422"},
	{"+999123456789", "unknown", false, "+999123456789"},
	{"+1", "unknown", false, "+1"},
	{"+1234567890123456", "unknown", false, "+1234567890123456"},
	/* no E.164 */
	{"", "unknown", false, ""},
	{"+", "unknown", false, "+"},
	{"15085550142", "unknown", false, "15085550142"},
	{"5085550142", "unknown", false, "5085550142"},
	{"++15085550142", "unknown", false, "++15085550142"},
	{"+05085550142", "unknown", false, "+05085550142"},
	{"+1 508 555 0142", "unknown", false, "+1 508 555 0142"},
	{"+15085550142x12", "unknown", false, "+15085550142x12"},
	{"+15085550142;ext=12", "unknown", false, "+15085550142;ext=12"},
	{"+1508555HELP", "unknown", false, "+1508555HELP"},
	{"tel:+15085550142", "unknown", false, "tel:+15085550142"},
	{"+\xD9\xA1\xD9\xA5\xD9\xA0\xD9\xA8", "unknown", false, "+\xD9\xA1\xD9\xA5\xD9\xA0\xD9\xA8"},
};

static void
test_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		struct phone_check check;

		memset(&check, 0x55, sizeof(check));
		phone_check(numbers[i].number, &check);
		assert_string_equal(check.kind, numbers[i].kind);
		assert_int_equal(check.valid, numbers[i].valid);
		assert_string_equal(check.display, numbers[i].display);
	}
}

static void
test_a_long_text(void **state)
{
	char text[1000];
	struct phone_check check;

	(void)state;
	memset(text, '1', sizeof(text));
	text[0] = '+';
	text[sizeof(text) - 1] = '\0';
	phone_check(text, &check);
	assert_false(check.valid);
	assert_int_equal(strlen(check.display), PHONE_DISPLAY_SIZE - 1);
	assert_memory_equal(check.display, text, PHONE_DISPLAY_SIZE - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_a_long_text),
	};

	return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
