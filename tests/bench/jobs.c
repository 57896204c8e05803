#include "jobs.h"

#include "bench.h"
#include "mfadesk/base/buffer.h"

long
jobs_cases(PGconn *super, int most)
{
	struct buffer sql;
	long count;

	buffer_init(&sql, 0);
	buffer_printf(&sql,
		"WITH chosen AS (SELECT p.id, gen_random_uuid() AS file FROM directory.person AS p"
		" WHERE p.status = 'active' AND p.tier = 'standard' AND p.external_id LIKE 'B%%'"
		" AND NOT EXISTS (SELECT FROM directory.staff AS s WHERE s.person_id = p.id)"
		" AND EXISTS (SELECT FROM directory.sign_in_method AS m"
		" WHERE m.person_id = p.id AND m.kind = 'phone' AND m.state = 'active') LIMIT %d),"
		" file AS (INSERT INTO directory.case_file"
		" (id, ticket, person_id, login, opened_by, opened_at, last_at, held_xid)"
		" SELECT file, 'INC0004711', id, '" JOBS_LOGIN "', '" JOBS_LOGIN
		"', now(), now(), '3'::xid8 FROM chosen)"
		" INSERT INTO directory.contact (id, case_id, login, here_by, started_at)"
		" SELECT gen_random_uuid(), file, '" JOBS_LOGIN "', 'phone', now() FROM chosen",
		most);
	server_do(super, buffer_text(&sql));
	buffer_free(&sql);
	count = server_number(
		super, "SELECT count(*) FROM directory.case_file WHERE login = '" JOBS_LOGIN "' AND state = 'open'");
	server_do(super, "ANALYZE directory.case_file, directory.contact");
	return count;
}

void
jobs_put(PGconn *super)
{
	server_do(super,
		"WITH put AS (INSERT INTO directory.challenge"
		" (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, created_at, "
		"expires_at)"
		" SELECT gen_random_uuid(), f.id, c.id, f.person_id, m.id, f.login, 'proof', 'text', 'K7', now(),"
		" now() + interval '10 minutes' FROM directory.case_file AS f JOIN directory.contact AS c ON c.case_id "
		"= f.id"
		" JOIN directory.sign_in_method AS m ON m.person_id = f.person_id AND m.kind = 'phone'"
		" WHERE f.login = '" JOBS_LOGIN "' AND f.state = 'open' RETURNING id)"
		" INSERT INTO directory.job (challenge_id, kind) SELECT id, 'send' FROM put");
	server_do(super, "ANALYZE directory.challenge, directory.job");
}

long
jobs_left(PGconn *super)
{
	return server_number(super, "SELECT count(*) FROM directory.challenge WHERE state IN ('queued', 'sending')");
}

double
jobs_rate(PGconn *super)
{
	return (double)server_number(super,
		"SELECT count(*) / extract(epoch FROM max(sent_at) - min(sending_at)) FROM directory.challenge"
		" WHERE sent_at IS NOT NULL");
}

void
jobs_clear(PGconn *super)
{
	server_do(super, "TRUNCATE directory.job, directory.challenge CASCADE");
	server_do(super, "TRUNCATE directory.send_count, directory.quota");
}

void
jobs_close_cases(PGconn *super)
{
	server_do(super, "DELETE FROM directory.contact WHERE login = '" JOBS_LOGIN "'");
	server_do(super, "DELETE FROM directory.case_file WHERE login = '" JOBS_LOGIN "'");
}
