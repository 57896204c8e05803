#include "mfadesk/domain/account.h"

#include <string.h>

#include "mfadesk/base/clock.h"

const struct method *
account_method(const struct account *account, const char *id)
{
	for (size_t i = 0; i < account->method_count; i++)
		if (strcmp(account->methods[i].id, id) == 0)
			return &account->methods[i];
	return NULL;
}

const struct device *
account_device(const struct account *account, const char *id)
{
	for (size_t i = 0; i < account->device_count; i++)
		if (strcmp(account->devices[i].id, id) == 0)
			return &account->devices[i];
	return NULL;
}

/* An email address resets a password; nobody signs in with it. */
static bool
is_way_in(const struct method *method)
{
	return method->state == METHOD_ACTIVE && method->confirmed_at != CLOCK_NEVER && method->kind != METHOD_EMAIL;
}

/* An office phone stands where the person works, not in a pocket: without a device it is one of its own. */
static bool
is_on_known_device(const struct method *method)
{
	return method->device[0] != '\0' || method->kind == METHOD_OFFICE_PHONE;
}

static bool
is_on_another_device(const struct method *a, const struct method *b)
{
	return is_on_known_device(a) && is_on_known_device(b) &&
		(a->device[0] == '\0' || strcmp(a->device, b->device) != 0);
}

bool
account_has_backup(const struct account *account)
{
	for (size_t i = 0; i < account->method_count; i++)
		for (size_t k = 0; k < i; k++)
			if (is_way_in(&account->methods[i]) && is_way_in(&account->methods[k]) &&
				is_on_another_device(&account->methods[i], &account->methods[k]))
				return true;
	return false;
}

bool
challenge_takes_code(const struct challenge *challenge)
{
	switch (challenge->state) {
	case CHALLENGE_QUEUED:
		return challenge->channel == CHANNEL_APP || challenge->channel == CHANNEL_RECOVERY;
	case CHALLENGE_SENT:
	case CHALLENGE_DELIVERED:
	case CHALLENGE_RINGING:
	case CHALLENGE_ANSWERED:
	case CHALLENGE_UNKNOWN:
		return true;
	case CHALLENGE_SENDING:
	case CHALLENGE_CHECKING:
	case CHALLENGE_PASSED:
	case CHALLENGE_FAILED:
	case CHALLENGE_EXPIRED:
	case CHALLENGE_CANCELLED:
	case CHALLENGE_STATES:
		break;
	}
	return false;
}
