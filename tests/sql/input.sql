-- Bad input: each text argument of each function, with everything else right, gets what no keyboard types. The answer is an
-- MD error or a clean result, never another SQLSTATE; nothing changes; nothing that was typed comes back in an error.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

SELECT tap.put_case('ana', 1), tap.put_case('theirs', 3, 'agent2') \g /dev/null
SELECT tap.put_proof('ana') \g /dev/null
INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, state, created_at, sending_fence, sending_at, sent_at, expires_at)
SELECT tap.named('typed'), c.case_id, c.id, tap.person(1), tap.method(1, 3), 'agent', 'test', 'call', 'K7', 'sent', now(), 1, now(), now(), now() + interval '1 hour'
FROM directory.contact AS c WHERE c.case_id = tap.named('ana') AND c.ended_at IS NULL;
SELECT tap.put_case('closed', 5) \g /dev/null
UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'done' WHERE id = tap.named('closed');
UPDATE directory.contact SET ended_at = now(), ended_why = 'closed' WHERE case_id = tap.named('closed');
CREATE ROLE input_login LOGIN;

-- A call that goes through, with the place of one argument left open.
CREATE TEMPORARY TABLE slot (login text, call text);
INSERT INTO slot VALUES
	('agent', 'desk.find(%s, 50)'), ('agent', 'desk.find_number(gen_random_uuid(), %s, ''voicemail'')'),
	('agent', 'desk.find_number(gen_random_uuid(), ''508 555 0142'', %s)'),
	('agent', 'desk.open_case(gen_random_uuid(), %s, ''INC1'', ''phone'')'), ('agent', 'desk.open_case(gen_random_uuid(), ''wei.chen@example.edu'', %s, ''phone'')'),
	('agent', 'desk.open_case(gen_random_uuid(), ''wei.chen@example.edu'', ''INC1'', %s)'), ('agent', 'desk.show(%s)'),
	('agent', 'desk.start_contact(gen_random_uuid(), tap.named(''ana''), %s)'), ('agent', 'desk.note(gen_random_uuid(), tap.named(''ana''), %s)'),
	('agent', 'desk.take_case(gen_random_uuid(), tap.named(''theirs''), %s)'), ('agent', 'desk.close_case(gen_random_uuid(), tap.named(''ana''), %s)'), ('agent', 'desk.close_case(gen_random_uuid(), tap.named(''ana''), ''done'', %s)'),
	('agent', 'desk.begin_replacement(gen_random_uuid(), tap.named(''ana''), NULL, %s, NULL)'), ('lead', 'desk.reopen_case(gen_random_uuid(), tap.named(''closed''), %s)'),
	('agent', 'desk.record_proof(gen_random_uuid(), tap.named(''ana''), %s, ''badge'', ''passed'')'),
	('agent', 'desk.record_proof(gen_random_uuid(), tap.named(''ana''), ''document-in-person'', %s, ''passed'')'),
	('agent', 'desk.record_proof(gen_random_uuid(), tap.named(''ana''), ''document-in-person'', ''badge'', %s)'),
	('agent', 'desk.suspend(gen_random_uuid(), tap.named(''ana''), NULL, tap.method(1, 1), %s)'),
	('agent', 'desk.revoke(gen_random_uuid(), tap.named(''ana''), NULL, tap.method(1, 1), %s)'),
	('agent', 'desk.add_phone(gen_random_uuid(), tap.named(''ana''), NULL, %s, NULL, ''phone'', ''none'')'),
	('agent', 'desk.add_phone(gen_random_uuid(), tap.named(''ana''), NULL, ''508 555 0177'', %s, ''office_phone'', ''none'')'),
	('agent', 'desk.add_phone(gen_random_uuid(), tap.named(''ana''), NULL, ''508 555 0177'', NULL, %s, ''none'')'),
	('agent', 'desk.add_phone(gen_random_uuid(), tap.named(''ana''), NULL, ''508 555 0177'', NULL, ''phone'', %s)'),
	('agent', 'desk.reveal_number(gen_random_uuid(), tap.named(''ana''), tap.method(1, 2), %s)'),
	('agent', 'desk.raise_doubt(gen_random_uuid(), %s, ''voice'')'), ('agent', 'desk.raise_doubt(gen_random_uuid(), ''wei.chen@example.edu'', %s)'), ('agent', 'desk.raise_doubt(gen_random_uuid(), ''wei.chen@example.edu'', ''voice'', %s)'),
	('agent', 'desk.start_challenge(gen_random_uuid(), tap.named(''ana''), tap.method(1, 2), %s, ''test'')'),
	('agent', 'desk.start_challenge(gen_random_uuid(), tap.named(''ana''), tap.method(1, 2), ''text'', %s)'),
	('agent', 'desk.answer_challenge(gen_random_uuid(), tap.named(''typed''), %s)'),
	('agent', 'desk.enrol(gen_random_uuid(), tap.named(''ana''), NULL, %s, repeat(''ab'', 32))'),
	('agent', 'desk.enrol(gen_random_uuid(), tap.named(''ana''), NULL, ''iPhone 16'', %s)'),
	('agent', 'desk.issue_pass(gen_random_uuid(), tap.named(''ana''), NULL, 60, %s)'),
	('agent', 'desk.start_proof(gen_random_uuid(), tap.named(''ana''), %s, ''text'')'),
	('agent', 'desk.start_proof(gen_random_uuid(), tap.named(''ana''), ''manager'', %s)'),
	('agent', 'desk.ask_approval(gen_random_uuid(), tap.named(''ana''), %s, NULL)'),
	('agent', 'desk.ask_approval(gen_random_uuid(), tap.named(''ana''), ''revoke'', %s)'),
	('agent', 'desk.issue_recovery_codes(gen_random_uuid(), tap.named(''ana''), NULL, %s)'),
	('agent', 'desk.move_number(gen_random_uuid(), tap.named(''ana''), NULL, tap.method(1, 2), %s)'),
	('lead', 'desk.clear_doubt(gen_random_uuid(), %s, ''voice'')'), ('lead', 'desk.clear_doubt(gen_random_uuid(), ''wei.chen@example.edu'', %s)'),
	('lead', 'desk.approve(gen_random_uuid(), tap.named(''ana''), ARRAY[%s::text])'), ('lead', 'desk.approve(gen_random_uuid(), tap.named(''ana''), ARRAY[''revoke='' || %s::text])'),
	('auditor', 'desk.history(%s, 50)'),
	('agent', 'desk.worklist(%s, NULL, 50)'), ('agent', 'desk.worklist(''no-backup'', %s, 50)'),
	('lead', 'desk.export_worklist(gen_random_uuid(), %s, NULL, 50)'), ('lead', 'desk.export_worklist(gen_random_uuid(), ''no-backup'', %s, 50)'),
	('administrator', 'admin.set_setting(gen_random_uuid(), %s, ''x'')'), ('administrator', 'admin.set_setting(gen_random_uuid(), ''desk_room'', %s)'),
	('administrator', 'admin.set_setting(gen_random_uuid(), ''country'', %s)'), ('administrator', 'admin.set_setting(gen_random_uuid(), ''ticket_pattern'', %s)'),
	('administrator', 'admin.add_staff(gen_random_uuid(), %s, ''wei.chen@example.edu'', ''agent'', false, ''{}'')'),
	('administrator', 'admin.add_staff(gen_random_uuid(), ''input_login'', %s, ''agent'', false, ''{}'')'),
	('administrator', 'admin.add_staff(gen_random_uuid(), ''input_login'', ''wei.chen@example.edu'', %s, false, ''{}'')'),
	('administrator', 'admin.add_staff(gen_random_uuid(), ''input_login'', ''wei.chen@example.edu'', ''agent'', false, ARRAY[%s::text])'),
	('administrator', 'admin.lock_staff(gen_random_uuid(), %s)');

-- Every text argument of every function has a place in the list above.
SELECT is((SELECT count(*) FROM slot WHERE call ~ ('^' || replace(f.name, '.', '[.]') || '[(]')), f.places, f.name || ' has its text arguments in the list')
FROM (SELECT n.nspname || '.' || p.proname AS name, count(*) + count(*) FILTER (WHERE p.proname = 'approve' AND t.type = 'text[]'::regtype)
		+ CASE p.proname WHEN 'set_setting' THEN 2 ELSE 0 END AS places
	FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace, unnest(p.proargtypes) AS t (type)
	WHERE n.nspname IN ('desk', 'admin') AND p.proname !~ '^(import|export)' AND p.prorettype = 'jsonb'::regtype AND t.type IN ('text'::regtype, 'text[]'::regtype)
	GROUP BY n.nspname, p.proname) AS f;

CREATE TEMPORARY TABLE bad (what text, value text);
INSERT INTO bad VALUES ('NULL', NULL), ('nothing', ''), ('blanks', E' \t\r\n '), ('a megabyte', repeat('q', 1000000)), ('a megabyte of accents', repeat(E'e\u0301', 350000)),
	('an escape sequence', E'\u001b[31mred'), ('a bell', E'a\u0007b'), ('a line break', E'one\ntwo'), ('a C1 control', E'a\u009bb'), ('DEL', E'a\u007fb'),
	('a bidi override', E'a\u202eb'), ('a bidi isolate', E'a\u2067b'), ('a zero-width space', E'a\u200bb'), ('a zero-width joiner', E'a\u200db'), ('a BOM', E'\ufeffa'),
	('a soft hyphen', E'a\u00adb'), ('a tag character', E'a\U000e0041b'), ('a variation selector', E'a\ufe0fb'), ('a noncharacter', E'a\uffffb'), ('a blank that is drawn', E'a\u3164b'),
	('a line separator', E'a\u2028b'), ('one that grows eighteen times', repeat(E'\ufdfa', 300)), ('a private character', E'\U0010fffd'),
	('quotes', $$'"''"$$), ('an injection', $$'; DROP TABLE directory.person; --$$), ('a backslash', '\'), ('escapes', '\x00\n'), ('a format', '%s%n%L'), ('a wildcard', '%'),
	('brackets', '<<<>>>'), ('an open bracket', '<'), ('many dots', repeat('.', 300)), ('braces', '{}'), ('a regular expression', '(((a+)+)+$'), ('a number', '0'), ('a big number', repeat('9', 400)),
	('a uuid that is none', '00000000-0000-0000-0000-00000000000g'), ('NULL as a word', 'NULL'), ('JSON', '{"a":1}');

CREATE TEMPORARY TABLE outcome AS
SELECT s.call, b.what, b.value, tap.trial(s.login, format(s.call, coalesce(quote_literal(b.value), 'NULL'))) AS got
FROM slot AS s, bad AS b;
-- Text that is free, and visible, may be anything: quotes, wildcards and formats are a reason as good as others.
SELECT is(string_agg(format('%s: %s', o.what, o.got), E'\n'), NULL, o.call || ': refused in the desk''s own words, or done')
FROM (SELECT call, what, got, got ~ '^MD\d{3}$' OR got ~ '^[a-z]' AS good FROM outcome) AS o WHERE NOT o.good GROUP BY o.call;
SELECT is((SELECT count(*) FROM outcome WHERE got !~ '^MD\d{3}$' AND got !~ '^[a-z]'), 0::bigint, 'all of them');
SELECT is(string_agg(format('%s: %s', o.what, o.got), E'\n'), NULL, o.call || ': what cannot be seen is refused')
FROM outcome AS o
WHERE o.what IN ('an escape sequence', 'a bell', 'a line break', 'a C1 control', 'DEL', 'a bidi override', 'a bidi isolate', 'a zero-width space', 'a zero-width joiner',
		'a BOM', 'a soft hyphen', 'a tag character', 'a variation selector', 'a noncharacter', 'a blank that is drawn', 'a line separator', 'a megabyte', 'a megabyte of accents')
	AND o.got NOT IN ('MD001', 'MD404') AND o.call !~ 'desk.find[(]'
GROUP BY o.call;
SELECT is((SELECT count(*) FROM outcome WHERE got NOT IN ('MD001', 'MD404') AND call !~ 'desk.find[(]' AND what ~ 'bidi|zero|control|escape seq|megabyte|bell|break'), 0::bigint, 'all of it');
SELECT ok(o.got = 'MD001' OR o.call ~ 'desk.find[(]|%s, .office_phone|''phone'', %s[)]|desk_room|ticket_pattern|no-backup|''revoke'', %s|.done., %s|.voice., %s', format('%s: empty is missing (%s)', o.call, o.got))
FROM outcome AS o WHERE o.what IN ('nothing', 'NULL', 'blanks');

-- No error repeats what was typed.
DELETE FROM slot WHERE call ~ 'desk_room|ticket_pattern';
SELECT is_empty($$SELECT s.call FROM slot AS s, LATERAL (SELECT tap.words_of(s.login, format(s.call, quote_literal('sEcReT-' || repeat('y', 600)))) AS said) AS w
	WHERE w.said ~ 'sEcReT'$$, 'what was typed does not come back in an error');

-- Invalid UTF-8 and NUL do not come so far: the server refuses them.
SELECT throws_ok($$SELECT convert_from('\xc3', 'UTF8')$$, '22021', NULL, 'a cut character');
SELECT throws_ok($$SELECT convert_from('\xeda080', 'UTF8')$$, '22021', NULL, 'a surrogate');
SELECT throws_ok($$SELECT convert_from('\x6100', 'UTF8')$$, '22021', NULL, 'NUL');

-- Arrays that are no list.
SELECT is(tap.trial('lead', format('desk.approve(gen_random_uuid(), tap.named(''ana''), %L)', a.acts)), a.wanted, 'approve ' || coalesce(left(a.acts, 30), 'NULL'))
FROM (VALUES (NULL, 'MD001'), ('{}', 'MD001'), ('{NULL}', 'MD001'), ('{revoke,NULL}', 'MD001'), ('{{revoke}}', 'MD001'), ('{{revoke},{restore}}', 'MD001'), ('[0:0]={revoke}', 'approved'),
	('[5:6]={revoke,restore}', 'approved'), ('{revoke=}', 'MD001'), ('{revoke==}', 'MD001'), ('{=0142}', 'MD001'), ('{revoke=0142}', 'approved'), ('{revoke=142}', 'MD001'),
	('{note}', 'MD001'), ('{suspend}', 'MD001'), ('{' || repeat('revoke,', 20) || 'revoke}', 'MD001'), ('{' || repeat('revoke,', 19) || 'revoke}', 'approved')) AS a (acts, wanted);

-- Of all that nothing stayed; the one that goes through goes through.
SELECT is((SELECT count(*) FROM directory.request) + (SELECT count(*) FROM ledger.leaf) + (SELECT count(*) FROM directory.quota), 0::bigint, 'nothing was changed and nothing counted');
SELECT is(tap.try('agent', $$desk.note(gen_random_uuid(), tap.named('ana'), E'  Zoe\u0308: "it''s 50 %; \\o/"  ')$$), 'noted', 'a note with all that may be seen');
SELECT is((SELECT value FROM ledger.value WHERE tag = 36), E'Zo\u00eb: "it''s 50 %; \\o/"', 'is kept as it is, trimmed and composed');

DROP ROLE input_login;
SELECT * FROM finish();
