/*
 * Scripts: a file of statements sent as one, and the line of the one that
 * failed. The server gives a position for what it cannot parse or resolve; for
 * everything else the statements that succeeded before are counted, and the
 * file is split here only far enough to find where the next one begins.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "session_private.h"

static const char *
skip_block_comment(const char *at)
{
	unsigned depth = 0;

	do {
		if (at[0] == '/' && at[1] == '*') {
			depth++;
			at += 2;
		} else if (at[0] == '*' && at[1] == '/') {
			depth--;
			at += 2;
		} else {
			at++;
		}
	} while (depth > 0 && *at);
	return at;
}

static const char *
skip_blank(const char *at)
{
	for (;;) {
		if (isspace((unsigned char)*at))
			at++;
		else if (at[0] == '-' && at[1] == '-')
			at += strcspn(at, "\n");
		else if (at[0] == '/' && at[1] == '*')
			at = skip_block_comment(at);
		else
			return at;
	}
}

static const char *
skip_quoted(const char *at, bool backslashes)
{
	char quote = *at++;

	for (; *at; at++) {
		if (backslashes && *at == '\\' && at[1])
			at++;
		else if (*at == quote && at[1] == quote)
			at++;
		else if (*at == quote)
			return at + 1;
	}
	return at;
}

/* "$tag$ ... $tag$"; a '$' that begins no such thing is one character. */
static const char *
skip_dollar(const char *at)
{
	const char *end = at + 1;
	size_t length;

	while (isalnum((unsigned char)*end) || *end == '_')
		end++;
	if (*end != '$' || isdigit((unsigned char)at[1]))
		return at + 1;
	length = (size_t)(end - at) + 1;
	for (end++; *end; end++)
		if (strncmp(end, at, length) == 0)
			return end + length;
	return end;
}

static const char *
skip_word(const char *at)
{
	const char *start = at;

	while (isalnum((unsigned char)*at) || *at == '_' || *at == '$' || (unsigned char)*at >= 0x80)
		at++;
	if (*at == '\'' && at - start == 1 && (*start == 'E' || *start == 'e'))
		return skip_quoted(at, true);
	return at;
}

static const char *
skip_token(const char *at)
{
	if (*at == '\'' || *at == '"')
		return skip_quoted(at, false);
	if (*at == '$')
		return skip_dollar(at);
	if (isalnum((unsigned char)*at) || *at == '_' || (unsigned char)*at >= 0x80)
		return skip_word(at);
	return at + 1;
}

static bool
is_word(const char *at, const char *word)
{
	size_t length = strlen(word);

	return strncasecmp(at, word, length) == 0 && skip_word(at) == at + length;
}

/* How much deeper this token leads: "(", and the body of a function that is SQL itself (BEGIN ATOMIC ... END). */
static int
nesting(const char *at, int depth)
{
	if (*at == '(' || is_word(at, "atomic"))
		return 1;
	if (*at == ')')
		return -1;
	if (depth > 0 && is_word(at, "case"))
		return 1;
	if (depth > 0 && is_word(at, "end"))
		return -1;
	return 0;
}

/* Just past the ';' that ends the statement, or the end of the text. */
static const char *
skip_statement(const char *at)
{
	int depth = 0;

	for (at = skip_blank(at); *at; at = skip_blank(skip_token(at))) {
		if (*at == ';' && depth <= 0)
			return at + 1;
		depth += nesting(at, depth);
	}
	return at;
}

static unsigned
line_at(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

unsigned
script_line_of_position(const char *text, unsigned position)
{
	const char *at = text;

	/* The server counts characters: bytes that continue one do not count. */
	while (*at && position > 1) {
		at++;
		if (((unsigned char)*at & 0xC0) != 0x80)
			position--;
	}
	return line_at(text, at);
}

unsigned
script_line_of_statement(const char *text, unsigned number)
{
	const char *at = skip_blank(text);

	for (; *at; at = skip_blank(at)) {
		if (*at == ';') {
			at++;
			continue;
		}
		if (number-- == 0)
			break;
		at = skip_statement(at);
	}
	return line_at(text, at);
}

static bool
script_failed(struct session *session, const char *name, const char *text, const PGresult *result, unsigned done,
	struct error *error)
{
	const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
	unsigned line = position ? script_line_of_position(text, (unsigned)strtoul(position, NULL, 10))
				 : script_line_of_statement(text, done);
	char where[160];

	snprintf(where, sizeof(where), "%s:%u: ", name, line);
	return session_failed(session, result, where, error);
}

bool
session_script(struct session *session, const char *name, const char *text, struct error *error)
{
	PGresult *result;
	unsigned done = 0;
	bool ok = true;

	if (*skip_blank(text) == '\0')
		return true;
	if (!PQsendQuery(session->connection, text))
		return session_failed(session, NULL, "", error);
	while ((result = PQgetResult(session->connection)) != NULL) {
		ExecStatusType status = PQresultStatus(result);

		if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
			done++;
		else if (ok)
			ok = script_failed(session, name, text, result, done, error);
		PQclear(result);
		if (PQstatus(session->connection) == CONNECTION_BAD || status == PGRES_COPY_IN ||
			status == PGRES_COPY_OUT)
			break;
	}
	return ok;
}
