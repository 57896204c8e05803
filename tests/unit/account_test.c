/* What an account answers about its methods and devices: above all, whether there is a backup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/domain/account.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

#define CONFIRMED 1
#define UNCONFIRMED CLOCK_NEVER

struct way {
	enum method_kind kind;
	const char *device;
	enum method_state state;
	int64_t confirmed_at;
};

#define APP(device)                                                                                                    \
	{                                                                                                              \
		METHOD_AUTHENTICATOR, device, METHOD_ACTIVE, CONFIRMED                                                 \
	}
#define PHONE(device)                                                                                                  \
	{                                                                                                              \
		METHOD_PHONE, device, METHOD_ACTIVE, CONFIRMED                                                         \
	}
#define OFFICE(device)                                                                                                 \
	{                                                                                                              \
		METHOD_OFFICE_PHONE, device, METHOD_ACTIVE, CONFIRMED                                                  \
	}

static const struct {
	const char *what;
	struct way ways[3];
	size_t count;
	bool has_backup;
} backups[] = {
	{"no method", {{0}}, 0, false},
	{"one method", {APP("a")}, 1, false},
	{"two on one device", {APP("a"), PHONE("a")}, 2, false},
	{"two devices", {APP("a"), PHONE("b")}, 2, true},
	{"the third is elsewhere", {APP("a"), PHONE("a"), PHONE("b")}, 3, true},
	{"the first is elsewhere", {PHONE("b"), APP("a"), PHONE("a")}, 3, true},
	{"the last two", {{METHOD_PASSKEY, "c", METHOD_REVOKED, CONFIRMED}, APP("a"), PHONE("b")}, 3, true},
	{"a device that nobody knows", {APP("a"), PHONE("")}, 2, false},
	{"two that nobody knows", {APP(""), PHONE("")}, 2, false},
	{"an office phone", {APP("a"), OFFICE("")}, 2, true},
	{"an office phone first", {OFFICE(""), APP("a")}, 2, true},
	{"an office phone alone", {OFFICE("")}, 1, false},
	{"two office phones", {OFFICE(""), OFFICE("")}, 2, true},
	{"an office phone and one that nobody knows", {OFFICE(""), PHONE("")}, 2, false},
	{"an office phone that is a known device", {APP("a"), OFFICE("a")}, 2, false},
	{"an email address", {APP("a"), {METHOD_EMAIL, "b", METHOD_ACTIVE, CONFIRMED}}, 2, false},
	{"pending", {APP("a"), {METHOD_PHONE, "b", METHOD_PENDING, UNCONFIRMED}}, 2, false},
	{"active but not confirmed", {APP("a"), {METHOD_PHONE, "b", METHOD_ACTIVE, UNCONFIRMED}}, 2, false},
	{"office phone not confirmed", {APP("a"), {METHOD_OFFICE_PHONE, "", METHOD_ACTIVE, UNCONFIRMED}}, 2, false},
	{"suspended", {APP("a"), {METHOD_PHONE, "b", METHOD_SUSPENDED, CONFIRMED}}, 2, false},
	{"revoked", {{METHOD_PHONE, "b", METHOD_REVOKED, CONFIRMED}, APP("a")}, 2, false},
};

static void
test_backup(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(backups); i++) {
		struct method methods[3] = {{0}};
		struct account account = {.methods = methods, .method_count = backups[i].count};

		for (size_t k = 0; k < backups[i].count; k++)
			methods[k] = (struct method){.kind = backups[i].ways[k].kind,
				.device = backups[i].ways[k].device,
				.state = backups[i].ways[k].state,
				.confirmed_at = backups[i].ways[k].confirmed_at};
		if (account_has_backup(&account) != backups[i].has_backup)
			fail_msg("%s", backups[i].what);
	}
}

static void
test_by_id(void **state)
{
	struct method methods[] = {{.id = "m1"}, {.id = "m2"}};
	struct device devices[] = {{.id = "d1"}, {.id = "d2"}};
	const struct account account = {.methods = methods, .method_count = 2, .devices = devices, .device_count = 2};

	(void)state;
	assert_ptr_equal(account_method(&account, "m1"), &methods[0]);
	assert_ptr_equal(account_method(&account, "m2"), &methods[1]);
	assert_null(account_method(&account, "d1"));
	assert_null(account_method(&account, ""));
	assert_ptr_equal(account_device(&account, "d1"), &devices[0]);
	assert_ptr_equal(account_device(&account, "d2"), &devices[1]);
	assert_null(account_device(&account, "m1"));
	assert_null(account_device(&account, "d"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backup),
		cmocka_unit_test(test_by_id),
	};

	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
