/* UTF-8 by hand, strictly, and the rule for what may be shown as itself. text_cell.c lays text out by it. */
#include "mfadesk/base/text.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>
#include <wchar.h>

#include "text_rule.h"

bool
text_locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* LC_CTYPE alone: numbers and sorting stay those of the C locale. */
bool
text_use_locale(void)
{
	static const char *const names[] = {"", "C.UTF-8"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (setlocale(LC_CTYPE, names[i]) != NULL && text_locale_is_utf8())
			return true;
	(void)setlocale(LC_CTYPE, "C"); /* always there */
	return false;
}

/* The name alone has to do where that locale is not installed. */
static bool
name_says_utf8(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *name = "";

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables) && *name == '\0'; i++)
		name = getenv(variables[i]) ? getenv(variables[i]) : "";
	name = strchr(name, '.');
	return name && (strncasecmp(name, ".utf8", 5) == 0 || strncasecmp(name, ".utf-8", 6) == 0);
}

bool
text_terminal_is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool is_utf8 = locale ? strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0 : name_says_utf8();

	if (locale)
		freelocale(locale);
	return is_utf8;
}

/* A lead byte: how many bytes follow, the bits that it carries, the smallest code point that needs this length. */
struct lead {
	unsigned char mask;
	unsigned char mark;
	unsigned char following;
	int32_t smallest;
};

static const struct lead leads[] = {
	{0x80, 0x00, 0, 1}, /* no NUL */
	{0xE0, 0xC0, 1, 0x80},
	{0xF0, 0xE0, 2, 0x800},
	{0xF8, 0xF0, 3, 0x10000},
};

static const struct lead *
find_lead(unsigned char byte)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(*leads); i++)
		if ((byte & leads[i].mask) == leads[i].mark)
			return &leads[i];
	return NULL;
}

static bool
is_surrogate(uint32_t point)
{
	return point >= 0xD800 && point <= 0xDFFF;
}

int32_t
text_decode(const char *bytes, size_t length, size_t *used)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	const struct lead *lead = length > 0 ? find_lead(*byte) : NULL;
	int32_t point;

	*used = length > 0;
	if (lead == NULL || lead->following >= length)
		return -1;
	point = *byte & ~lead->mask;
	for (size_t i = 1; i <= lead->following; i++) {
		if ((byte[i] & 0xC0) != 0x80)
			return -1;
		point = point << 6 | (byte[i] & 0x3F);
	}
	if (point < lead->smallest || point > 0x10FFFF || is_surrogate((uint32_t)point))
		return -1;
	*used = lead->following + (size_t)1;
	return point;
}

size_t
text_encode(uint32_t point, char out[4])
{
	size_t following = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;

	if (point > 0x10FFFF || is_surrogate(point))
		return 0;
	out[0] = (char)(leads[following].mark | point >> 6 * following);
	for (size_t i = 1; i <= following; i++)
		out[i] = (char)(0x80 | (point >> 6 * (following - i) & 0x3F));
	return following + 1;
}

bool
text_is_utf8(const char *bytes, size_t length)
{
	for (size_t at = 0, used; at < length; at += used)
		if (text_decode(bytes + at, length - at, &used) < 0)
			return false;
	return true;
}

/* Letters, marks, numbers, punctuation, symbols. */
static bool
is_allowed_category(utf8proc_category_t category)
{
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) ||
		(category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO);
}

/* A symbol or mark by its category, and still nothing to see: two names could differ by it alone. */
static bool
is_blank(uint32_t point)
{
	return point == 0x2800 || point == 0x16FE4 || point == 0x1D159;
}

/* `ignorable` is Unicode's Default_Ignorable_Code_Point: fillers, joiners, variation selectors. */
bool
text_is_allowed(uint32_t point)
{
	const utf8proc_property_t *property;

	if (point < 0x7F)
		return point >= 0x20;
	if (point > 0x10FFFF)
		return false;
	property = utf8proc_get_property((utf8proc_int32_t)point);
	return is_allowed_category((utf8proc_category_t)property->category) && !property->ignorable && !is_blank(point);
}

static bool
is_mark(utf8proc_category_t category)
{
	return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/* utf8proc gives spacing marks no width, terminals do, and so does libc: there libc counts alone. */
int
text_point_width(uint32_t point)
{
	utf8proc_category_t category;
	int width;

	if (point < 0x7F)
		return 1;
	category = utf8proc_category((utf8proc_int32_t)point);
	width = wcwidth((wchar_t)point);
	if (category == UTF8PROC_CATEGORY_MC)
		return width >= 1 ? width : -1;
	if (width != utf8proc_charwidth((utf8proc_int32_t)point) || (width == 0) != is_mark(category))
		return -1;
	return width;
}

bool
text_is_printable(uint32_t point)
{
	return text_is_allowed(point) && text_point_width(point) >= 0;
}
