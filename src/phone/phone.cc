#include "mfadesk/phone/phone.h"

#include <cstdio>
#include <cstring>
#include <string>

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// The library logs to standard output what it was asked: numbers are no business of a log.
static PhoneNumberUtil *
library()
{
	static PhoneNumberUtil *const util = [] {
		PhoneNumberUtil *instance = PhoneNumberUtil::GetInstance();

		instance->SetLogger(new NullLogger);
		return instance;
	}();

	return util;
}

// Country codes of satellite networks: the library says "mobile" of some of their numbers.
static bool
is_satellite(int country_code)
{
	return country_code == 870 || country_code == 881 || country_code == 882 || country_code == 883;
}

static const char *
kind_word(PhoneNumberUtil::PhoneNumberType type)
{
	switch (type) {
	case PhoneNumberUtil::FIXED_LINE:
		return "fixed line";
	case PhoneNumberUtil::MOBILE:
		return "mobile";
	case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
		return "fixed line or mobile";
	case PhoneNumberUtil::TOLL_FREE:
		return "toll free";
	case PhoneNumberUtil::PREMIUM_RATE:
		return "premium rate";
	case PhoneNumberUtil::SHARED_COST:
		return "shared cost";
	case PhoneNumberUtil::VOIP:
		return "voip";
	case PhoneNumberUtil::PERSONAL_NUMBER:
		return "personal number";
	case PhoneNumberUtil::PAGER:
		return "pager";
	case PhoneNumberUtil::UAN:
		return "uan";
	case PhoneNumberUtil::VOICEMAIL:
		return "voicemail";
	case PhoneNumberUtil::UNKNOWN:
		return "unknown";
	}
	return "unknown";
}

// The library would also read letters, extensions and national forms: nothing of that is E.164.
static bool
is_e164(const char *number)
{
	std::size_t digits = std::strspn(number + (number[0] == '+'), "0123456789");

	return number[0] == '+' && number[1] != '0' && digits >= 1 && digits <= 15 && number[digits + 1] == '\0';
}

extern "C" void
phone_check(const char *number, struct phone_check *check)
{
	PhoneNumber parsed;
	std::string display;

	check->kind = "unknown";
	check->valid = false;
	std::snprintf(check->display, sizeof(check->display), "%s", number);
	if (!is_e164(number) || library()->Parse(number, "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR)
		return;
	check->valid = library()->IsValidNumber(parsed);
	if (!check->valid)
		return;
	check->kind = is_satellite(parsed.country_code()) ? "satellite" : kind_word(library()->GetNumberType(parsed));
	library()->Format(parsed, PhoneNumberUtil::INTERNATIONAL, &display);
	std::snprintf(check->display, sizeof(check->display), "%s", display.c_str());
}
