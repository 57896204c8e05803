-- Tries of passes that nobody can ask for any more are removed, and with them the counts of a time that is over; no others.
\ir ../lib/desk.sql
SELECT no_plan();

CREATE FUNCTION tap.put_try(p_name text, p_state text, p_age interval) RETURNS void LANGUAGE sql AS $$
	INSERT INTO directory.pass_try (id, subject, typed, at, xid, state, finished_at)
	VALUES (tap.named(p_name), p_name, CASE p_state WHEN 'checking' THEN 'amber' END, now() - p_age, '3', p_state,
		CASE WHEN p_state <> 'checking' THEN now() - p_age END)
$$;
CREATE FUNCTION tap.left_over() RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(t.subject, ', ' ORDER BY t.subject) FROM directory.pass_try AS t);

SELECT tap.put_try('accepted lately', 'accepted', '9 minutes'), tap.put_try('accepted', 'accepted', '11 minutes'),
	tap.put_try('refused', 'refused', '11 minutes'), tap.put_try('refused too', 'refused', '12 minutes'),
	tap.put_try('with a job', 'refused', '11 minutes'), tap.put_try('waiting', 'checking', '1 minute') \g /dev/null
INSERT INTO directory.job (subject, kind, run_at) VALUES (tap.named('with a job'), 'try_pass', now() + interval '1 hour');
INSERT INTO directory.try_count (kind, subject, began_at, used) VALUES ('person', 'this hour', now() - interval '59 minutes', 10),
	('person', 'the last', now() - interval '61 minutes', 10), ('all', 'all', now() - interval '1 day', 1000);

SELECT is(tap.answer('mfadesk_signin', 'signin.pass_result(tap.named(''accepted lately''))') ->> 'state', 'accepted', 'what came of a try is said for ten minutes');
SELECT is(tap.try('mfadesk_signin', 'signin.pass_result(tap.named(''accepted''))'), 'MD404', 'and no longer');
SELECT tap.answer('mfadesk_worker', 'worker.expire(1)') \g /dev/null
SELECT is(tap.left_over(), 'accepted, accepted lately, refused, waiting, with a job', 'as many are removed as are asked for, the oldest first');
SELECT tap.answer('mfadesk_worker', 'worker.expire(100)') \g /dev/null
SELECT is(tap.left_over(), 'accepted lately, waiting, with a job', 'all whose time is over and that no worker has still to look at');
SELECT is((SELECT string_agg(c.subject, ', ') FROM directory.try_count AS c), 'this hour', 'of the counts those of this hour stay');
SELECT tap.answer('mfadesk_signin', $$signin.try_pass(tap.named('accepted'), 'ana.rivera@example.edu', 'amber frog')$$) \g /dev/null
SELECT is(tap.answer('mfadesk_signin', 'signin.pass_result(tap.named(''accepted''))') ->> 'state', 'checking', 'an old id again is a new try');
SELECT * FROM finish();
