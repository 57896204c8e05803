-- The record: each change writes one leaf, in bytes that no session setting changes; a leaf is never changed; what may have
-- to be forgotten is beside it. tests/vectors/README.md has the form.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

-- The vectors, made by another program.
\set vectors `cat tests/vectors/leaves.json`
CREATE TEMPORARY TABLE vector AS
SELECT v.place, v.leaf ->> 'about' AS about, v.leaf AS v,
	rule.leaf_body('epoch'::timestamptz + (v.leaf ->> 'microseconds')::bigint / 1000000 * interval '1 second'
			+ (v.leaf ->> 'microseconds')::bigint % 1000000 * interval '1 microsecond',
		(v.leaf ->> 'request')::uuid, v.leaf ->> 'login', v.leaf ->> 'role', v.leaf ->> 'act', (v.leaf ->> 'case')::uuid, v.leaf ->> 'ticket', (v.leaf ->> 'person')::uuid,
		ARRAY(SELECT t::uuid FROM jsonb_array_elements_text(v.leaf -> 'targets') WITH ORDINALITY AS t (t, place) ORDER BY place),
		v.leaf ->> 'outcome', v.leaf ->> 'before', v.leaf ->> 'after',
		ARRAY(SELECT rule.leaf_value_tag(x ->> 'name') FROM jsonb_array_elements(v.leaf -> 'values') WITH ORDINALITY AS x (x, place) ORDER BY place),
		ARRAY(SELECT sha256(decode(x ->> 'salt', 'hex') || convert_to(x ->> 'value', 'UTF8')) FROM jsonb_array_elements(v.leaf -> 'values') WITH ORDINALITY AS x (x, place) ORDER BY place)
	) AS body
FROM jsonb_array_elements(:'vectors'::jsonb) WITH ORDINALITY AS v (leaf, place);
SELECT is((SELECT count(*) FROM vector), 20::bigint, 'twenty vectors');
SELECT is(encode(body, 'hex'), v ->> 'body', about || ': the body') FROM vector ORDER BY place;
SELECT is(encode(rule.leaf_hash(body), 'hex'), v ->> 'leaf', about || ': the leaf') FROM vector ORDER BY place;

-- A reader of bodies: the fields in their order.
CREATE FUNCTION tap.fields(p_body bytea) RETURNS TABLE (tag int, bytes bytea) LANGUAGE plpgsql AS $$
DECLARE
	v_at int := 8;
	v_length int;
BEGIN
	WHILE v_at <= octet_length(p_body) LOOP
		tag := ('x' || encode(substring(p_body, v_at, 2), 'hex'))::bit(16)::int;
		v_length := ('x' || encode(substring(p_body, v_at + 2, 4), 'hex'))::bit(32)::int;
		bytes := CASE WHEN v_length >= 0 THEN substring(p_body, v_at + 6, v_length) END;
		v_at := v_at + 6 + greatest(v_length, 0);
		RETURN NEXT;
	END LOOP;
END
$$;
CREATE FUNCTION tap.field(p_body bytea, p_tag int) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(CASE WHEN p_tag IN (2, 6, 8, 9) THEN encode(bytes, 'hex')::uuid::text WHEN p_tag < 32 THEN convert_from(bytes, 'UTF8') ELSE encode(bytes, 'hex') END, ' ')
		FROM tap.fields(p_body) WHERE tag = p_tag);

-- One of each change: one leaf each, and its fields read back from its bytes.
CREATE TEMPORARY TABLE change (n int, login text, call text, act text, outcome text, targets text, before text, after text, kept text);
INSERT INTO change VALUES
	(1, 'agent', $$desk.open_case(%s, 'ana.rivera@example.edu', 'INC1', 'counter')$$, 'open_case', 'counter', '*', NULL, 'open', NULL),
	(2, 'agent', $$desk.note(%s, tap.named('leaf 1'), 'on the telephone')$$, 'note', 'noted', NULL, NULL, NULL, 'on the telephone'),
	(3, 'agent', $$desk.suspend(%s, tap.named('leaf 1'), NULL, tap.method(1, 1), 'lost')$$, 'suspend', 'suspended', tap.method(1, 1)::text, 'active', 'suspended', 'lost'),
	(4, 'agent', $$desk.restore(%s, tap.named('leaf 1'), NULL, tap.method(1, 1))$$, 'restore', 'undone', tap.method(1, 1)::text, 'suspended', 'active', NULL),
	(5, 'agent', $$desk.record_proof(%s, tap.named('leaf 1'), 'document-in-person', 'badge')$$, 'record_proof', 'passed', tap.named('leaf 5')::text, NULL, 'document-in-person badge', NULL),
	(6, 'agent', $$desk.set_default(%s, tap.named('leaf 1'), NULL, tap.method(1, 2))$$, 'set_default', 'set', tap.method(1, 2)::text, tap.method(1, 1)::text, tap.method(1, 2)::text, NULL),
	(7, 'agent', $$desk.add_phone(%s, tap.named('leaf 1'), NULL, '508 555 0177', '22', 'office_phone', 'none')$$, 'add_phone', 'added', tap.named('leaf 7')::text, NULL, 'pending', '+15085550177x22'),
	(8, 'agent', $$desk.revoke(%s, tap.named('leaf 1'), NULL, tap.device(1, 1), 'stolen')$$, 'revoke', 'revoked', '*', 'active,active', 'revoked,revoked', 'stolen'),
	(9, 'agent', $$desk.reveal_number(%s, tap.named('leaf 1'), tap.method(1, 2), 'calls back')$$, 'reveal_number', 'revealed', tap.method(1, 2)::text, NULL, NULL, 'calls back'),
	(10, 'lead', $$desk.approve(%s, tap.named('leaf 1'), '{revoke,add_phone=0177}')$$, 'approve', 'approved', '*', NULL, 'revoke,add_phone=0177', NULL),
	(11, 'agent', $$desk.end_contact(%s, tap.named('leaf 1'))$$, 'end_contact', 'gone', '*', NULL, NULL, NULL),
	(12, 'agent', $$desk.start_contact(%s, tap.named('leaf 1'), 'video')$$, 'start_contact', 'video', tap.named('leaf 12')::text, NULL, NULL, NULL),
	(13, 'agent', $$desk.record_proof(%s, tap.named('leaf 1'), 'document-on-video', 'badge')$$, 'record_proof', 'passed', tap.named('leaf 13')::text, NULL, 'document-on-video badge', NULL),
	(14, 'agent2', $$desk.confirm_proof(%s, tap.named('leaf 1'), tap.named('leaf 13'))$$, 'confirm_proof', 'confirmed', tap.named('leaf 13')::text, NULL, 'document-on-video badge', NULL),
	(15, 'agent2', $$desk.take_case(%s, tap.named('leaf 1'), 'shift ends')$$, 'take_case', 'taken', NULL, 'agent', 'agent2', 'shift ends'),
	(16, 'agent2', $$desk.close_case(%s, tap.named('leaf 1'), 'all done')$$, 'close_case', 'closed', NULL, 'open', 'closed', 'all done'),
	(17, 'agent', $$desk.raise_doubt(%s, 'ana.rivera@example.edu', 'voice')$$, 'raise_doubt', 'raised', tap.named('leaf 17')::text, NULL, 'doubt', 'voice'),
	(18, 'lead', $$desk.clear_doubt(%s, 'ana.rivera@example.edu', 'called back')$$, 'clear_doubt', 'cleared', tap.named('leaf 17')::text, 'doubt', NULL, 'called back'),
	(19, 'agent', $$desk.find_number(%s, '508 555 0142', 'voicemail')$$, 'find_number', 'asked', NULL, NULL, NULL, 'voicemail +15085550142'),
	(20, 'administrator', $$admin.set_setting(%s, 'country', 'GB')$$, 'set_setting', 'set', NULL, 'country=US', 'country=GB', NULL),
	(21, 'postgres', $$admin.set_setting(%s, 'country', 'US')$$, 'set_setting', 'set', NULL, 'country=GB', 'country=US', NULL);
-- Each under other settings: they change nothing of the bytes.
CREATE FUNCTION tap.make() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	c change;
BEGIN
	FOR c IN SELECT * FROM change ORDER BY n LOOP
		PERFORM set_config('TimeZone', CASE c.n % 3 WHEN 0 THEN 'Pacific/Auckland' WHEN 1 THEN 'America/St_Johns' ELSE 'UTC' END, true),
			set_config('DateStyle', CASE c.n % 2 WHEN 0 THEN 'SQL, DMY' ELSE 'German' END, true), set_config('IntervalStyle', 'sql_standard', true),
			set_config('bytea_output', CASE c.n % 2 WHEN 0 THEN 'escape' ELSE 'hex' END, true), set_config('extra_float_digits', '-15', true),
			set_config('standard_conforming_strings', CASE c.n % 2 WHEN 0 THEN 'off' ELSE 'on' END, true), set_config('array_nulls', 'off', true),
			set_config('search_path', CASE c.n % 2 WHEN 0 THEN 'tap, public' ELSE 'tap' END, true), set_config('lc_time', 'C', true);
		PERFORM tap.answer(c.login, replace(c.call, '%s', quote_literal(tap.named('leaf ' || c.n)) || '::uuid'));
	END LOOP;
END
$$;
SELECT tap.make() \g /dev/null
CREATE TEMPORARY VIEW made AS SELECT c.*, l.id, l.at, l.body, l.hash, l.request_id, l.case_id, l.person_id, l.targets AS leaf_targets, l.login AS leaf_login
FROM change AS c JOIN ledger.leaf AS l ON l.request_id = tap.named('leaf ' || c.n);
SELECT is((SELECT count(*) FROM made), (SELECT count(*) FROM change), 'each change has a leaf');
SELECT is((SELECT count(*) FROM ledger.leaf), (SELECT count(*) FROM change), 'and one only');
SELECT is(ARRAY[tap.field(body, 3), tap.field(body, 5), tap.field(body, 10), tap.field(body, 11), tap.field(body, 12)], ARRAY[login, act, outcome, before, after],
	act || ': who, what, what came of it, before and after') FROM made ORDER BY n;
SELECT is(tap.field(body, 4), (SELECT role FROM directory.staff AS s WHERE s.login = m.login), act || ': in which role') FROM made AS m ORDER BY n;
SELECT is(ARRAY[tap.field(body, 2)::uuid, tap.field(body, 6)::uuid, tap.field(body, 8)::uuid], ARRAY[request_id, case_id, person_id], act || ': request, case and person') FROM made ORDER BY n;
SELECT is(coalesce(case_id, tap.named('leaf 1')), tap.named('leaf 1'), act || ': in this case') FROM made ORDER BY n;
SELECT is(case_id IS NULL, n >= 17, act || ': in a case or in none') FROM made ORDER BY n;
SELECT is(person_id, CASE WHEN n < 19 THEN tap.person(1) END, act || ': of the person') FROM made ORDER BY n;
SELECT is(tap.field(body, 7), CASE WHEN n < 17 THEN 'INC1' END, act || ': the ticket') FROM made ORDER BY n;
SELECT is(tap.field(body, 9), CASE targets WHEN '*' THEN array_to_string(leaf_targets, ' ') ELSE targets END, act || ': on what') FROM made ORDER BY n;
SELECT is(int8send((extract(epoch FROM at) * 1000000)::bigint), (SELECT bytes FROM tap.fields(body) WHERE tag = 1), act || ': when, to the microsecond') FROM made ORDER BY n;
SELECT is(hash, sha256('\x00' || body), act || ': the hash') FROM made ORDER BY n;
SELECT is(leaf_targets, ARRAY[tap.device(1, 1)] || ARRAY(SELECT m.id FROM directory.sign_in_method AS m WHERE m.device_id = tap.device(1, 1) ORDER BY m.id), 'a device is named before its methods') FROM made WHERE n = 8;

-- Values: beside the leaf, salted; in the leaf only their hash, so that they can be erased.
SELECT is((SELECT string_agg(v.value, ' ' ORDER BY v.tag) FROM ledger.value AS v WHERE v.leaf_id = m.id), kept, act || ': keeps ' || coalesce(kept, 'nothing')) FROM made AS m ORDER BY n;
SELECT is((SELECT string_agg(encode(sha256(v.salt || convert_to(v.value, 'UTF8')), 'hex'), ' ' ORDER BY v.tag) FROM ledger.value AS v WHERE v.leaf_id = m.id),
	(SELECT string_agg(encode(f.bytes, 'hex'), ' ') FROM tap.fields(body) AS f WHERE f.tag >= 32), act || ': and the leaf has its hash') FROM made AS m ORDER BY n;
SELECT is((SELECT count(DISTINCT salt) FROM ledger.value), (SELECT count(*) FROM ledger.value), 'each value has a salt of its own');
SELECT ok(position(convert_to(v.value, 'UTF8') IN l.body) = 0, 'the leaf does not have the value: ' || v.value) FROM ledger.value AS v JOIN ledger.leaf AS l ON l.id = v.leaf_id WHERE v.value <> 'lost';
SELECT ok(position('5085550' IN encode(body, 'escape')) = 0, act || ': no number is in it') FROM made;
UPDATE ledger.value SET value = NULL;
SELECT is(hash, sha256('\x00' || body), act || ': erased, the leaf is as good as before') FROM made ORDER BY n;
SELECT is((SELECT h ->> 'reason' FROM jsonb_array_elements(tap.answer('auditor', format('desk.history(%L)', tap.named('leaf 1')))) AS h WHERE h ->> 'act' = 'take_case'), NULL, 'and read without it');

-- No leaf, no change; and no leaf is changed, by its owner neither.
BEGIN;
ALTER TABLE ledger.leaf ADD CONSTRAINT no_more CHECK (false) NOT VALID;
SELECT is(tap.try('agent', $$desk.open_case(tap.named('unrecorded'), 'wei.chen@example.edu', 'INC1', 'phone')$$), '23514', 'what cannot be recorded');
SELECT ok(NOT EXISTS (SELECT FROM directory.case_file WHERE id = tap.named('unrecorded')), 'does not happen');
ROLLBACK;
SELECT throws_ok(format('SET LOCAL ROLE %s; %s', r.role, s.statement), 'MD451', 'the ledger is only added to', s.statement || ' by ' || r.role)
FROM (VALUES ('UPDATE ledger.leaf SET login = ''agent2'''), ('DELETE FROM ledger.leaf'), ('UPDATE ledger.leaf SET body = body WHERE false'), ('TRUNCATE ledger.leaf CASCADE')) AS s (statement),
	(VALUES ('postgres'), ('mfadesk_owner')) AS r (role);
RESET ROLE;
SELECT throws_ok($$INSERT INTO ledger.leaf (at, login, act, outcome, body, hash) VALUES (now(), 'a', 'b', 'c', '\x4d46414c00', sha256('x'))$$, '23514', NULL, 'no hash that is not the body''s');
SELECT throws_ok($$INSERT INTO ledger.leaf (at, login, act, outcome, body, hash) VALUES (now(), 'a', 'b', 'c', '\x4d46414b00', sha256('\x004d46414b00'))$$, '23514', NULL, 'no body that is none');

SELECT * FROM finish();
