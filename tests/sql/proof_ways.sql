-- What proves who is calling: the ways, recovery codes and managers, and what waits for a lead.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

UPDATE directory.agent_limit SET cap = 1000;
UPDATE directory.sign_in_method SET confirmed_by_code = true, number_changed_at = now() - interval '1 year', added_at = now() - interval '1 year'
	WHERE state = 'active' AND person_id IN (tap.person(1), (SELECT manager_id FROM directory.person WHERE id = tap.person(1)));
SELECT tap.put_case('ana', 1, 'agent', 'phone') \g /dev/null

CREATE FUNCTION tap.ways() RETURNS jsonb LANGUAGE sql
	RETURN tap.answer('agent', format('desk.proof_ways(%L)', tap.named('ana')));
-- "open", or why not; the first of a kind and channel.
CREATE FUNCTION tap.way(p_kind text, p_channel text DEFAULT NULL) RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(w ->> 'why', 'open') FROM jsonb_array_elements(tap.ways() -> 'ways') AS w
		WHERE w ->> 'kind' = p_kind AND w ->> 'channel' IS NOT DISTINCT FROM p_channel LIMIT 1);
CREATE FUNCTION tap.proof(p_id text, p_kind text, p_channel text DEFAULT NULL) RETURNS text LANGUAGE sql
	RETURN tap.words_of('agent', format('desk.start_proof(%L, %L, %L, %L) -> ''state''', tap.named(p_id), tap.named('ana'), p_kind, p_channel));
CREATE FUNCTION tap.it(p_id text) RETURNS directory.challenge LANGUAGE sql
	RETURN (SELECT c FROM directory.challenge AS c WHERE c.id = tap.named(p_id));
-- The worker's newest claim of a job about this.
CREATE FUNCTION tap.job(p_subject text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	UPDATE directory.job SET run_at = clock_timestamp() - interval '1 second' WHERE done_at IS NULL;
	RETURN (SELECT j FROM jsonb_array_elements(tap.answer('mfadesk_worker', 'worker.claim(''w'', 100, 60)') -> 'jobs') AS j
		WHERE tap.named(p_subject)::text IN (j ->> 'challenge', j ->> 'subject') LIMIT 1);
END
$$;
CREATE FUNCTION tap.type(p_id text, p_code text) RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format('desk.answer_challenge(gen_random_uuid(), %L, %L)', tap.named(p_id), p_code));
-- Typed, and found to be the code with this id (NULL: wrong).
CREATE FUNCTION tap.check(p_id text, p_step bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	j jsonb;
	typed text := tap.type(p_id, 'abcd-efgh-jkmn-pqro');
BEGIN
	IF typed <> 'checking' THEN
		RETURN typed;
	END IF;
	j := tap.job(p_id);
	RETURN tap.answer('mfadesk_worker', format('worker.checked(%s, %s, %L, %L, 0, 0)', j ->> 'job', j ->> 'fence',
		CASE WHEN p_step IS NULL THEN 'wrong' ELSE 'right' END, p_step)) ->> 'state';
END
$$;
CREATE FUNCTION tap.issue(p_id text, p_case text DEFAULT 'ana') RETURNS text LANGUAGE sql
	RETURN tap.words_of('agent', format('desk.issue_recovery_codes(%L, %L, NULL, repeat(''ab'', 32)) -> ''state''', tap.named(p_id), tap.named(p_case)));
CREATE FUNCTION tap.make(p_id text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	j jsonb := tap.job(p_id);
BEGIN
	RETURN tap.answer('mfadesk_worker', format('worker.codes_made(%s, %s, repeat(''0a'', 16), 14, %L, ''beef'')', j ->> 'job', j ->> 'fence',
		(SELECT string_agg(repeat(lpad(to_hex(n), 2, '0'), 32), '') FROM generate_series(1, 10) AS n))) ->> 'kept';
END
$$;
CREATE FUNCTION tap.code(p_nth int) RETURNS bigint LANGUAGE sql
	RETURN (SELECT c.id FROM directory.recovery_code AS c WHERE c.set_id = (rule.codes_of(tap.person(1))).id ORDER BY c.id OFFSET p_nth - 1 LIMIT 1);

-- The ways, and what is missing.
SELECT is(tap.ways() -> 'proven', 'false', 'nothing is proven');
SELECT is(tap.ways() ->> 'missing', 'Two proofs of different kinds, on different devices or persons; or a document in person.', 'what is missing');
SELECT is(tap.way('code', 'text'), 'open', 'a text to the phone');
SELECT is(tap.way('recovery-code'), 'this person has no recovery codes left', 'no codes were made');
SELECT is(tap.way('document-in-person'), 'this person is here by phone, and this proof needs them at the counter', 'no document by phone');
SELECT is((SELECT count(*) FROM jsonb_array_elements(tap.ways() -> 'ways') AS w WHERE (w -> 'open')::boolean = (w ->> 'why' IS NOT NULL)), 0::bigint,
	'a way is open, or says why not');
SELECT is((SELECT count(*) FROM jsonb_array_elements(tap.ways() -> 'ways') AS w, directory.sign_in_method AS m
	WHERE w ->> 'kind' = 'manager' AND (w ->> 'method' IS NOT NULL OR w ->> 'label' ~ right(m.number, 4))), 0::bigint, 'nothing of the manager''s number');

-- Codes need a proof.
SELECT is(tap.issue('set 0'), 'MD410 it is not proven who this is', 'no codes without a proof');
SELECT tap.put_case('before', 1, 'agent2', 'counter') \g /dev/null
SELECT tap.put_proof('before') \g /dev/null
SELECT is(tap.words_of('agent2', format('desk.issue_recovery_codes(%L, %L, NULL, repeat(''ab'', 32)) -> ''state''', tap.named('set 1'), tap.named('before'))),
	'"waiting"', 'with one they are asked for');
SELECT is(tap.job('set 1') ->> 'public_key', repeat('ab', 32), 'the worker learns the desk''s key');
SELECT ok(tap.make('set 1'), 'the worker made them');
SELECT is(tap.try('agent', format('desk.recovery_codes(%L)', tap.named('set 1'))), 'MD404', 'another desk reads none');
SELECT is(tap.answer('agent2', format('desk.recovery_codes(%L)', tap.named('set 1'))) - 'set', '{"state": "ready", "sealed": "beef"}', 'the desk that asked does');
UPDATE directory.contact SET ended_at = now(), ended_why = 'gone' WHERE case_id = tap.named('before');
SELECT is(tap.answer('agent2', format('desk.recovery_codes(%L)', tap.named('set 1'))) - 'set', '{"state": "over", "sealed": null}', 'when the caller is gone nobody does');

-- One is typed.
SELECT is(tap.way('recovery-code'), 'open', 'a recovery code can be given');
SELECT is(tap.proof('code 1', 'recovery-code'), '"queued"', 'it is awaited');
SELECT is(tap.type('code 1', '123456'), 'MD001', 'six digits are none');
SELECT is(tap.type('code 1', 'abcd-efgh-jkmn-pqru'), 'MD001', 'there is no U');
SELECT is(tap.check('code 1', NULL), 'queued', 'a wrong one costs a try');
SELECT is((tap.it('code 1')).tries_left, 4, 'four are left');
SELECT is(tap.check('code 1', tap.code(3)), 'passed', 'the right one passes');
SELECT is((SELECT kind || ' on ' || rests_on || ' ' || result FROM directory.proof WHERE id = tap.named('code 1')), 'recovery-code on codes passed', 'it is a proof');
SELECT is((tap.it('code 1')).reason, '9 recovery codes are left', 'and says how many are left');
SELECT is(tap.ways() ->> 'missing', 'One more proof, of another kind, on another device or person; or a document in person.', 'one more is needed');
SELECT is(tap.way('recovery-code'), 'one of this kind passed already', 'not a second one');
SELECT is(tap.proof('code 2', 'recovery-code'), '"queued"', 'again');
SELECT is(tap.check('code 2', (SELECT id FROM directory.recovery_code WHERE used_at IS NOT NULL)), 'queued', 'a used one is a wrong one');
SELECT is(tap.proof('code 3', 'recovery-code'), '"queued"', 'a newer one');
SELECT is((tap.it('code 2')).state, 'cancelled', 'takes the place of the older');

-- A new set replaces the old, and is no proof in its own case.
SELECT tap.put_proof('ana') \g /dev/null
SELECT tap.code(1) AS old \gset
SELECT is(tap.issue('set 2'), '"waiting"', 'a new set');
SELECT is((rule.codes_of(tap.person(1))).id, tap.named('set 1'), 'until it is made the old one counts');
SELECT ok(tap.make('set 2'), 'made');
SELECT is(rule.codes_left(tap.person(1)), 10::bigint, 'ten again');
SELECT is(tap.check('code 3', :old), 'queued', 'one of the old set is a wrong one');
SELECT is(tap.way('recovery-code'), 'the recovery codes were made in this case', 'not in its own case');
SELECT is(tap.proof('code 4', 'recovery-code'), 'MD451 the recovery codes were made in this case', 'nor by the function');
SELECT is(tap.check('code 3', tap.code(1)), 'failed', 'nor where the question is older than the set');
SELECT is((tap.it('code 3')).reason, 'the recovery codes were made in this case', 'which is said');

-- The manager.
SELECT is(tap.way('manager', 'text'), 'open', 'the manager can be asked');
SELECT is(tap.proof('boss', 'manager', 'text'), '"queued"', 'a text goes to them');
SELECT is(tap.job('boss') ->> 'vouches_for', (SELECT name FROM directory.person WHERE id = tap.person(1)), 'that names the person');
SELECT is((tap.it('boss')).person_id, tap.person(1), 'it is about the caller');
SELECT is(tap.answer('agent', format('desk.challenge(%L)', tap.named('boss'))) ->> 'proof', 'manager', 'the desk knows what it is');
UPDATE directory.challenge SET state = 'sent', sent_at = now() WHERE id = tap.named('boss');
SELECT is(tap.type('boss', '123456'), 'checking', 'the code is typed');
SELECT tap.job('boss') AS boss \gset
SELECT is(tap.answer('mfadesk_worker', format('worker.checked(%s, %s, ''right'', NULL, NULL, NULL)', :'boss'::jsonb ->> 'job', :'boss'::jsonb ->> 'fence')) ->> 'state',
	'passed', 'it is right');
SELECT is((SELECT kind || ' on ' || rests_on FROM directory.proof WHERE id = tap.named('boss')),
	'manager on person ' || (SELECT manager_id FROM directory.person WHERE id = tap.person(1)), 'it rests on the manager');
SELECT is(tap.ways() -> 'proven', 'true', 'two kinds: proven');
SELECT is(tap.ways() -> 'missing', 'null', 'nothing is missing');

SELECT manager_id AS boss_id FROM directory.person WHERE id = tap.person(1) \gset
CREATE FUNCTION tap.boss(p_set text, p_back text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v text;
BEGIN
	EXECUTE p_set;
	v := tap.proof('boss ' || p_set, 'manager', 'text');
	EXECUTE p_back;
	RETURN v;
END
$$;
SELECT is(tap.boss(format('UPDATE directory.person SET status = ''disabled'' WHERE id = %L', :'boss_id'), format('UPDATE directory.person SET status = ''active'' WHERE id = %L', :'boss_id')),
	'MD451 the manager is disabled', 'a disabled manager vouches for nobody');
SELECT is(tap.boss(format('INSERT INTO directory.doubt (id, person_id, raised_by, raised_at, reason) VALUES (%L, %L, ''x'', now(), ''x'')', tap.named('doubt'), :'boss_id'),
	format('DELETE FROM directory.doubt WHERE id = %L', tap.named('doubt'))), 'MD451 there is doubt about who calls as the manager', 'nor one in doubt');
SELECT is(tap.boss(format('UPDATE directory.person SET manager_id = (SELECT person_id FROM directory.staff WHERE login = ''agent'') WHERE id = %L', tap.person(1)),
	format('UPDATE directory.person SET manager_id = %L WHERE id = %L', :'boss_id', tap.person(1))), 'MD451 you are the manager: you cannot vouch at your own desk', 'nor the agent');
SELECT is(tap.boss(format('UPDATE directory.person SET manager_id = NULL WHERE id = %L', tap.person(1)),
	format('UPDATE directory.person SET manager_id = %L WHERE id = %L', :'boss_id', tap.person(1))), 'MD451 this person has no manager in the directory', 'nor nobody');
SELECT is(tap.boss(format('UPDATE directory.sign_in_method SET number_changed_at = now() WHERE person_id = %L', :'boss_id'),
	format('UPDATE directory.sign_in_method SET number_changed_at = now() - interval ''1 year'' WHERE person_id = %L', :'boss_id')),
	'MD451 the manager has nothing that can prove who they are by text', 'nor one whose number is new');
SELECT is(tap.boss(format('UPDATE directory.sign_in_method SET number = (SELECT number FROM directory.sign_in_method WHERE person_id = %L AND kind = ''phone'' LIMIT 1)
		WHERE person_id = %L AND kind = ''phone''', tap.person(1), :'boss_id'), format('UPDATE directory.sign_in_method SET number = ''+15085550999'' WHERE person_id = %L AND kind = ''phone''', :'boss_id')),
	'MD451 the manager has nothing that can prove who they are by text', 'nor one by a number that is the caller''s too');
SELECT is((SELECT count(*) FROM jsonb_array_elements(tap.answer('agent', format('desk.history(%L, 500)', tap.named('ana')))) AS l
	WHERE l ->> 'text' ~ '(manager|proof passed: the |typed a code: the ).*[0-9]{4}'), 0::bigint, 'no digit of the manager''s number is in the history');
SELECT ok(EXISTS (SELECT FROM jsonb_array_elements(tap.answer('agent', format('desk.history(%L, 500)', tap.named('ana')))) AS l
	WHERE l ->> 'text' = 'typed a code: the manager'), 'it says whose code it was');

-- What waits for a lead.
CREATE FUNCTION tap.waiting() RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg((w ->> 'act') || coalesce('=' || (w ->> 'target'), ''), ' ')
		FROM jsonb_array_elements(tap.answer('lead', 'desk.cases(true)')) AS c, jsonb_array_elements(c -> 'waiting') AS w WHERE c ->> 'id' = tap.named('ana')::text);
SELECT is(tap.try('agent', format('desk.ask_approval(gen_random_uuid(), %L, ''add_phone'', ''0177'')', tap.named('ana'))), 'asked', 'an agent asks');
SELECT is(tap.try('agent', format('desk.ask_approval(gen_random_uuid(), %L, ''note'')', tap.named('ana'))), 'MD001', 'for what can be approved');
SELECT is(tap.waiting(), 'add_phone=0177', 'a lead sees it at once');
SELECT is(tap.try('lead', format('desk.approve(gen_random_uuid(), %L, ''{add_phone=0178}'')', tap.named('ana'))), 'approved', 'another target');
SELECT is(tap.waiting(), 'add_phone=0177', 'leaves it waiting');
SELECT is(tap.try('lead', format('desk.approve(gen_random_uuid(), %L, ''{add_phone=0177}'')', tap.named('ana'))), 'approved', 'that one');
SELECT is(tap.waiting(), NULL, 'does not');

-- What a lead was asked for while the proof counted may be finished within five minutes of its end.
SELECT tap.put_case('late', 4), tap.put_proof('late') \g /dev/null
CREATE FUNCTION tap.late(p_minutes numeric, p_asked numeric, p_act text, p_target text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	UPDATE directory.proof SET at = clock_timestamp() - make_interval(secs => p_minutes * 60) WHERE case_id = tap.named('late');
	INSERT INTO directory.approval_wish SELECT gen_random_uuid(), tap.named('late'), p_act, p_target, 'agent', clock_timestamp() - make_interval(secs => p_asked * 60)
	WHERE p_act IS NOT NULL;
	INSERT INTO directory.approval (request_id, case_id, act, approved_by, at) VALUES (gen_random_uuid(), tap.named('late'), 'add_phone', 'lead', clock_timestamp());
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE = tap.try('agent', 'desk.add_phone(gen_random_uuid(), tap.named(''late''), NULL, ''508 555 0188'', NULL, ''phone'', ''none'')');
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN SQLERRM;
END
$$;
SELECT is(tap.late(l.minutes, l.asked, l.act, l.target), l.wanted, format('proven %s minutes ago, asked %s minutes ago for %s %s', l.minutes, l.asked, l.act, l.target))
FROM (VALUES (14, 1, 'add_phone', '0188', 'pending'), (16, 2, 'add_phone', '0188', 'pending'), (19.9, 19, 'add_phone', '0188', 'pending'), (16, 2, 'add_phone', NULL, 'pending'),
	(16, 0, NULL, NULL, 'MD411'), (16, 0.5, 'add_phone', '0188', 'MD411'), (16, 17, 'add_phone', '0188', 'MD411'), (21, 7, 'add_phone', '0188', 'MD411'),
	(16, 2, 'add_phone', '0189', 'MD411'), (16, 2, 'enrol', NULL, 'MD411')) AS l (minutes, asked, act, target, wanted);
SELECT tap.put_case('plain', 5), tap.put_proof('plain', 16) \g /dev/null
INSERT INTO directory.approval_wish VALUES (gen_random_uuid(), tap.named('plain'), 'add_phone', NULL, 'agent', now() - interval '2 minutes');
UPDATE directory.person SET tier = 'standard' WHERE id = tap.person(5);
SELECT is(tap.trial('agent', 'desk.add_phone(gen_random_uuid(), tap.named(''plain''), NULL, ''508 555 0188'', NULL, ''phone'', ''none'')'), 'MD411',
	'to ask where nobody need be asked wins no time');

SELECT tap.put_staff('ways_boss', (SELECT n FROM generate_series(1, 60) AS n WHERE tap.person(n) = :'boss_id'::uuid), 'lead') \g /dev/null
SELECT is(tap.words_of('ways_boss', format('desk.approve(gen_random_uuid(), %L, ''{revoke}'')', tap.named('ana'))), 'MD412 you vouched for this person: that is no second person',
	'who vouched approves nothing');

DROP ROLE ways_boss;
SELECT * FROM finish();
