/* libcurl's multi interface alone: the worker's request, posted again and again over connections that stay. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "ceiling.h"
#include "mfadesk/base/buffer.h"
#include "mfadesk/base/clock.h"
#include "mfadesk/base/memory.h"

#define WAIT 1000 /* milliseconds */
#define BODY                                                                                                           \
	"To=%2B17745550001&From=%2B15085550100&ValidityPeriod=600&Body=You+phoned+the+help+desk.+Code+123456+%28K7%29" \
	"+is+for+that+call+only.+Did+not+phone+us%3F+Tell+nobody+and+call+%28508%29+856-8643."

static size_t
swallow(char *bytes, size_t size, size_t count, void *context)
{
	(void)bytes;
	(void)context;
	return size * count;
}

static CURL *
post(const char *url)
{
	CURL *easy = curl_easy_init();

	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_USERNAME, getenv("CARRIER_USER"));
	curl_easy_setopt(easy, CURLOPT_PASSWORD, getenv("CARRIER_TOKEN"));
	curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, BODY);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
	return easy;
}

/* Of those that ended: each is sent once more while `left` lasts. Returns how many ended. */
static int
again(CURLM *multi, int *left)
{
	CURLMsg *message;
	int queued, ended = 0;

	while ((message = curl_multi_info_read(multi, &queued)) != NULL) {
		CURL *easy = message->easy_handle;
		long status = 0;

		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		if (message->data.result != CURLE_OK || status / 100 != 2)
			bench_fail("the carrier: %s, status %ld", curl_easy_strerror(message->data.result), status);
		curl_multi_remove_handle(multi, easy);
		ended++;
		if (*left > 0) {
			curl_multi_add_handle(multi, easy);
			(*left)--;
		}
	}
	return ended;
}

double
ceiling_posts(int count, int at_once)
{
	CURLM *multi = curl_multi_init();
	CURL **easies = memory_alloc_array((size_t)at_once, sizeof *easies);
	struct buffer url;
	int ended = 0, left = count > at_once ? count - at_once : 0, running;
	int64_t began = clock_monotonic();

	buffer_init(&url, 0);
	buffer_printf(&url, "%s/Messages.json", getenv("CARRIER"));
	for (int i = 0; i < at_once; i++) {
		easies[i] = post(buffer_text(&url));
		curl_multi_add_handle(multi, easies[i]);
	}
	while (ended < at_once || left > 0) {
		int now;

		if (curl_multi_perform(multi, &running) != CURLM_OK ||
			curl_multi_poll(multi, NULL, 0, WAIT, NULL) != CURLM_OK)
			bench_fail("libcurl's multi interface");
		now = again(multi, &left);
		ended += now;
		if (ended >= count || (left == 0 && running == 0 && now == 0))
			break;
	}
	for (int i = 0; i < at_once; i++) {
		curl_multi_remove_handle(multi, easies[i]);
		curl_easy_cleanup(easies[i]);
	}
	curl_multi_cleanup(multi);
	memory_free(easies);
	buffer_free(&url);
	return (double)ended * (double)CLOCK_SECOND / (double)(clock_monotonic() - began);
}
