/* Signals as events of the loop: none lost, none swallowed, everything put back at the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/loop.h"

/* A loop, and the signals that arrived, in order, as letters. */
struct fixture {
	struct loop *loop;
	char calls[16];
};

static int
setup(void **state)
{
	struct fixture *fixture = memory_alloc(sizeof(*fixture));

	fixture->loop = loop_new();
	*state = fixture;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *fixture = *state;

	loop_free(&fixture->loop);
	memory_free(fixture);
	return 0;
}

static void
note(struct fixture *fixture, char letter)
{
	size_t length = strlen(fixture->calls);

	assert_true(length + 1 < sizeof(fixture->calls));
	fixture->calls[length] = letter;
}

static void
on_late(void *context)
{
	note(context, 'l');
}

static void
on_signal(void *context, int number)
{
	struct fixture *fixture = context;

	note(fixture, number == SIGWINCH ? 'W' : number == SIGTERM ? 'T' : number == SIGHUP ? 'H' : 'I');
}

static const int signals[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT};

static void
test_signals(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < 4; i++)
		loop_on_signal(fixture->loop, signals[i], on_signal, fixture);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(raise(signals[i]), 0);
		loop_step(fixture->loop, -1);
	}
	assert_string_equal(fixture->calls, "WTHI");
	/* Many of one kind are one event; nothing is left over. */
	raise(SIGTERM);
	raise(SIGTERM);
	loop_step(fixture->loop, -1);
	loop_step(fixture->loop, 0);
	assert_string_equal(fixture->calls, "WTHIT");
}

static void
on_signal_take_another(void *context, int number)
{
	struct fixture *fixture = context;

	on_signal(context, number);
	for (size_t i = 0; i < 4; i++)
		loop_on_signal(fixture->loop, signals[i], on_signal, fixture);
}

static void
test_a_signal_callback_may_take_signals(void **state)
{
	struct fixture *fixture = *state;

	loop_on_signal(fixture->loop, SIGHUP, on_signal_take_another, fixture);
	raise(SIGHUP);
	loop_step(fixture->loop, -1);
	raise(SIGHUP);
	raise(SIGINT);
	loop_step(fixture->loop, -1);
	loop_step(fixture->loop, 0); /* ppoll() may let in one at a time */
	assert_int_equal(strlen(fixture->calls), 3);
	assert_int_equal(fixture->calls[0], 'H');
	assert_non_null(strchr(fixture->calls + 1, 'H'));
	assert_non_null(strchr(fixture->calls + 1, 'I'));
}

/* A signal sent by another process ends a wait without end. */
static void
test_a_signal_ends_the_wait(void **state)
{
	struct fixture *fixture = *state;
	pid_t parent = getpid();
	pid_t child;

	loop_on_signal(fixture->loop, SIGTERM, on_signal, fixture);
	loop_after(fixture->loop, 60 * CLOCK_SECOND, on_late, fixture);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(kill(parent, SIGTERM) != 0);
	loop_step(fixture->loop, -1);
	assert_string_equal(fixture->calls, "T");
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static bool
is_blocked(int number)
{
	sigset_t mask;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	return sigismember(&mask, number) == 1;
}

static void
ignored(int number)
{
	(void)number;
}

static void
test_the_end_puts_everything_back(void **state)
{
	struct fixture *fixture = *state;
	struct sigaction before = {.sa_handler = ignored};
	struct sigaction after;
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	sigaction(SIGTERM, &before, NULL);
	loop_on_signal(fixture->loop, SIGTERM, on_signal, fixture);
	loop_on_signal(fixture->loop, SIGINT, on_signal, fixture);
	assert_true(is_blocked(SIGTERM));
	raise(SIGINT);
	loop_step(fixture->loop, -1);
	assert_string_equal(fixture->calls, "I");
	loop_free(&fixture->loop);
	assert_false(is_blocked(SIGTERM));
	assert_true(is_blocked(SIGINT));
	sigaction(SIGTERM, NULL, &after);
	assert_ptr_equal(after.sa_handler, ignored);
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
	after.sa_handler = SIG_DFL;
	sigaction(SIGTERM, &after, NULL);
}

/* A SIGTERM that came too late for the loop still ends the process. */
static void
test_a_signal_is_not_swallowed_at_the_end(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		struct loop *loop = loop_new();

		loop_on_signal(loop, SIGTERM, on_signal, NULL);
		raise(SIGTERM);
		loop_free(&loop);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

#define SIGNAL_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SIGNAL_TEST(test_signals),
		SIGNAL_TEST(test_a_signal_callback_may_take_signals),
		SIGNAL_TEST(test_a_signal_ends_the_wait),
		SIGNAL_TEST(test_the_end_puts_everything_back),
		SIGNAL_TEST(test_a_signal_is_not_swallowed_at_the_end),
	};

	return cmocka_run_group_tests_name("loop_signal", tests, NULL, NULL);
}
