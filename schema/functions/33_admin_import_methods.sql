-- Sign-in methods from a file. An import never changes a method's state: a new one
-- begins pending, or active where the file says since when it has been confirmed;
-- a revoked one stays as it is, whatever the file says.

-- What a line says, cleaned, beside what the directory has.
CREATE TYPE rule.import_method AS (fault text, external_id text, place bigint, first_line bigint, person text, person_id uuid,
	kind text, device text, label text, said_number text, number text, number_fault text, extension text,
	notification text, one_time_code text, can_notify boolean, can_code boolean, makes_default text,
	added_at text, confirmed_at text, last_used_at text, authority text, known directory.sign_in_method);

CREATE FUNCTION rule.import_time_fault(p_field text, p_text text) RETURNS text
	LANGUAGE sql STABLE
	RETURN CASE WHEN p_text IS NULL OR p_text = '' THEN NULL
		WHEN rule.import_time(p_text) IS NULL THEN
			pg_catalog.format('%s "%s" is no time as 2023-02-11 or 2023-02-11T09:30:00Z', p_field, p_text)
		WHEN rule.import_time(p_text) > pg_catalog.clock_timestamp() THEN
			pg_catalog.format('%s "%s" is still to come', p_field, p_text) END;

CREATE FUNCTION rule.import_truth_fault(p_field text, p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_text IS NOT NULL AND rule.import_truth(p_text) IS NULL
		THEN pg_catalog.format('%s "%s" is neither yes nor no', p_field, p_text) END;

-- Whether a number is dialled: the kinds that have one.
CREATE FUNCTION rule.is_phone(p_kind text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN p_kind IN ('phone', 'alternate_phone', 'office_phone');

CREATE FUNCTION rule.import_method_fault(p rule.import_method) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_name text;
	v_value text;
	v_max int;
BEGIN
	IF p.fault IS NOT NULL THEN
		RETURN p.fault;
	ELSIF p.external_id IS NULL OR p.external_id = '' THEN
		RETURN 'the external_id is missing';
	END IF;
	IF rule.hides(pg_catalog.concat_ws(' ', p.external_id, p.person, p.kind, p.device, p.label, p.said_number, p.extension,
			p.notification, p.one_time_code, p.makes_default, p.added_at, p.confirmed_at, p.last_used_at, p.authority))
			OR GREATEST(pg_catalog.length(p.external_id), pg_catalog.length(p.person), pg_catalog.length(p.device) + 100,
				pg_catalog.length(p.label) + 100, pg_catalog.length(p.authority) + 150,
				pg_catalog.length(p.said_number) + 140) > 200 THEN
		FOR v_name, v_value, v_max IN VALUES ('external_id', p.external_id, 200), ('person', p.person, 200),
				('kind', p.kind, 40), ('device', p.device, 100), ('label', p.label, 100), ('number', p.said_number, 60),
				('extension', p.extension, 10), ('notification', p.notification, 10), ('one_time_code', p.one_time_code, 10),
				('default', p.makes_default, 10), ('added_at', p.added_at, 40), ('confirmed_at', p.confirmed_at, 40),
				('last_used_at', p.last_used_at, 40), ('authority', p.authority, 50) LOOP
			IF pg_catalog.length(v_value) > v_max THEN
				RETURN pg_catalog.format('the %s is longer than %s characters', v_name, v_max);
			ELSIF rule.hides(v_value) THEN
				RETURN pg_catalog.format('the %s has characters that cannot be seen', v_name);
			END IF;
		END LOOP;
	END IF;
	RETURN CASE
		WHEN p.place > 1 THEN pg_catalog.format('external_id "%s" is already on line %s', p.external_id, p.first_line)
		WHEN p.person IS NULL OR p.person = '' THEN 'the person is missing'
		WHEN p.person_id IS NULL THEN pg_catalog.format('person "%s" is not known', p.person)
		WHEN p.kind IS NULL OR p.kind = '' THEN 'the kind is missing'
		WHEN rule.kind_name(p.kind) IS NULL THEN pg_catalog.format('kind "%s" is not known', p.kind)
		WHEN (p.known).person_id <> p.person_id THEN 'this sign-in method is another person''s'
		WHEN (p.known).kind <> p.kind THEN
			pg_catalog.format('this sign-in method is "%s": its kind does not change', (p.known).kind)
		ELSE COALESCE(rule.import_number_fault(p), rule.import_channel_fault(p),
			rule.import_time_fault('added_at', p.added_at), rule.import_time_fault('confirmed_at', p.confirmed_at),
			rule.import_time_fault('last_used_at', p.last_used_at), rule.import_truth_fault('default', p.makes_default)) END;
END
$$;

CREATE FUNCTION rule.import_number_fault(p rule.import_method) RETURNS text
	LANGUAGE sql STABLE
	RETURN CASE
		WHEN rule.is_phone(p.kind) AND p.number_fault IS NOT NULL THEN p.number_fault
		WHEN rule.is_phone(p.kind) AND p.number IS NULL THEN 'the number is missing'
		WHEN NOT rule.is_phone(p.kind) AND p.said_number <> '' THEN 'only a phone has a number'
		WHEN p.kind <> 'office_phone' AND p.extension <> '' THEN 'only an office phone has an extension' END;

CREATE FUNCTION rule.import_channel_fault(p rule.import_method) RETURNS text
	LANGUAGE sql STABLE
	RETURN COALESCE(rule.import_truth_fault('notification', p.notification),
		rule.import_truth_fault('one_time_code', p.one_time_code),
		CASE WHEN p.kind = 'authenticator' AND NOT (p.can_notify OR p.can_code)
				THEN 'an authenticator has notification, one_time_code or both'
			WHEN p.kind <> 'authenticator' AND (p.can_notify OR p.can_code)
				THEN 'only an authenticator has notification or one_time_code' END);

-- What is wrong with a change although the line is well formed. A method in use may not
-- silently lead to a number that nobody confirmed; one that cannot be used is no default.
CREATE FUNCTION rule.import_method_refusal(p_changes text[], p_state text, p_confirmed boolean, p_default boolean, p_kind text)
	RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE
		WHEN p_changes && ARRAY['number', 'extension'] AND p_state = 'active' AND NOT p_confirmed
			THEN 'the number of a confirmed sign-in method changes: confirmed_at must say since when the new one is confirmed'
		WHEN p_default AND rule.strength(p_kind) IS NULL
			THEN pg_catalog.format('"%s" cannot be the default', p_kind)
		WHEN p_default AND (p_state = 'pending' OR p_state IS NULL AND NOT p_confirmed)
			THEN 'not confirmed yet: it cannot be the default' END;

CREATE FUNCTION rule.import_methods_plan(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO staging.method_plan (run, line, stage, reason, external_id, authority, method_id, person_id, fresh, newcomer,
		state, kind, device, label, number, extension, notification, one_time_code, makes_default,
		added_at, confirmed_at, last_used_at, changes)
	SELECT p_run, d.line, CASE WHEN d.reason IS NULL AND d.changes <> '{}' THEN 0 END, d.reason,
		d.external_id, d.authority, d.method_id, d.person_id, d.fresh, d.newcomer,
		d.state, d.kind, d.device, d.label, d.number, d.extension, d.can_notify, d.can_code, d.takes_default,
		CASE WHEN d.reason IS NULL THEN rule.import_time(d.added_at) END,
		CASE WHEN d.reason IS NULL THEN rule.import_time(d.confirmed_at) END,
		CASE WHEN d.reason IS NULL THEN rule.import_time(d.last_used_at) END,
		d.changes
	FROM (
		SELECT c.*, COALESCE(rule.import_method_fault(c.said), rule.import_method_refusal(c.changes,
			COALESCE((c.known).state_before, c.state), COALESCE(c.confirmed_at <> '', false), c.takes_default, c.kind)) AS reason
		FROM (
			SELECT w.*, ROW(w.fault, w.external_id, w.place, w.first_line, w.person, w.person_id, w.kind, w.device, w.label,
					w.said_number, w.number, w.number_fault, w.extension, w.notification, w.one_time_code,
					w.can_notify, w.can_code, w.makes_default, w.added_at, w.confirmed_at, w.last_used_at, w.authority,
					w.known)::rule.import_method AS said,
				CASE WHEN w.fresh THEN ARRAY['new'] WHEN w.state = 'revoked' THEN '{}' ELSE pg_catalog.array_remove(ARRAY[
					CASE WHEN w.device IS DISTINCT FROM w.old_device THEN 'device' END,
					CASE WHEN w.label IS DISTINCT FROM (w.known).label THEN 'label' END,
					CASE WHEN w.number IS DISTINCT FROM (w.known).number THEN 'number' END,
					CASE WHEN w.extension IS DISTINCT FROM (w.known).extension THEN 'extension' END,
					CASE WHEN w.can_notify IS DISTINCT FROM (w.known).notification THEN 'notification' END,
					CASE WHEN w.can_code IS DISTINCT FROM (w.known).one_time_code THEN 'one_time_code' END,
					CASE WHEN w.takes_default THEN 'default' END,
					CASE WHEN rule.import_time(w.last_used_at) > COALESCE((w.known).last_used_at, '-infinity') THEN 'last_used_at' END],
					NULL) END AS changes
			FROM (
				SELECT l.line, l.fault, NULLIF(l.external_id, '') AS external_id, l.authority, l.person, l.kind,
					pg_catalog.row_number() OVER (PARTITION BY l.authority, l.external_id ORDER BY l.line) AS place,
					pg_catalog.min(l.line) OVER (PARTITION BY l.authority, l.external_id) AS first_line,
					m AS known, m.id IS NULL AS fresh, m.state, p.id AS person_id,
					NOT EXISTS (SELECT FROM directory.sign_in_method AS o WHERE o.person_id = p.id) AS newcomer,
					COALESCE(m.id, rule.import_id(p_run, l.authority || ' ' || l.external_id)) AS method_id,
					CASE WHEN l.device = 'none' THEN '' ELSE COALESCE(l.device, d.name, '') END AS device,
					COALESCE(d.name, '') AS old_device,
					COALESCE(l.label, m.label, '') AS label,
					l.number AS said_number,
					CASE WHEN t.asked THEN t.number ELSE m.number END AS number,
					t.fault AS number_fault,
					CASE WHEN NOT rule.is_phone(l.kind) THEN NULLIF(l.extension, '')
						WHEN l.extension IS NULL THEN COALESCE(t.extension, m.extension)
						WHEN t.asked THEN t.extension ELSE NULLIF(l.extension, '') END AS extension,
					l.notification, l.one_time_code,
					COALESCE(rule.import_truth(l.notification), m.notification, false) AS can_notify,
					COALESCE(rule.import_truth(l.one_time_code), m.one_time_code, false) AS can_code,
					l."default" AS makes_default,
					COALESCE(rule.import_truth(l."default") AND m.state IS DISTINCT FROM 'revoked'
						AND m.state IS DISTINCT FROM 'suspended' AND NOT EXISTS (
							SELECT FROM directory.sign_in_method AS o WHERE o.person_id = p.id AND o.is_default), false)
						AS takes_default,
					l.added_at, l.confirmed_at, l.last_used_at
				FROM (SELECT r.line, r.fault, rule.import_cell(r.external_id) AS external_id,
						rule.import_cell(r.person) AS person, rule.import_cell(r.kind) AS kind,
						rule.import_cell(r.device) AS device, rule.import_cell(r.label) AS label,
						rule.import_cell(r.number) AS number, rule.import_cell(r.extension) AS extension,
						rule.import_cell(r.notification) AS notification, rule.import_cell(r.one_time_code) AS one_time_code,
						rule.import_cell(r."default") AS "default", rule.import_cell(r.added_at) AS added_at,
						rule.import_cell(r.confirmed_at) AS confirmed_at, rule.import_cell(r.last_used_at) AS last_used_at,
						COALESCE(NULLIF(rule.import_cell(r.authority), ''), 'here') AS authority
					FROM staging.method_line AS r WHERE r.login = session_user AND r.run = p_run) AS l
				LEFT JOIN directory.person AS p ON p.external_id = l.person
				LEFT JOIN directory.sign_in_method AS m ON m.authority = l.authority AND m.external_id = l.external_id
				LEFT JOIN directory.device AS d ON d.id = m.device_id
				-- A number as it is kept already needs no second look.
				LEFT JOIN LATERAL (SELECT true AS asked, n.number, n.extension, n.fault
					FROM rule.import_telephone(l.number, l.extension) AS n
					WHERE rule.is_phone(l.kind) AND l.number <> '' AND NOT (l.number = COALESCE(m.number, '')
						AND COALESCE(l.extension, m.extension, '') = COALESCE(m.extension, ''))) AS t ON true) AS w) AS c) AS d;
END;

-- Two lines that make a default of one person: the second is bad.
CREATE FUNCTION rule.import_same_defaults(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE staging.method_plan AS l
	SET stage = NULL, reason = pg_catalog.format('line %s is already the default of this person', s.first_line)
	FROM (SELECT c.line, pg_catalog.min(c.line) OVER (PARTITION BY c.person_id) AS first_line
		FROM staging.method_plan AS c WHERE c.run = p_run AND c.stage = 0 AND c.makes_default) AS s
	WHERE l.run = p_run AND l.line = s.line AND s.line > s.first_line;
END;

CREATE FUNCTION rule.import_methods_count(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE staging.run AS r SET todo = c.added + c.changed, counts = pg_catalog.jsonb_build_object('read', c.lines,
		'added', c.added, 'changed', c.changed, 'unchanged', c.lines - c.added - c.changed - c.bad, 'disabled', 0,
		'bad', c.bad, 'notes', CASE WHEN c.revoked = 0 THEN '[]' ELSE pg_catalog.jsonb_build_array(pg_catalog.format(
			'%s of the sign-in methods are revoked and stay as they are', c.revoked)) END)
	FROM (SELECT pg_catalog.count(*) AS lines, pg_catalog.count(*) FILTER (WHERE l.stage = 0 AND l.fresh) AS added,
			pg_catalog.count(*) FILTER (WHERE l.stage = 0 AND NOT l.fresh) AS changed,
			pg_catalog.count(*) FILTER (WHERE l.state = 'revoked' AND l.reason IS NULL) AS revoked,
			pg_catalog.count(l.reason) AS bad
		FROM staging.method_plan AS l WHERE l.run = p_run) AS c
	WHERE r.id = p_run;
END;

CREATE FUNCTION rule.import_methods_slice(p_run staging.run, p_end bigint) RETURNS SETOF staging.method_plan
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT l.* FROM staging.method_plan AS l
	WHERE l.run = p_run.id AND l.stage = p_run.stage AND l.line > p_run.line AND l.line <= p_end;
END;

-- One leaf a person whose number changes, or who gets another number or way in. A first
-- registration is on the record by the run's own leaf.
CREATE FUNCTION rule.import_methods_record(p_run staging.run, p_end bigint) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	SELECT rule.record('import_method', p_run.request_id, NULL, l.person_id, pg_catalog.array_agg(l.method_id ORDER BY l.line),
		CASE WHEN pg_catalog.bool_and(l.fresh) THEN 'added' ELSE 'changed' END, NULL, NULL,
		pg_catalog.jsonb_build_object('number', pg_catalog.string_agg(l.number || COALESCE('x' || l.extension, ''), ', ' ORDER BY l.line),
			'text', CASE WHEN pg_catalog.count(l.number) = 0 THEN 'by import' ELSE 'the number, by import' END))
	FROM rule.import_methods_slice(p_run, p_end) AS l
		LEFT JOIN directory.sign_in_method AS m ON m.id = l.method_id
	WHERE CASE WHEN l.fresh THEN COALESCE(l.number, l.confirmed_at::text) IS NOT NULL AND NOT l.newcomer
		ELSE m.state = l.state AND l.changes && ARRAY['number', 'extension'] END
	GROUP BY l.person_id;
END;

-- A method whose state moved since the plan was made is left for the next import.
CREATE FUNCTION rule.import_methods_change(p_run staging.run, p_end bigint) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE directory.sign_in_method AS m
	SET device_id = (SELECT d.id FROM directory.device AS d WHERE d.person_id = l.person_id AND d.name = l.device),
		label = l.label, number = l.number, extension = l.extension,
		notification = l.notification, one_time_code = l.one_time_code,
		is_default = m.is_default OR l.makes_default AND NOT EXISTS (
			SELECT FROM directory.sign_in_method AS o WHERE o.person_id = l.person_id AND o.is_default),
		last_used_at = GREATEST(m.last_used_at, l.last_used_at),
		confirmed_at = CASE WHEN l.changes && ARRAY['number', 'extension'] AND m.confirmed_at IS NOT NULL
			THEN l.confirmed_at ELSE m.confirmed_at END,
		confirmed_by_code = m.confirmed_by_code AND NOT l.changes && ARRAY['number', 'extension'],
		number_changed_at = CASE WHEN l.changes && ARRAY['number', 'extension', 'device']
			THEN pg_catalog.clock_timestamp() ELSE m.number_changed_at END
	FROM rule.import_methods_slice(p_run, p_end) AS l
	WHERE m.id = l.method_id AND NOT l.fresh AND m.state = l.state;

	INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, label, number, extension, notification,
		one_time_code, state, is_default, authority, external_id, added_at, added_by, confirmed_at, last_used_at)
	SELECT l.method_id, l.person_id,
		(SELECT d.id FROM directory.device AS d WHERE d.person_id = l.person_id AND d.name = l.device),
		l.kind, l.label, l.number, l.extension, l.notification, l.one_time_code,
		CASE WHEN l.confirmed_at IS NULL THEN 'pending' ELSE 'active' END,
		l.makes_default AND NOT EXISTS (
			SELECT FROM directory.sign_in_method AS o WHERE o.person_id = l.person_id AND o.is_default),
		l.authority, l.external_id, COALESCE(l.added_at, pg_catalog.clock_timestamp()), session_user, l.confirmed_at,
		l.last_used_at
	FROM rule.import_methods_slice(p_run, p_end) AS l
	WHERE l.fresh
	ORDER BY l.line;
END;

-- Persons are locked first, then methods. That a method was used is no change of the person.
CREATE FUNCTION rule.import_methods_apply(p_run staging.run, p_end bigint) RETURNS bigint
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM FROM directory.person AS p
	WHERE p.id IN (SELECT l.person_id FROM rule.import_methods_slice(p_run, p_end) AS l WHERE l.changes <> ARRAY['last_used_at'])
	ORDER BY p.id FOR NO KEY UPDATE;
	PERFORM FROM directory.sign_in_method AS m JOIN rule.import_methods_slice(p_run, p_end) AS l ON l.method_id = m.id
	ORDER BY m.id FOR NO KEY UPDATE OF m;
	PERFORM rule.import_methods_record(p_run, p_end);
	PERFORM rule.import_methods_tell(p_run, p_end);

	INSERT INTO directory.device (person_id, name)
	SELECT DISTINCT l.person_id, l.device FROM rule.import_methods_slice(p_run, p_end) AS l WHERE l.device <> ''
	ORDER BY 1, 2
	ON CONFLICT DO NOTHING;
	UPDATE directory.person AS p SET version = p.version + 1, changed_at = pg_catalog.clock_timestamp()
	WHERE p.id IN (SELECT l.person_id FROM rule.import_methods_slice(p_run, p_end) AS l
		LEFT JOIN directory.sign_in_method AS m ON m.id = l.method_id
		WHERE l.changes <> ARRAY['last_used_at'] AND (l.fresh OR m.state = l.state));
	PERFORM rule.import_methods_change(p_run, p_end);
	RETURN (SELECT pg_catalog.count(*) FROM rule.import_methods_slice(p_run, p_end));
END
$$;

-- p_missing is there for the sake of one form: a method that is missing in a file stays as it is.
CREATE FUNCTION admin.import_methods(p_request uuid, p_run uuid, p_file_sha256 text, p_lines bigint, p_missing text,
		p_all_or_nothing boolean, p_dry_run boolean) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET work_mem = '64MB'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.import_methods');
	v_request uuid := CASE WHEN p_dry_run THEN NULL ELSE p_request END;
	v_answer jsonb;
BEGIN
	IF NOT COALESCE(p_dry_run, false) THEN
		v_answer := rule.begin(p_request, 'import_methods', pg_catalog.jsonb_build_array(p_run, p_file_sha256, p_lines,
			p_missing, p_all_or_nothing));
		IF v_answer IS NOT NULL THEN
			RETURN rule.import_answered(p_request, v_answer);
		END IF;
	END IF;
	PERFORM rule.choice(p_missing, 'way with missing sign-in methods', ARRAY['keep']);
	PERFORM rule.import_begin(p_run, 'methods', v_request, p_file_sha256,
		(SELECT pg_catalog.count(*) FROM staging.method_line AS l WHERE l.login = session_user AND l.run = p_run), p_lines);
	PERFORM rule.import_methods_plan(p_run);
	DELETE FROM staging.method_line AS l WHERE l.login = session_user AND l.run = p_run;
	PERFORM staging.measure();
	PERFORM rule.import_same_defaults(p_run);
	PERFORM rule.import_methods_count(p_run);
	RETURN rule.import_go(p_run, v_request, 'import_methods', COALESCE(p_all_or_nothing, false));
END
$$;
