/*
 * The ledger's leaves: each vector's body is read by the form below, written
 * again and compared byte by byte, and hashed. So the form is fixed by a second
 * reader, not by the database alone.
 *
 * body = "MFAL" || version u8 (1) || type u16 || fields, big-endian; a field is
 * tag u16 || length i32 (-1: NULL) || bytes. leaf = SHA-256(0x00 || body)
 * (RFC 6962, section 2.1).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "mfadesk/base/buffer.h"
#include "mfadesk/base/text.h"
#include "mfadesk/crypto/digest.h"

#define VECTORS "tests/vectors/leaves.json"
#define LENGTH(table) (sizeof(table) / sizeof(*(table)))
#define FIELDS_MAX 64
#define BODY_MAX 4096

struct bytes {
	const unsigned char *at;
	size_t left;
};

struct field {
	uint16_t tag;
	bool is_null;
	struct bytes value;
};

struct body {
	uint8_t version;
	uint16_t type;
	struct field fields[FIELDS_MAX];
	size_t count;
};

enum form { FORM_TIME, FORM_ID, FORM_TEXT, FORM_HASH };

/* The tags in the order in which they stand. Each stands once but targets (any number) and hashes (at most once). */
static const struct {
	uint16_t tag;
	enum form form;
	size_t least;
	size_t most;
} tags[] = {
	{1, FORM_TIME, 1, 1}, /* at */
	{2, FORM_ID, 1, 1}, /* request */
	{3, FORM_TEXT, 1, 1}, /* session_user */
	{4, FORM_TEXT, 1, 1}, /* role */
	{5, FORM_TEXT, 1, 1}, /* act */
	{6, FORM_ID, 1, 1}, /* case */
	{7, FORM_TEXT, 1, 1}, /* ticket */
	{8, FORM_ID, 1, 1}, /* person */
	{9, FORM_ID, 0, FIELDS_MAX}, /* targets */
	{10, FORM_TEXT, 1, 1}, /* outcome */
	{11, FORM_TEXT, 1, 1}, /* state before */
	{12, FORM_TEXT, 1, 1}, /* state after */
	{32, FORM_HASH, 0, 1}, /* reason */
	{33, FORM_HASH, 0, 1}, /* number */
	{34, FORM_HASH, 0, 1}, /* email */
	{35, FORM_HASH, 0, 1}, /* name */
	{36, FORM_HASH, 0, 1}, /* text */
};

static bool
take(struct bytes *from, size_t length, struct bytes *part)
{
	if (length > from->left)
		return false;
	*part = (struct bytes){from->at, length};
	from->at += length;
	from->left -= length;
	return true;
}

static bool
take_number(struct bytes *from, size_t length, uint32_t *number)
{
	struct bytes part;

	if (!take(from, length, &part))
		return false;
	*number = 0;
	for (size_t i = 0; i < length; i++)
		*number = *number << 8 | part.at[i];
	return true;
}

static bool
take_field(struct bytes *from, struct field *field)
{
	uint32_t tag;
	uint32_t length;

	if (!take_number(from, 2, &tag) || !take_number(from, 4, &length))
		return false;
	field->tag = (uint16_t)tag;
	field->is_null = length == UINT32_MAX;
	if (field->is_null)
		return true;
	return length <= INT32_MAX && take(from, length, &field->value);
}

static bool
has_form(const struct field *field, enum form form)
{
	switch (form) {
	case FORM_TIME:
		return !field->is_null && field->value.left == 8;
	case FORM_ID:
		return field->is_null || field->value.left == 16;
	case FORM_TEXT:
		return field->is_null || text_is_utf8((const char *)field->value.at, field->value.left);
	case FORM_HASH:
		return !field->is_null && field->value.left == DIGEST_SIZE;
	}
	return false;
}

static bool
has_all_in_order(const struct body *body)
{
	size_t at = 0;

	for (size_t i = 0; i < LENGTH(tags); i++) {
		size_t count = 0;

		for (; at < body->count && body->fields[at].tag == tags[i].tag; at++, count++)
			if (!has_form(&body->fields[at], tags[i].form))
				return false;
		if (count < tags[i].least || count > tags[i].most)
			return false;
	}
	return at == body->count;
}

static bool
parse(struct bytes from, struct body *body)
{
	struct bytes magic;
	uint32_t version;
	uint32_t type;

	*body = (struct body){0};
	if (!take(&from, 4, &magic) || memcmp(magic.at, "MFAL", 4) != 0 || !take_number(&from, 1, &version) ||
		version != 1 || !take_number(&from, 2, &type))
		return false;
	body->version = (uint8_t)version;
	body->type = (uint16_t)type;
	while (from.left > 0)
		if (body->count == FIELDS_MAX || !take_field(&from, &body->fields[body->count++]))
			return false;
	return has_all_in_order(body);
}

static void
put_number(struct buffer *buffer, size_t length, uint32_t number)
{
	for (size_t i = length; i-- > 0;) {
		unsigned char byte = (unsigned char)(number >> 8 * i);

		buffer_append(buffer, &byte, 1);
	}
}

static void
write_body(struct buffer *buffer, const struct body *body)
{
	buffer_append_text(buffer, "MFAL");
	put_number(buffer, 1, body->version);
	put_number(buffer, 2, body->type);
	for (size_t i = 0; i < body->count; i++) {
		const struct field *field = &body->fields[i];

		put_number(buffer, 2, field->tag);
		put_number(buffer, 4, field->is_null ? UINT32_MAX : (uint32_t)field->value.left);
		buffer_append(buffer, field->value.at, field->value.left);
	}
}

static size_t
from_hex(const char *hex, unsigned char bytes[BODY_MAX])
{
	static const char digits[] = "0123456789abcdef";
	size_t length = strlen(hex) / 2;

	assert_true(strlen(hex) % 2 == 0 && length <= BODY_MAX);
	assert_int_equal(strspn(hex, digits), 2 * length);
	for (size_t i = 0; i < length; i++)
		bytes[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) << 4 |
			(strchr(digits, hex[2 * i + 1]) - digits));
	return length;
}

static void
check_leaf(const char *body_hex, const char *leaf_hex)
{
	unsigned char bytes[BODY_MAX];
	size_t length = from_hex(body_hex, bytes);
	unsigned char leaf[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];
	struct digest *digest = digest_new();
	struct buffer again;
	struct body body;

	assert_true(parse((struct bytes){bytes, length}, &body));
	buffer_init(&again, BODY_MAX);
	write_body(&again, &body);
	assert_int_equal(again.length, length);
	assert_memory_equal(buffer_text(&again), bytes, length);
	buffer_free(&again);
	digest_add(digest, "\0", 1);
	digest_add(digest, bytes, length);
	digest_finish(&digest, leaf);
	digest_hex(leaf, hex);
	assert_string_equal(hex, leaf_hex);
}

static const char *
text_of(json_t *vector, const char *name)
{
	const char *text = json_string_value(json_object_get(vector, name));

	if (text == NULL)
		fail_msg("a vector has no text \"%s\"", name);
	return text;
}

static void
test_vectors(void **state)
{
	json_error_t error;
	json_t *vectors;
	json_t *vector;
	size_t i;

	(void)state;
	vectors = json_load_file(VECTORS, JSON_REJECT_DUPLICATES, &error);
	if (vectors == NULL)
		fail_msg("%s:%d: %s", VECTORS, error.line, error.text);
	assert_true(json_is_array(vectors));
	assert_true(json_array_size(vectors) >= 20);
	json_array_foreach(vectors, i, vector) check_leaf(text_of(vector, "body"), text_of(vector, "leaf"));
	json_decref(vectors);
}

/* Made by hand from the form: a suspension with two targets, no state after, a reason. */
#define SAMPLE                                                                                                         \
	"4d46414c010001000100000008000660fec928e280000200000010000000000000000000000000000000010003000000"             \
	"066d6c6f70657a0004000000056167656e7400050000000773757370656e640006000000100000000000000000000000"             \
	"000000000200070000000a494e4330303438323133000800000010000000000000000000000000000000030009000000"             \
	"100000000000000000000000000000000400090000001000000000000000000000000000000005000a00000004646f6e"             \
	"65000b00000006616374697665000cffffffff00200000002076f75e6129fe30135bd44d80ab7cc46fdba81907758dc8"             \
	"08f3e2517beef2b1e9"

static void
test_sample(void **state)
{
	(void)state;
	check_leaf(SAMPLE, "5879e7dfea504c97f9b7b6aec2c8e0398c779e82c95a64a6495d1f1c13c7c579");
}

/* The hash at the end may be missing; cut anywhere else the body is none. */
static void
test_cut_bodies(void **state)
{
	unsigned char bytes[BODY_MAX];
	size_t length = from_hex(SAMPLE, bytes);
	size_t taken = 0;
	struct body body;

	(void)state;
	for (size_t cut = 0; cut < length; cut++)
		taken += parse((struct bytes){bytes, cut}, &body);
	assert_int_equal(taken, 1);
	assert_true(parse((struct bytes){bytes, length - (2 + 4 + DIGEST_SIZE)}, &body));
	bytes[length] = 0;
	assert_false(parse((struct bytes){bytes, length + 1}, &body));
}

/* A byte of the sample, and what makes it wrong. */
static const struct {
	size_t place;
	unsigned char byte;
} wrong[] = {
	{0, 'm'}, /* the magic */
	{4, 2}, /* a version to come */
	{8, 2}, /* a tag out of its place */
	{12, 7}, /* a time of seven bytes */
	{23, 0x80}, /* a negative length that is not -1 */
	{24, 0x7F}, /* a length past the end */
	{49, 0xFF}, /* a login that is no UTF-8 */
	{206, 11}, /* the state before, twice */
	{212, 31}, /* an unknown tag */
	{216, 31}, /* a byte too many */
};

static void
test_wrong_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		unsigned char bytes[BODY_MAX];
		size_t length = from_hex(SAMPLE, bytes);
		struct body body;

		bytes[wrong[i].place] = wrong[i].byte;
		if (parse((struct bytes){bytes, length}, &body))
			fail_msg("byte %zu", wrong[i].place);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_cut_bodies),
		cmocka_unit_test(test_wrong_bytes),
		cmocka_unit_test(test_vectors),
	};

	return cmocka_run_group_tests_name("leaf", tests, NULL, NULL);
}
