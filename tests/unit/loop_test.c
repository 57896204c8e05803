/* The event loop: watches and timers that change each other while they are called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/loop.h"

#define SECOND CLOCK_SECOND

/* A loop, two pairs of sockets, and what was called, in order, as letters. */
struct fixture {
	struct loop *loop;
	int ends[2][2];
	char calls[64];
	int events;
	int left; /* calls until a repeating callback stops */
	uint64_t timer;
};

static int
setup(void **state)
{
	struct fixture *fixture = memory_alloc(sizeof(*fixture));

	*state = fixture;
	fixture->loop = loop_new();
	for (int i = 0; i < 2; i++)
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fixture->ends[i]) != 0)
			return -1;
	return 0;
}

static void
close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int
teardown(void **state)
{
	struct fixture *fixture = *state;

	loop_free(&fixture->loop);
	assert_null(fixture->loop);
	loop_free(&fixture->loop);
	for (int i = 0; i < 2; i++) {
		close_end(&fixture->ends[i][0]);
		close_end(&fixture->ends[i][1]);
	}
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
on_ready(void *context, int fd, int events)
{
	struct fixture *fixture = context;
	char byte;

	fixture->events = events;
	note(fixture, fd == fixture->ends[0][0] ? '0' : '1');
	if (events & LOOP_READ)
		(void)!read(fd, &byte, 1);
}

static void
on_timer(void *context)
{
	note(context, 't');
}

static void
on_stop(void *context)
{
	struct fixture *fixture = context;

	note(fixture, 's');
	loop_stop(fixture->loop);
}

static void
feed(struct fixture *fixture, int pair)
{
	assert_int_equal(write(fixture->ends[pair][1], "x", 1), 1);
}

static void
test_a_step_without_anything_returns(void **state)
{
	struct fixture *fixture = *state;

	loop_step(fixture->loop, 0);
	loop_step(fixture->loop, 1);
	assert_string_equal(fixture->calls, "");
}

static void
test_read_and_write(void **state)
{
	struct fixture *fixture = *state;
	int fd = fixture->ends[0][0];

	loop_watch(fixture->loop, fd, LOOP_READ, on_ready, fixture);
	loop_step(fixture->loop, 0);
	assert_string_equal(fixture->calls, "");
	feed(fixture, 0);
	loop_step(fixture->loop, -1);
	assert_int_equal(fixture->events, LOOP_READ);
	loop_watch(fixture->loop, fd, LOOP_WRITE, on_ready, fixture);
	loop_step(fixture->loop, -1);
	assert_int_equal(fixture->events, LOOP_WRITE);
	feed(fixture, 0);
	loop_watch(fixture->loop, fd, LOOP_READ | LOOP_WRITE, on_ready, fixture);
	loop_step(fixture->loop, -1);
	assert_int_equal(fixture->events, LOOP_READ | LOOP_WRITE);
	assert_string_equal(fixture->calls, "000");
	loop_watch(fixture->loop, fd, 0, NULL, NULL);
	loop_watch(fixture->loop, fd, 0, NULL, NULL);
	loop_step(fixture->loop, 0);
	assert_string_equal(fixture->calls, "000");
}

static void
test_hang_up_arrives_as_both(void **state)
{
	struct fixture *fixture = *state;

	loop_watch(fixture->loop, fixture->ends[0][0], LOOP_READ, on_ready, fixture);
	close_end(&fixture->ends[0][1]);
	loop_step(fixture->loop, -1);
	assert_int_equal(fixture->events, LOOP_READ | LOOP_WRITE);
}

static void
test_a_closed_descriptor_is_told(void **state)
{
	struct fixture *fixture = *state;
	int fd = fixture->ends[1][0];

	loop_watch(fixture->loop, fd, LOOP_READ, on_ready, fixture);
	close_end(&fixture->ends[1][0]);
	loop_step(fixture->loop, SECOND);
	assert_string_equal(fixture->calls, "1");
	assert_int_equal(fixture->events, LOOP_READ | LOOP_WRITE);
}

static void
unwatch_both(void *context, int fd, int events)
{
	struct fixture *fixture = context;

	on_ready(context, fd, events);
	loop_watch(fixture->loop, fixture->ends[0][0], 0, NULL, NULL);
	loop_watch(fixture->loop, fixture->ends[1][0], 0, NULL, NULL);
}

static void
test_a_removed_watch_is_not_called_any_more(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 2; i++) {
		loop_watch(fixture->loop, fixture->ends[i][0], LOOP_READ, unwatch_both, fixture);
		feed(fixture, i);
	}
	loop_step(fixture->loop, -1);
	loop_step(fixture->loop, 0);
	assert_int_equal(strlen(fixture->calls), 1);
}

/* The second descriptor's number now belongs to something else: what poll said of it is old. */
static void
reopen_second(void *context, int fd, int events)
{
	struct fixture *fixture = context;
	int second = fixture->ends[1][0];

	on_ready(context, fd, events);
	loop_watch(fixture->loop, second, 0, NULL, NULL);
	assert_int_equal(dup2(fixture->ends[0][1], second), second);
	loop_watch(fixture->loop, second, LOOP_READ, on_ready, fixture);
}

static void
test_a_reopened_descriptor_gets_no_old_event(void **state)
{
	struct fixture *fixture = *state;

	loop_watch(fixture->loop, fixture->ends[0][0], LOOP_READ, reopen_second, fixture);
	loop_watch(fixture->loop, fixture->ends[1][0], LOOP_READ, on_ready, fixture);
	feed(fixture, 0);
	feed(fixture, 1);
	loop_step(fixture->loop, -1);
	assert_string_equal(fixture->calls, "0");
}

/* Changing what is waited for must not starve the one that is changed. */
static void
renew_second(void *context, int fd, int events)
{
	struct fixture *fixture = context;

	note(fixture, fd == fixture->ends[0][0] ? 'a' : 'b');
	(void)events;
	loop_watch(fixture->loop, fixture->ends[1][0], LOOP_READ | LOOP_WRITE, on_ready, fixture);
}

static void
test_a_changed_watch_is_called_in_the_same_pass(void **state)
{
	struct fixture *fixture = *state;

	loop_watch(fixture->loop, fixture->ends[0][0], LOOP_READ, renew_second, fixture);
	loop_watch(fixture->loop, fixture->ends[1][0], LOOP_READ, on_ready, fixture);
	feed(fixture, 0);
	feed(fixture, 1);
	loop_step(fixture->loop, -1);
	assert_string_equal(fixture->calls, "a1");
}

static void
add_many(void *context, int fd, int events)
{
	struct fixture *fixture = context;

	on_ready(context, fd, events);
	for (int i = 0; i < 100; i++)
		loop_watch(fixture->loop, 1000 + i, LOOP_READ, on_ready, fixture);
	for (int i = 0; i < 100; i++)
		loop_watch(fixture->loop, 1000 + i, 0, NULL, NULL);
}

static void
test_a_callback_may_add_many(void **state)
{
	struct fixture *fixture = *state;

	loop_watch(fixture->loop, fixture->ends[0][0], LOOP_READ, add_many, fixture);
	loop_watch(fixture->loop, fixture->ends[1][0], LOOP_READ, on_ready, fixture);
	feed(fixture, 0);
	feed(fixture, 1);
	loop_step(fixture->loop, -1);
	assert_string_equal(fixture->calls, "01");
}

static void
on_a(void *context)
{
	note(context, 'a');
}

static void
on_b(void *context)
{
	note(context, 'b');
}

static void
test_timers_expire_in_order(void **state)
{
	struct fixture *fixture = *state;
	struct loop *loop = fixture->loop;

	loop_after(loop, 4000, on_stop, fixture);
	loop_after(loop, 2000, on_b, fixture);
	loop_after(loop, 1000, on_a, fixture);
	loop_after(loop, 0, on_timer, fixture);
	loop_after(loop, -5, on_timer, fixture);
	assert_true(loop_after(loop, INT64_MAX, on_timer, fixture) != 0);
	loop_run(loop);
	assert_string_equal(fixture->calls, "ttabs");
}

static void
test_a_timer_is_not_early(void **state)
{
	struct fixture *fixture = *state;
	int64_t start = clock_monotonic();

	loop_after(fixture->loop, 3000, on_stop, fixture);
	loop_run(fixture->loop);
	assert_true(clock_monotonic() - start >= 3000);
}

static void
test_a_step_waits_no_longer_than_asked(void **state)
{
	struct fixture *fixture = *state;
	int64_t start = clock_monotonic();

	loop_after(fixture->loop, 60 * SECOND, on_timer, fixture);
	loop_step(fixture->loop, 2000);
	assert_in_range(clock_monotonic() - start, 2000, 30 * SECOND);
	assert_string_equal(fixture->calls, "");
}

static void
test_cancel(void **state)
{
	struct fixture *fixture = *state;
	struct loop *loop = fixture->loop;
	uint64_t first = loop_after(loop, 0, on_a, fixture);
	uint64_t second = loop_after(loop, 0, on_b, fixture);

	assert_int_not_equal(first, second);
	loop_cancel(loop, first);
	loop_cancel(loop, first);
	loop_cancel(loop, 0);
	loop_cancel(loop, 12345);
	loop_step(loop, 0);
	loop_cancel(loop, second);
	loop_step(loop, 0);
	assert_string_equal(fixture->calls, "b");
}

static void
cancel_other(void *context)
{
	struct fixture *fixture = context;

	note(fixture, 'c');
	loop_cancel(fixture->loop, fixture->timer);
}

static void
test_a_timer_cancelled_by_another_does_not_expire(void **state)
{
	struct fixture *fixture = *state;

	loop_after(fixture->loop, 0, cancel_other, fixture);
	fixture->timer = loop_after(fixture->loop, 0, on_timer, fixture);
	loop_step(fixture->loop, 0);
	loop_step(fixture->loop, 0);
	assert_string_equal(fixture->calls, "c");
}

static void
again_at_once(void *context)
{
	struct fixture *fixture = context;

	note(fixture, 'r');
	if (--fixture->left > 0)
		loop_after(fixture->loop, 0, again_at_once, fixture);
}

/* One that sets itself again holds up neither descriptors nor the pass. */
static void
test_a_repeating_timer_lets_others_in(void **state)
{
	struct fixture *fixture = *state;

	fixture->left = 3;
	loop_watch(fixture->loop, fixture->ends[0][0], LOOP_WRITE, on_ready, fixture);
	loop_after(fixture->loop, 0, again_at_once, fixture);
	for (int i = 0; i < 4; i++)
		loop_step(fixture->loop, -1);
	assert_string_equal(fixture->calls, "r0r0r00");
}

static void
test_stop_before_run_is_not_lost(void **state)
{
	struct fixture *fixture = *state;

	loop_stop(fixture->loop);
	loop_run(fixture->loop);
	loop_after(fixture->loop, 0, on_stop, fixture);
	loop_run(fixture->loop);
	assert_string_equal(fixture->calls, "s");
}

#define LOOP_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOOP_TEST(test_a_step_without_anything_returns),
		LOOP_TEST(test_read_and_write),
		LOOP_TEST(test_hang_up_arrives_as_both),
		LOOP_TEST(test_a_closed_descriptor_is_told),
		LOOP_TEST(test_a_removed_watch_is_not_called_any_more),
		LOOP_TEST(test_a_reopened_descriptor_gets_no_old_event),
		LOOP_TEST(test_a_changed_watch_is_called_in_the_same_pass),
		LOOP_TEST(test_a_callback_may_add_many),
		LOOP_TEST(test_timers_expire_in_order),
		LOOP_TEST(test_a_timer_is_not_early),
		LOOP_TEST(test_a_step_waits_no_longer_than_asked),
		LOOP_TEST(test_cancel),
		LOOP_TEST(test_a_timer_cancelled_by_another_does_not_expire),
		LOOP_TEST(test_a_repeating_timer_lets_others_in),
		LOOP_TEST(test_stop_before_run_is_not_lost),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
