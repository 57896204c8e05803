-- People from a file: the plan, what is wrong with it, and carrying it out.

-- The plan: one row a line, with what is wrong with the line by itself.
CREATE FUNCTION rule.import_people_plan(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO staging.person_plan (run, line, stage, reason, external_id, person_id, fresh, email, aliases, addresses,
		name, department, title, employee_number, manager, manager_id, manager_late, tier, status, changes)
	SELECT p_run, d.line,
		CASE WHEN d.reason IS NOT NULL OR d.changes = '{}' THEN NULL WHEN d.fresh THEN 1 ELSE 2 END,
		d.reason, CASE WHEN pg_catalog.length(d.external_id) <= 200 AND NOT rule.hides(d.external_id) THEN d.external_id END,
		d.person_id, d.fresh, d.email, d.aliases,
		CASE WHEN d.reason IS NULL AND d.changes && ARRAY['new', 'email', 'aliases']
			THEN CASE WHEN d.aliases = '{}' THEN ARRAY[directory.fold(d.email)]
				ELSE rule.import_addresses(d.email, d.aliases) END END,
		d.name, d.department, d.title, d.employee_number, d.manager, d.manager_id,
		d.manager_late AND d.reason IS NULL AND d.changes && ARRAY['new', 'manager'], d.tier, d.status, d.changes
	FROM (
		SELECT c.*, COALESCE(rule.import_person_fault(c.said),
				CASE WHEN c.authority <> 'here' AND c.changes <> '{}'
					THEN pg_catalog.format('this person belongs to "%s": an import does not change them', c.authority) END)
				AS reason
		FROM (
			SELECT w.*, ROW(w.line, w.fault, w.external_id, w.place, w.first_line, w.known, w.authority, w.email, w.name,
					w.department, w.title, w.employee_number, w.manager, w.tier, w.status, w.aliases)::rule.import_person AS said,
				pg_catalog.array_remove(ARRAY[
					CASE WHEN w.fresh THEN 'new' END,
					CASE WHEN NOT w.fresh AND w.email IS DISTINCT FROM w.old_email THEN 'email' END,
					CASE WHEN NOT w.fresh AND w.name IS DISTINCT FROM w.old_name THEN 'name' END,
					CASE WHEN NOT w.fresh AND w.department IS DISTINCT FROM w.old_department THEN 'department' END,
					CASE WHEN NOT w.fresh AND w.title IS DISTINCT FROM w.old_title THEN 'title' END,
					CASE WHEN NOT w.fresh AND w.employee_number IS DISTINCT FROM w.old_employee_number THEN 'employee_number' END,
					CASE WHEN NOT w.fresh AND w.manager_id IS DISTINCT FROM w.old_manager_id THEN 'manager' END,
					CASE WHEN NOT w.fresh AND w.tier IS DISTINCT FROM w.old_tier THEN 'tier' END,
					CASE WHEN NOT w.fresh AND w.status IS DISTINCT FROM w.old_status THEN 'status' END,
					CASE WHEN NOT w.fresh AND NOT (w.aliases @> w.old_aliases AND w.aliases <@ w.old_aliases) THEN 'aliases' END],
					NULL) AS changes
			FROM (
				SELECT l.line, l.fault, NULLIF(l.external_id, '') AS external_id,
					pg_catalog.row_number() OVER (PARTITION BY l.external_id ORDER BY l.line) AS place,
					pg_catalog.min(l.line) OVER (PARTITION BY l.external_id) AS first_line,
					p.id AS known, p.id IS NULL AS fresh, COALESCE(p.authority, 'here') AS authority,
					COALESCE(p.id, rule.import_id(p_run, l.external_id)) AS person_id,
					COALESCE(l.email, p.email) AS email, p.email AS old_email,
					COALESCE(l.name, p.name) AS name, p.name AS old_name,
					COALESCE(l.department, u.name) AS department, u.name AS old_department,
					COALESCE(l.title, p.title, '') AS title, p.title AS old_title,
					CASE WHEN l.employee_number IS NULL THEN p.employee_number ELSE NULLIF(l.employee_number, '') END
						AS employee_number, p.employee_number AS old_employee_number,
					l.manager,
					-- An empty cell says nothing of a manager whom the file's source does not know.
					CASE WHEN l.manager IS NULL OR l.manager = '' AND o.external_id IS NULL THEN p.manager_id
						WHEN l.manager = '' THEN NULL
						ELSE COALESCE(m.id, rule.import_id(p_run, l.manager)) END AS manager_id,
					p.manager_id AS old_manager_id,
					COALESCE(l.manager <> '' AND m.id IS NULL, false) AS manager_late,
					COALESCE(NULLIF(l.tier, ''), p.tier, 'standard') AS tier, p.tier AS old_tier,
					COALESCE(NULLIF(l.status, ''), p.status, 'active') AS status, p.status AS old_status,
					CASE WHEN l.aliases IS NULL THEN COALESCE(p.aliases, '{}') WHEN l.aliases = '' THEN '{}'
						ELSE rule.import_aliases(l.aliases, COALESCE(l.email, p.email)) END AS aliases,
					p.aliases AS old_aliases
				FROM (SELECT r.line, r.fault, rule.import_cell(r.external_id) AS external_id,
						rule.import_cell(r.email) AS email, rule.import_cell(r.name) AS name,
						rule.import_cell(r.department) AS department, rule.import_cell(r.title) AS title,
						rule.import_cell(r.employee_number) AS employee_number, rule.import_cell(r.manager) AS manager,
						rule.import_cell(r.tier) AS tier, rule.import_cell(r.status) AS status,
						rule.import_cell(r.aliases) AS aliases
					FROM staging.person_line AS r WHERE r.login = session_user AND r.run = p_run) AS l
				LEFT JOIN directory.person AS p ON p.external_id = l.external_id
				LEFT JOIN directory.unit AS u ON u.id = p.unit_id
				LEFT JOIN directory.person AS m ON m.external_id = l.manager
				LEFT JOIN directory.person AS o ON o.id = p.manager_id) AS w) AS c) AS d;
END;

-- Two lines that want one address: the second is bad.
CREATE FUNCTION rule.import_same_addresses(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE staging.person_plan AS l
	SET stage = NULL, reason = pg_catalog.format('%s "%s" is already on line %s',
		CASE WHEN s.address = l.addresses[1] THEN 'email' ELSE 'alias' END,
		CASE WHEN s.address = l.addresses[1] THEN l.email ELSE s.address END, s.first_line)
	FROM (SELECT DISTINCT ON (b.line) b.line, b.address, b.first_line
		FROM (SELECT c.line, a.address, pg_catalog.min(c.line) OVER (PARTITION BY a.address) AS first_line
			FROM staging.person_plan AS c, LATERAL pg_catalog.unnest(c.addresses) AS a (address)
			WHERE c.run = p_run) AS b
		WHERE b.line > b.first_line
		ORDER BY b.line, b.first_line) AS s
	WHERE l.run = p_run AND l.line = s.line;
END;

-- An address that somebody has is free only when they give it up in this file.
CREATE FUNCTION rule.import_address_moves(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO staging.address_move (run, address, taker, giver)
	SELECT p_run, a.address, l.line, g.line
	FROM staging.person_plan AS l
		CROSS JOIN LATERAL pg_catalog.unnest(l.addresses) AS a (address)
		JOIN directory.person_address AS h ON h.address = a.address AND h.person_id <> l.person_id
		LEFT JOIN staging.person_plan AS g ON g.run = p_run AND g.person_id = h.person_id AND g.reason IS NULL
			AND a.address <> ALL (g.addresses)
	WHERE l.run = p_run AND l.reason IS NULL;
END;

CREATE FUNCTION rule.import_taken(p_run uuid, p_line bigint, p_address text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT CASE WHEN p_address = l.addresses[1] THEN pg_catalog.format('email "%s"', l.email)
			ELSE pg_catalog.format('alias "%s"', p_address) END || ' is already that of another person'
		FROM staging.person_plan AS l WHERE l.run = p_run AND l.line = p_line);
END
$$;

-- Lines that are bad because of other people: an address somebody keeps, a
-- manager nobody knows; and then those that counted on a line that turned out bad.
CREATE FUNCTION rule.import_people_depend(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	WITH RECURSIVE bad (line, reason) AS (
		SELECT f.line, f.reason FROM (
			SELECT m.taker AS line, rule.import_taken(p_run, m.taker, m.address) AS reason
			FROM staging.address_move AS m WHERE m.run = p_run AND m.giver IS NULL
			UNION ALL
			SELECT l.line, pg_catalog.format('manager "%s" is not known', l.manager) || COALESCE((
				SELECT pg_catalog.format(': line %s is bad', pg_catalog.min(g.line))
				FROM staging.person_plan AS g
				WHERE g.run = p_run AND g.person_id = l.manager_id AND g.reason IS NOT NULL HAVING pg_catalog.count(*) > 0), '')
			FROM staging.person_plan AS l
			WHERE l.run = p_run AND l.manager_late AND l.reason IS NULL AND NOT EXISTS (
				SELECT FROM staging.person_plan AS g
				WHERE g.run = p_run AND g.person_id = l.manager_id AND g.fresh AND g.reason IS NULL)) AS f
		UNION
		SELECT d.line, d.reason
		FROM bad JOIN staging.person_plan AS b ON b.run = p_run AND b.line = bad.line
			CROSS JOIN LATERAL (
				SELECT m.taker AS line, rule.import_taken(p_run, m.taker, m.address) AS reason
				FROM staging.address_move AS m WHERE m.run = p_run AND m.giver = b.line
				UNION ALL
				SELECT l.line, pg_catalog.format('manager "%s" is not known: line %s is bad', l.manager, b.line)
				FROM staging.person_plan AS l
				WHERE l.run = p_run AND l.manager_late AND b.fresh AND l.manager_id = b.person_id AND l.reason IS NULL) AS d)
	UPDATE staging.person_plan AS l SET stage = NULL, reason = f.reason
	FROM (SELECT bad.line, pg_catalog.min(bad.reason) AS reason FROM bad GROUP BY bad.line) AS f
	WHERE l.run = p_run AND l.line = f.line AND l.reason IS NULL;

	-- Who gives and who takes change in one statement, before anything else.
	UPDATE staging.person_plan AS l SET stage = 0
	WHERE l.run = p_run AND l.reason IS NULL AND l.line IN (
		SELECT x.line
		FROM staging.address_move AS m JOIN staging.person_plan AS t ON t.run = p_run AND t.line = m.taker
			CROSS JOIN LATERAL (VALUES (m.taker), (m.giver)) AS x (line)
		WHERE m.run = p_run AND t.reason IS NULL);
END;

-- People whose external_id is not in the file. Who is staff is left alone: a
-- login must be locked first. NULL, or why nobody may be disabled at all.
CREATE FUNCTION rule.import_people_missing(p_run uuid, p_missing text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_unread bigint;
	v_behind bigint;
	v_active bigint;
	v_missing bigint;
	v_staff bigint;
	v_notes jsonb := '[]';
BEGIN
	SELECT pg_catalog.count(*) FILTER (WHERE l.external_id IS NULL), COALESCE(pg_catalog.max(l.line), 0)
	INTO v_unread, v_behind FROM staging.person_plan AS l WHERE l.run = p_run;
	IF v_unread > 0 THEN
		RETURN pg_catalog.jsonb_build_object('notes', pg_catalog.jsonb_build_array(pg_catalog.format(
			'nobody was looked for as missing: of %s lines it cannot be read whose they are', v_unread)));
	END IF;
	SELECT pg_catalog.count(*) INTO v_active FROM directory.person AS p
	WHERE p.authority = 'here' AND p.status = 'active' AND p.external_id IS NOT NULL;
	INSERT INTO staging.person_plan (run, line, stage, external_id, person_id, fresh, email, aliases, name, department,
		title, employee_number, manager_id, tier, status, changes)
	SELECT p_run, v_behind + pg_catalog.row_number() OVER (ORDER BY p.external_id),
		CASE WHEN NOT EXISTS (SELECT FROM directory.staff AS s WHERE s.person_id = p.id AND s.locked_at IS NULL) THEN 4 END,
		p.external_id, p.id, false, p.email, p.aliases, p.name, u.name,
		p.title, p.employee_number, p.manager_id, p.tier, 'disabled', ARRAY['status']
	FROM directory.person AS p JOIN directory.unit AS u ON u.id = p.unit_id
	WHERE p.authority = 'here' AND p.status = 'active' AND p.external_id IS NOT NULL
		AND NOT EXISTS (SELECT FROM staging.person_plan AS l WHERE l.run = p_run AND l.person_id = p.id);
	SELECT pg_catalog.count(*) FILTER (WHERE l.stage = 4), pg_catalog.count(*) FILTER (WHERE l.stage IS NULL)
	INTO v_missing, v_staff FROM staging.person_plan AS l WHERE l.run = p_run AND l.line > v_behind;
	DELETE FROM staging.person_plan AS l WHERE l.run = p_run AND l.line > v_behind AND l.stage IS NULL;
	IF v_staff > 0 THEN
		v_notes := pg_catalog.jsonb_build_array(pg_catalog.format(
			'%s missing are staff and stay as they are: lock their logins first', v_staff));
	END IF;
	IF p_missing = 'disable' AND v_missing > v_active / 2 THEN
		RETURN pg_catalog.jsonb_build_object('notes', v_notes, 'refused', pg_catalog.jsonb_build_object('code', 'MD451',
			'message', pg_catalog.format('of %s active people %s are missing in the file: more than half would be disabled',
				v_active, v_missing),
			'hint', 'See whether the file is whole. If that is what you want, say --missing disable-all.'));
	END IF;
	RETURN pg_catalog.jsonb_build_object('notes', v_notes);
END
$$;

-- How many lines come to what, and how much there is to do.
CREATE FUNCTION rule.import_people_count(p_run uuid, p_more jsonb) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	UPDATE staging.run AS r SET todo = c.todo, counts = pg_catalog.jsonb_build_object('read', c.lines, 'added', c.added,
			'changed', c.changed, 'unchanged', c.lines - c.added - c.changed - c.bad, 'disabled', c.disabled, 'bad', c.bad)
		|| p_more
	FROM (SELECT pg_catalog.count(*) FILTER (WHERE l.stage IS DISTINCT FROM 4) AS lines,
			pg_catalog.count(*) FILTER (WHERE l.stage < 4 AND l.fresh) AS added,
			pg_catalog.count(*) FILTER (WHERE l.stage < 4 AND NOT l.fresh) AS changed,
			pg_catalog.count(*) FILTER (WHERE l.stage = 4) AS disabled,
			pg_catalog.count(l.reason) AS bad,
			pg_catalog.count(l.stage) + pg_catalog.count(*) FILTER (WHERE l.manager_late AND l.stage IN (0, 1)) AS todo
		FROM staging.person_plan AS l WHERE l.run = p_run) AS c
	WHERE r.id = p_run;
END;

-- The lines of one step.
CREATE FUNCTION rule.import_people_slice(p_run staging.run, p_end bigint) RETURNS SETOF staging.person_plan
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT l.* FROM staging.person_plan AS l
	WHERE l.run = p_run.id AND l.stage = p_run.stage AND l.line > p_run.line AND l.line <= p_end;
END;

-- One leaf a person whose email, manager, tier or status changes, written while the old values are still there.
CREATE FUNCTION rule.import_people_record(p_run staging.run, p_end bigint) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	SELECT rule.record('import_person', p_run.request_id, NULL, p.id, ARRAY[p.id],
		CASE WHEN l.stage = 4 THEN 'disabled' ELSE 'changed' END,
		p.tier || ', ' || p.status, l.tier || ', ' || l.status,
		pg_catalog.jsonb_build_object(
			'email', CASE WHEN 'email' = ANY (l.changes) THEN l.email END,
			'text', NULLIF(pg_catalog.concat_ws('; ',
				CASE WHEN 'email' = ANY (l.changes) THEN 'email was ' || p.email END,
				CASE WHEN 'manager' = ANY (l.changes) THEN 'manager was ' || COALESCE(m.name, 'nobody') END), '')))
	FROM rule.import_people_slice(p_run, p_end) AS l
		JOIN directory.person AS p ON p.id = l.person_id
		LEFT JOIN directory.person AS m ON m.id = p.manager_id
	WHERE NOT l.fresh AND l.changes && ARRAY['email', 'manager', 'tier', 'status'];
END;

-- Stages 0, 1, 2 and 4. Persons are locked in the order of their ids, as everywhere.
CREATE FUNCTION rule.import_people_apply(p_run staging.run, p_end bigint) RETURNS bigint
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM FROM directory.person AS p JOIN rule.import_people_slice(p_run, p_end) AS l ON l.person_id = p.id
	ORDER BY p.id FOR NO KEY UPDATE OF p;
	PERFORM rule.import_people_record(p_run, p_end);
	PERFORM rule.import_people_tell(p_run, p_end);

	INSERT INTO directory.unit (name)
	SELECT DISTINCT l.department FROM rule.import_people_slice(p_run, p_end) AS l
	WHERE NOT EXISTS (SELECT FROM directory.unit AS u WHERE u.name = l.department)
	ORDER BY 1
	ON CONFLICT DO NOTHING;

	UPDATE directory.person AS p
	SET email = l.email, aliases = l.aliases, name = l.name, unit_id = u.id, title = l.title,
		employee_number = l.employee_number,
		manager_id = CASE WHEN l.manager_late AND l.stage = 0 THEN p.manager_id ELSE l.manager_id END,
		tier = l.tier, status = l.status, version = p.version + 1, changed_at = pg_catalog.clock_timestamp()
	FROM rule.import_people_slice(p_run, p_end) AS l JOIN directory.unit AS u ON u.name = l.department
	WHERE p.id = l.person_id AND NOT l.fresh;

	INSERT INTO directory.person (id, external_id, email, aliases, name, unit_id, title, employee_number, manager_id,
		tier, status)
	SELECT l.person_id, l.external_id, l.email, l.aliases, l.name, u.id, l.title, l.employee_number,
		CASE WHEN NOT l.manager_late THEN l.manager_id END, l.tier, l.status
	FROM rule.import_people_slice(p_run, p_end) AS l JOIN directory.unit AS u ON u.name = l.department
	WHERE l.fresh
	ORDER BY l.line;

	RETURN (SELECT pg_catalog.count(*) FROM rule.import_people_slice(p_run, p_end));
END
$$;

-- Stage 3: managers who came with the same file, now that all of them are there.
CREATE FUNCTION rule.import_late_managers(p_run staging.run, p_end bigint) RETURNS bigint
	LANGUAGE plpgsql
AS $$
DECLARE
	v_done bigint;
BEGIN
	PERFORM FROM directory.person AS p JOIN staging.person_plan AS l ON l.person_id = p.id
	WHERE l.run = p_run.id AND l.manager_late AND l.stage IN (0, 1) AND l.line > p_run.line AND l.line <= p_end
	ORDER BY p.id FOR NO KEY UPDATE OF p;
	UPDATE directory.person AS p
	SET manager_id = l.manager_id, version = p.version + CASE WHEN l.fresh THEN 0 ELSE 1 END
	FROM staging.person_plan AS l
	WHERE p.id = l.person_id AND l.run = p_run.id AND l.manager_late AND l.stage IN (0, 1)
		AND l.line > p_run.line AND l.line <= p_end;
	GET DIAGNOSTICS v_done = ROW_COUNT;
	RETURN v_done;
END
$$;

CREATE FUNCTION admin.import_people(p_request uuid, p_run uuid, p_file_sha256 text, p_lines bigint, p_missing text,
		p_all_or_nothing boolean, p_dry_run boolean) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET work_mem = '64MB'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.import_people');
	v_request uuid := CASE WHEN p_dry_run THEN NULL ELSE p_request END;
	v_answer jsonb;
	v_more jsonb := '{}';
BEGIN
	IF NOT COALESCE(p_dry_run, false) THEN
		v_answer := rule.begin(p_request, 'import_people', pg_catalog.jsonb_build_array(p_run, p_file_sha256, p_lines,
			p_missing, p_all_or_nothing));
		IF v_answer IS NOT NULL THEN
			RETURN rule.import_answered(p_request, v_answer);
		END IF;
	END IF;
	PERFORM rule.choice(p_missing, 'way with missing people', ARRAY['keep', 'disable', 'disable-all']);
	PERFORM rule.import_begin(p_run, 'people', v_request, p_file_sha256,
		(SELECT pg_catalog.count(*) FROM staging.person_line AS l WHERE l.login = session_user AND l.run = p_run), p_lines);
	PERFORM rule.import_people_plan(p_run);
	DELETE FROM staging.person_line AS l WHERE l.login = session_user AND l.run = p_run;
	PERFORM staging.measure();
	PERFORM rule.import_same_addresses(p_run);
	PERFORM rule.import_address_moves(p_run);
	PERFORM rule.import_people_depend(p_run);
	IF p_missing <> 'keep' THEN
		v_more := rule.import_people_missing(p_run, p_missing);
	END IF;
	PERFORM rule.import_people_count(p_run, v_more);
	RETURN rule.import_go(p_run, v_request, 'import_people', COALESCE(p_all_or_nothing, false));
END
$$;
