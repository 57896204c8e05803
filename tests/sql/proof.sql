-- Proofs: who may give which, what counts, when they end; and the doubt that bad ones raise.
\ir ../lib/desk.sql
SELECT no_plan();

SELECT tap.put_staff('proof_maria', 8, 'agent'), tap.put_staff('proof_ana', 1, 'agent'),
	tap.put_staff('proof_far', 40, 'agent', '{Library}') \g /dev/null
SELECT tap.put_case('counter', 2), tap.put_case('phone', 3, 'agent', 'phone'), tap.put_case('video', 5, 'agent', 'video'),
	tap.put_case('without right', 6, 'agent2', 'counter'), tap.put_case('ana', 1, 'agent', 'video') \g /dev/null

-- Who may record what: the kind, the way of being here, the right `counter`.
SELECT is(tap.trial(t.login, format('desk.record_proof(gen_random_uuid(), tap.named(%L), %L, %L, %L)', t.in_case, t.kind, t.document, t.result)),
	t.wanted, format('%s, %s, %s, %s: %s', t.in_case, t.kind, t.document, t.result, t.wanted))
FROM (VALUES
	('agent', 'counter', 'document-in-person', 'badge', 'passed', 'passed'),
	('agent', 'counter', 'document-in-person', 'passport', 'failed', 'failed'),
	('agent', 'counter', 'document-in-person', 'driving-licence', 'refused', 'refused'),
	('agent', 'phone', 'document-in-person', 'badge', 'passed', 'MD403'),
	('agent', 'video', 'document-in-person', 'badge', 'passed', 'MD403'),
	('agent2', 'without right', 'document-in-person', 'badge', 'passed', 'MD403'),
	('agent', 'video', 'document-on-video', 'national-id', 'passed', 'passed'),
	('agent', 'counter', 'document-on-video', 'national-id', 'passed', 'MD403'),
	('agent', 'phone', 'document-on-video', 'national-id', 'passed', 'MD403'),
	('agent', 'phone', 'document-on-video', 'national-id', 'refused', 'refused'),
	('agent', 'counter', 'code', 'badge', 'passed', 'MD403'),
	('agent', 'counter', 'app', 'badge', 'passed', 'MD403'),
	('agent', 'counter', 'recovery-code', 'badge', 'passed', 'MD403'),
	('agent', 'counter', 'manager', 'badge', 'passed', 'MD403'),
	('agent', 'counter', 'manager', 'badge', 'failed', 'MD403'),
	('agent', 'counter', 'mother''s maiden name', 'badge', 'passed', 'MD001'),
	('agent', 'counter', NULL, 'badge', 'passed', 'MD001'),
	('agent', 'counter', 'document-in-person', 'library card', 'passed', 'MD001'),
	('agent', 'counter', 'document-in-person', NULL, 'passed', 'MD001'),
	('agent', 'counter', 'document-in-person', 'badge', 'perhaps', 'MD001'),
	('agent', 'counter', 'document-in-person', 'badge', NULL, 'MD001'),
	('agent2', 'counter', 'document-in-person', 'badge', 'passed', 'MD404')
	) AS t (login, in_case, kind, document, result, wanted);

-- Ten a day of those seen in person; the eleventh is refused, whatever happened to the rest.
SELECT is((SELECT array_agg(DISTINCT tap.try('agent', $$desk.record_proof(gen_random_uuid(), tap.named('counter'), 'document-in-person', 'badge')$$))
	FROM generate_series(1, 10)), '{passed}', 'ten documents in person');
SELECT is(tap.try('agent', $$desk.record_proof(gen_random_uuid(), tap.named('counter'), 'document-in-person', 'badge')$$), 'MD429', 'and no eleventh');
SELECT is(tap.trial('agent', $$desk.record_proof(gen_random_uuid(), tap.named('counter'), 'document-in-person', 'badge', 'refused')$$), 'refused',
	'a refused one is always remembered');
UPDATE directory.quota SET uses = ARRAY(SELECT u - interval '1 day' FROM unnest(uses) AS u) WHERE kind = 'document-in-person';
SELECT is(tap.trial('agent', $$desk.record_proof(gen_random_uuid(), tap.named('counter'), 'document-in-person', 'badge')$$), 'passed', 'a day later there are ten again');

-- On video: only with a colleague, who is another person than who recorded it and whom it is about.
SELECT tap.answer('agent', $$desk.record_proof(tap.named('seen'), tap.named('ana'), 'document-on-video', 'badge')$$) \g /dev/null
CREATE TEMPORARY VIEW spare AS SELECT $$desk.add_phone(gen_random_uuid(), tap.named('ana'), NULL, '508 555 0177', NULL, 'phone', 'none')$$::text AS add_phone;
SELECT is(tap.trial('agent', (SELECT add_phone FROM spare)), 'MD410', 'on video alone it is not proven');
SELECT is(tap.trial(t.login, $$desk.confirm_proof(gen_random_uuid(), tap.named('ana'), tap.named('seen'))$$), t.wanted, t.what)
FROM (VALUES ('agent', 'MD412', 'not confirmed by who recorded it'), ('proof_maria', 'MD412', 'nor by a second login of the same person'),
	('proof_ana', 'MD412', 'nor by the person it is about'), ('proof_far', 'MD404', 'nor by somebody who has the person not in scope'),
	('agent2', 'confirmed', 'a colleague confirms')) AS t (login, wanted, what);
SELECT is(tap.trial('agent2', $$desk.confirm_proof(gen_random_uuid(), tap.named('counter'), tap.named('seen'))$$), 'MD404', 'not by another case');
SELECT is(tap.trial('agent2', format('desk.confirm_proof(gen_random_uuid(), tap.named(''counter''), %L)', (SELECT id FROM directory.proof WHERE case_id = tap.named('counter') LIMIT 1))),
	'MD404', 'a document in person needs none');
SELECT tap.answer('agent2', $$desk.confirm_proof(gen_random_uuid(), tap.named('ana'), tap.named('seen'))$$) \g /dev/null
SELECT is(tap.trial('agent2', $$desk.confirm_proof(gen_random_uuid(), tap.named('ana'), tap.named('seen'))$$), 'MD409', 'once');
DELETE FROM directory.staff WHERE login = 'proof_ana';  -- no peer from here on
SELECT is(tap.trial('agent', (SELECT add_phone FROM spare)), 'pending', 'confirmed, it is proven');
UPDATE directory.proof SET at = at - interval '16 minutes' WHERE id = tap.named('seen');
SELECT is(tap.trial('agent', (SELECT add_phone FROM spare)), 'MD411', 'its age counts from when the document was seen');

-- Two of different kinds on different devices or persons.
CREATE FUNCTION tap.two(p_kind text, p_on text, p_minutes int, p_kind2 text, p_on2 text, p_minutes2 int) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM tap.put_proof('phone', p_minutes, p_kind, p_on), tap.put_proof('phone', p_minutes2, p_kind2, p_on2);
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE = tap.try('agent', $call$desk.add_phone(gen_random_uuid(), tap.named('phone'), NULL, '508 555 0177', NULL, 'phone', 'none')$call$);
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN SQLERRM;
END
$$;
SELECT is(tap.two(t.kind, t.rests, t.minutes, t.kind2, t.rests2, t.minutes2), t.wanted,
	format('%s on %s %s min ago, %s on %s %s min ago', t.kind, t.rests, t.minutes, t.kind2, t.rests2, t.minutes2))
FROM (VALUES
	('code', 'device 1', 1, 'app', 'device 2', 1, 'pending'),
	('code', 'device 1', 1, 'app', 'device 1', 1, 'MD410'),
	('code', 'device 1', 1, 'code', 'device 2', 1, 'MD410'),
	('code', 'no device', 1, 'app', 'no device', 1, 'MD410'),
	('code', 'office 1', 1, 'app', 'no device', 1, 'pending'),
	('code', 'device 1', 1, 'manager', 'person 2', 1, 'pending'),
	('code', 'device 1', 1, 'recovery-code', 'codes', 1, 'pending'),
	('code', 'device 1', 1, 'document-on-video', 'document', 1, 'pending'),
	('code', 'device 1', 16, 'app', 'device 2', 1, 'MD411'),
	('code', 'device 1', 1, 'app', 'device 2', 16, 'MD411'),
	('document-on-video', 'document', 1, 'document-on-video', 'document', 1, 'MD410')
	) AS t (kind, rests, minutes, kind2, rests2, minutes2, wanted);

-- Proofs end with the contact.
SELECT tap.put_proof('video') \g /dev/null
UPDATE directory.proof SET confirmed_by = 'agent2', confirmed_at = now(), kind = 'document-on-video' WHERE case_id = tap.named('video');
CREATE FUNCTION tap.after(p_login text, p_end text, p_then text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_before text := tap.trial('agent', $call$desk.add_phone(gen_random_uuid(), tap.named('video'), NULL, '508 555 0177', NULL, 'phone', 'none')$call$);
BEGIN
	PERFORM tap.answer(p_login, p_end);
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE = v_before || ' ' || tap.try(p_login, replace(p_then, 'CASE', $call$tap.named('video')$call$));
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN SQLERRM;
END
$$;
SELECT is(tap.after(t.login, t.ends, t.act), t.wanted, t.what)
FROM (VALUES
	('agent', $$desk.end_contact(gen_random_uuid(), tap.named('video'))$$, 'desk.add_phone(gen_random_uuid(), CASE, NULL, ''508 555 0177'', NULL, ''phone'', ''none'')', 'pending MD410', 'caller gone'),
	('agent', $$desk.start_contact(gen_random_uuid(), tap.named('video'), 'video')$$, 'desk.add_phone(gen_random_uuid(), CASE, NULL, ''508 555 0177'', NULL, ''phone'', ''none'')', 'pending MD410', 'a new contact'),
	('agent', $$desk.open_case(gen_random_uuid(), 'ayesha.qureshi@example.edu', 'INC5', 'video')$$, 'desk.add_phone(gen_random_uuid(), CASE, NULL, ''508 555 0177'', NULL, ''phone'', ''none'')', 'pending MD410', 'the case opened again'),
	('agent', $$desk.end_contact(gen_random_uuid(), tap.named('video'))$$, 'desk.revoke(gen_random_uuid(), CASE, NULL, tap.method(5, 1), ''lost'')', 'pending revoked', 'caller gone, and a revoke, which takes a proof of the case'),
	('lead', $$desk.take_case(gen_random_uuid(), tap.named('video'), NULL)$$, 'desk.revoke(gen_random_uuid(), CASE, NULL, tap.method(5, 1), ''lost'')', 'pending MD410', 'taken over, and a revoke by who did not see it'),
	('lead', $$desk.take_case(gen_random_uuid(), tap.named('video'), NULL)$$, 'desk.add_phone(gen_random_uuid(), CASE, NULL, ''508 555 0177'', NULL, ''phone'', ''none'')', 'pending MD410', 'taken over'),
	('agent', $$desk.close_case(gen_random_uuid(), tap.named('video'), 'done')$$, 'desk.add_phone(gen_random_uuid(), CASE, NULL, ''508 555 0177'', NULL, ''phone'', ''none'')', 'pending MD409', 'closed')
	) AS t (login, ends, act, wanted, what);
SELECT is(tap.trial('agent', $$desk.record_proof(gen_random_uuid(), tap.named('gone'), 'document-on-video', 'badge')$$), 'MD404', 'no case');
UPDATE directory.contact SET ended_at = now(), ended_why = 'gone' WHERE case_id = tap.named('video');
SELECT is(tap.trial('agent', $$desk.record_proof(gen_random_uuid(), tap.named('video'), 'document-on-video', 'badge')$$), 'MD409', 'nobody is here');
SELECT is(tap.trial('agent', $$desk.record_proof(gen_random_uuid(), tap.named('video'), 'document-on-video', 'badge', 'refused')$$), 'MD409', 'nor to refuse');

-- Three bad ones in seven days raise doubt: everything stops but suspending, until a lead clears it.
CREATE FUNCTION tap.refused(p_result text) RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format($$desk.record_proof(gen_random_uuid(), tap.named('phone'), 'document-on-video', 'badge', %L)$$, p_result));
SELECT is(tap.refused('refused'), 'refused', 'once refused');
SELECT is(tap.refused('failed'), 'failed', 'once failed');
SELECT ok(NOT EXISTS (SELECT FROM directory.doubt), 'two raise no doubt');
UPDATE directory.proof SET at = at - interval '8 days' WHERE case_id = tap.named('phone') AND result = 'refused';
SELECT is(tap.refused('refused'), 'refused', 'a third, but the first is eight days old');
SELECT ok(NOT EXISTS (SELECT FROM directory.doubt), 'raises no doubt');
SELECT is(tap.refused('refused'), 'refused', 'a third within seven days');
SELECT is((SELECT raised_by || ' ' || reason FROM directory.doubt WHERE person_id = tap.person(3)), 'agent three failed or refused proofs in the last days', 'raises doubt');
SELECT is((SELECT count(*) FROM ledger.leaf WHERE position('badge doubt'::bytea IN body) > 0), 1::bigint, 'which is in the leaf of the third');
SELECT is(tap.trial('agent', replace(t.call, 'CASE', $$tap.named('phone')$$)), t.wanted, 'in doubt: ' || t.call)
FROM (VALUES
	('desk.suspend(gen_random_uuid(), CASE, NULL, tap.device(3, 1), ''lost'')', 'suspended'),
	('desk.note(gen_random_uuid(), CASE, ''strange voice'')', 'noted'),
	('desk.close_case(gen_random_uuid(), CASE, ''gave up'')', 'closed'),
	('desk.end_contact(gen_random_uuid(), CASE)', 'gone'),
	('desk.start_contact(gen_random_uuid(), CASE, ''phone'')', 'open'),
	('desk.record_proof(gen_random_uuid(), CASE, ''document-on-video'', ''badge'', ''failed'')', 'failed'),
	('desk.record_proof(gen_random_uuid(), CASE, ''document-in-person'', ''badge'', ''passed'')', 'MD423'),
	('desk.add_phone(gen_random_uuid(), CASE, NULL, ''508 555 0177'', NULL, ''phone'', ''none'')', 'MD423'),
	('desk.set_default(gen_random_uuid(), CASE, NULL, tap.method(3, 2))', 'MD423'),
	('desk.revoke(gen_random_uuid(), CASE, NULL, tap.method(3, 2), ''lost'')', 'MD423'),
	('desk.restore(gen_random_uuid(), CASE, NULL, tap.method(3, 2))', 'MD423'),
	('desk.reveal_number(gen_random_uuid(), CASE, tap.method(3, 2), ''calls back'')', 'MD423'),
	('desk.raise_doubt(gen_random_uuid(), ''' || tap.person(3) || ''', ''voice'')', 'MD409'),
	('desk.clear_doubt(gen_random_uuid(), ''' || tap.person(3) || ''', ''voice'')', '42501')
	) AS t (call, wanted);
SELECT is(tap.trial('lead', format('desk.clear_doubt(gen_random_uuid(), %L, %L)', tap.person(3), t.reason)), t.wanted, 'cleared because of: ' || coalesce(t.reason, 'nothing'))
FROM (VALUES ('', 'MD001'), (NULL, 'MD001'), ('called back', 'cleared')) AS t (reason, wanted);
SELECT tap.answer('lead', format('desk.clear_doubt(gen_random_uuid(), %L, %L)', tap.person(3), 'called back')) \g /dev/null
SELECT is(tap.trial('lead', format('desk.clear_doubt(gen_random_uuid(), %L, %L)', tap.person(3), 'called back')), 'MD409', 'there is no doubt to clear');
SELECT is(tap.refused('refused'), 'refused', 'after that the count starts anew: one');
SELECT is(tap.refused('refused'), 'refused', 'two');
SELECT ok(NOT EXISTS (SELECT FROM directory.doubt WHERE cleared_at IS NULL), 'raise none');
SELECT is(tap.refused('refused'), 'refused', 'three');
SELECT ok(EXISTS (SELECT FROM directory.doubt WHERE cleared_at IS NULL), 'raise doubt again');

-- A lead does not clear a doubt about themselves.
INSERT INTO directory.doubt (id, person_id, raised_by, raised_at, reason) VALUES (gen_random_uuid(), tap.person(10), 'agent', now(), 'voice');
SELECT is(tap.try('lead', format('desk.clear_doubt(gen_random_uuid(), %L, %L)', tap.person(10), 'it is me')), 'MD412', 'not about oneself');

DROP ROLE proof_maria, proof_ana, proof_far;
SELECT * FROM finish();
