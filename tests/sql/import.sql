-- The lines of an import are the administrator's to bring and nobody's to read; a run is its owner's alone.
\ir ../lib/desk.sql
SELECT no_plan();

CREATE FUNCTION tap.bring(p_run text, p_lines text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	SET SESSION AUTHORIZATION administrator;
	INSERT INTO staging.person_line (run, line, external_id, email, name, department)
	SELECT tap.named(p_run), l.place + 1, l.external_id, l.external_id || '@sql.edu', 'Name', 'Surgery'
	FROM unnest(p_lines) WITH ORDINALITY AS l (external_id, place);
	SET SESSION AUTHORIZATION DEFAULT;
	RETURN 'brought';
END
$$;

CREATE FUNCTION tap.import_call(p_request text, p_run text, p_lines int, p_more text DEFAULT '''keep'', false, false') RETURNS text
	LANGUAGE sql RETURN format('admin.import_people(%L, %L, repeat(''a'', 64), %s, %s)',
		tap.named(p_request), tap.named(p_run), p_lines, p_more);

CREATE FUNCTION tap.statement(p_login text, p_statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET SESSION AUTHORIZATION %I', p_login);
	EXECUTE p_statement;
	SET SESSION AUTHORIZATION DEFAULT;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;

-- The tables.
SELECT is(tap.statement('administrator', s.statement), '42501', s.statement) FROM (VALUES
	('SELECT count(*) FROM staging.person_line'),
	('SELECT count(*) FROM staging.person_plan'),
	('SELECT count(*) FROM staging.run'),
	('DELETE FROM staging.person_line'),
	('UPDATE staging.person_line SET line = 1'),
	('TRUNCATE staging.person_line'),
	('INSERT INTO staging.person_line (run, line, login) VALUES (gen_random_uuid(), 1, ''agent'')'),
	('INSERT INTO staging.person_line (run, line, at) VALUES (gen_random_uuid(), 1, now())'),
	('INSERT INTO staging.method_line (run, line, login) VALUES (gen_random_uuid(), 1, ''agent'')'),
	('INSERT INTO staging.person_line (run, line) VALUES (gen_random_uuid(), 1) RETURNING login'),
	('INSERT INTO staging.person_plan (run, line) VALUES (gen_random_uuid(), 1)'),
	('INSERT INTO staging.run (id, login, kind, file_sha256) VALUES (gen_random_uuid(), ''administrator'', ''people'', '''')'),
	('DELETE FROM staging.gate'),
	('SELECT staging.measure()'),
	('SELECT rule.import_step(gen_random_uuid())')) AS s (statement);
SELECT is(tap.statement(l.login, 'INSERT INTO staging.person_line (run, line) VALUES (gen_random_uuid(), 1)'), '42501', l.login || ' brings no lines')
FROM (VALUES ('agent'), ('lead'), ('auditor')) AS l (login);

-- Whose run it is.
SELECT tap.put_staff('import_other', 43, 'administrator') \g /dev/null
SELECT is(tap.bring('one', ARRAY['i1', 'i2']), 'brought', 'lines are brought');
SELECT is(tap.try('import_other', tap.import_call('r0', 'one', 2)), 'MD409', 'another administrator does not see them: none of two arrived');
SELECT is(tap.try('administrator', tap.import_call('r1', 'one', 3)), 'MD409', 'a line that did not arrive is missed');
SELECT is(tap.try('administrator', tap.import_call('r1', 'one', 2, '''burn'', false, false')), 'MD001', 'an unknown way with the missing');
SELECT is(tap.answer('administrator', tap.import_call('r1', 'one', 2)) - '{at,request,run}'::text[],
	'{"bad": 0, "ids": [], "case": null, "left": 0, "read": 2, "added": 2, "state": "done", "applied": true, "changed": 0, "disabled": 0, "unchanged": 0}',
	'who brought them imports them');
SELECT is((SELECT count(*) FROM staging.person_line), 0::bigint, 'the lines are gone');
SELECT is(tap.answer('administrator', tap.import_call('r1', 'one', 2)) ->> 'added', '2', 'the same request again: the same answer');
SELECT is((SELECT count(*) FROM ledger.leaf WHERE act = 'import_people'), 1::bigint, 'and nothing more on the record');
SELECT is(tap.try('administrator', tap.import_call('r1', 'one', 1)), 'MD409', 'with other arguments it is another request');
SELECT is(tap.try('import_other', tap.import_call('r1', 'one', 2)), 'MD409', 'and it is nobody else''s');
SELECT is(tap.try('administrator', tap.import_call('r2', 'one', 0)), 'MD409', 'a run is started once');
SELECT is(tap.try('import_other', format('admin.import_errors(%L, 0, 10)', tap.named('one'))), 'MD404', 'its errors are its owner''s');
SELECT is(tap.try('import_other', format('admin.import_changes(%L, 0, 10)', tap.named('one'))), 'MD404', 'its changes too');
SELECT is(tap.try('import_other', format('admin.import_step(%L, %L)', tap.named('r3'), tap.named('one'))), 'MD404', 'nobody else goes on with it');
SELECT is(tap.try('administrator', format('admin.import_step(%L, %L)', tap.named('r3'), tap.named('one'))), 'MD409', 'nor its owner when it is done');
SELECT is(tap.statement('import_other', format('SELECT admin.import_forget(%L)', tap.named('one'))), 'done', 'nobody else''s forgetting ...');
SELECT is((SELECT count(*) FROM staging.person_plan), 2::bigint, '... forgets it');
SELECT is(tap.statement('administrator', format('SELECT admin.import_forget(%L)', tap.named('one'))), 'done', 'its owner''s does');
SELECT is((SELECT count(*) FROM staging.person_plan), 0::bigint, 'all of it');

-- A dry run asks for nothing that could be carried out later.
SELECT is(tap.bring('dry', ARRAY['i3']), 'brought', 'lines for a dry run');
SELECT is(tap.answer('administrator', tap.import_call('r4', 'dry', 1, '''keep'', false, true')) ->> 'applied', 'false', 'a dry run does nothing');
SELECT is(tap.try('administrator', format('admin.import_step(%L, %L)', tap.named('r5'), tap.named('dry'))), 'MD409', 'and is not carried out later');
SELECT is((SELECT count(*) FROM directory.request WHERE id = tap.named('r4')), 0::bigint, 'its request is not kept');

-- What is guarded is not had in the transaction that records it.
SELECT is(tap.try('administrator', format('admin.export_people(%L)', tap.named('r6'))), 'exported', 'an export is announced');
BEGIN;
SELECT is(tap.try('administrator', format('admin.export_people(%L)', tap.named('r7'))), 'exported', 'another');
SELECT is(tap.statement('administrator', format('SELECT count(*) FROM admin.exported_people(%L)', tap.named('r7'))), 'MD409', 'not before the record is committed');
ROLLBACK;
SELECT is(tap.statement('administrator', format('SELECT count(*) FROM admin.exported_people(%L)', tap.named('r7'))), 'MD404', 'and not without a record');
SELECT is(tap.statement('import_other', format('SELECT count(*) FROM admin.exported_people(%L)', tap.named('r6'))), 'MD404', 'nor by somebody else');
SELECT is(tap.statement('administrator', format('SELECT count(*) FROM admin.exported_people(%L)', tap.named('r6'))), 'done', 'then it is');

DROP ROLE import_other;
SELECT * FROM finish();
