/* What Kannel's answers and reports mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/worker/gateway_kannel_words.h"

static void
refused_as(int status, const char *body, const char *reason)
{
	struct gateway_result told = {.outcome = GATEWAY_UNKNOWN};

	kannel_answer(status, body, &told);
	assert_int_equal(told.outcome, GATEWAY_REFUSED);
	assert_string_equal(told.reason, reason);
}

static void
test_refusals_in_plain_words(void **state)
{
	(void)state;
	refused_as(403, "Authorization failed for sendsms",
		"the gateway refuses our credentials: tell your administrator");
	refused_as(403, "Not routable. Do not try again.", "the gateway has no way to that number");
	refused_as(400, "Number(s) has/have been denied by white- and/or black-lists.",
		"the gateway does not send to that number");
	refused_as(400, "Sender missing and no global set, rejected",
		"the gateway does not accept our sender: tell your administrator");
	refused_as(400, "Coding field misformed, rejected", "the gateway refused it (400)");
}

static void
reported_as(const char *status, const char *state, const char *reason)
{
	struct gateway_status told = {0};

	kannel_report(status, &told);
	assert_true(told.known && told.last);
	assert_string_equal(told.state, state);
	assert_string_equal(told.reason, reason);
}

static void
test_reports_in_plain_words(void **state)
{
	static const char *const nothing[] = {"", "0", "4", "8", "01", "1 ", "%d", "-1", "99999999999999999999"};

	(void)state;
	reported_as("1", "delivered", "");
	reported_as("2", "failed", "it could not be delivered");
	reported_as("16", "failed", "the carrier rejected it");
	reported_as("34", "failed", "it could not be delivered in time");
	reported_as("66", "failed", "it could not be delivered");
	for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
		struct gateway_status told = {0};

		kannel_report(nothing[i], &told);
		assert_false(told.known);
		assert_null(told.state);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals_in_plain_words),
		cmocka_unit_test(test_reports_in_plain_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
