-- Worklists: what puts a person on each and takes them off, the order and the pages, scope and roles, and counts that are
-- right after any changes.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

CREATE FUNCTION tap.lists_of(p_n int) RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(string_agg(DISTINCT l.name, ' '), '') FROM directory.listed AS m JOIN directory.worklist AS l ON l.id = m.list_id
		WHERE m.person_id = tap.person(p_n));
CREATE FUNCTION tap.list(p_name text, p_login text DEFAULT 'lead', p_after text DEFAULT NULL, p_limit int DEFAULT 500) RETURNS jsonb LANGUAGE sql
	RETURN tap.answer(p_login, format('desk.worklist(%L, %L, %s)', p_name, p_after, p_limit));
CREATE FUNCTION tap.row_of(p_name text, p_n int, p_login text DEFAULT 'lead') RETURNS jsonb LANGUAGE sql
	RETURN (SELECT r FROM jsonb_array_elements(tap.list(p_name, p_login) -> 'rows') AS r WHERE r ->> 'person' = tap.person(p_n)::text LIMIT 1);
-- What the lists must hold, said anew and without their functions.
CREATE FUNCTION tap.wanted() RETURNS TABLE (name text, subject uuid) LANGUAGE sql AS $$
	WITH way AS (SELECT m.*, count(*) OVER (PARTITION BY m.person_id) AS ways FROM directory.sign_in_method AS m
			JOIN directory.person AS p ON p.id = m.person_id AND p.status = 'active'
		WHERE m.state = 'active' AND m.kind <> 'email'),
	met AS (SELECT m.* FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id AND p.status = 'active')
	SELECT 'one-method', person_id FROM way WHERE ways = 1
	UNION SELECT 'no-backup', person_id FROM way GROUP BY person_id
		HAVING count(DISTINCT device_id) + count(*) FILTER (WHERE device_id IS NULL AND kind = 'office_phone') < 2
	UNION SELECT 'text-call-only', w.person_id FROM way AS w
		WHERE NOT EXISTS (SELECT FROM way AS o WHERE o.person_id = w.person_id AND o.kind NOT IN ('phone', 'alternate_phone', 'office_phone'))
	UNION SELECT 'unconfirmed-numbers', person_id FROM met WHERE state = 'pending' AND kind ~ 'phone'
	UNION SELECT 'suspended-over-a-day', person_id FROM met WHERE state = 'suspended'
	UNION SELECT 'not-registered', p.id FROM directory.person AS p WHERE p.status = 'active' AND p.id NOT IN
		(SELECT person_id FROM directory.sign_in_method WHERE confirmed_at IS NOT NULL)
	UNION SELECT 'shared-numbers', m.id FROM directory.sign_in_method AS m WHERE m.state <> 'revoked' AND m.number IN
		(SELECT number FROM directory.sign_in_method WHERE state <> 'revoked' GROUP BY number HAVING count(DISTINCT person_id) > 1)
	UNION SELECT 'agents-word', person_id FROM directory.proof WHERE kind ~ '^document' AND result = 'passed'
	UNION SELECT 'passes-open', s.person_id FROM directory.pass AS s JOIN directory.person AS p ON p.id = s.person_id AND p.status = 'active'
		WHERE s.made_at IS NOT NULL AND num_nulls(s.used_at, s.cancelled_at) = 2
	UNION SELECT 'failed-notices', n.person_id FROM directory.notice AS n JOIN directory.person AS p ON p.id = n.person_id AND p.status = 'active'
		WHERE n.state IN ('failed', 'unknown') AND n.template IN ('mail', 'text')
$$;
CREATE FUNCTION tap.same(p_what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN NEXT bag_eq('SELECT l.name, m.subject FROM directory.listed AS m JOIN directory.worklist AS l ON l.id = m.list_id',
		'SELECT * FROM tap.wanted()', p_what || ': the lists hold who belongs there');
	RETURN NEXT bag_eq('SELECT list_id, unit_id, sum(rows) FROM directory.list_part GROUP BY 1, 2 HAVING sum(rows) <> 0',
		'SELECT list_id, unit_id, count(*) FROM directory.listed GROUP BY 1, 2', p_what || ': and are counted');
	RETURN NEXT is_empty('SELECT m.subject FROM directory.listed AS m JOIN directory.person AS p ON p.id = m.person_id WHERE p.unit_id <> m.unit_id',
		p_what || ': in their units');
END
$$;
-- As the worker does it.
CREATE FUNCTION tap.make_pass(p_request text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_job bigint;
BEGIN
	UPDATE directory.job SET fence = 1, attempts = 1 WHERE subject = tap.named(p_request) RETURNING id INTO v_job;
	RETURN CASE tap.answer('mfadesk_worker', format('worker.made_pass(%s, 1, repeat(''ab'', 16), repeat(''cd'', 32), repeat(''ef'', 64))', v_job)) ->> 'kept'
		WHEN 'true' THEN 'made' END;
END
$$;
-- A notice to Ana, queued and sent, that fails with a reason, or of which nothing is known.
CREATE FUNCTION tap.put_notice(p_template text, p_reason text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_notice uuid;
BEGIN
	INSERT INTO directory.notice (request_id, person_id, act, what, ticket, proof, at, template, channel, address, mark)
	SELECT gen_random_uuid(), p.id, 'suspend', 'your phone was suspended', 'INC1', '', now(), p_template, CASE p_template WHEN 'text' THEN 'text' ELSE 'mail' END,
		CASE p_template WHEN 'text' THEN '+15085550142' ELSE p.email END, CASE p_template WHEN 'text' THEN 'K7' END
	FROM directory.person AS p WHERE p.id = tap.person(1) RETURNING id INTO v_notice;
	UPDATE directory.notice SET state = 'sending', sending_fence = 1, sending_at = now() WHERE id = v_notice;
	UPDATE directory.notice SET state = CASE WHEN p_reason IS NULL THEN 'unknown' ELSE 'failed' END, reason = p_reason WHERE id = v_notice;
	RETURN (SELECT n.state FROM directory.notice AS n WHERE n.id = v_notice);
END
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tap TO PUBLIC;

SELECT tap.same('the sample');
SELECT is(tap.lists_of(1), '', 'Ana has two devices and an app: on no list');

-- Each act moves people in and out, by the desk's own functions where there is one.
SELECT tap.put_case('ana', 1), tap.put_proof('ana') \g /dev/null
SELECT is(tap.lists_of(1), 'agents-word', 'a document that an agent saw');
SELECT is(tap.row_of('agents-word', 1) ->> 'detail', 'badge in person, agent, INC1', 'who vouched, and under which ticket');
UPDATE directory.proof SET at = now() - interval '31 days' WHERE person_id = tap.person(1);
SELECT is(tap.row_of('agents-word', 1), NULL, 'for thirty days');
SELECT tap.put_proof('ana') \g /dev/null
SELECT is(tap.try('agent', format('desk.suspend(gen_random_uuid(), %L, NULL, %L, ''lost'')', tap.named('ana'), tap.device(1, 1))), 'suspended', 'the device is lost');
SELECT is(tap.lists_of(1), 'agents-word no-backup one-method suspended-over-a-day text-call-only', 'only the office phone is left');
SELECT is(tap.row_of('suspended-over-a-day', 1), NULL, 'not yet for a day');
UPDATE directory.sign_in_method SET suspended_at = now() - interval '25 hours' WHERE person_id = tap.person(1) AND state = 'suspended';
SELECT matches(tap.row_of('suspended-over-a-day', 1) ->> 'detail', '^Phone .1 508-•••-0142, lost; Authenticator on iPhone 12, lost$', 'now, with what and why');
SELECT is((tap.list('suspended-over-a-day') ->> 'count')::int, jsonb_array_length(tap.list('suspended-over-a-day') -> 'rows'), 'what time decides is counted as it is shown');
SELECT is(tap.try('agent', format('desk.restore(gen_random_uuid(), %L, NULL, %L)', tap.named('ana'), tap.device(1, 1))), 'undone', 'it is found again');
SELECT is(tap.lists_of(1), 'agents-word', 'and she is off the lists');
SELECT is(tap.try('agent', format('desk.add_phone(tap.named(''added''), %L, NULL, ''508 555 0177'', NULL, ''alternate_phone'', ''none'')', tap.named('ana'))), 'pending', 'a number is added');
SELECT is(tap.lists_of(1), 'agents-word unconfirmed-numbers', 'it is not confirmed');
UPDATE directory.sign_in_method SET state = 'active', confirmed_at = now(), confirmed_by_code = true WHERE person_id = tap.person(1) AND state = 'pending';
SELECT is(tap.lists_of(1), 'agents-word', 'a code came back');
SELECT is(tap.try('agent', format('desk.revoke(gen_random_uuid(), %L, NULL, %L, ''replaced'')', tap.named('ana'), tap.method(1, 1))), 'revoked', 'the authenticator is gone for good');
SELECT is(tap.lists_of(1), 'agents-word text-call-only', 'texts and calls are all there is');
SELECT matches(tap.list('text-call-only') ->> 'note', '2027-02-01', 'why that matters is said');
INSERT INTO directory.sign_in_method (id, person_id, kind, number, state, added_by) VALUES (tap.named('shared'), tap.person(2), 'alternate_phone', '+15085550177', 'pending', 'agent');
SELECT is(tap.lists_of(1) ~ 'shared' AND tap.lists_of(2) ~ 'shared', true, 'a number of hers is another''s too: both are listed');
SELECT matches(tap.row_of('shared-numbers', 1) ->> 'detail', '^Alternate phone .1 508-•••-0177, with 1 more$', 'masked');
UPDATE directory.sign_in_method SET state = 'revoked', revoked_at = now(), reason = 'other' WHERE person_id = tap.person(2) AND number = '+15085550177';
SELECT is(tap.lists_of(1) ~ 'shared' OR tap.lists_of(2) ~ 'shared', false, 'and not when it is not');

SELECT is(tap.try('agent', format('desk.issue_pass(tap.named(''pass''), %L, NULL, 30, repeat(''ab'', 32))', tap.named('ana'))), 'waiting', 'a pass is asked for');
SELECT is(tap.lists_of(1) ~ 'passes-open', false, 'there is none yet');
SELECT is(tap.make_pass('pass'), 'made', 'the worker makes it');
SELECT is(tap.lists_of(1) ~ 'passes-open', true, 'now it lets in');
SELECT is(tap.row_of('passes-open', 1, 'agent') ->> 'detail', 'for 30 min, agent, INC1', 'who gave it, and under which ticket');
UPDATE directory.pass SET expires_at = now() - interval '1 second' WHERE id = tap.named('pass');
SELECT is(tap.row_of('passes-open', 1), NULL, 'not when it is over');
SELECT is((tap.list('passes-open') ->> 'count')::int, jsonb_array_length(tap.list('passes-open') -> 'rows'), 'nor is it counted');
SELECT is(tap.try('agent', format('desk.issue_pass(tap.named(''pass 2''), %L, NULL, 30, repeat(''ab'', 32))', tap.named('ana'))), 'waiting', 'another');
SELECT is(tap.lists_of(1) ~ 'passes-open', false, 'takes its place');
SELECT is(tap.make_pass('pass 2'), 'made', 'and is made');
SELECT is(tap.lists_of(1) ~ 'passes-open', true, 'and is listed');
SELECT is(tap.try('agent', format('desk.cancel_pass(gen_random_uuid(), %L, %L)', tap.named('ana'), tap.named('pass 2'))), 'cancelled', 'it is taken back');
SELECT is(tap.lists_of(1) ~ 'passes-open', false, 'and with it the line');
SELECT is(tap.put_notice('mail', 'it bounced'), 'failed', 'a notice does not arrive');
SELECT is(tap.lists_of(1) ~ 'failed-notices', true, 'that is listed');
SELECT is(tap.row_of('failed-notices', 1, 'agent') ->> 'detail', 'mail to ana.rivera@example.edu: your phone was suspended. it bounced.', 'with what she was not told, where and why');
SELECT is(tap.lists_of(4) ~ 'failed-notices', false, 'and of nobody else');
UPDATE directory.notice SET at = now() - interval '8 days' WHERE state = 'failed';
SELECT directory.list_people(ARRAY[tap.person(1)]) \g /dev/null
SELECT is(tap.row_of('failed-notices', 1), NULL, 'for seven days');
SELECT is(tap.put_notice('text', NULL), 'unknown', 'of one nothing is known');
SELECT matches(tap.row_of('failed-notices', 1) ->> 'detail', '^text to .1 508-•••-0142: your phone was suspended. It may have been sent.$', 'that is listed too, masked');
UPDATE directory.notice SET state = 'delivered', sent_at = now(), delivered_at = now() WHERE state = 'unknown';
SELECT is(tap.row_of('failed-notices', 1), NULL, 'until it arrives');
SELECT is(tap.put_notice('lead', 'it bounced'), 'failed', 'what a lead was not told');
SELECT is(tap.row_of('failed-notices', 1), NULL, 'is nothing the person must be told');
INSERT INTO directory.person (id, email, name, unit_id) SELECT tap.named('new'), 'new.one@example.edu', 'New One', min(id) FROM directory.unit;
SELECT is((SELECT count(*) FROM directory.listed WHERE person_id = tap.named('new')), 1::bigint, 'who is new is not registered');
UPDATE directory.person SET unit_id = (SELECT max(id) FROM directory.unit) WHERE id = tap.named('new');
SELECT is((SELECT unit_id FROM directory.listed WHERE person_id = tap.named('new')), (SELECT max(id) FROM directory.unit), 'moves with their unit');
UPDATE directory.person SET status = 'disabled' WHERE id IN (tap.person(1), tap.named('new'));
SELECT is(tap.lists_of(1), 'agents-word', 'nobody works on the disabled; what an agent vouched for stays');
UPDATE directory.person SET status = 'active' WHERE id = tap.person(1);
DELETE FROM directory.person WHERE id = tap.named('new');
SELECT tap.same('after all that');

-- Random changes of many at once, as an import makes them. Each row draws by its id: random() is dealt in the order in which rows lie, which
-- is another one when sessions of other databases keep them from being cleared away.
CREATE FUNCTION tap.draw(p_round int, p_what text, p_id uuid) RETURNS double precision LANGUAGE sql IMMUTABLE
	RETURN ('x' || left(md5(concat_ws(' ', p_round, p_what, p_id)), 8))::bit(32)::bigint / 4294967296.0;
DO $$
BEGIN
	FOR i IN 1 .. 40 LOOP
		UPDATE directory.sign_in_method SET state = 'suspended', state_before = state, suspended_at = clock_timestamp() - tap.draw(i, 'since', id) * interval '3 days', reason = 'other'
		WHERE state IN ('pending', 'active') AND tap.draw(i, 'suspend', id) < 0.05;
		UPDATE directory.sign_in_method SET state = state_before, state_before = NULL, suspended_at = NULL, suspended_case = NULL, suspended_by_request = NULL, reason = NULL
		WHERE state = 'suspended' AND tap.draw(i, 'restore', id) < 0.3;
		UPDATE directory.sign_in_method SET state = 'revoked', revoked_at = now(), reason = 'other', is_default = false WHERE state = 'suspended' AND tap.draw(i, 'revoke', id) < 0.05;
		UPDATE directory.sign_in_method SET number = '+1508555' || lpad((tap.draw(i, 'number', id) * 300)::int::text, 4, '0')
		WHERE number IS NOT NULL AND extension IS NULL AND tap.draw(i, 'renumber', id) < 0.05;
		UPDATE directory.person AS p SET unit_id = (SELECT u.id FROM directory.unit AS u ORDER BY tap.draw(i, 'unit ' || u.name, p.id) LIMIT 1),
			status = CASE WHEN tap.draw(i, 'status', id) < 0.8 THEN 'active' ELSE 'disabled' END WHERE tap.draw(i, 'person', id) < 0.05;
		INSERT INTO directory.sign_in_method (id, person_id, kind, number, state, added_by)
		SELECT tap.named(i || ' added for ' || id), id, 'alternate_phone', '+1508555' || lpad((tap.draw(i, 'added number', id) * 300)::int::text, 4, '0'), 'pending', 'agent'
		FROM directory.person WHERE tap.draw(i, 'add', id) < 0.02;
		DELETE FROM directory.sign_in_method AS m WHERE state = 'pending' AND tap.draw(i, 'delete', id) < 0.02;
	END LOOP;
END
$$;
-- Those whom the rest of this file needs, whoever was drawn.
UPDATE directory.person SET status = 'active' WHERE id IN (SELECT person_id FROM directory.staff UNION ALL SELECT tap.person(n) FROM generate_series(1, 4) AS n);
SELECT tap.same('after random changes');
SELECT cmp_ok((SELECT count(*) FROM directory.list_part), '<=', (SELECT count(*) FROM (SELECT DISTINCT list_id, unit_id FROM directory.list_part) AS p), 'counts nobody else is at are folded');

-- Pages: everybody once, in order, in whatever steps.
CREATE FUNCTION tap.walk(p_name text, p_limit int, p_login text DEFAULT 'lead') RETURNS TABLE (place bigint, line jsonb) LANGUAGE plpgsql AS $$
DECLARE
	v_page jsonb;
	v_after text;
BEGIN
	place := 0;
	LOOP
		v_page := tap.list(p_name, p_login, v_after, p_limit);
		FOR line IN SELECT * FROM jsonb_array_elements(v_page -> 'rows') LOOP
			place := place + 1;
			RETURN NEXT;
		END LOOP;
		v_after := v_page ->> 'next';
		EXIT WHEN v_after IS NULL;
	END LOOP;
END
$$;
SELECT is((SELECT jsonb_agg(w.line ORDER BY w.place) FROM tap.walk(l.name, s.step) AS w), NULLIF(tap.list(l.name) -> 'rows', '[]'), format('%s by %s', l.name, s.step))
FROM directory.worklist AS l, (VALUES (1), (3), (500)) AS s (step);
SELECT is((SELECT count(*) FROM tap.walk(l.name, 50)), (tap.list(l.name) ->> 'count')::bigint, l.name || ': as many as it says') FROM directory.worklist AS l;
SELECT ok((SELECT bool_and(o.fine) FROM (SELECT (w.line ->> 'at') >= lag(w.line ->> 'at') OVER (ORDER BY w.place) AS fine FROM tap.walk('no-backup', 7) AS w) AS o), 'the oldest first');
SELECT is(tap.answer('lead', 'desk.worklists()') @> format('[{"name":"no-backup","count":%s}]', tap.list('no-backup') ->> 'count')::jsonb, true, 'the list of lists counts the same');
SELECT is(tap.try('agent', c.call), c.wanted, c.call) FROM (VALUES ('desk.worklist(''no-backup'', NULL, 0)', 'answered'), ('desk.worklist(''no-backup'', NULL, NULL)', 'answered'),
	('desk.worklist(''no-backup'', ''abc'', 5)', 'MD001'), ('desk.worklist(''nothing'', NULL, 5)', 'MD001'), ('desk.worklist(NULL, NULL, 5)', 'MD001'),
	('desk.worklist(''no-backup'', repeat(''f'', 48), 5)', 'answered')) AS c (call, wanted);
SELECT is(jsonb_array_length(tap.list('no-backup', 'lead', NULL, 100000) -> 'rows') <= 500, true, 'never more than five hundred at once');

-- Whose list it is.
SELECT is(tap.try(l.login, format('desk.worklist(''agents-word'', NULL, 5)')), l.wanted, l.login || ' and who was let in on an agent''s word')
FROM (VALUES ('agent', 'MD001'), ('lead', 'answered'), ('auditor', 'answered'), ('administrator', '42501')) AS l (login, wanted);
SELECT is(tap.answer('agent', 'desk.worklists()') @> '[{"name":"agents-word"}]', false, 'agents are not told of it');
SELECT tap.put_staff('worklist_scoped', 9, 'lead', ARRAY['Radiology', 'Library']), tap.put_staff('worklist_other', 10, 'agent', ARRAY['Pediatrics']) \g /dev/null
SELECT is((SELECT count(*) FROM tap.walk(l.name, 2, 'worklist_scoped')), (SELECT count(*) FROM directory.listed AS m JOIN directory.unit AS u ON u.id = m.unit_id
		WHERE m.list_id = l.id AND u.name IN ('Radiology', 'Library') AND m.place <= coalesce(CASE WHEN l.older_than IS NOT NULL THEN directory.list_place(now() - l.older_than, false)
			WHEN l.for_last IS NOT NULL THEN directory.list_place(now() - l.for_last, true) END, m.place)), l.name || ': a scope sees its own')
FROM directory.worklist AS l;
SELECT is((SELECT count(*) FROM tap.walk(l.name, 2, 'worklist_scoped')), (tap.list(l.name, 'worklist_scoped') ->> 'count')::bigint, l.name || ': and counts its own') FROM directory.worklist AS l;
SELECT is_empty($$SELECT w.line FROM tap.walk('no-backup', 3, 'worklist_other') AS w WHERE w.line ->> 'department' <> 'Pediatrics'$$, 'one unit, one unit''s people');

-- A page that leaves is on the record, and is given when the record is committed.
SELECT is(tap.try('lead', $$desk.export_worklist(tap.named('export'), 'no-backup', NULL, 2)$$), 'exported', 'a lead takes a page along');
SELECT is(tap.answer('lead', $$desk.exported_worklist(tap.named('export'))$$) -> 'rows', tap.list('no-backup', 'lead', NULL, 2) -> 'rows', 'the same page');
SELECT is((SELECT count(*) FROM ledger.leaf WHERE act = 'export_worklist' AND login = 'lead'), 1::bigint, 'one leaf');
SELECT is(tap.try('auditor', $$desk.exported_worklist(tap.named('export'))$$), 'MD404', 'nobody else''s');
SELECT is(tap.try('agent', $$desk.export_worklist(gen_random_uuid(), 'no-backup', NULL, 2)$$), '42501', 'not an agent');
BEGIN;
SELECT tap.try('lead', $$desk.export_worklist(tap.named('export 2'), 'no-backup', NULL, 2)$$) \g /dev/null
SELECT is(tap.try('lead', $$desk.exported_worklist(tap.named('export 2'))$$), 'MD409', 'who could roll it back is given nothing');
ROLLBACK;

-- The lead's page.
SELECT is(ARRAY(SELECT jsonb_object_keys(tap.answer('lead', 'desk.lead_view()')) ORDER BY 1), '{agents_word,cases,days,doubts}', 'what it has');
SELECT is(tap.answer('lead', 'desk.lead_view()') #>> '{cases,0,step}', 'proven', 'a case and where it stands');
SELECT is(tap.try('agent', 'desk.lead_view()'), '42501', 'for leads');
SELECT is(jsonb_array_length(tap.answer('worklist_scoped', 'desk.lead_view()') -> 'cases'), (SELECT count(*)::int FROM directory.case_file AS c JOIN directory.person AS p ON p.id = c.person_id
	JOIN directory.unit AS u ON u.id = p.unit_id WHERE c.state = 'open' AND u.name IN ('Radiology', 'Library')), 'in scope');
SELECT tap.try('agent', $$desk.raise_doubt(gen_random_uuid(), 'ana.rivera@example.edu', 'voice')$$) \g /dev/null
SELECT is(tap.answer('lead', 'desk.lead_view()') #>> '{doubts,0,reason}', 'voice', 'a doubt');
SELECT is(tap.answer('lead', 'desk.lead_view()') #>> '{cases,0,step}', 'doubt', 'holds the case up');
SELECT tap.put_case('wei', 4), tap.put_case('dana', 3) \g /dev/null
SELECT is(tap.answer('lead', 'desk.lead_view()') #>> '{cases,0,step}', 'doubt', 'nothing is asked of a lead yet');
SELECT tap.try('agent', format('desk.ask_approval(gen_random_uuid(), %L, ''issue_pass'')', tap.named('wei'))) \g /dev/null
SELECT is((tap.answer('lead', 'desk.lead_view()') #> '{cases,0}') - 'by' - 'opened_at' - 'state' - 'proven_until' - 'waiting', jsonb_build_object('id', tap.named('wei'), 'ticket', 'INC4', 'agent', 'agent',
	'step', 'not proven', 'approval', 'pass', 'person', (SELECT jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) FROM directory.person AS p WHERE p.id = tap.person(4))),
	'what waits for a lead comes first');
SELECT is(ARRAY(SELECT c.line -> 'approval' FROM jsonb_array_elements(tap.answer('lead', 'desk.lead_view()') -> 'cases') WITH ORDINALITY AS c (line, place) WHERE c.place > 1 ORDER BY c.place),
	ARRAY['null', 'null']::jsonb[], 'the others wait for nobody');
UPDATE directory.case_file SET opened_at = now() - interval '20 minutes' WHERE id = tap.named('ana');
SELECT tap.try('agent', format('desk.close_case(gen_random_uuid(), %L, ''done'')', tap.named('ana'))) \g /dev/null
SELECT is(tap.answer('lead', 'desk.lead_view()') #>> '{days,6,closed}', '1', 'closed today');
SELECT is(tap.answer('lead', 'desk.lead_view()') #>> '{days,6,median_minutes}', '20', 'after twenty minutes');

DROP OWNED BY worklist_scoped, worklist_other;
DROP ROLE worklist_scoped, worklist_other;
SELECT * FROM finish();
