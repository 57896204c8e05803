/* The worker's jobs are read whole; what has another form is refused, and what is not there reads as nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mfadesk/act/job.h"
#include "mfadesk/base/clock.h"

#define COMMON                                                                                                         \
	"\"job\":7,\"fence\":3,\"attempts\":1,\"challenge\":\"c\",\"case\":\"k\",\"person\":\"p\",\"method\":\"m\","   \
	"\"purpose\":\"proof\",\"channel\":\"text\",\"state\":\"queued\",\"mark\":\"K7\",\"here_by\":\"phone\","       \
	"\"gateway\":null,\"gateway_id\":null,\"answered_by\":null,\"sent_at\":null,"                                  \
	"\"created_at\":\"2026-11-24T05:14:33Z\",\"expires_at\":\"2026-11-24T05:24:33Z\""
#define SEND "{" COMMON ",\"kind\":\"send\",\"number\":\"+15085550142\",\"extension\":null,\"number_checked\":false}"
#define CHECK                                                                                                          \
	"{" COMMON ",\"kind\":\"check\",\"typed\":\"123456\",\"typed_at\":\"2026-11-24T05:15:00Z\",\"code_hash\":"     \
	"\"ab\",\"code_key\":2,\"sealed\":null,"                                                                       \
	"\"last_step\":null,\"drift\":null}"
#define APP                                                                                                            \
	"{" COMMON ",\"kind\":\"check\",\"typed\":\"123456\",\"typed_at\":\"2026-11-24T05:15:00Z\",\"code_hash\":"     \
	"null,\"code_key\":null,\"sealed\":\"01\","                                                                    \
	"\"last_step\":55,\"drift\":-1}"

#define RECOVERY                                                                                                       \
	"{\"job\":7,\"fence\":3,\"attempts\":1,\"challenge\":\"c\",\"person\":\"p\",\"method\":null,"                  \
	"\"purpose\":\"proof\",\"channel\":\"recovery\",\"state\":\"checking\",\"created_at\":"                        \
	"\"2026-11-24T05:14:33Z\",\"expires_at\":\"2026-11-24T05:24:33Z\",\"kind\":\"check\",\"typed\":\"7K3Q\","      \
	"\"typed_at\":\"2026-11-24T05:15:00Z\""

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
test_jobs(void **state)
{
	struct job_list list;
	struct error error = {0};

	(void)state;
	assert_true(
		job_list_read(arena, "{\"jobs\":[" SEND "," CHECK "," APP "],\"next\":1.5,\"more\":1}", &list, &error));
	assert_int_equal(list.count, 3);
	assert_int_equal(list.next, 3 * CLOCK_SECOND / 2);
	assert_int_equal(list.jobs[0].id, 7);
	assert_int_equal(list.jobs[0].fence, 3);
	assert_int_equal(list.jobs[0].kind, JOB_SEND);
	assert_string_equal(list.jobs[0].number, "+15085550142");
	assert_string_equal(list.jobs[0].extension, "");
	assert_string_equal(list.jobs[0].gateway_id, "");
	assert_true(list.jobs[0].sent_at == CLOCK_NEVER);
	assert_int_equal(list.jobs[1].kind, JOB_CHECK);
	assert_string_equal(list.jobs[1].typed, "123456");
	assert_true(list.jobs[1].typed_at == list.jobs[1].created_at + 27 * CLOCK_SECOND);
	assert_int_equal(list.jobs[1].code_key, 2);
	assert_int_equal(list.jobs[1].last_step, JOB_NO_STEP);
	assert_int_equal(list.jobs[2].last_step, 55);
	assert_int_equal(list.jobs[2].drift, -1);
	assert_string_equal(list.jobs[2].sealed, "01");
}

static void
test_recovery(void **state)
{
	struct job_list list;
	struct error error = {0};

	(void)state;
	assert_true(job_list_read(arena,
		"{\"jobs\":[" RECOVERY ",\"salt\":\"0a\",\"cost\":14,\"codes\":[{\"id\":5,\"hash\":\"ab\"},{\"id\":9,"
		"\"hash\":\"cd\"}]}," RECOVERY
		"},{\"job\":1,\"fence\":1,\"attempts\":1,\"kind\":\"make_codes\",\"subject\":\"s\","
		"\"public_key\":\"ef\"}]}",
		&list, &error));
	assert_string_equal(list.jobs[0].method, "");
	assert_string_equal(list.jobs[0].salt, "0a");
	assert_int_equal(list.jobs[0].cost, 14);
	assert_int_equal(list.jobs[0].code_count, 2);
	assert_int_equal(list.jobs[0].codes[1].id, 9);
	assert_string_equal(list.jobs[0].codes[1].hash, "cd");
	assert_int_equal(list.jobs[1].code_count, 0);
	assert_string_equal(list.jobs[1].salt, "");
	assert_int_equal(list.jobs[2].kind, JOB_MAKE_CODES);
	assert_string_equal(list.jobs[2].public_key, "ef");
	assert_false(job_list_read(arena, "{\"jobs\":[" RECOVERY ",\"codes\":[{\"id\":5}]}]}", &list, &error));
}

static void
test_no_jobs(void **state)
{
	struct job_list list;
	struct error error = {0};

	(void)state;
	assert_true(job_list_read(arena, "{\"jobs\":[],\"next\":null}", &list, &error));
	assert_int_equal(list.count, 0);
	assert_int_equal(list.next, -1);
	assert_true(job_list_read(arena, "{\"jobs\":[],\"next\":1e300}", &list, &error));
	assert_int_equal(list.next, 24 * 3600 * CLOCK_SECOND);
}

static void
test_wrong_lists(void **state)
{
	static const char *const wrong[] = {"", "[]", "{}", "{\"jobs\":{}}", "{\"jobs\":[1]}",
		"{\"jobs\":[],\"next\":-1}", "{\"jobs\":[],\"next\":\"1\"}", "{\"jobs\":[{" COMMON "}]}",
		"{\"jobs\":[{" COMMON ",\"kind\":\"sing\"}]}", "{\"jobs\":[{\"kind\":\"send\"}]}"};
	struct job_list list;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct error error = {0};

		assert_false(job_list_read(arena, wrong[i], &list, &error));
		assert_int_equal(error.kind, ERROR_LOCAL);
	}
}

static void
test_verdicts(void **state)
{
	struct job_verdict verdict;
	struct error error = {0};

	(void)state;
	assert_true(job_verdict_read(arena, "{\"kept\":true,\"go\":true}", &verdict, &error));
	assert_true(verdict.kept && verdict.go && !verdict.unknown);
	assert_string_equal(verdict.state, "");
	assert_true(job_verdict_read(arena, "{\"kept\":true,\"go\":false,\"unknown\":true}", &verdict, &error));
	assert_true(verdict.unknown && !verdict.go);
	assert_true(job_verdict_read(arena, "{\"kept\":false,\"state\":\"failed\"}", &verdict, &error));
	assert_false(verdict.kept || verdict.go);
	assert_string_equal(verdict.state, "failed");
	assert_false(job_verdict_read(arena, "{\"go\":true}", &verdict, &error));
	assert_false(job_verdict_read(arena, "{\"kept\":true,\"go\":1}", &verdict, &error));
}

static void
test_sign_out(void **state)
{
	const char *whole = "{\"jobs\":[{\"job\":7,\"fence\":1,\"kind\":\"sign_out\",\"attempts\":1,\"subject\":"
			    "\"c0000000-0000-4000-8000-000000000001\",\"email\":\"ana@x.edu\",\"external_id\":null,"
			    "\"before\":\"2026-11-24T10:43:00Z\"}],\"next\":null}";
	const char *lacks = "{\"jobs\":[{\"job\":7,\"fence\":1,\"kind\":\"sign_out\",\"attempts\":1,\"subject\":"
			    "\"c0000000-0000-4000-8000-000000000001\",\"email\":\"ana@x.edu\"}],\"next\":null}";
	struct job_list list;
	struct error error = {0};

	(void)state;
	assert_true(job_list_read(arena, whole, &list, &error));
	assert_int_equal(list.jobs[0].kind, JOB_SIGN_OUT);
	assert_string_equal(job_kind_word(list.jobs[0].kind), "sign_out");
	assert_string_equal(list.jobs[0].sign_out.email, "ana@x.edu");
	assert_string_equal(list.jobs[0].sign_out.external_id, "");
	assert_string_equal(list.jobs[0].sign_out.before, "2026-11-24T10:43:00Z");
	assert_false(job_list_read(arena, lacks, &list, &error));
}

static void
test_hello(void **state)
{
	struct job_hello hello;
	struct error error = {0};

	(void)state;
	assert_true(job_hello_read(arena,
		"{\"schema\":5,\"settings\":{\"desk_name\":\"Desk\",\"desk_telephone\":\"1\",\"issuer\":\"i\"}}",
		&hello, &error));
	assert_int_equal(hello.schema, 5);
	assert_string_equal(hello.desk_name, "Desk");
	assert_false(job_hello_read(arena, "{\"schema\":5}", &hello, &error));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_jobs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_recovery, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_jobs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_wrong_lists, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_verdicts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sign_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hello, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
