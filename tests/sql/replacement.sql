-- The replaced phone: its steps say what is there, it suspends what fits, and ends only when a code came back.
\ir ../lib/desk.sql
SELECT no_plan();

CREATE FUNCTION tap.steps(p_case text) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg((s ->> 'step') || ' ' || (s ->> 'state'), ', ' ORDER BY o)
		FROM jsonb_array_elements(tap.answer('agent', format('desk.replacement(%L)', tap.named(p_case))) -> 'steps') WITH ORDINALITY AS e (s, o));
CREATE FUNCTION tap.step(p_case text, p_step text, p_member text DEFAULT 'text') RETURNS text LANGUAGE sql
	RETURN (SELECT s ->> p_member FROM jsonb_array_elements(tap.answer('agent', format('desk.replacement(%L)', tap.named(p_case))) -> 'steps') AS s
		WHERE s ->> 'step' = p_step);
CREATE FUNCTION tap.begin_replacement(p_case text, p_what text, p_device uuid) RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format('desk.begin_replacement(gen_random_uuid(), %L, NULL, %L, %L)', tap.named(p_case), p_what, p_device));
-- Where the list of cases says that it is.
CREATE FUNCTION tap.at(p_case text) RETURNS text LANGUAGE sql
	RETURN (SELECT c ->> 'step' FROM jsonb_array_elements(tap.answer('lead', 'desk.cases(true)')) AS c WHERE c ->> 'id' = tap.named(p_case)::text);
CREATE FUNCTION tap.finish(p_case text) RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format('desk.finish(gen_random_uuid(), %L, NULL)', tap.named(p_case)));
CREATE FUNCTION tap.states(p_n int) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(m.kind || ' ' || m.state, ', ' ORDER BY m.kind, m.added_at) FROM directory.sign_in_method AS m WHERE m.person_id = tap.person(p_n));
CREATE FUNCTION tap.device(p_n int) RETURNS uuid LANGUAGE sql
	RETURN (SELECT d.id FROM directory.device AS d WHERE d.person_id = tap.person(p_n) ORDER BY d.created_at LIMIT 1);

-- Nothing is begun.
SELECT tap.put_case('ana', 1, 'agent', 'phone') \g /dev/null
SELECT is(tap.steps('ana'), 'happened open, prove open, way-in blocked, backup done, test optional, default done, finish blocked', 'before anything was said');
SELECT is(tap.at('ana'), 'not proven', 'the list says what comes first');
SELECT is(tap.finish('ana'), 'MD410', 'nothing is finished that is not proven');
SELECT is(tap.try('agent', $$desk.set_stuck(gen_random_uuid(), tap.named('ana'))$$), 'MD409', 'nobody is stuck before anything began');
SELECT is(tap.begin_replacement('ana', 'eaten', tap.device(1)), 'MD001', 'what happened is one of five');
SELECT is(tap.begin_replacement('ana', 'lost', NULL), 'MD001', 'a lost device has a name');
SELECT is(tap.begin_replacement('ana', 'nothing', tap.device(1)), 'MD001', 'nothing has none');
SELECT is(tap.begin_replacement('ana', 'lost', tap.device(5)), 'MD404', 'nobody else''s device');
SELECT is(tap.begin_replacement('ana', 'lost', tap.method(1, 1)), 'MD404', 'a device, and no sign-in method');
UPDATE directory.policy SET approval = true WHERE act = 'suspend';
SELECT is(tap.begin_replacement('ana', 'lost', tap.device(1)), 'MD412', 'what suspending needs, this needs');
UPDATE directory.policy SET approval = false WHERE act = 'suspend';
SELECT is(tap.try('agent2', format('desk.begin_replacement(gen_random_uuid(), %L, NULL, ''lost'', %L)', tap.named('ana'), tap.device(1))), 'MD404', 'in nobody else''s case');
SELECT is(tap.try('agent2', format('desk.replacement(%L)', tap.named('ana'))), 'MD404', 'which nobody else reads');

SELECT is(tap.answer('agent', format('desk.replacement(%L)', tap.named('ana'))) -> 'ways', '["add_phone", "issue_pass"]', 'by phone nobody scans a code');
SELECT is((SELECT string_agg(a ->> 'label' || ' ' || (a ->> 'tested'), ', ' ORDER BY o) FROM jsonb_array_elements(
	tap.answer('agent', format('desk.replacement(%L)', tap.named('ana'))) -> 'active') WITH ORDINALITY AS e (a, o)),
	(SELECT string_agg(rule.target_label(m.id) || ' false', ', ' ORDER BY m.added_at DESC, rule.strength(m.kind), m.id)
		FROM directory.sign_in_method AS m WHERE m.person_id = tap.person(1) AND m.number IS NOT NULL), 'what can be tested');

-- Lost: all that was on it.
SELECT is(tap.begin_replacement('ana', 'lost', tap.device(1)), 'begun', 'lost');
SELECT is(tap.states(1), 'authenticator suspended, office_phone active, phone suspended', 'all of it is suspended, the number too');
SELECT is(tap.begin_replacement('ana', 'stolen', tap.device(1)), 'MD409', 'once');
SELECT cmp_ok((SELECT count(*) FROM directory.notice WHERE act = 'begin_replacement' AND what ~ 'were suspended \(reported lost\)$'), '>', 0::bigint, 'the person is told');
SELECT is(tap.trial('agent', format('desk.restore(gen_random_uuid(), %L, NULL, %L)', tap.named('ana'), tap.device(1))), 'undone', 'who said it may take it back for some minutes');
SELECT matches(tap.step('ana', 'happened'), '^lost · iPhone 12 · suspended: .*Authenticator on iPhone 12', 'the step says what was done');
SELECT is(tap.steps('ana'), 'happened done, prove open, way-in blocked, backup optional, test optional, default open, finish blocked', 'now it has to be proven');
SELECT is((SELECT reason FROM directory.sign_in_method WHERE id = tap.method(1, 2)), 'lost', 'why is in the row');
SELECT is(tap.try('agent', $$desk.set_stuck(gen_random_uuid(), tap.named('ana'))$$), 'stuck', 'it cannot be proven now');
SELECT is(tap.at('ana'), 'not provable', 'which the list says');
SELECT matches(tap.step('ana', 'prove'), E'^could not be proven at [^\n]*\nBring a badge, .* to the counter of the help desk[.] Or', 'and the case waits');
UPDATE directory.setting SET value = CASE name WHEN 'desk_room' THEN 'S2-101' ELSE 'Mon-Fri 8:00-17:00' END WHERE name IN ('desk_room', 'desk_hours');
SELECT matches(tap.answer('agent', $$desk.set_stuck(gen_random_uuid(), tap.named('ana'))$$) ->> 'bring', ' to S2-101, Mon-Fri 8:00-17:00[.] ', 'with what to bring, where and when');
SELECT matches(tap.answer('agent', $$desk.replacement(tap.named('ana'))$$) ->> 'bring', ' to S2-101, Mon-Fri 8:00-17:00[.] ', 'before it is said too');
SELECT tap.put_proof('ana') \g /dev/null
SELECT is(tap.try('agent', $$desk.set_stuck(gen_random_uuid(), tap.named('ana'))$$), 'MD409', 'who is proven is not stuck');
SELECT matches(tap.step('ana', 'prove'), '^until 2', 'proven');
SELECT matches(tap.step('ana', 'way-in'), 'nobody can scan', 'by phone nobody scans');
SELECT is(tap.finish('ana'), 'MD451', 'nothing came back yet');
SELECT is(tap.at('ana'), 'way in', 'which is the next step');

-- A new phone: pending, then confirmed by a code in this case.
SELECT tap.answer('agent', $$desk.add_phone(tap.named('new'), tap.named('ana'), NULL, '508 555 0177', NULL, 'phone', 'Pixel 9')$$) \g /dev/null
SELECT is(tap.step('ana', 'way-in', 'target'), tap.named('new')::text, 'it is the next to be confirmed');
SELECT is(tap.finish('ana'), 'MD451', 'what is pending is no way in');
SELECT is(tap.at('ana'), 'way in', 'nor is the step done');
UPDATE directory.sign_in_method SET state = 'active', confirmed_at = now(), confirmed_by_code = true, tested_at = clock_timestamp() WHERE id = tap.named('new');
SELECT is(tap.steps('ana'), 'happened done, prove done, way-in done, backup done, test optional, default open, finish blocked', 'a code came back');
SELECT is(tap.finish('ana'), 'MD451', 'there is no default');
SELECT is(tap.step('ana', 'default', 'target'), tap.named('new')::text, 'the one is offered whose code came back');
SELECT is(tap.at('ana'), 'default', 'the default comes next');
SELECT tap.answer('agent', $$desk.set_default(gen_random_uuid(), tap.named('ana'), NULL, tap.named('new'))$$) \g /dev/null
SELECT is(tap.step('ana', 'finish', 'state'), 'open', 'now it can be finished');
SELECT is(tap.at('ana'), 'finish', 'and that is what is left');
UPDATE directory.proof SET at = at - interval '2 hours';
SELECT is(tap.step('ana', 'prove'), 'the proof is too old for a change: prove again', 'a proof grows old');
INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, result, recorded_by, at)
SELECT '00000000-0000-4000-8000-0000000000aa', t.id, t.case_id, tap.person(1), 'recovery-code', 'codes', 'passed', 'agent', clock_timestamp()
FROM directory.contact AS t WHERE t.case_id = tap.named('ana') AND t.ended_at IS NULL;
SELECT is(tap.step('ana', 'prove'), 'One more proof, of another kind, on another device or person; or a document in person.', 'one of two is there again');
UPDATE directory.proof SET at = at - interval '16 minutes' WHERE id = '00000000-0000-4000-8000-0000000000aa';
SELECT is(rule.more_proof((rule.open_contact(tap.named('ana'))).id, rule.proof_age()),
	'Two proofs of different kinds, on different devices or persons; or a document in person.', 'what grew old is none of two');
DELETE FROM directory.proof WHERE id = '00000000-0000-4000-8000-0000000000aa';
SELECT is(tap.finish('ana'), 'finished', 'but is good for the end');
SELECT is(tap.states(1), 'authenticator revoked, office_phone active, phone revoked, phone active', 'what was suspended here is revoked');
SELECT is((SELECT state || ' ' || (outcome ~ E'^lost: iPhone 12, revoked .*\nTested: Phone \\+1 508-•••-0177. Default: Phone \\+1 508-•••-0177\nTook 1 min$')
	FROM directory.case_file WHERE id = tap.named('ana')), 'closed true', 'the case is closed with three lines');
SELECT is((SELECT count(*) FROM directory.contact WHERE case_id = tap.named('ana') AND ended_at IS NULL), 0::bigint, 'and nobody is there any more');

-- Reopened, by a lead alone.
SELECT is(tap.try('agent', $$desk.reopen_case(gen_random_uuid(), tap.named('ana'), 'again')$$), '42501', 'an agent does not reopen');
SELECT is(tap.try('lead', $$desk.reopen_case(gen_random_uuid(), tap.named('ana'), '')$$), 'MD001', 'a lead says why');
SELECT is(tap.try('lead', $$desk.reopen_case(gen_random_uuid(), tap.named('ana'), 'called again')$$), 'open', 'and does');
SELECT is((SELECT login || ' ' || state FROM directory.case_file WHERE id = tap.named('ana')), 'lead open', 'and holds it');
SELECT is(tap.try('lead', $$desk.reopen_case(gen_random_uuid(), tap.named('ana'), 'called again')$$), 'MD409', 'what is open is not reopened');
SELECT is(tap.try('lead', $$desk.finish(gen_random_uuid(), tap.named('ana'), NULL)$$), 'MD410', 'a proof of who held it before is none');

-- Kept: what lives in the hardware; the number goes on.
SELECT tap.put_case('kept', 1), tap.put_proof('kept') \g /dev/null
UPDATE directory.sign_in_method SET state = 'active', is_default = false, revoked_at = NULL, suspended_at = NULL, state_before = NULL, suspended_case = NULL, reason = NULL, tested_at = NULL WHERE person_id = tap.person(1);
SELECT is(tap.begin_replacement('kept', 'kept', tap.device(1)), 'begun', 'the number is kept');
SELECT is(tap.states(1), 'authenticator suspended, office_phone active, phone active, phone active', 'the app alone is suspended');
SELECT tap.try('agent', format('desk.end_contact(gen_random_uuid(), %L)', tap.named('kept'))) \g /dev/null
SELECT is(tap.at('kept'), 'caller gone', 'a case that was left waits to be gone on with');
-- Changed: the number too.
SELECT tap.put_case('changed', 2), tap.put_proof('changed') \g /dev/null
SELECT is(tap.begin_replacement('changed', 'changed', tap.device(2)), 'begun', 'the number is another');
SELECT is((SELECT count(*) FROM directory.sign_in_method WHERE device_id = tap.device(2) AND state <> 'suspended'), 0::bigint, 'all on it is suspended');
-- Nothing.
SELECT tap.put_case('nothing', 3), tap.put_proof('nothing') \g /dev/null
SELECT is(tap.begin_replacement('nothing', 'nothing', NULL), 'begun', 'nothing to suspend');
SELECT is(tap.step('nothing', 'happened'), 'nothing to suspend', 'is said');
SELECT is(tap.at('nothing'), 'way in', 'a way in is next');

-- A pass instead of a way in: the case waits for it.
SELECT is(tap.finish('nothing'), 'MD451', 'without a pass nothing is finished');
INSERT INTO directory.pass (id, person_id, case_id, login, form, minutes, asked_at, salt, hash, made_at, expires_at)
VALUES (tap.named('pass'), tap.person(3), tap.named('nothing'), 'agent', 'words', 60, now(), decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'), now(), now() + interval '1 hour');
SELECT matches(tap.step('nothing', 'way-in'), '^a pass, until 2', 'a pass is a way in');
SELECT is(tap.step('nothing', 'finish'), 'end the sessions, and wait for the pass to be used', 'for which the case waits');
SELECT is(tap.finish('nothing'), 'after-care', 'so it does');
SELECT is(tap.at('nothing'), 'after-care', 'the list says so');
SELECT is((SELECT state FROM directory.case_file WHERE id = tap.named('nothing')), 'open', 'open as it is');
SELECT is(tap.step('nothing', 'finish'), 'in after-care until the pass was used and a way in was tested', 'and says for what');
SELECT is(tap.finish('nothing'), 'MD451', 'it is finished once only');
UPDATE directory.sign_in_method SET tested_at = clock_timestamp() WHERE person_id = tap.person(3) AND state = 'active';
SELECT is(tap.step('nothing', 'way-in', 'state'), 'done', 'a way in was tested');
SELECT is(tap.at('nothing'), 'finish', 'and the end is left');
UPDATE directory.case_file SET last_at = last_at - interval '8 hours' WHERE id = tap.named('nothing');
SELECT is(tap.at('nothing'), 'put aside', 'put aside it must be taken up first');

-- Of a privileged person the leads are told, as of any suspension.
SELECT tap.put_case('privileged', 4) \g /dev/null
SELECT is(tap.begin_replacement('privileged', 'stolen', tap.device(4)), 'begun', 'a privileged person''s device');
SELECT cmp_ok((SELECT count(*) FROM directory.notice WHERE person_id = tap.person(4) AND template = 'lead'), '>', 0::bigint, 'all leads are told');

-- Doubt stops the page too.
SELECT tap.answer('agent', format('desk.raise_doubt(gen_random_uuid(), %L, ''voice'', ''keep'')', (SELECT email FROM directory.person WHERE id = tap.person(2)))) \g /dev/null
UPDATE directory.proof SET at = at - interval '2 hours' WHERE case_id = tap.named('changed');
SELECT is(tap.step('changed', 'prove'), 'there is doubt: a lead clears it', 'doubt is said');
SELECT is(tap.finish('changed'), 'MD423', 'and stops the end');
SELECT is(tap.at('changed'), 'doubt', 'and is what the list says');
SELECT * FROM finish();
