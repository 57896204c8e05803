-- Who owns what and who may do what, made anew at each installation and
-- upgrade. Nothing is granted anywhere else. readback.sql proves the result.

-- Owners.

DO $$
DECLARE
	v_statement text;
BEGIN
	FOR v_statement IN
		SELECT pg_catalog.format('ALTER SCHEMA %I OWNER TO %I', n.nspname,
			CASE WHEN n.nspname IN ('directory', 'ledger', 'staging') THEN 'mfadesk_owner' ELSE 'mfadesk_definer' END)
		FROM pg_catalog.pg_namespace AS n
		WHERE n.nspname IN ('directory', 'ledger', 'staging', 'rule', 'desk', 'admin', 'worker', 'signin')
		UNION ALL
		SELECT pg_catalog.format('ALTER TABLE %I.%I OWNER TO mfadesk_owner', n.nspname, c.relname)
		FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('directory', 'ledger', 'staging') AND c.relkind IN ('r', 'p', 'v')
		UNION ALL
		SELECT pg_catalog.format('ALTER TYPE %I.%I OWNER TO mfadesk_definer', n.nspname, t.typname)
		FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
			JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
		WHERE n.nspname IN ('rule', 'desk', 'admin', 'worker', 'signin')
		UNION ALL
		SELECT pg_catalog.format('ALTER FUNCTION %s OWNER TO %I', p.oid::pg_catalog.regprocedure,
			CASE WHEN n.nspname IN ('directory', 'ledger', 'staging') THEN 'mfadesk_owner'
				WHEN n.nspname = 'rule' AND p.proname IN ('set_group', 'end_sessions', 'end_lingering')
					THEN 'mfadesk_granter'
				WHEN n.nspname = 'worker' THEN 'mfadesk_courier'
				WHEN n.nspname = 'admin' AND p.proname ~ '^(import|export)_' THEN 'mfadesk_importer'
				ELSE 'mfadesk_definer' END)
		FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
		WHERE n.nspname IN ('directory', 'ledger', 'staging', 'rule', 'desk', 'admin', 'worker', 'signin')
	LOOP
		EXECUTE v_statement;
	END LOOP;
END
$$;

-- Nothing for anybody ...

REVOKE ALL ON ALL TABLES IN SCHEMA directory, ledger, staging
	FROM PUBLIC, mfadesk_definer, mfadesk_importer, mfadesk_courier, mfadesk_worker, mfadesk_signin, mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA directory, ledger, staging, rule, desk, admin, worker, signin
	FROM PUBLIC, mfadesk_worker, mfadesk_signin, mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
REVOKE ALL ON SCHEMA directory, ledger, staging, rule, desk, admin, worker, signin
	FROM PUBLIC, mfadesk_worker, mfadesk_signin, mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- ... nor what PostgreSQL gives to everybody: a place to keep things, a language
-- to write functions in, locks by which one session could stop others, and
-- statistics that tell how many rows a function has just read (pg_monitor keeps those).
DO $$
DECLARE
	v_statement text;
BEGIN
	FOR v_statement IN
		SELECT pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database())
		UNION ALL
		SELECT pg_catalog.format('GRANT CONNECT ON DATABASE %I TO mfadesk_worker, mfadesk_signin, mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator',
			pg_catalog.current_database())
		UNION ALL
		SELECT pg_catalog.format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', p.oid::pg_catalog.regprocedure)
		FROM pg_catalog.pg_proc AS p
		WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
			AND (p.proname ~ '^(lo_|lo(read|write)$|pg_(try_)?advisory_|pg_stat_get_(xact_|tuples_|numscans|blocks_|live_|dead_))'
				OR p.proname IN ('pg_notify', 'pg_export_snapshot', 'pg_logical_emit_message'))
			AND p.prokind = 'f'
		UNION ALL
		SELECT pg_catalog.format('GRANT EXECUTE ON FUNCTION %s TO pg_monitor', p.oid::pg_catalog.regprocedure)
		FROM pg_catalog.pg_proc AS p
		WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
			AND p.proname ~ '^pg_stat_get_(xact_|tuples_|numscans|blocks_|live_|dead_)'
	LOOP
		EXECUTE v_statement;
	END LOOP;
END
$$;
REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;

-- The functions' owners: the columns that their functions touch, and no DELETE
-- where something is kept for ever.

GRANT USAGE ON SCHEMA directory, ledger TO mfadesk_definer;
GRANT SELECT ON ALL TABLES IN SCHEMA directory, ledger TO mfadesk_definer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA directory TO mfadesk_definer;
GRANT USAGE ON LANGUAGE plpgsql TO mfadesk_definer;

GRANT UPDATE (version, changed_at) ON directory.person TO mfadesk_definer;
GRANT INSERT (person_id, name) ON directory.device TO mfadesk_definer;
GRANT INSERT (id, person_id, device_id, kind, number, extension, one_time_code, state, added_by)
	ON directory.sign_in_method TO mfadesk_definer;
GRANT UPDATE (state, state_before, is_default, suspended_at, suspended_by_request, suspended_case, revoked_at, reason,
	device_id, number_changed_at, failures, last_used_at) ON directory.sign_in_method TO mfadesk_definer;
GRANT INSERT (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, created_at, expires_at),
	UPDATE (state, back_to, typed, reason, code_hash, code_key, finished_at) ON directory.challenge TO mfadesk_definer;
GRANT INSERT (challenge_id, subject, kind, run_at), UPDATE (done_at, outcome) ON directory.job TO mfadesk_definer;
GRANT INSERT (request_id, person_id, case_id, act, what, ticket, proof, at, template, channel, address, mark)
	ON directory.notice TO mfadesk_definer, mfadesk_courier, mfadesk_importer;
GRANT INSERT (request_id, person_id, case_id, at) ON directory.sign_out TO mfadesk_definer;
GRANT INSERT (subject, login, public_key), UPDATE (box) ON directory.box TO mfadesk_definer;
GRANT INSERT (challenge_id, public_key), UPDATE (box) ON directory.enrolment TO mfadesk_definer;
GRANT INSERT (id, case_id, person_id, login, form, minutes, asked_at), UPDATE (cancelled_at, cancelled_why, salt, hash)
	ON directory.pass TO mfadesk_definer;
GRANT INSERT (id, subject, person_id, typed, at, xid) ON directory.pass_try TO mfadesk_definer;
REVOKE SELECT ON directory.method_secret FROM mfadesk_definer;
GRANT SELECT (method_id) ON directory.method_secret TO mfadesk_definer;
GRANT INSERT (id, person_id, case_id, contact_id, login, asked_at) ON directory.code_set TO mfadesk_definer;
REVOKE SELECT ON directory.recovery_code FROM mfadesk_definer;
GRANT SELECT (id, set_id, used_at) ON directory.recovery_code TO mfadesk_definer;
GRANT INSERT (id, case_id, act, target, asked_by, asked_at) ON directory.approval_wish TO mfadesk_definer;
GRANT INSERT (id, ticket, person_id, login, opened_by, opened_at, last_at, held_xid),
	UPDATE (login, last_at, held_xid, state, closed_at, outcome) ON directory.case_file TO mfadesk_definer;
GRANT INSERT (case_id, what, device_id, begun_at), UPDATE (stuck_at, aftercare_at, finished_at) ON directory.replacement TO mfadesk_definer;
GRANT INSERT (id, case_id, login, here_by, started_at), UPDATE (ended_at, ended_why) ON directory.contact TO mfadesk_definer;
GRANT INSERT (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at),
	UPDATE (confirmed_by, confirmed_at) ON directory.proof TO mfadesk_definer;
GRANT INSERT (request_id, case_id, act, target, approved_by, at), UPDATE (used_by_request) ON directory.approval TO mfadesk_definer;
GRANT INSERT (id, person_id, raised_by, raised_at, reason), UPDATE (cleared_by, cleared_at, cleared_why)
	ON directory.doubt TO mfadesk_definer;
GRANT INSERT (id, login, act, digest, xid, at), UPDATE (answer, private) ON directory.request TO mfadesk_definer;
GRANT INSERT (person_id, kind), UPDATE (uses, subjects) ON directory.quota TO mfadesk_definer;
GRANT INSERT ON ledger.leaf, ledger.value TO mfadesk_definer;
GRANT INSERT (login, person_id, role, counter), UPDATE (role, counter, locked_at) ON directory.staff TO mfadesk_definer;
GRANT INSERT, DELETE ON directory.staff_unit TO mfadesk_definer;
GRANT UPDATE (value) ON directory.setting TO mfadesk_definer;

-- Imports: they alone change who a person is and what a number is; no state of a method.

GRANT USAGE ON SCHEMA directory, ledger, staging, rule, admin TO mfadesk_importer;
GRANT SELECT ON ALL TABLES IN SCHEMA directory, ledger, staging TO mfadesk_importer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA directory, staging, rule TO mfadesk_importer;
REVOKE SELECT ON directory.method_secret, directory.enrolment, directory.box, directory.recovery_code, directory.challenge,
	directory.pass, directory.pass_try FROM mfadesk_importer;
GRANT SELECT (id) ON directory.challenge, directory.pass TO mfadesk_importer;  -- an id names one thing only (rule.names_something)
-- To tell a person: a mark that is not in use, and a job.
GRANT SELECT (person_id, mark, created_at) ON directory.challenge TO mfadesk_importer;
GRANT INSERT (challenge_id, subject, kind, run_at) ON directory.job TO mfadesk_importer;
REVOKE EXECUTE ON FUNCTION rule.set_group(text, text), rule.end_sessions(text), rule.end_lingering(text[], interval)
	FROM mfadesk_importer;
GRANT EXECUTE ON FUNCTION rule.set_group(text, text), rule.end_sessions(text) TO mfadesk_definer;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA staging TO mfadesk_importer;
GRANT INSERT ON directory.unit TO mfadesk_importer;
GRANT INSERT, UPDATE (external_id, email, aliases, name, unit_id, title, employee_number, manager_id, tier, status, version, changed_at)
	ON directory.person TO mfadesk_importer;
GRANT INSERT, UPDATE (name) ON directory.device TO mfadesk_importer;
GRANT INSERT, UPDATE (device_id, label, number, extension, notification, one_time_code, is_default, confirmed_at,
	confirmed_by_code, last_used_at, number_changed_at) ON directory.sign_in_method TO mfadesk_importer;
GRANT INSERT (id, login, act, digest, xid, at), UPDATE (answer, private) ON directory.request TO mfadesk_importer;
GRANT INSERT ON ledger.leaf, ledger.value TO mfadesk_importer;

GRANT USAGE ON SCHEMA rule TO mfadesk_granter;

-- The worker's functions: what becomes of challenges and their jobs, and what a code that came back is worth.

GRANT USAGE ON SCHEMA directory, ledger, rule, worker TO mfadesk_courier;
GRANT SELECT ON ALL TABLES IN SCHEMA directory, ledger TO mfadesk_courier;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA directory, rule TO mfadesk_courier;
GRANT USAGE ON LANGUAGE plpgsql TO mfadesk_courier;
REVOKE EXECUTE ON FUNCTION rule.set_group(text, text), rule.end_sessions(text) FROM mfadesk_courier;
REVOKE EXECUTE ON FUNCTION rule.end_lingering(text[], interval) FROM mfadesk_definer;
GRANT INSERT, UPDATE (version, seen_at, stopped_at) ON directory.worker TO mfadesk_courier;
GRANT UPDATE (state, back_to, typed, reason, code_hash, code_key, tries_left, wrong_at, sending_fence, sending_at, sent_at, delivered_at,
	answered_at, answered_by, expires_at, finished_at, gateway, gateway_id) ON directory.challenge TO mfadesk_courier;
GRANT INSERT (challenge_id, subject, kind, run_at), UPDATE (run_at, attempts, fence, instance, done_at, outcome)
	ON directory.job TO mfadesk_courier;
GRANT UPDATE (box) ON directory.box TO mfadesk_courier;
GRANT UPDATE (salt, hash, made_at, expires_at, used_at) ON directory.pass TO mfadesk_courier;
GRANT UPDATE (typed, state, finished_at) ON directory.pass_try TO mfadesk_courier;
GRANT INSERT, UPDATE (began_at, used) ON directory.try_count TO mfadesk_courier;
GRANT DELETE ON directory.pass_try, directory.try_count TO mfadesk_courier;
GRANT UPDATE (state, sending_fence, sending_at, sent_at, delivered_at, gateway, gateway_id, reason) ON directory.notice TO mfadesk_courier;
GRANT UPDATE (salt, cost, made_at, replaced_at) ON directory.code_set TO mfadesk_courier;
GRANT INSERT (set_id, hash), UPDATE (used_at) ON directory.recovery_code TO mfadesk_courier;
GRANT UPDATE (state, sending_fence, finished_at, reason) ON directory.sign_out TO mfadesk_courier;
GRANT INSERT (job_id, fence, result) ON directory.dropped_result TO mfadesk_courier;
GRANT INSERT, UPDATE (began_at, used) ON directory.send_count TO mfadesk_courier;
GRANT INSERT, UPDATE (kind, valid, display, checked_at) ON directory.number_check TO mfadesk_courier;
GRANT INSERT (method_id, sealed, key_version), UPDATE (sealed, key_version, last_step, drift) ON directory.method_secret TO mfadesk_courier;
GRANT UPDATE (box) ON directory.enrolment TO mfadesk_courier;
GRANT UPDATE (state, confirmed_at, confirmed_by_code, tested_at, failures) ON directory.sign_in_method TO mfadesk_courier;
GRANT UPDATE (version, changed_at) ON directory.person TO mfadesk_courier;
GRANT UPDATE (last_at) ON directory.case_file TO mfadesk_courier;  -- for its lock
GRANT INSERT (id, contact_id, case_id, person_id, kind, rests_on, result, recorded_by, at) ON directory.proof TO mfadesk_courier;
GRANT INSERT (id, person_id, raised_by, raised_at, reason) ON directory.doubt TO mfadesk_courier;
GRANT INSERT ON ledger.leaf, ledger.value TO mfadesk_courier;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_notify(text, text) TO mfadesk_definer, mfadesk_courier, mfadesk_importer;

GRANT USAGE ON SCHEMA worker TO mfadesk_worker;
GRANT EXECUTE ON FUNCTION
	worker.hello(text, text, text), worker.goodbye(text), worker.claim(text, int, int),
	worker.start_send(bigint, bigint, text, text, text, boolean, text, text, int), worker.sent(bigint, bigint, text),
	worker.start_tell(bigint, bigint, text, text, boolean, text), worker.not_sent(bigint, bigint, int, text), worker.refused(bigint, bigint, text), worker.send_unknown(bigint, bigint, text),
	worker.followed(bigint, bigint, text, text, text, text, int), worker.reported(uuid, text, text, text),
	worker.checked(bigint, bigint, text, bigint, int, int), worker.enrolled(bigint, bigint, text, int, text),
	worker.codes_made(bigint, bigint, text, int, text, text),
	worker.done(bigint, bigint, text), worker.release(bigint, bigint, int),
	worker.expire(int), worker.watchdog(int), worker.secrets(int, int), worker.rewrapped(uuid, text, text, int),
	worker.key_counts(),
	worker.made_pass(bigint, bigint, text, text, text), worker.start_try(bigint, bigint),
	worker.tried_pass(bigint, bigint, uuid, boolean), worker.start_sign_out(bigint, bigint, boolean)
	TO mfadesk_worker;

-- The service at which people sign in.

GRANT USAGE ON SCHEMA signin TO mfadesk_signin;
GRANT EXECUTE ON FUNCTION signin.methods(text), signin.used(uuid, timestamptz), signin.try_pass(uuid, text, text),
	signin.pass_result(uuid) TO mfadesk_signin;

-- Staff. Which role may call which function is said here and only here: the
-- guard of each function asks these grants (rule.guard).

GRANT USAGE ON SCHEMA desk TO mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
GRANT EXECUTE ON FUNCTION desk.whoami(), desk.pulse() TO mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
GRANT EXECUTE ON FUNCTION desk.find(text, int), desk.cases(boolean), desk.history(text, int),
	desk.worklists(), desk.worklist(text, text, int)
	TO mfadesk_agent, mfadesk_lead, mfadesk_auditor;
GRANT EXECUTE ON FUNCTION
	desk.find_number(uuid, text, text), desk.found_number(uuid),
	desk.open_case(uuid, text, text, text), desk.account(uuid), desk.show(text),
	desk.start_contact(uuid, uuid, text), desk.end_contact(uuid, uuid), desk.note(uuid, uuid, text),
	desk.take_case(uuid, uuid, text), desk.close_case(uuid, uuid, text, text), desk.replacement(uuid),
	desk.begin_replacement(uuid, uuid, bigint, text, uuid), desk.set_stuck(uuid, uuid), desk.finish(uuid, uuid, bigint),
	desk.record_proof(uuid, uuid, text, text, text), desk.confirm_proof(uuid, uuid, uuid),
	desk.suspend(uuid, uuid, bigint, uuid, text), desk.restore(uuid, uuid, bigint, uuid),
	desk.revoke(uuid, uuid, bigint, uuid, text), desk.set_default(uuid, uuid, bigint, uuid),
	desk.add_phone(uuid, uuid, bigint, text, text, text, text),
	desk.reveal_number(uuid, uuid, uuid, text), desk.revealed_number(uuid),
	desk.start_challenge(uuid, uuid, uuid, text, text), desk.answer_challenge(uuid, uuid, text),
	desk.cancel_challenge(uuid, uuid), desk.challenge(uuid), desk.enrol(uuid, uuid, bigint, text, text), desk.enrolment(uuid),
	desk.move_number(uuid, uuid, bigint, uuid, text),
	desk.issue_pass(uuid, uuid, bigint, int, text), desk.pass(uuid), desk.cancel_pass(uuid, uuid, uuid),
	desk.proof_ways(uuid), desk.start_proof(uuid, uuid, text, text), desk.ask_approval(uuid, uuid, text, text),
	desk.issue_recovery_codes(uuid, uuid, bigint, text), desk.recovery_codes(uuid),
	desk.raise_doubt(uuid, text, text, text)
	TO mfadesk_agent, mfadesk_lead;
GRANT EXECUTE ON FUNCTION desk.approve(uuid, uuid, text[]), desk.clear_doubt(uuid, text, text), desk.reopen_case(uuid, uuid, text),
	desk.lead_view() TO mfadesk_lead;
GRANT EXECUTE ON FUNCTION desk.export_worklist(uuid, text, text, int), desk.exported_worklist(uuid)
	TO mfadesk_lead, mfadesk_auditor;

GRANT USAGE ON SCHEMA admin, staging TO mfadesk_administrator;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA admin TO mfadesk_administrator;
GRANT INSERT (run, line, fault, external_id, email, name, department, title, employee_number, manager, tier, status, aliases)
	ON staging.person_line TO mfadesk_administrator;
GRANT INSERT (run, line, fault, external_id, person, kind, device, label, number, extension, notification, one_time_code,
	"default", added_at, confirmed_at, last_used_at, authority) ON staging.method_line TO mfadesk_administrator;
