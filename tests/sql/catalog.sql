-- The rights matrix: every role over every object, read from the catalog and compared with what is written down here.
-- fast
\ir ../lib/desk.sql
BEGIN;
SELECT no_plan();

-- Who is asked: the four groups, a login of each, and a login that is nobody.
CREATE ROLE matrix_nobody LOGIN;
CREATE TEMPORARY VIEW role_of AS
SELECT r.rolname AS name, r.oid, m.letter, r.rolname !~ '^mfadesk_' AND m.letter <> '-' AS login
FROM (VALUES ('mfadesk_agent', 'g'), ('mfadesk_lead', 'l'), ('mfadesk_auditor', 'u'), ('mfadesk_administrator', 'd'),
	('agent', 'g'), ('lead', 'l'), ('auditor', 'u'), ('administrator', 'd'), ('matrix_nobody', '-')) AS m (role, letter)
	JOIN pg_roles AS r ON r.rolname = m.role;

-- Every function of the desk, with who may call it: g agent, l lead, u auditor, d administrator.
CREATE TEMPORARY TABLE callable (name text, may text);
INSERT INTO callable VALUES
	('whoami', 'glud'), ('pulse', 'glud'), ('find', 'glu'), ('cases', 'glu'), ('history', 'glu'),
	('find_number', 'gl'), ('found_number', 'gl'), ('open_case', 'gl'), ('account', 'gl'), ('show', 'gl'),
	('start_contact', 'gl'), ('end_contact', 'gl'), ('note', 'gl'), ('take_case', 'gl'), ('close_case', 'gl'),
	('record_proof', 'gl'), ('confirm_proof', 'gl'), ('suspend', 'gl'), ('restore', 'gl'), ('revoke', 'gl'),
	('set_default', 'gl'), ('add_phone', 'gl'), ('reveal_number', 'gl'), ('revealed_number', 'gl'), ('raise_doubt', 'gl'),
	('start_challenge', 'gl'), ('answer_challenge', 'gl'), ('cancel_challenge', 'gl'), ('challenge', 'gl'), ('enrol', 'gl'),
	('enrolment', 'gl'), ('move_number', 'gl'), ('approve', 'l'), ('clear_doubt', 'l'), ('replacement', 'gl'),
	('begin_replacement', 'gl'), ('set_stuck', 'gl'), ('finish', 'gl'), ('reopen_case', 'l'),
	('issue_pass', 'gl'), ('pass', 'gl'), ('cancel_pass', 'gl'),
	('worklists', 'glu'), ('worklist', 'glu'), ('export_worklist', 'lu'), ('exported_worklist', 'lu'), ('lead_view', 'l'),
	('proof_ways', 'gl'), ('start_proof', 'gl'), ('ask_approval', 'gl'), ('issue_recovery_codes', 'gl'), ('recovery_codes', 'gl');

SELECT bag_eq($$SELECT p.proname::text FROM pg_proc AS p WHERE p.pronamespace = 'desk'::regnamespace$$,
	'SELECT name FROM callable', 'the functions of the desk are these, one of each name');

SELECT is(has_function_privilege(r.oid, p.oid, 'EXECUTE'),
	CASE n.nspname WHEN 'desk' THEN c.may ~ r.letter WHEN 'admin' THEN r.letter = 'd' ELSE false END,
	format('%s %s %s', r.name, CASE has_function_privilege(r.oid, p.oid, 'EXECUTE') WHEN true THEN 'may call' ELSE 'may not call' END,
		p.oid::regprocedure))
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace CROSS JOIN role_of AS r
	LEFT JOIN callable AS c ON n.nspname = 'desk' AND c.name = p.proname
WHERE n.nspname IN ('desk', 'admin', 'rule', 'worker', 'signin', 'directory', 'ledger', 'staging')
	AND (n.nspname IN ('desk', 'admin') OR r.name IN ('agent', 'administrator', 'matrix_nobody'))
ORDER BY n.nspname, p.proname, r.name;

-- How they are made.
SELECT ok(p.prosecdef AND NOT p.proisstrict AND p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp', 'lock_timeout=2s']
		AND p.provolatile = 'v' AND (p.pronamespace = 'admin'::regnamespace OR p.prorettype IN ('jsonb'::regtype, 'json'::regtype) AND NOT p.proretset)
		AND pg_get_userbyid(p.proowner) = CASE WHEN p.pronamespace = 'admin'::regnamespace AND p.proname ~ '^(import|export)_' THEN 'mfadesk_importer' ELSE 'mfadesk_definer' END,
	format('%s: SECURITY DEFINER, fixed search_path, lock_timeout, not STRICT, volatile, owned', p.oid::regprocedure))
FROM pg_proc AS p WHERE p.pronamespace IN ('desk'::regnamespace, 'admin'::regnamespace) AND p.prorettype <> 'trigger'::regtype;

-- In the order that matters: the guard is the first thing that each of them calls.
SELECT matches(p.prosrc, '^\s*DECLARE\s+v_actor rule[.]actor := rule[.]guard(_admin)?[(]''' || p.oid::regproc::text || '''',
	format('%s asks the guard first, by its own name', p.oid::regprocedure))
FROM pg_proc AS p WHERE p.pronamespace IN ('desk'::regnamespace, 'admin'::regnamespace) AND p.proname !~ '^(import|export)_';

SELECT is_empty($$SELECT p.oid::regprocedure FROM pg_proc AS p
	WHERE p.pronamespace IN ('rule'::regnamespace, 'directory'::regnamespace, 'ledger'::regnamespace) AND p.prosecdef
		AND NOT p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp']$$, 'whatever runs with its owner''s rights has a fixed search_path');
SELECT bag_eq($$SELECT p.oid::regproc::text FROM pg_proc AS p WHERE p.pronamespace = 'rule'::regnamespace AND p.prosecdef$$,
	$$VALUES ('rule.set_group'), ('rule.end_sessions'), ('rule.end_lingering')$$, 'of the inner functions only these three run with another''s rights');

-- Tables, views and sequences: nobody has anything, but for the administrators' lines of an import.
SELECT is(coalesce(string_agg(privilege, ', ' ORDER BY privilege), ''), '', format('%s has no right on %s', r.name, c.oid::regclass))
FROM pg_class AS c CROSS JOIN role_of AS r
	LEFT JOIN LATERAL unnest(CASE c.relkind WHEN 'S' THEN ARRAY['USAGE', 'SELECT', 'UPDATE']
		ELSE ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] END) AS privilege
	ON CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(r.oid, c.oid, privilege)
		ELSE has_table_privilege(r.oid, c.oid, privilege) END
WHERE c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace, 'staging'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
GROUP BY r.name, c.oid ORDER BY r.name, c.oid;

SELECT is(coalesce(string_agg(a.attname || ' ' || privilege, ', '), ''), '', format('%s has no right on a column of %s', r.name, c.oid::regclass))
FROM pg_class AS c CROSS JOIN role_of AS r
	LEFT JOIN (pg_attribute AS a CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS privilege)
	ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(r.oid, c.oid, a.attnum, privilege)
		AND NOT (r.letter = 'd' AND privilege = 'INSERT' AND c.relnamespace = 'staging'::regnamespace AND a.attname NOT IN ('login', 'at'))
WHERE c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace, 'staging'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm')
GROUP BY r.name, c.oid ORDER BY r.name, c.oid;

-- The functions' owners: they read everything, and write these columns and no others.
SELECT bag_eq($$SELECT c.relname || ' ' || privilege || ' ' || string_agg(a.attname, ' ' ORDER BY a.attname)
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0, unnest(ARRAY['INSERT', 'UPDATE']) AS privilege
		WHERE c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace) AND c.relkind = 'r'
			AND has_column_privilege('mfadesk_definer', c.oid, a.attnum, privilege)
		GROUP BY c.relname, privilege$$,
	$$VALUES ('person UPDATE changed_at version'), ('device INSERT name person_id'),
		('sign_in_method INSERT added_by device_id extension id kind number one_time_code person_id state'),
		('sign_in_method UPDATE device_id failures is_default last_used_at number_changed_at reason revoked_at state state_before suspended_at suspended_by_request suspended_case'),
		('challenge INSERT case_id channel contact_id created_at expires_at id login mark method_id person_id purpose'),
		('challenge UPDATE back_to code_hash code_key finished_at reason state typed'),
		('notice INSERT act address at case_id channel mark person_id proof request_id template ticket what'), ('job INSERT challenge_id kind run_at subject'), ('job UPDATE done_at outcome'), ('box INSERT login public_key subject'), ('box UPDATE box'),
		('enrolment INSERT challenge_id public_key'), ('enrolment UPDATE box'),
		('replacement INSERT begun_at case_id device_id what'), ('replacement UPDATE aftercare_at finished_at stuck_at'),
		('pass INSERT asked_at case_id form id login minutes person_id'), ('pass UPDATE cancelled_at cancelled_why hash salt'),
		('pass_try INSERT at id person_id subject typed xid'), ('sign_out INSERT at case_id person_id request_id'),
		('case_file INSERT held_xid id last_at login opened_at opened_by person_id ticket'),
		('case_file UPDATE closed_at held_xid last_at login outcome state'),
		('contact INSERT case_id here_by id login started_at'), ('contact UPDATE ended_at ended_why'),
		('proof INSERT at case_id contact_id document id kind person_id recorded_by rests_on result'),
		('proof UPDATE confirmed_at confirmed_by'),
		('approval_wish INSERT act asked_at asked_by case_id id target'), ('code_set INSERT asked_at case_id contact_id id login person_id'),
		('approval INSERT act approved_by at case_id request_id target'), ('approval UPDATE used_by_request'),
		('doubt INSERT id person_id raised_at raised_by reason'), ('doubt UPDATE cleared_at cleared_by cleared_why'),
		('request INSERT act at digest id login xid'), ('request UPDATE answer private'),
		('quota INSERT kind person_id'), ('quota UPDATE subjects uses'),
		('leaf INSERT act at body case_id hash id login outcome person_id request_id targets'), ('value INSERT leaf_id salt tag value'),
		('staff INSERT counter login person_id role'), ('staff UPDATE counter locked_at role'),
		('staff_unit INSERT login unit_id'), ('setting UPDATE value')$$, 'mfadesk_definer writes these columns');
SELECT bag_eq($$SELECT c.relname || ' ' || privilege || ' ' || string_agg(a.attname, ' ' ORDER BY a.attname)
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0, unnest(ARRAY['INSERT', 'UPDATE']) AS privilege
		WHERE c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace) AND c.relkind = 'r'
			AND has_column_privilege('mfadesk_courier', c.oid, a.attnum, privilege)
		GROUP BY c.relname, privilege$$,
	$$VALUES ('worker INSERT host instance seen_at started_at stopped_at version'), ('worker UPDATE seen_at stopped_at version'),
		('challenge UPDATE answered_at answered_by back_to code_hash code_key delivered_at expires_at finished_at gateway gateway_id reason sending_at sending_fence sent_at state tries_left typed wrong_at'),
		('notice INSERT act address at case_id channel mark person_id proof request_id template ticket what'), ('notice UPDATE delivered_at gateway gateway_id reason sending_at sending_fence sent_at state'),
		('job INSERT challenge_id kind run_at subject'), ('job UPDATE attempts done_at fence instance outcome run_at'), ('box UPDATE box'),
		('dropped_result INSERT fence job_id result'), ('send_count INSERT began_at kind subject used'), ('send_count UPDATE began_at used'),
		('number_check INSERT checked_at display kind number valid'), ('number_check UPDATE checked_at display kind valid'),
		('method_secret INSERT key_version method_id sealed'), ('method_secret UPDATE drift key_version last_step sealed'),
		('pass UPDATE expires_at hash made_at salt used_at'), ('pass_try UPDATE finished_at state typed'),
		('try_count INSERT began_at kind subject used'), ('try_count UPDATE began_at used'),
		('code_set UPDATE cost made_at replaced_at salt'), ('recovery_code INSERT hash set_id'), ('recovery_code UPDATE used_at'),
		('sign_out UPDATE finished_at reason sending_fence state'),
		('enrolment UPDATE box'), ('sign_in_method UPDATE confirmed_at confirmed_by_code failures state tested_at'),
		('person UPDATE changed_at version'), ('case_file UPDATE last_at'),
		('proof INSERT at case_id contact_id id kind person_id recorded_by rests_on result'),
		('doubt INSERT id person_id raised_at raised_by reason'),
		('leaf INSERT act at body case_id hash id login outcome person_id request_id targets'), ('value INSERT leaf_id salt tag value')$$,
	'mfadesk_courier writes these columns');
-- The worker's login calls these and reads nothing; an authenticator's secret is read by the worker's functions alone.
SELECT bag_eq($$SELECT p.oid::regproc::text FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
		WHERE n.nspname IN ('desk', 'admin', 'rule', 'worker', 'signin', 'directory', 'ledger', 'staging')
			AND has_schema_privilege('mfadesk_worker', n.oid, 'USAGE') AND has_function_privilege('mfadesk_worker', p.oid, 'EXECUTE')$$,
	$$SELECT 'worker.' || f FROM unnest(ARRAY['hello', 'goodbye', 'claim', 'start_send', 'start_tell', 'sent', 'not_sent', 'refused', 'send_unknown',
		'followed', 'reported', 'checked', 'enrolled', 'done', 'release', 'expire', 'watchdog', 'secrets', 'rewrapped', 'key_counts', 'made_pass', 'start_try', 'tried_pass', 'codes_made', 'start_sign_out']) AS f$$,
	'mfadesk_worker calls these and nothing else of ours');
-- So does the sign-in service's login.
SELECT bag_eq($$SELECT p.oid::regproc::text FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
		WHERE n.nspname IN ('desk', 'admin', 'rule', 'worker', 'signin', 'directory', 'ledger', 'staging')
			AND has_schema_privilege('mfadesk_signin', n.oid, 'USAGE') AND has_function_privilege('mfadesk_signin', p.oid, 'EXECUTE')$$,
	$$VALUES ('signin.methods'), ('signin.used'), ('signin.try_pass'), ('signin.pass_result')$$, 'mfadesk_signin calls these and nothing else of ours');
SELECT is_empty($$SELECT c.oid::regclass FROM pg_class AS c
	WHERE c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace, 'staging'::regnamespace) AND c.relkind IN ('r', 'p', 'v')
		AND has_any_column_privilege('mfadesk_signin', c.oid, 'SELECT, INSERT, UPDATE')$$, 'and has no right on any table');
SELECT is_empty($$SELECT p.oid::regproc FROM pg_proc AS p WHERE p.pronamespace = 'signin'::regnamespace
	AND has_function_privilege('mfadesk_signin', p.oid, 'EXECUTE') AND (NOT p.prosecdef OR p.proisstrict OR pg_get_userbyid(p.proowner) <> 'mfadesk_definer'
		OR NOT p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp', 'lock_timeout=2s'])$$, 'each as a function for outside must be');
SELECT is_empty($$SELECT c.oid::regclass FROM pg_class AS c
	WHERE c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace, 'staging'::regnamespace) AND c.relkind IN ('r', 'p', 'v')
		AND has_any_column_privilege('mfadesk_worker', c.oid, 'SELECT, INSERT, UPDATE')$$, 'and has no right on any table');
SELECT bag_eq($$SELECT r.rolname::text FROM pg_roles AS r WHERE r.rolname ~ '^mfadesk_' AND NOT r.rolsuper
		AND has_column_privilege(r.oid, 'directory.method_secret', 'sealed', 'SELECT')$$,
	$$VALUES ('mfadesk_owner'), ('mfadesk_courier')$$, 'who reads a sealed secret');
SELECT is_empty($$SELECT p.oid::regproc FROM pg_proc AS p WHERE p.pronamespace = 'worker'::regnamespace
	AND has_function_privilege('mfadesk_worker', p.oid, 'EXECUTE') AND (NOT p.prosecdef OR p.proisstrict OR pg_get_userbyid(p.proowner) <> 'mfadesk_courier'
		OR NOT p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp', 'lock_timeout=2s'])$$, 'each as a function for the worker must be');
SELECT bag_eq($$SELECT r.rolname || ' ' || c.relname FROM pg_class AS c, pg_roles AS r
		WHERE r.rolname IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_granter', 'mfadesk_courier') AND c.relkind = 'r'
			AND c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace)
			AND has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE, TRIGGER, REFERENCES')$$,
	$$VALUES ('mfadesk_definer staff_unit'), ('mfadesk_courier pass_try'), ('mfadesk_courier try_count')$$, 'and nothing is deleted but a scope, and tries of passes');
SELECT is_empty($$SELECT r.rolname, c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0, pg_roles AS r
		WHERE c.relname IN ('leaf', 'value', 'proof', 'approval', 'staff', 'setting', 'policy', 'case_file') AND c.relkind = 'r'
			AND c.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace)
			AND r.rolname IN ('mfadesk_importer', 'mfadesk_granter') AND has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')$$,
	'an import changes nothing of the work or the record');

-- Schemas: USAGE of what they call and CREATE of nothing, in any schema.
SELECT is(coalesce(string_agg(privilege, ', '), ''),
	CASE WHEN n.nspname IN ('pg_catalog', 'information_schema', 'tap') THEN 'USAGE'
		WHEN r.letter <> '-' AND n.nspname IN ('desk', 'sim') OR r.letter = 'd' AND n.nspname IN ('admin', 'staging') THEN 'USAGE' ELSE '' END,
	format('%s in schema %s', r.name, n.nspname))
FROM pg_namespace AS n CROSS JOIN role_of AS r
	LEFT JOIN unnest(ARRAY['USAGE', 'CREATE']) AS privilege ON has_schema_privilege(r.oid, n.oid, privilege)
WHERE n.nspname !~ '^pg_(toast|temp)'
GROUP BY r.name, r.letter, n.nspname;

SELECT is(concat_ws(' ', CASE WHEN has_database_privilege(r.oid, current_database(), 'CONNECT') THEN 'CONNECT' END,
		CASE WHEN has_database_privilege(r.oid, current_database(), 'TEMP') THEN 'TEMP' END,
		CASE WHEN has_database_privilege(r.oid, current_database(), 'CREATE') THEN 'CREATE' END),
	CASE r.letter WHEN '-' THEN '' ELSE 'CONNECT' END, format('%s connects, if at all, and keeps nothing in the database', r.name))
FROM role_of AS r;

-- No language to write in, no locks, no large objects, no statistics of what was just read.
SELECT is_empty($$SELECT r.name, l.lanname FROM role_of AS r, pg_language AS l
	WHERE l.lanname NOT IN ('sql') AND l.lanpltrusted AND has_language_privilege(r.oid, l.oid, 'USAGE')$$, 'nobody has a procedural language');
SELECT is_empty($$SELECT r.name, p.oid::regprocedure FROM role_of AS r, pg_proc AS p
	WHERE p.pronamespace = 'pg_catalog'::regnamespace AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
		AND (p.proname ~ '^lo_|^lo(read|write)$|advisory' OR p.proname IN ('pg_notify', 'pg_export_snapshot', 'pg_logical_emit_message')
			OR p.proname ~ '^pg_stat_get_(xact|tuples|numscans|blocks)')$$,
	'nobody calls large objects, advisory locks, pg_notify, snapshots, table statistics');
SELECT isnt_empty($$SELECT FROM pg_proc AS p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = 'pg_advisory_lock'$$,
	'which are there under these names');

-- Roles.
SELECT is_empty($$SELECT r.rolname FROM pg_roles AS r JOIN role_of AS o USING (oid)
	WHERE r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls OR r.rolcanlogin = (r.rolname ~ '^mfadesk_')$$,
	'no role has an attribute; groups do not log in');
SELECT bag_eq($$SELECT r.rolname::text, pg_get_userbyid(m.roleid)::text, m.admin_option FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member
		WHERE r.rolname ~ '^mfadesk_' OR r.rolname IN (SELECT login FROM directory.staff)$$,
	$$VALUES ('mfadesk_granter', 'mfadesk_agent', true), ('mfadesk_granter', 'mfadesk_lead', true), ('mfadesk_granter', 'mfadesk_auditor', true),
		('mfadesk_granter', 'mfadesk_administrator', true), ('mfadesk_granter', 'pg_signal_backend', false), ('mfadesk_granter', 'pg_read_all_stats', false),
		('agent', 'mfadesk_agent', false), ('agent2', 'mfadesk_agent', false), ('lead', 'mfadesk_lead', false),
		('auditor', 'mfadesk_auditor', false), ('administrator', 'mfadesk_administrator', false)$$, 'memberships are these');

SELECT * FROM finish();
ROLLBACK;
