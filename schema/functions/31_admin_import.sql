-- Imports: what those of people and of sign-in methods share. docs/IMPORT.md
-- says what a file may hold and what comes of it.
--
-- admin.import_people() and admin.import_methods() make a plan of the lines that
-- came by COPY: set by set, and without a lock on anybody. What is to be done is
-- carried out in steps of 5,000 lines; when it is one step, or all or nothing,
-- in the same transaction, otherwise by calls of admin.import_step(), each a
-- transaction of its own, so that no person stays locked while others wait.

-- The id of a row that is made for a line, known before the row is there, so that
-- lines refer to each other. RFC 9562, version 8.
CREATE FUNCTION rule.import_id(p_run uuid, p_key text) RETURNS uuid
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN pg_catalog.overlay(pg_catalog.overlay(pg_catalog."left"(pg_catalog.encode(pg_catalog.sha256(
			pg_catalog.uuid_send(p_run) || pg_catalog.convert_to(p_key, 'UTF8')), 'hex'), 32),
		'8', 13), '8', 17)::uuid;

-- A cell as it is kept; NULL (no such column) stays NULL. ASCII is NFC already, and most cells are.
CREATE FUNCTION rule.import_cell(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.octet_length(p_text) = pg_catalog.length(p_text) THEN pg_catalog.btrim(p_text, E' \t\r\n')
		ELSE normalize(pg_catalog.btrim(p_text, E' \t\r\n'), NFC) END;

-- "2023-02-11" (at 0:00 UTC) or "2023-02-11T09:30:00Z", any offset; NULL for anything else.
CREATE FUNCTION rule.import_time(p_text text) RETURNS timestamptz
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
		RETURN (p_text || 'T00:00:00Z')::timestamptz;
	ELSIF p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$' THEN
		RETURN p_text::timestamptz;
	END IF;
	RETURN NULL;
EXCEPTION WHEN data_exception THEN
	RETURN NULL;
END
$$;

CREATE FUNCTION rule.import_truth(p_text text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE pg_catalog.lower(p_text) WHEN 'yes' THEN true WHEN 'true' THEN true WHEN '1' THEN true
		WHEN 'no' THEN false WHEN 'false' THEN false WHEN '0' THEN false WHEN '' THEN false END;

-- rule.telephone() with its refusal as a value; a number that is in order already costs nothing.
CREATE TYPE rule.import_number AS (number text, extension text, fault text);

CREATE FUNCTION rule.import_telephone(p_number text, p_extension text) RETURNS rule.import_number
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_telephone rule.telephone;
BEGIN
	v_telephone := rule.telephone(p_number, p_extension);
	RETURN ROW(v_telephone.number, v_telephone.extension, NULL)::rule.import_number;
EXCEPTION WHEN SQLSTATE 'MD001' OR SQLSTATE 'MD451' THEN
	RETURN ROW(NULL, NULL, SQLERRM)::rule.import_number;
END
$$;

-- Removes the lines and the plan of a run, and what runs that never ended left behind.
CREATE FUNCTION rule.import_clean(p_run uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_long_ago timestamptz := pg_catalog.clock_timestamp() - interval '1 day';
	v_runs uuid[] := ARRAY(SELECT r.id FROM staging.run AS r
		WHERE r.id = p_run AND r.login = session_user OR r.at < v_long_ago);
BEGIN
	DELETE FROM staging.person_line AS l WHERE l.login = session_user AND l.run = p_run OR l.at < v_long_ago;
	DELETE FROM staging.method_line AS l WHERE l.login = session_user AND l.run = p_run OR l.at < v_long_ago;
	DELETE FROM staging.address_move AS m WHERE m.run = ANY (v_runs);
	DELETE FROM staging.person_plan AS l WHERE l.run = ANY (v_runs);
	DELETE FROM staging.method_plan AS l WHERE l.run = ANY (v_runs);
	DELETE FROM staging.run AS r WHERE r.id = ANY (v_runs);
END
$$;

CREATE FUNCTION rule.import_own_run(p_run uuid) RETURNS staging.run
	LANGUAGE plpgsql
AS $$
DECLARE
	v_run staging.run;
BEGIN
	SELECT r.* INTO v_run FROM staging.run AS r WHERE r.id = p_run AND r.login = session_user FOR UPDATE;
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('import');
	END IF;
	RETURN v_run;
END
$$;

-- Starts a run. The lines must all be there: a connection lost during COPY leaves none.
CREATE FUNCTION rule.import_begin(p_run uuid, p_kind text, p_request uuid, p_file_sha256 text, p_there bigint, p_lines bigint)
	RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_run IS NULL OR p_file_sha256 IS NULL OR p_file_sha256 !~ '^[0-9a-f]{64}$' THEN
		PERFORM rule.fail('MD001', 'a run needs an id and the SHA-256 of its file', 'Use mfadesk-admin.');
	ELSIF EXISTS (SELECT FROM staging.run AS r WHERE r.id = p_run) THEN
		PERFORM rule.fail('MD409', 'that run was started before', 'Import the file again.');
	ELSIF p_there IS DISTINCT FROM p_lines THEN
		PERFORM rule.fail('MD409', 'of ' || p_lines || ' lines ' || p_there || ' arrived', 'Import the file again.');
	END IF;
	PERFORM FROM staging.gate FOR UPDATE;
	INSERT INTO staging.run (id, login, kind, request_id, file_sha256)
	VALUES (p_run, session_user, p_kind, p_request, p_file_sha256);
END
$$;

-- The last line of the next step of a stage; NULL when the stage is done.
CREATE FUNCTION rule.import_step_end(p_run staging.run) RETURNS bigint
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF p_run.kind = 'methods' THEN
		RETURN (SELECT pg_catalog.max(s.line) FROM (SELECT l.line FROM staging.method_plan AS l
			WHERE l.run = p_run.id AND l.stage = p_run.stage AND l.line > p_run.line
			ORDER BY l.line LIMIT 5000) AS s);
	ELSIF p_run.stage = 3 THEN
		RETURN (SELECT pg_catalog.max(s.line) FROM (SELECT l.line FROM staging.person_plan AS l
			WHERE l.run = p_run.id AND l.manager_late AND l.line > p_run.line
			ORDER BY l.line LIMIT 5000) AS s);
	END IF;
	-- Addresses that move from one person to another move in one statement, however many they are.
	RETURN (SELECT pg_catalog.max(s.line) FROM (SELECT l.line FROM staging.person_plan AS l
		WHERE l.run = p_run.id AND l.stage = p_run.stage AND l.line > p_run.line
		ORDER BY l.line LIMIT CASE p_run.stage WHEN 0 THEN NULL ELSE 5000 END) AS s);
END
$$;

-- Carries out the next step; true when there was none.
CREATE FUNCTION rule.import_step(p_run uuid) RETURNS boolean
	LANGUAGE plpgsql
AS $$
DECLARE
	v_run staging.run := rule.import_own_run(p_run);
	v_end bigint;
	v_done bigint;
BEGIN
	PERFORM FROM staging.gate FOR UPDATE;
	LOOP
		v_end := rule.import_step_end(v_run);
		EXIT WHEN v_end IS NOT NULL;
		v_run.stage := v_run.stage + 1;
		v_run.line := 0;
		IF v_run.stage > 4 THEN
			UPDATE staging.run AS r SET stage = v_run.stage, state = 'done' WHERE r.id = p_run;
			RETURN true;
		END IF;
	END LOOP;
	BEGIN
		IF v_run.kind = 'methods' THEN
			v_done := rule.import_methods_apply(v_run, v_end);
		ELSIF v_run.stage = 3 THEN
			v_done := rule.import_late_managers(v_run, v_end);
		ELSE
			v_done := rule.import_people_apply(v_run, v_end);
		END IF;
	EXCEPTION WHEN unique_violation OR foreign_key_violation OR check_violation THEN
		PERFORM rule.fail('MD409', 'the directory was changed meanwhile', 'Import the file again.');
	END;
	UPDATE staging.run AS r SET stage = v_run.stage, line = v_end, done = r.done + v_done WHERE r.id = p_run;
	RETURN false;
END
$$;

-- Steps until there is nothing left to do, or only one.
CREATE FUNCTION rule.import_steps(p_run uuid, p_all boolean) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	LOOP
		EXIT WHEN rule.import_step(p_run);
		EXIT WHEN NOT p_all AND EXISTS (SELECT FROM staging.run AS r WHERE r.id = p_run AND r.done < r.todo);
	END LOOP;
END
$$;

-- What the caller is told, and the leaf of what this transaction did.
CREATE FUNCTION rule.import_answer(p_run uuid, p_request uuid, p_act text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_run staging.run := rule.import_own_run(p_run);
	v_outcome text := CASE v_run.state WHEN 'planned' THEN 'part' ELSE v_run.state END;
	v_answer jsonb;
BEGIN
	v_answer := pg_catalog.jsonb_build_object('run', p_run) || v_run.counts
		|| pg_catalog.jsonb_build_object('applied', v_run.state = 'done', 'left', v_run.todo - v_run.done);
	IF v_run.request_id IS NULL THEN
		RETURN v_answer;
	END IF;
	-- A plan alone changes nothing.
	IF v_run.state <> 'planned' OR v_run.done > 0 THEN
		PERFORM rule.record(p_act, p_request, NULL, NULL, '{}', v_outcome, NULL,
			pg_catalog.format('run %s, file SHA-256 %s, read %s, added %s, changed %s, disabled %s, bad %s, done %s of %s',
				p_run, v_run.file_sha256, v_run.counts ->> 'read', v_run.counts ->> 'added', v_run.counts ->> 'changed',
				v_run.counts ->> 'disabled', v_run.counts ->> 'bad', v_run.done, v_run.todo), NULL);
	END IF;
	RETURN rule.finish(p_request, NULL, '{}', v_outcome, v_answer) || v_answer;
END
$$;

-- The answer to a request that was answered before.
CREATE FUNCTION rule.import_answered(p_request uuid, p_answer jsonb) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN p_answer || (SELECT r.private FROM directory.request AS r WHERE r.id = p_request);
END
$$;

-- A plan that stands: refuses it, leaves it at that (a dry run), or carries it out as far as one transaction should.
CREATE FUNCTION rule.import_go(p_run uuid, p_request uuid, p_act text, p_all_or_nothing boolean) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_run staging.run := rule.import_own_run(p_run);
BEGIN
	IF p_all_or_nothing AND (v_run.counts ->> 'bad')::bigint > 0 AND v_run.counts ->> 'refused' IS NULL THEN
		v_run.counts := v_run.counts || pg_catalog.jsonb_build_object('refused', pg_catalog.jsonb_build_object(
			'code', 'MD001', 'message', (v_run.counts ->> 'bad') || ' of the lines are bad: nothing is imported',
			'hint', 'Correct them, or import the good ones without --all-or-nothing.'));
		UPDATE staging.run AS r SET counts = v_run.counts WHERE r.id = p_run;
	END IF;
	IF v_run.counts ->> 'refused' IS NOT NULL THEN
		UPDATE staging.run AS r SET state = 'refused' WHERE r.id = p_run;
	ELSIF p_request IS NOT NULL AND (p_all_or_nothing OR v_run.todo <= 5000) THEN
		PERFORM rule.import_steps(p_run, true);
	END IF;
	RETURN rule.import_answer(p_run, p_request, p_act);
END
$$;

-- The next step of one's own run; its answer says what is left.
CREATE FUNCTION admin.import_step(p_request uuid, p_run uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.import_step');
	v_answer jsonb := rule.begin(p_request, 'import_step', pg_catalog.jsonb_build_object('run', p_run));
	v_run staging.run;
BEGIN
	IF v_answer IS NOT NULL THEN
		RETURN rule.import_answered(p_request, v_answer);
	END IF;
	v_run := rule.import_own_run(p_run);
	IF v_run.state <> 'planned' OR v_run.request_id IS NULL THEN
		PERFORM rule.fail('MD409', 'there is nothing left to do in that import', 'Import the file again.');
	END IF;
	PERFORM rule.import_steps(p_run, false);
	RETURN rule.import_answer(p_run, p_request, 'import_' || v_run.kind);
END
$$;

-- The bad lines of one's own run behind a line: [{"line", "reason"}].
CREATE FUNCTION admin.import_errors(p_run uuid, p_after bigint, p_limit int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.import_errors');
	v_run staging.run := rule.import_own_run(p_run);
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('line', l.line, 'reason', l.reason)
			ORDER BY l.line), '[]')
		FROM (SELECT p.line, p.reason FROM staging.person_plan AS p
			WHERE v_run.kind = 'people' AND p.run = p_run AND p.reason IS NOT NULL AND p.line > p_after
			UNION ALL
			SELECT m.line, m.reason FROM staging.method_plan AS m
			WHERE v_run.kind = 'methods' AND m.run = p_run AND m.reason IS NOT NULL AND m.line > p_after
			ORDER BY 1 LIMIT LEAST(GREATEST(p_limit, 1), 10000)) AS l);
END
$$;

-- What one's own run changes, or would: [{"line", "external_id", "act", "fields"}]. A
-- person who is missing in the file has a place behind its last line.
CREATE FUNCTION admin.import_changes(p_run uuid, p_after bigint, p_limit int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.import_changes');
	v_run staging.run := rule.import_own_run(p_run);
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('line', l.line, 'external_id', l.external_id,
			'act', CASE WHEN l.fresh THEN 'add' WHEN l.missing THEN 'disable' ELSE 'change' END,
			'fields', l.changes) ORDER BY l.line), '[]')
		FROM (SELECT p.line, p.external_id, p.fresh, p.stage = 4 AS missing, p.changes FROM staging.person_plan AS p
			WHERE v_run.kind = 'people' AND p.run = p_run AND p.stage IS NOT NULL AND p.line > p_after
			UNION ALL
			SELECT m.line, m.external_id, m.fresh, false, m.changes FROM staging.method_plan AS m
			WHERE v_run.kind = 'methods' AND m.run = p_run AND m.stage IS NOT NULL AND m.line > p_after
			ORDER BY 1 LIMIT LEAST(GREATEST(p_limit, 1), 10000)) AS l);
END
$$;

-- One's own run is over and what it said has been read.
CREATE FUNCTION admin.import_forget(p_run uuid) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.import_forget');
BEGIN
	PERFORM rule.import_clean(p_run);
END
$$;
