/* The servers that a list of hosts, addresses and ports names, as libpq reads such lists. */
#include <arpa/inet.h>
#include <string.h>

#include "connect.h"

static size_t
list_length(const char *list)
{
	size_t length = 1;

	for (; *list; list++)
		length += *list == ',';
	return length;
}

/* The element at `index`, owned by the caller; NULL where it is empty or there is no list. */
static char *
list_element(const char *list, size_t index)
{
	size_t length;
	char *element;

	if (!list)
		return NULL;
	while (index--)
		list += strcspn(list, ",") + 1;
	length = strcspn(list, ",");
	if (length == 0)
		return NULL;
	element = memory_alloc(length + 1);
	memcpy(element, list, length);
	return element;
}

void
connect_servers_add(struct connect_servers *servers, const char *host, const char *address, const char *port)
{
	struct connect_server *row;

	servers->rows = memory_resize_array(servers->rows, servers->count + 1, sizeof(*servers->rows));
	row = &servers->rows[servers->count++];
	row->host = host ? memory_copy(host) : NULL;
	row->address = address ? memory_copy(address) : NULL;
	row->port = port ? memory_copy(port) : NULL;
}

static void
add_element(struct connect_servers *servers, const char *hosts, const char *addresses, const char *ports, size_t index)
{
	char *host = list_element(hosts, index);
	char *address = list_element(addresses, index);
	char *port = list_element(ports, ports && list_length(ports) > 1 ? index : 0);

	connect_servers_add(servers, host, address, port);
	memory_free(host);
	memory_free(address);
	memory_free(port);
}

bool
connect_servers_list(const struct connect_parameters *parameters, struct connect_servers *servers, struct error *error)
{
	const char *hosts = connect_get(parameters, "host");
	const char *addresses = connect_get(parameters, "hostaddr");
	const char *ports = connect_get(parameters, "port");
	size_t count = list_length(addresses ? addresses : hosts ? hosts : "");

	memset(servers, 0, sizeof(*servers));
	if ((hosts && list_length(hosts) != count) || (ports && list_length(ports) != 1 && list_length(ports) != count))
		return error_set(error, ERROR_USAGE, "", "Give as many of each, or one port for all.",
			"The lists of hosts, addresses and ports do not fit each other.");
	for (size_t i = 0; i < count; i++)
		add_element(servers, hosts, addresses, ports, i);
	return true;
}

void
connect_servers_free(struct connect_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++) {
		memory_free(servers->rows[i].host);
		memory_free(servers->rows[i].address);
		memory_free(servers->rows[i].port);
	}
	memory_free(servers->rows);
	memset(servers, 0, sizeof(*servers));
}

/* The address is what is connected to; a name is only believed where it is not looked up. */
bool
connect_is_local(const struct connect_server *server)
{
	const char *place = server->address ? server->address : server->host;
	struct in_addr four;
	struct in6_addr six;

	if (!place || *place == '/' || *place == '@' || strcmp(place, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, place, &four) == 1)
		return (ntohl(four.s_addr) >> 24) == 127;
	return inet_pton(AF_INET6, place, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}
