-- Every function of the desk by everybody who may not call it, and at every isolation level that would judge by the past.
\ir ../lib/desk.sql
SELECT no_plan();

-- A call of each function with arguments of the right types: NULLs, for a refusal must come first.
CREATE TEMPORARY VIEW call_of AS
SELECT n.nspname || '.' || p.proname AS name, n.nspname AS schema, p.oid,
	format('%I.%I(%s)', n.nspname, p.proname, (SELECT string_agg('NULL::' || t.oid::regtype, ', ' ORDER BY t.nth)
		FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, nth))) AS call
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname IN ('desk', 'admin') AND p.prorettype = 'jsonb'::regtype;

-- By role. The database's own answer is 42501; a function that is reached says MD403.
SELECT is(tap.trial(s.login, c.call), '42501', format('%s by %s', c.name, s.login))
FROM call_of AS c, directory.staff AS s
WHERE NOT has_function_privilege('mfadesk_' || s.role, c.oid, 'EXECUTE')
ORDER BY c.name, s.login;

-- By a login that was put into a second group by hand. No transaction is around it: since PostgreSQL 16 a grant keeps the group locked
-- until its end, and staff of other files are put into the same ones.
SELECT tap.put_staff('rights_agent', 42, 'agent'), tap.put_staff('rights_auditor', 43, 'auditor'), tap.put_staff('rights_moved', 40, 'agent') \g /dev/null
GRANT mfadesk_lead, mfadesk_administrator TO rights_agent;
GRANT mfadesk_agent TO rights_auditor;
SELECT is(tap.trial('rights_agent', c.call), 'MD403', format('%s by an agent who is in all groups', c.name))
FROM call_of AS c WHERE NOT has_function_privilege('mfadesk_agent', c.oid, 'EXECUTE');
SELECT is(tap.trial('rights_auditor', c.call), 'MD403', format('%s by an auditor who is in the agents'' group too', c.name))
FROM call_of AS c WHERE c.schema = 'desk' AND NOT has_function_privilege('mfadesk_auditor', c.oid, 'EXECUTE')
	AND has_function_privilege('mfadesk_agent', c.oid, 'EXECUTE');
REVOKE mfadesk_agent FROM rights_moved;
GRANT mfadesk_lead TO rights_moved;
SELECT is(tap.trial('rights_moved', c.call), 'MD403', format('%s by an agent who is in the leads'' group instead', c.name))
FROM call_of AS c WHERE has_function_privilege('mfadesk_lead', c.oid, 'EXECUTE');
DELETE FROM directory.staff WHERE login IN ('rights_agent', 'rights_auditor', 'rights_moved');
DROP ROLE rights_agent, rights_auditor, rights_moved;

-- By a login that is locked, whose person is disabled, or that has no staff row; sessions that are open already.
SELECT tap.put_staff('rights_locked', 42, 'lead'), tap.put_staff('rights_disabled', 15, 'lead'), tap.put_staff('rights_rowless', 40, 'lead'),
	tap.put_staff('rights_admin', 43, 'administrator') \g /dev/null
UPDATE directory.staff SET locked_at = now() WHERE login IN ('rights_locked', 'rights_admin');
DELETE FROM directory.staff WHERE login = 'rights_rowless';
SELECT is(tap.trial(l.login, c.call), 'MD403', format('%s by %s', c.name, l.login))
FROM call_of AS c, (VALUES ('rights_locked'), ('rights_disabled'), ('rights_rowless')) AS l (login)
WHERE c.schema = 'desk';
SELECT is(tap.trial('rights_admin', c.call), 'MD403', format('%s by a locked administrator', c.name))
FROM call_of AS c WHERE c.schema = 'admin';
DROP ROLE rights_locked, rights_disabled, rights_rowless, rights_admin;

-- By the superuser: nobody is staff by being somebody.
SELECT is(tap.trial('postgres', c.call), 'MD403', format('%s by the installer', c.name)) FROM call_of AS c WHERE c.schema = 'desk';

-- Isolation.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT is(tap.trial(CASE WHEN has_function_privilege('mfadesk_lead', c.oid, 'EXECUTE') THEN 'lead' ELSE 'administrator' END, c.call), 'MD403',
	c.name || ' refuses REPEATABLE READ') FROM call_of AS c;
SELECT is(tap.words_of('lead', 'desk.whoami()'), 'MD403 only READ COMMITTED transactions are served', 'and says so');
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT is(tap.trial(CASE WHEN has_function_privilege('mfadesk_lead', c.oid, 'EXECUTE') THEN 'lead' ELSE 'administrator' END, c.call), 'MD403',
	c.name || ' refuses SERIALIZABLE') FROM call_of AS c;
SELECT is(tap.trial('postgres', c.call), 'MD403', c.name || ' refuses it to the installer too') FROM call_of AS c WHERE c.schema = 'admin';
ROLLBACK;

-- A session that prints plans would be shown what the statements inside hold: whole numbers, salts.
BEGIN;
SET LOCAL log_min_messages = panic;
SET LOCAL debug_print_plan = on;
SELECT is(tap.trial(CASE WHEN has_function_privilege('mfadesk_lead', c.oid, 'EXECUTE') THEN 'lead' ELSE 'administrator' END, c.call), 'MD403',
	c.name || ' refuses a session that prints plans') FROM call_of AS c;
SELECT is(tap.words_of('lead', 'desk.whoami()'), 'MD403 sessions that print plans are not served', 'and says so');
SELECT is(tap.trial('mfadesk_worker', 'worker.claim(''w'', 1, 1)'), 'MD403', 'the worker''s too');
SET LOCAL debug_print_plan = off;
SELECT is(tap.try('lead', 'desk.whoami()'), 'answered', 'a plain one is served');
ROLLBACK;

-- A day is 24 hours: by a time zone of one's own making, with a summer time that is days ahead, it were over at once, and
-- with it the limits of a day and the waits of a week.
BEGIN;
CREATE FUNCTION tap.zone_after(p_login text, p_call text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('TimeZone', 'A0B-167,J1,J365', true), tap.answer(p_login, p_call);
	RETURN current_setting('TimeZone');
END
$$;
SELECT is(tap.zone_after('lead', 'desk.whoami()'), 'UTC', 'staff are served in UTC, whatever their session says');
SELECT is(tap.zone_after('mfadesk_worker', 'worker.key_counts()'), 'UTC', 'and so is the worker');
ROLLBACK;

-- A schema that the functions were not written for.
BEGIN;
INSERT INTO directory.schema_version (version, name) VALUES (9999, 'of a later release');
SELECT is(tap.trial('lead', c.call), 'MD423', c.name || ' waits for the upgrade')
FROM call_of AS c WHERE has_function_privilege('mfadesk_lead', c.oid, 'EXECUTE');
ROLLBACK;

-- Whoever may call sees no NULL as a value: each refuses in its own words, or has nothing to say.
SELECT matches(tap.trial(CASE WHEN has_function_privilege('mfadesk_lead', c.oid, 'EXECUTE') THEN 'lead' ELSE 'administrator' END, c.call),
	'^(MD001|MD404|answered)$', c.name || ' with nothing but NULLs') FROM call_of AS c;

SELECT is((SELECT count(*) FROM directory.request), 0::bigint, 'of all that nothing stayed');
SELECT is((SELECT count(*) FROM ledger.leaf), 0::bigint, 'and nothing was recorded');
SELECT * FROM finish();
