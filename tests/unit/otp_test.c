/* One-time passcodes: the vectors of RFC 4226 and RFC 6238, oathtool as a second opinion, window, drift and replay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mfadesk/base/clock.h"
#include "mfadesk/base/hex.h"
#include "mfadesk/crypto/base32.h"
#include "mfadesk/crypto/otp.h"

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static struct secret *
secret_of(const char *text)
{
	struct secret *secret = secret_new(strlen(text));

	assert_true(secret_set(secret, text));
	return secret;
}

static const char key[] = "12345678901234567890"; /* of both RFCs */

/* RFC 4226, appendix D: counters 0 to 9, the number and its last six digits. */
static void
test_hotp(void **state)
{
	static const struct {
		uint32_t number;
		const char *code;
	} vectors[] = {{1284755224, "755224"}, {1094287082, "287082"}, {137359152, "359152"}, {1726969429, "969429"},
		{1640338314, "338314"}, {868254676, "254676"}, {1918287922, "287922"}, {82162583, "162583"},
		{673399871, "399871"}, {645520489, "520489"}};
	struct secret *secret = secret_of(key);

	(void)state;
	for (size_t i = 0; i < LENGTH(vectors); i++) {
		char code[OTP_CODE_SIZE];

		assert_int_equal(otp_number(key, strlen(key), i), vectors[i].number);
		otp_code(secret, (int64_t)i, code);
		assert_string_equal(code, vectors[i].code);
	}
	secret_free(&secret);
}

/* RFC 6238, appendix B, SHA-1: these have eight digits. */
static const struct {
	int64_t seconds;
	uint32_t eight_digits;
} totp[] = {{59, 94287082}, {1111111109, 7081804}, {1111111111, 14050471}, {1234567890, 89005924},
	{2000000000, 69279037}, {INT64_C(20000000000), 65353130}};

static void
test_totp(void **state)
{
	struct secret *secret = secret_of(key);

	(void)state;
	for (size_t i = 0; i < LENGTH(totp); i++) {
		int64_t step = otp_step(totp[i].seconds * CLOCK_SECOND);
		char code[OTP_CODE_SIZE], wanted[16];

		assert_int_equal(step, totp[i].seconds / 30);
		assert_int_equal(otp_number(key, strlen(key), (uint64_t)step) % 100000000, totp[i].eight_digits);
		otp_code(secret, step, code);
		snprintf(wanted, sizeof(wanted), "%06u", totp[i].eight_digits % 1000000);
		assert_string_equal(code, wanted);
	}
	secret_free(&secret);
}

static void
test_steps(void **state)
{
	(void)state;
	assert_int_equal(otp_step(0), 0);
	assert_int_equal(otp_step(30 * CLOCK_SECOND - 1), 0);
	assert_int_equal(otp_step(30 * CLOCK_SECOND), 1);
}

/* 200 steps of each of some secrets, from the time of the vectors on. */
static void
agree_with_oathtool(const struct secret *secret, int64_t seconds)
{
	struct secret *base32 = base32_encode(secret);
	char command[300];
	FILE *output;

	snprintf(command, sizeof(command), "oathtool --base32 --totp --now=@%lld --window=199 %s", (long long)seconds,
		secret_text(base32));
	output = popen(command, "r");
	assert_non_null(output);
	for (int64_t step = seconds / 30; step < seconds / 30 + 200; step++) {
		char line[32] = "", code[OTP_CODE_SIZE];

		assert_non_null(fgets(line, sizeof(line), output));
		otp_code(secret, step, code);
		assert_memory_equal(line, code, OTP_DIGITS);
		assert_int_equal(line[OTP_DIGITS], '\n');
	}
	assert_int_equal(pclose(output), 0);
	secret_free(&base32);
}

static void
test_oathtool_agrees(void **state)
{
	(void)state;
	if (system("command -v oathtool >/dev/null") != 0)
		skip();
	for (size_t i = 0; i < LENGTH(totp); i++) {
		struct secret *secret = otp_secret_new();

		assert_int_equal(secret_length(secret), OTP_SECRET_SIZE);
		agree_with_oathtool(secret, totp[i].seconds);
		secret_free(&secret);
	}
}

/* Codes of steps around 41152263 (1234567890 s), typed 20 s into it: by an authenticator of no drift unless said. */
#define NOW (INT64_C(1234567890) / 30)

static const struct {
	int64_t step; /* whose code is typed */
	int drift;
	int64_t last_step;
	enum otp_result result;
	int64_t match_step;
	int match_drift;
	int next;
} checks[] = {
	{NOW, 0, OTP_NO_STEP, OTP_RIGHT, NOW, 0, 10},
	{NOW - 1, 0, OTP_NO_STEP, OTP_RIGHT, NOW - 1, -1, 10},
	{NOW + 1, 0, OTP_NO_STEP, OTP_RIGHT, NOW + 1, 1, 10},
	{NOW - 2, 0, OTP_NO_STEP, OTP_WRONG, OTP_NO_STEP, 0, 10},
	{NOW + 2, 0, OTP_NO_STEP, OTP_WRONG, OTP_NO_STEP, 0, 10},
	/* a clock that is ahead or behind, and drifts on */
	{NOW + 5, 5, NOW, OTP_RIGHT, NOW + 5, 5, 10},
	{NOW + 6, 5, NOW, OTP_RIGHT, NOW + 6, 6, 10},
	{NOW + 4, 5, NOW, OTP_RIGHT, NOW + 4, 4, 10},
	{NOW + 3, 5, NOW, OTP_WRONG, NOW, 5, 10},
	{NOW, 5, OTP_NO_STEP, OTP_WRONG, OTP_NO_STEP, 5, 10},
	{NOW - 9, -8, OTP_NO_STEP, OTP_RIGHT, NOW - 9, -9, 10},
	/* used, or before what was used */
	{NOW, 0, NOW, OTP_USED, NOW, 0, 10},
	{NOW - 1, 0, NOW - 1, OTP_USED, NOW - 1, 0, 10},
	{NOW - 1, 0, NOW, OTP_USED, NOW, 0, 40},
	{NOW, 0, NOW + 1, OTP_USED, NOW + 1, 0, 40},
	{NOW + 1, 0, NOW + 1, OTP_USED, NOW + 1, 0, 10},
	{NOW, 0, NOW - 1, OTP_RIGHT, NOW, 0, 10},
	{NOW + 1, 0, NOW, OTP_RIGHT, NOW + 1, 1, 10},
	{NOW + 2, 0, NOW, OTP_WRONG, NOW, 0, 10},
	/* rows that were never like this */
	{NOW, 0, INT64_MAX, OTP_USED, INT64_MAX, 0, 24 * 60 * 60 - 20},
	{NOW, INT_MAX, OTP_NO_STEP, OTP_WRONG, OTP_NO_STEP, INT_MAX, 10},
	{NOW, INT_MIN, OTP_NO_STEP, OTP_WRONG, OTP_NO_STEP, INT_MIN, 10},
};

static void
test_window_drift_and_replay(void **state)
{
	struct secret *secret = secret_of(key);
	int64_t time = (NOW * 30 + 20) * CLOCK_SECOND + 999999;

	(void)state;
	for (size_t i = 0; i < LENGTH(checks); i++) {
		struct otp_match match;
		char code[OTP_CODE_SIZE];

		otp_code(secret, checks[i].step, code);
		assert_int_equal(
			otp_check(secret, code, time, checks[i].drift, checks[i].last_step, &match), checks[i].result);
		assert_int_equal(match.step, checks[i].match_step);
		assert_int_equal(match.drift, checks[i].match_drift);
		assert_int_equal(match.next, checks[i].next);
	}
	secret_free(&secret);
}

static void
test_the_first_steps_of_all(void **state)
{
	struct secret *secret = secret_of(key);
	struct otp_match match;
	char code[OTP_CODE_SIZE];

	(void)state;
	assert_int_equal(otp_check(secret, "755224", 0, 0, OTP_NO_STEP, &match), OTP_RIGHT);
	assert_int_equal(match.step, 0);
	assert_int_equal(match.next, 30);
	otp_code(secret, -1, code);
	assert_int_equal(otp_check(secret, code, 0, 0, OTP_NO_STEP, &match), OTP_WRONG);
	assert_int_equal(otp_check(secret, code, 0, 0, INT64_MIN, &match), OTP_WRONG);
	secret_free(&secret);
}

/* A code that two steps of the window share, one of them used: found by trying. */
static void
test_a_code_of_two_steps(void **state)
{
	struct secret *secret = secret_of(key);
	struct otp_match match;
	char code[OTP_CODE_SIZE], next[OTP_CODE_SIZE];
	int64_t step = 0;

	(void)state;
	otp_code(secret, 0, next);
	do {
		memcpy(code, next, sizeof(code));
		otp_code(secret, ++step, next);
	} while (strcmp(code, next) != 0);
	assert_int_equal(otp_check(secret, code, step * 30 * CLOCK_SECOND, 0, step - 1, &match), OTP_RIGHT);
	assert_int_equal(match.step, step);
	assert_int_equal(otp_check(secret, code, step * 30 * CLOCK_SECOND, 0, OTP_NO_STEP, &match), OTP_RIGHT);
	assert_int_equal(match.step, step);
	assert_int_equal(otp_check(secret, code, (step - 1) * 30 * CLOCK_SECOND, 0, step - 1, &match), OTP_RIGHT);
	assert_int_equal(match.step, step);
	assert_int_equal(otp_check(secret, code, step * 30 * CLOCK_SECOND, 0, step, &match), OTP_USED);
	secret_free(&secret);
}

static const struct {
	const char *typed;
	enum otp_result result;
} typed[] = {
	{"755224", OTP_RIGHT},
	{" 755 224 ", OTP_RIGHT},
	{"", OTP_WRONG},
	{"      ", OTP_WRONG},
	{"75522", OTP_WRONG},
	{"7552240", OTP_WRONG},
	{"0755224", OTP_WRONG},
	{"755224x", OTP_WRONG},
	{"x755224", OTP_WRONG},
	{"755-224", OTP_WRONG},
	{"755224\n", OTP_WRONG},
	{"+55224", OTP_WRONG},
	{"755225", OTP_WRONG},
	{"855224", OTP_WRONG},
	{"\xEF\xBC\x97"
	 "55224",
		OTP_WRONG},
};

static void
test_what_is_typed(void **state)
{
	struct secret *secret = secret_of(key);

	(void)state;
	for (size_t i = 0; i < LENGTH(typed); i++) {
		struct otp_match match;

		assert_int_equal(otp_check(secret, typed[i].typed, 0, 0, OTP_NO_STEP, &match), typed[i].result);
	}
	secret_free(&secret);
}

/* RFC 4648, section 10; and what it forbids. */
static const struct {
	const char *text;
	const char *base32;
	const char *padding;
} base32s[] = {{"", "", ""}, {"f", "MY", "======"}, {"fo", "MZXQ", "===="}, {"foo", "MZXW6", "==="},
	{"foob", "MZXW6YQ", "="}, {"fooba", "MZXW6YTB", ""}, {"foobar", "MZXW6YTBOI", "======"},
	{"12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", ""}};

static void
decodes_to(const char *base32, const char *text)
{
	struct secret *bytes = base32_decode(base32);

	assert_non_null(bytes);
	assert_int_equal(secret_length(bytes), strlen(text));
	assert_string_equal(secret_text(bytes), text);
	secret_free(&bytes);
}

static void
test_base32(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(base32s); i++) {
		struct secret *bytes = secret_of(base32s[i].text), *base32 = base32_encode(bytes);
		char padded[64];

		assert_string_equal(secret_text(base32), base32s[i].base32);
		assert_int_equal(secret_length(base32), strlen(base32s[i].base32));
		decodes_to(base32s[i].base32, base32s[i].text);
		snprintf(padded, sizeof(padded), "%s%s", base32s[i].base32, base32s[i].padding);
		decodes_to(padded, base32s[i].text);
		secret_free(&base32);
		secret_free(&bytes);
	}
	decodes_to("mzxw6ytboi", "foobar");
}

static void
test_what_is_no_base32(void **state)
{
	static const char *const texts[] = {"M", "MZX", "MZXW6Y", "MZXW6YTBO",
		"MY=====", "MY=======", "MZXW6YTB========", "=", "========", "MY======MY======", "M======Y", "MZ",
		"MYA", "MZXW6A", "MZXR", "MZXW7", "MZXW6YR", "M0", "M1", "M8", "M9", "MY ", " MY", "M-YQ", "M\xC3\x9F",
		"MZXW6YT!"};

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		assert_null(base32_decode(texts[i]));
}

static void
test_base32_of_all_lengths(void **state)
{
	(void)state;
	for (size_t length = 0; length < 70; length++) {
		struct secret *bytes = secret_random(length), *base32 = base32_encode(bytes);
		struct secret *back = base32_decode(secret_text(base32));

		assert_non_null(back);
		assert_int_equal(secret_length(back), length);
		assert_memory_equal(secret_bytes(back), secret_bytes(bytes), length);
		secret_free(&back);
		secret_free(&base32);
		secret_free(&bytes);
	}
}

static void
test_key_uri(void **state)
{
	struct secret *secret = secret_of(key);
	struct secret *uri = otp_uri(secret, "UMass Chan: help & desk", "jos\xC3\xA9@example.org");

	(void)state;
	assert_string_equal(secret_text(uri),
		"otpauth://totp/UMass%20Chan%3A%20help%20%26%20desk:jos%C3%A9@example.org"
		"?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=UMass%20Chan%3A%20help%20%26%20desk");
	assert_int_equal(secret_length(uri), strlen(secret_text(uri)));
	secret_free(&uri);
	uri = otp_uri(secret, "", "");
	assert_string_equal(secret_text(uri), "otpauth://totp/:?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=");
	secret_free(&uri);
	uri = otp_uri(secret, "%/?#", "\x01\x7F\xFF");
	assert_string_equal(secret_text(uri),
		"otpauth://totp/%25%2F%3F%23:%01%7F%FF?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%25%2F%3F%23");
	secret_free(&uri);
	secret_free(&secret);
}

static const struct {
	const char *issuer, *account;
	size_t most;
	const char *label; /* "issuer:account" as it is in the URI */
} shortened[] = {
	{"Chan", "ana.rivera@example.edu", 106, "Chan:ana.rivera@example.edu"},
	{"Chan", "ana.rivera@example.edu", 94, "Chan:ana.rivera@example.edu"},
	{"Chan", "ana.rivera@example.edu", 93, "Chan:ana.rivera"},
	{"Chan", "ana.rivera@example.edu", 82, "Chan:ana.rivera"},
	{"Chan", "ana.rivera@example.edu", 81, "Chan:ana.river"},
	{"Chan", "a@b@c", 76, "Chan:a@b"},
	{"Chan", "a@b@c", 74, "Chan:a"},
	{"Chan", "@staff", 76, "Chan:@sta"},
	/* a character goes whole: 6 bytes, 9 bytes, 12 bytes in the URI */
	{"Chan", "jos\xC3\xA9", 81, "Chan:jos%C3%A9"},
	{"Chan", "jos\xC3\xA9", 80, "Chan:jos"},
	{"Chan", "x\xE9\x99\xB3\xE5\x81\x89", 90, "Chan:x%E9%99%B3"},
	{"Chan", "x\xF0\x9F\x91\xA9", 84, "Chan:x"},
	{"Chan", "\x80\x80", 74, "Chan:"},
	{"Chan", "ana", 72, "Chan:"},
	{"Chan", "ana", 0, "Chan:"},
	{"A%20long", "", 0, "A%2520long:"},
};

static void
test_uri_that_fits(void **state)
{
	struct secret *secret = secret_of(key);

	(void)state;
	for (size_t i = 0; i < LENGTH(shortened); i++) {
		struct secret *uri = otp_uri_fit(secret, shortened[i].issuer, shortened[i].account, shortened[i].most);
		const char *label = secret_text(uri) + strlen("otpauth://totp/");
		size_t length = strcspn(label, "?");

		if (length != strlen(shortened[i].label) || strncmp(label, shortened[i].label, length) != 0)
			fail_msg("case %zu: %s", i, secret_text(uri));
		assert_true(secret_length(uri) <= shortened[i].most || label[length - 1] == ':');
		secret_free(&uri);
	}
	secret_free(&secret);
}

static void
test_secrets_differ(void **state)
{
	struct secret *one = otp_secret_new(), *other = otp_secret_new();

	(void)state;
	assert_memory_not_equal(secret_bytes(one), secret_bytes(other), OTP_SECRET_SIZE);
	secret_free(&one);
	secret_free(&other);
}

/* Without the secure heap: what is written past a piece of ordinary memory the sanitizers see. */
int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hotp),
		cmocka_unit_test(test_totp),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_oathtool_agrees),
		cmocka_unit_test(test_window_drift_and_replay),
		cmocka_unit_test(test_the_first_steps_of_all),
		cmocka_unit_test(test_a_code_of_two_steps),
		cmocka_unit_test(test_what_is_typed),
		cmocka_unit_test(test_base32),
		cmocka_unit_test(test_what_is_no_base32),
		cmocka_unit_test(test_base32_of_all_lengths),
		cmocka_unit_test(test_key_uri),
		cmocka_unit_test(test_uri_that_fits),
		cmocka_unit_test(test_secrets_differ),
	};

	return cmocka_run_group_tests_name("otp", tests, NULL, NULL);
}
