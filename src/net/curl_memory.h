#ifndef MFADESK_NET_CURL_MEMORY_H
#define MFADESK_NET_CURL_MEMORY_H

/* libcurl, started with the memory of base/memory: it is never NULL; and what libcurl frees is wiped, since passwords
 * and codes pass through its buffers. Each start has its curl_global_cleanup(). */
void curl_memory_start(void);

#endif
