-- A scope: staff of some units see nobody else, by no path, and cannot tell "out of scope" from "there is none".
-- And nobody reaches a case, a request or a proof of somebody else.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

SELECT tap.put_staff('scope_agent', 40, 'agent', '{Cardiology}', true), tap.put_staff('scope_lead', 42, 'lead', '{Cardiology}'),
	tap.put_staff('scope_auditor', 43, 'auditor', '{Cardiology}') \g /dev/null
-- Ayesha Qureshi (5) is in Cardiology; Ana Rivera (1) is in Radiology. `agent` holds a case on each.
SELECT tap.put_case('inside', 5), tap.put_case('outside', 1), tap.put_case('their own', 5, 'scope_agent') \g /dev/null
SELECT tap.put_proof('outside', 0, 'document-on-video'), tap.put_proof('inside', 0, 'document-on-video') \g /dev/null
UPDATE directory.sign_in_method SET number = '+15085557531' WHERE id = tap.method(1, 2);

CREATE FUNCTION tap.finds(p_login text, p_text text) RETURNS bigint LANGUAGE sql
	RETURN jsonb_array_length(tap.answer(p_login, format('desk.find(%L, 50)', p_text)));
SELECT is(tap.finds('scope_agent', t.text), 0::bigint, format('find "%s" by who has the person not in scope', t.text))
FROM (VALUES ('ana.rivera@example.edu'), ('ana rivera'), ('rivera ana'), ('riv'), ('ivera'), ('ana.riv'), ('200001'), ('7531')) AS t (text);
SELECT cmp_ok(tap.finds('agent', t.text), '>', 0::bigint, format('find "%s" by who has everybody', t.text))
FROM (VALUES ('ana.rivera@example.edu'), ('ana rivera'), ('rivera ana'), ('riv'), ('ivera'), ('ana.riv'), ('200001'), ('7531')) AS t (text);
SELECT cmp_ok(tap.finds('scope_agent', t.text), '>', 0::bigint, format('find "%s" within the scope', t.text))
FROM (VALUES ('ayesha.qureshi@example.edu'), ('qureshi ayesha'), ('qur'), ('ureshi'), ('200005')) AS t (text);
SELECT ok(NOT EXISTS (SELECT FROM jsonb_array_elements(tap.answer('scope_agent', format('desk.find(%L, 50)', t.text))) AS f
	WHERE f ->> 'department' <> 'Cardiology'), format('"%s" gives the department alone', t.text))
FROM (VALUES ('a'), ('an'), ('ma'), ('e.'), ('example'), ('s0'), ('0')) AS t (text);
SELECT is(tap.answer('scope_agent', $$desk.find_number(tap.named('find'), '508 555 7531', 'voicemail')$$) ->> 'state', 'asked', 'find_number is asked');
SELECT is(tap.answer('scope_agent', $$desk.found_number(tap.named('find'))$$), '[]', 'and finds nobody');

-- Every path by a person, and by a case: the same words as for nothing at all.
CREATE TEMPORARY TABLE path (login text, call text);
INSERT INTO path VALUES
	('scope_agent', 'desk.open_case(gen_random_uuid(), WHO, ''INC9'', ''phone'')'), ('scope_agent', 'desk.show(WHO)'),
	('scope_agent', 'desk.history(WHO)'), ('scope_lead', 'desk.history(WHO)'), ('scope_auditor', 'desk.history(WHO)'),
	('scope_agent', 'desk.raise_doubt(gen_random_uuid(), WHO, ''voice'')'), ('scope_lead', 'desk.clear_doubt(gen_random_uuid(), WHO, ''voice'')');
SELECT is(tap.words_of(p.login, replace(p.call, 'WHO', quote_literal(w.who))), tap.words_of(p.login, replace(p.call, 'WHO', quote_literal(w.nobody))),
	format('%s of %s by %s: as if there was nobody', p.call, w.who, p.login))
FROM path AS p, (VALUES ('ana.rivera@example.edu', 'no.such.person@example.edu'), (tap.person(1)::text, tap.named('nobody')::text)) AS w (who, nobody);
SELECT is(tap.words_of(t.login, replace(t.call, 'CASE', quote_literal(tap.named('outside')))), tap.words_of(t.login, replace(t.call, 'CASE', quote_literal(tap.named('no such case')))),
	format('%s by %s: as if there was none', t.call, t.login))
FROM (VALUES ('scope_lead', 'desk.take_case(gen_random_uuid(), CASE, NULL)'), ('scope_agent', 'desk.take_case(gen_random_uuid(), CASE, ''mine'')'),
	('scope_lead', 'desk.reopen_case(gen_random_uuid(), CASE, ''again'')'), ('scope_lead', 'desk.approve(gen_random_uuid(), CASE, ''{revoke}'')'), ('scope_agent', 'desk.account(CASE)'),
	('scope_agent', 'desk.confirm_proof(gen_random_uuid(), CASE, (SELECT id FROM directory.proof LIMIT 0))')) AS t (login, call);
SELECT is(tap.words_of(l.login, format('desk.history(%L)', tap.named('outside'))), tap.words_of(l.login, format('desk.history(%L)', tap.named('no case'))), 'history of a case out of scope by ' || l.login)
FROM (VALUES ('scope_agent'), ('scope_lead'), ('scope_auditor')) AS l (login);
SELECT is(ARRAY(SELECT c ->> 'id' FROM jsonb_array_elements(tap.answer(l.login, 'desk.cases(true)')) AS c WHERE c ->> 'id' = tap.named('outside')::text), '{}',
	l.login || ' sees no case out of scope') FROM (VALUES ('scope_lead'), ('scope_auditor')) AS l (login);
SELECT ok(EXISTS (SELECT FROM jsonb_array_elements(tap.answer(l.login, 'desk.cases(true)')) AS c WHERE c ->> 'id' = tap.named('inside')::text),
	l.login || ' sees those within') FROM (VALUES ('scope_lead'), ('scope_auditor')) AS l (login);

-- Within the scope, what is somebody else's: every function that takes a case, by who does not hold it.
CREATE TEMPORARY VIEW of_case AS
SELECT p.proname AS name, format('desk.%I(%s)', p.proname, (SELECT string_agg(CASE a.name WHEN 'p_request' THEN 'gen_random_uuid()' WHEN 'p_case' THEN '%1$L'
		WHEN 'p_by' THEN '''phone''' WHEN 'p_text' THEN '''text''' WHEN 'p_outcome' THEN '''done''' WHEN 'p_kind' THEN CASE p.proname WHEN 'add_phone' THEN '''phone''' WHEN 'start_proof' THEN '''manager''' ELSE '''document-in-person''' END
		WHEN 'p_what' THEN '''lost''' WHEN 'p_device' THEN CASE p.proname WHEN 'begin_replacement' THEN quote_literal(tap.method(5, 1)) ELSE '''iPhone 16''' END WHEN 'p_channel' THEN '''text''' WHEN 'p_purpose' THEN '''test''' WHEN 'p_public_key' THEN quote_literal(repeat('ab', 32)) WHEN 'p_document' THEN '''badge''' WHEN 'p_result' THEN '''passed''' WHEN 'p_reason' THEN '''lost''' WHEN 'p_number' THEN '''508 555 0177'''
		WHEN 'p_target' THEN quote_literal(tap.method(5, 1)) WHEN 'p_method' THEN quote_literal(tap.method(5, 1)) WHEN 'p_acts' THEN '''{revoke}''' WHEN 'p_act' THEN '''revoke''' ELSE 'NULL' END, ', ' ORDER BY a.nth)
	FROM unnest(p.proargnames) WITH ORDINALITY AS a (name, nth))) AS call
FROM pg_proc AS p WHERE p.pronamespace = 'desk'::regnamespace AND 'p_case' = ANY (p.proargnames) AND p.proname NOT IN ('take_case', 'reopen_case', 'approve', 'confirm_proof');
SELECT is(tap.trial(l.login, format(c.call, i.id)), 'MD404', format('%s by %s of %s', c.name, l.login, i.what))
FROM of_case AS c, (VALUES ('agent2'), ('scope_agent'), ('lead')) AS l (login),
	(VALUES (tap.named('inside'), 'a case of somebody else'), (tap.named('outside'), 'a case out of scope'), (tap.named('no case'), 'no case'), (NULL, 'NULL')) AS i (id, what);
SELECT cmp_ok((SELECT count(*) FROM of_case), '>=', 12::bigint, 'which are all of them');

-- Moved out of scope while the case is open.
SELECT is(tap.trial('scope_agent', format('desk.note(gen_random_uuid(), %L, ''text'')', tap.named('their own'))), 'noted', 'a case of one''s own');
UPDATE directory.person SET unit_id = (SELECT unit_id FROM directory.person WHERE id = tap.person(1)) WHERE id = tap.person(5);
SELECT is(tap.trial('scope_agent', format(c.call, tap.named('their own'))), 'MD404', c.name || ' in one''s own case on somebody who left the scope') FROM of_case AS c;
SELECT is(tap.answer('scope_agent', 'desk.cases(false)'), '[]', 'the case is not listed');
SELECT is(tap.trial('scope_agent', $$desk.show('ayesha.qureshi@example.edu')$$), 'MD404', 'nor shown');

-- A scope is not lost with a name that is empty.
SELECT is(tap.trial('administrator', format($$admin.add_staff(gen_random_uuid(), 'scope_agent', %L, 'agent', true, %L)$$,
	(SELECT email FROM directory.person WHERE id = tap.person(40)), u.units)), u.wanted, format('units %s: %s', u.units, u.wanted))
FROM (VALUES ('{NULL}', 'MD001'), ('{""}', 'MD001'), ('{No such}', 'MD404'), ('{Cardiology,NULL}', 'MD001'), ('{Cardiology}', 'enabled'), ('{}', 'enabled')) AS u (units, wanted);

DROP ROLE scope_agent, scope_lead, scope_auditor;
SELECT * FROM finish();
