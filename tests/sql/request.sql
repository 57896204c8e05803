-- Exactly once: a request id and its arguments are one change, however often they are sent, and nobody else's.
\ir ../lib/desk.sql
SELECT no_plan();

-- One of each change, in an order in which all go through. "%s" is the request id.
CREATE TEMPORARY TABLE change (n int, login text, call text, other text, before text);  -- before: what the worker would have done
INSERT INTO change VALUES
	(1, 'agent', $$desk.open_case(%s, 'ana.rivera@example.edu', 'INC1', 'counter')$$, $$desk.open_case(%s, 'ana.rivera@example.edu', 'INC2', 'counter')$$),
	(2, 'agent', $$desk.note(%s, tap.named('request 1'), 'on the telephone')$$, $$desk.note(%s, tap.named('request 1'), 'on the phone')$$),
	(3, 'agent', $$desk.suspend(%s, tap.named('request 1'), 1, tap.device(1, 1), 'lost')$$, $$desk.suspend(%s, tap.named('request 1'), 1, tap.device(1, 1), 'stolen')$$),
	(4, 'agent', $$desk.record_proof(%s, tap.named('request 1'), 'document-in-person', 'badge', 'passed')$$, $$desk.record_proof(%s, tap.named('request 1'), 'document-in-person', 'passport', 'passed')$$),
	(5, 'agent', $$desk.restore(%s, tap.named('request 1'), 2, tap.device(1, 1))$$, $$desk.restore(%s, tap.named('request 1'), NULL, tap.device(1, 1))$$),
	(6, 'agent', $$desk.set_default(%s, tap.named('request 1'), NULL, tap.method(1, 2))$$, $$desk.set_default(%s, tap.named('request 1'), NULL, tap.method(1, 1))$$),
	(7, 'agent', $$desk.add_phone(%s, tap.named('request 1'), NULL, '508 555 0177', NULL, 'phone', 'iPhone 16')$$, $$desk.add_phone(%s, tap.named('request 1'), NULL, '508 555 0178', NULL, 'phone', 'iPhone 16')$$),
	(8, 'agent', $$desk.revoke(%s, tap.named('request 1'), NULL, tap.method(1, 1), 'lost')$$, $$desk.revoke(%s, tap.named('request 1'), NULL, tap.method(1, 1), 'other')$$),
	(9, 'agent', $$desk.reveal_number(%s, tap.named('request 1'), tap.method(1, 2), 'calls back')$$, $$desk.reveal_number(%s, tap.named('request 1'), tap.method(1, 3), 'calls back')$$),
	(10, 'lead', $$desk.approve(%s, tap.named('request 1'), '{revoke,restore}')$$, $$desk.approve(%s, tap.named('request 1'), '{"revoke,restore"}')$$),
	(11, 'agent', $$desk.start_contact(%s, tap.named('request 1'), 'video')$$, $$desk.start_contact(%s, tap.named('request 1'), 'phone')$$),
	(12, 'agent', $$desk.record_proof(%s, tap.named('request 1'), 'document-on-video', 'badge', 'passed')$$, $$desk.record_proof(%s, tap.named('request 1'), 'document-on-video', 'badge', 'failed')$$),
	(13, 'lead', $$desk.confirm_proof(%s, tap.named('request 1'), tap.named('request 12'))$$, $$desk.confirm_proof(%s, tap.named('request 1'), tap.named('request 4'))$$),
	(14, 'agent', $$desk.end_contact(%s, tap.named('request 1'))$$, $$desk.end_contact(%s, tap.named('request 2'))$$),
	(15, 'agent2', $$desk.take_case(%s, tap.named('request 1'), 'shift ends')$$, $$desk.take_case(%s, tap.named('request 1'), 'shift ended')$$),
	(16, 'agent2', $$desk.close_case(%s, tap.named('request 1'), 'done')$$, $$desk.close_case(%s, tap.named('request 1'), 'not done')$$),
	(17, 'agent', $$desk.raise_doubt(%s, 'ana.rivera@example.edu', 'voice')$$, $$desk.raise_doubt(%s, 'ana.rivera@example.edu', 'face')$$),
	(18, 'lead', $$desk.clear_doubt(%s, 'ana.rivera@example.edu', 'called back')$$, $$desk.clear_doubt(%s, 'ana.rivera@example.edu', 'called')$$),
	(19, 'agent', $$desk.find_number(%s, '508 555 0142', 'voicemail')$$, $$desk.find_number(%s, '(508) 555-0142', 'voicemail')$$),
	(20, 'administrator', $$admin.set_setting(%s, 'desk_room', 'S4-102')$$, $$admin.set_setting(%s, 'desk_room', 'S4-103')$$),
	(21, 'administrator', $$admin.add_staff(%s, 'request_login', 'emma.johnson@example.edu', 'agent', false, '{}')$$, $$admin.add_staff(%s, 'request_login', 'emma.johnson@example.edu', 'agent', true, '{}')$$),
	(22, 'administrator', $$admin.lock_staff(%s, 'request_login')$$, $$admin.lock_staff(%s, 'agent')$$),
	(23, 'agent', $$desk.open_case(%s, 'ana.rivera@example.edu', 'INC3', 'counter')$$, $$desk.open_case(%s, 'ana.rivera@example.edu', 'INC4', 'counter')$$),
	(24, 'agent', $$desk.record_proof(%s, tap.named('request 23'), 'document-in-person', 'badge', 'passed')$$, $$desk.record_proof(%s, tap.named('request 23'), 'document-in-person', 'passport', 'passed')$$),
	(25, 'agent', $$desk.enrol(%s, tap.named('request 23'), NULL, 'iPhone 17', repeat('ab', 32))$$, $$desk.enrol(%s, tap.named('request 23'), NULL, 'iPhone 17', repeat('cd', 32))$$),
	(26, 'agent', $$desk.start_challenge(%s, tap.named('request 23'), tap.named('request 25'), 'app', 'confirm')$$, $$desk.start_challenge(%s, tap.named('request 23'), tap.named('request 25'), 'app', 'test')$$),
	(27, 'agent', $$desk.answer_challenge(%s, tap.named('request 26'), '123456')$$, $$desk.answer_challenge(%s, tap.named('request 28'), '123456')$$),
	(28, 'agent', $$desk.start_challenge(%s, tap.named('request 23'), tap.method(1, 2), 'text', 'test')$$, $$desk.start_challenge(%s, tap.named('request 23'), tap.method(1, 2), 'call', 'test')$$),
	(29, 'agent', $$desk.cancel_challenge(%s, tap.named('request 28'))$$, $$desk.cancel_challenge(%s, tap.named('request 26'))$$),
	(30, 'agent', $$desk.move_number(%s, tap.named('request 23'), NULL, tap.method(1, 2), 'iPhone 17')$$, $$desk.move_number(%s, tap.named('request 23'), NULL, tap.method(1, 2), 'iPhone 18')$$),
	(31, 'agent', $$desk.issue_pass(%s, tap.named('request 23'), NULL, 30, repeat('ab', 32))$$, $$desk.issue_pass(%s, tap.named('request 23'), NULL, 31, repeat('ab', 32))$$),
	(32, 'agent', $$desk.cancel_pass(%s, tap.named('request 23'), tap.named('request 31'))$$, $$desk.cancel_pass(%s, tap.named('request 23'), tap.named('request 30'))$$),
	(33, 'agent', $$desk.begin_replacement(%s, tap.named('request 23'), NULL, 'nothing', NULL)$$, $$desk.begin_replacement(%s, tap.named('request 23'), NULL, 'lost', tap.method(1, 2))$$),
	(34, 'agent', $$desk.set_stuck(%s, tap.named('request 23'))$$, $$desk.set_stuck(%s, tap.named('request 1'))$$),
	(35, 'agent', $$desk.finish(%s, tap.named('request 23'), NULL)$$, $$desk.finish(%s, tap.named('request 23'), 1)$$),
	(36, 'lead', $$desk.reopen_case(%s, tap.named('request 23'), 'called again')$$, $$desk.reopen_case(%s, tap.named('request 23'), 'called once more')$$),
	(37, 'lead', $$desk.export_worklist(%s, 'no-backup', NULL, 10)$$, $$desk.export_worklist(%s, 'no-backup', NULL, 11)$$),
	(38, 'agent', $$desk.open_case(%s, 'carlos.rivera@example.edu', 'INC5', 'counter')$$, $$desk.open_case(%s, 'carlos.rivera@example.edu', 'INC6', 'counter')$$),
	(39, 'agent', $$desk.record_proof(%s, tap.named('request 38'), 'document-in-person', 'badge', 'passed')$$, $$desk.record_proof(%s, tap.named('request 38'), 'document-in-person', 'passport', 'passed')$$),
	(40, 'agent', $$desk.issue_recovery_codes(%s, tap.named('request 38'), NULL, repeat('ab', 32))$$, $$desk.issue_recovery_codes(%s, tap.named('request 38'), NULL, repeat('cd', 32))$$),
	(41, 'agent', $$desk.ask_approval(%s, tap.named('request 38'), 'add_phone', '0177')$$, $$desk.ask_approval(%s, tap.named('request 38'), 'add_phone', '0178')$$),
	(42, 'agent', $$desk.start_proof(%s, tap.named('request 38'), 'manager', 'text')$$, $$desk.start_proof(%s, tap.named('request 38'), 'manager', 'call')$$);
UPDATE change SET before = $$UPDATE directory.sign_in_method SET confirmed_by_code = true, number_changed_at = now() - interval '1 year', added_at = now() - interval '1 year', confirmed_at = now() - interval '1 year'
	WHERE state = 'active' AND authority = 'here' AND person_id = (SELECT manager_id FROM directory.person WHERE id = tap.person(3))$$ WHERE n = 42;
UPDATE change SET before = $$UPDATE directory.proof SET at = at - interval '1 day' WHERE case_id = tap.named('request 23')$$ WHERE n = 34;
UPDATE change SET before = $$UPDATE directory.sign_in_method AS m SET state = 'active', confirmed_at = now(), tested_at = clock_timestamp() WHERE person_id = tap.person(1) AND state IN ('pending', 'active')$$ WHERE n = 35;
UPDATE change SET before = $$INSERT INTO directory.method_secret (method_id, sealed, key_version) VALUES (tap.named('request 25'), '\x00', 1)$$ WHERE n = 26;
UPDATE change SET before = $$UPDATE directory.challenge SET state = 'passed', reason = NULL WHERE id = tap.named('request 28')$$ WHERE n = 30;
CREATE ROLE request_login LOGIN;

CREATE FUNCTION tap.id_in(p_call text, p_id uuid) RETURNS text LANGUAGE sql
	RETURN replace(p_call, '%s', quote_literal(p_id) || '::uuid');

SELECT bag_eq($$SELECT DISTINCT substring(call FROM '^(desk[.][a-z_]+|admin[.][a-z_]+)') FROM change$$,
	$$SELECT n.nspname || '.' || p.proname FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
		WHERE n.nspname IN ('desk', 'admin') AND p.proargnames[1] = 'p_request' AND p.pronargs > 1 AND p.proname !~ '^import_'$$,
	'every change is in this list');

-- Each is made once and asked for again at once.
CREATE TEMPORARY TABLE made (n int, first jsonb, again jsonb, leaves bigint);
DO $$
DECLARE
	c change;
	v_first jsonb;
BEGIN
	FOR c IN SELECT * FROM change ORDER BY n LOOP
		IF c.before IS NOT NULL THEN
			EXECUTE c.before;
		END IF;
		v_first := tap.answer(c.login, tap.id_in(c.call, tap.named('request ' || c.n)));
		INSERT INTO made SELECT c.n, v_first, tap.answer(c.login, tap.id_in(c.call, tap.named('request ' || c.n))),
			(SELECT count(*) FROM ledger.leaf);
	END LOOP;
END
$$;
SELECT is(m.again, m.first, c.call || ': the same again gives the same answer') FROM made AS m JOIN change AS c USING (n) ORDER BY n;
SELECT is(m.leaves, m.n::bigint, c.call || ': and is recorded once') FROM made AS m JOIN change AS c USING (n) ORDER BY n;
SELECT is(ARRAY(SELECT jsonb_object_keys(m.first - CASE WHEN c.call ~ 'set_stuck' THEN 'bring' ELSE '' END) ORDER BY 1), '{at,case,ids,request,state}'::text[], c.call || ': answers with ids and a state')
FROM made AS m JOIN change AS c USING (n) ORDER BY n;
SELECT is(m.first ->> 'request', tap.named('request ' || m.n)::text, 'of this request') FROM made AS m;
SELECT ok(m.first::text !~ '5085550|0142', 'and no number is in it') FROM made AS m;

-- And again at the end of all, when much of it would not go through any more.
SELECT is(tap.answer(c.login, tap.id_in(c.call, tap.named('request ' || c.n))), m.first, c.call || ': the same later gives the same answer')
FROM made AS m JOIN change AS c USING (n) ORDER BY n;

-- Any difference is refused: other arguments, another login, another act.
SELECT is(tap.trial(c.login, tap.id_in(c.other, tap.named('request ' || c.n))), 'MD409', c.other || ': other arguments') FROM change AS c;
SELECT is(tap.trial(CASE c.login WHEN 'agent' THEN 'agent2' WHEN 'agent2' THEN 'agent' WHEN 'lead' THEN 'request_lead' ELSE 'request_admin' END,
		tap.id_in(c.call, tap.named('request ' || c.n))), 'MD409', c.call || ': somebody else')
FROM change AS c, (SELECT tap.put_staff('request_lead', 40, 'lead'), tap.put_staff('request_admin', 43, 'administrator')) AS made;
SELECT is(tap.trial('agent', format($$desk.raise_doubt(%L, 'dana.rivera@example.edu', 'another act')$$, tap.named('request ' || c.n))), 'MD409',
	c.call || ': another act') FROM change AS c WHERE c.call !~ 'raise_doubt';
SELECT is(tap.trial('agent', $$desk.revoke(tap.named('request 3'), tap.named('request 1'), 1, tap.device(1, 1), 'lost')$$), 'MD409',
	'suspend, then revoke with the same arguments');
SELECT is(tap.trial('lead', $$desk.raise_doubt(tap.named('request 18'), 'ana.rivera@example.edu', 'called back')$$), 'MD409',
	'clear_doubt, then raise_doubt with the same arguments');

-- An id that names something cannot name a request.
SELECT is(tap.trial('agent', format($$desk.raise_doubt(%L, 'dana.rivera@example.edu', 'voice')$$, i.id)), 'MD409', 'the id of a ' || i.what)
FROM (VALUES ('person', tap.person(4)), ('device', tap.device(1, 1)), ('sign-in method', tap.method(1, 1)),
	('contact', (SELECT id FROM directory.contact WHERE id <> tap.named('request 11') LIMIT 1)),
	('approval', (SELECT id FROM directory.approval LIMIT 1)), ('case', tap.named('request 1'))) AS i (what, id);
SELECT is(tap.trial('agent', $$desk.raise_doubt(NULL, 'dana.rivera@example.edu', 'voice')$$), 'MD001', 'no id at all');

-- What was refused was not asked: the id is free, and the right arguments go through.
SELECT is(tap.try('agent', $$desk.raise_doubt(tap.named('refused'), 'nobody@example.edu', 'voice')$$), 'MD404', 'refused');
SELECT is(tap.try('agent', $$desk.raise_doubt(tap.named('refused'), 'dana.rivera@example.edu', 'voice')$$), 'raised', 'and free to be used');

DROP ROLE request_login, request_lead, request_admin;
SELECT * FROM finish();
