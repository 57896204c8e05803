/* What is on the Account page, and where: arithmetic that knows no grid. */
#include <string.h>

#include "account.h"

static void
add(struct account_rows *rows, const struct device *device, const struct method *method)
{
	rows->rows[rows->count++] = (struct account_row){device, method};
}

static bool
is_on(const struct account *account, const struct method *method, const struct device *device)
{
	/* A device that the answer does not name is no device that could be pointed at. */
	return account_device(account, method->device) == device;
}

static void
add_group(struct account_rows *rows, const struct account *account, const struct device *device, bool all_ever)
{
	size_t heading = rows->count;

	add(rows, device, NULL);
	for (size_t i = 0; i < account->method_count; i++) {
		const struct method *method = &account->methods[i];

		if (is_on(account, method, device) && (all_ever || method->state != METHOD_REVOKED))
			add(rows, device, method);
	}
	if (rows->count == heading + 1 && !(device && all_ever))
		rows->count = heading;
}

struct account_rows
account_rows_make(struct arena *arena, const struct account *account, bool all_ever)
{
	size_t most = account->device_count + account->method_count + 1;
	struct account_rows rows = {arena_alloc_array(arena, most, sizeof(struct account_row)), 0};

	for (size_t i = 0; i < account->device_count; i++)
		add_group(&rows, account, &account->devices[i], all_ever);
	add_group(&rows, account, NULL, all_ever);
	return rows;
}

const char *
account_row_target(const struct account_row *row)
{
	if (row->method)
		return row->method->id;
	return row->device ? row->device->id : "";
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* Rows for a section with a rule above it, out of what is left; 0 when not even one fits. */
static int
grant(int *left, int wanted)
{
	int rows = least(wanted, *left - 1);

	if (rows < 1)
		return 0;
	*left -= rows + 1;
	return rows;
}

struct account_layout
account_layout(int height, int list, int warnings, int history)
{
	struct account_layout layout = {.list = least(list, height)};
	int left = height - layout.list;

	/* A long list scrolls, so that a warning and the last entries of the record are always there. */
	if (height >= 6 && left < height / 3) {
		left = height / 3;
		layout.list = height - left;
	} else if (height >= 4 && warnings && left < 2) {
		left = 2;
		layout.list = height - left;
	}
	layout.warnings = grant(&left, least(warnings, height / 2));
	layout.history = grant(&left, history);
	return layout;
}
