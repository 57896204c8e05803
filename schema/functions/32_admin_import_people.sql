-- People from a file: the plan, what is wrong with it, and carrying it out.

-- "ada@x.edu; countess@x.edu": each once, without the email itself.
CREATE FUNCTION rule.import_aliases(p_text text, p_email text) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_text IS NULL THEN NULL WHEN p_text = '' THEN '{}' ELSE ARRAY(
		SELECT s.alias FROM (
			SELECT DISTINCT ON (directory.fold(b.alias)) b.alias, b.place
			FROM (SELECT pg_catalog.btrim(a.alias, E' \t') AS alias, a.place
				FROM pg_catalog.regexp_split_to_table(p_text, ';') WITH ORDINALITY AS a (alias, place)) AS b
			WHERE b.alias <> '' AND directory.fold(b.alias) <> directory.fold(p_email)
			ORDER BY directory.fold(b.alias), b.place) AS s
		ORDER BY s.place) END;

CREATE FUNCTION rule.import_addresses(p_email text, p_aliases text[]) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN ARRAY(SELECT directory.fold(a.address) FROM pg_catalog.unnest(p_email || p_aliases) WITH ORDINALITY AS a (address, place)
		ORDER BY a.place);

CREATE FUNCTION rule.is_address(p_text text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN pg_catalog.length(p_text) <= 254
		AND p_text ~ '^[^][@[:space:]<>(),;:"\\]+@[^][@[:space:]<>(),;:"\\]+$';

-- What a line says, cleaned, beside what the directory has. `place` counts the lines with one external_id.
CREATE TYPE rule.import_person AS (line bigint, fault text, external_id text, place bigint, first_line bigint,
	known uuid, authority text, email text, name text, department text, title text, employee_number text,
	manager text, tier text, status text, aliases text[]);

-- The first thing that is wrong with a line by itself; NULL where nothing is.
CREATE FUNCTION rule.import_person_fault(p rule.import_person) RETURNS text
	LANGUAGE plpgsql IMMUTABLE
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
	FOR v_name, v_value, v_max IN VALUES ('external_id', p.external_id, 200), ('email', p.email, 254), ('name', p.name, 200),
			('department', p.department, 100), ('title', p.title, 200), ('employee_number', p.employee_number, 20),
			('manager', p.manager, 200), ('tier', p.tier, 20), ('status', p.status, 20),
			('aliases', pg_catalog.array_to_string(p.aliases, ';'), 8000) LOOP
		IF pg_catalog.length(v_value) > v_max THEN
			RETURN pg_catalog.format('the %s is longer than %s characters', v_name, v_max);
		ELSIF rule.hides(v_value) THEN
			RETURN pg_catalog.format('the %s has characters that cannot be seen', v_name);
		END IF;
	END LOOP;
	RETURN CASE
		WHEN p.place > 1 THEN pg_catalog.format('external_id "%s" is already on line %s', p.external_id, p.first_line)
		WHEN p.email IS NULL OR p.email = '' THEN 'the email is missing'
		WHEN NOT rule.is_address(p.email) THEN pg_catalog.format('"%s" is no email address', p.email)
		WHEN p.name IS NULL OR p.name = '' THEN 'the name is missing'
		WHEN p.department IS NULL OR p.department = '' THEN 'the department is missing'
		WHEN p.employee_number !~ '^[0-9]{1,20}$' THEN
			pg_catalog.format('employee_number "%s" is not made of digits', p.employee_number)
		WHEN p.tier NOT IN ('standard', 'privileged') THEN
			pg_catalog.format('tier "%s" is neither standard nor privileged', p.tier)
		WHEN p.status NOT IN ('active', 'disabled') THEN
			pg_catalog.format('status "%s" is neither active nor disabled', p.status)
		WHEN pg_catalog.cardinality(p.aliases) > 50 THEN 'there are more than 50 aliases'
		WHEN p.manager = p.external_id THEN 'a person is not their own manager'
		ELSE (SELECT pg_catalog.min(pg_catalog.format('alias "%s" is no email address', a.alias))
			FROM pg_catalog.unnest(p.aliases) AS a (alias) WHERE NOT rule.is_address(a.alias))
		END;
END
$$;

-- The plan: one row a line, with what is wrong with the line by itself.
CREATE FUNCTION rule.import_people_plan(p_run uuid) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO staging.person_plan (run, line, stage, reason, external_id, person_id, fresh, email, aliases, addresses,
		name, department, title, employee_number, manager, manager_id, manager_late, tier, status, changes)
	SELECT p_run, d.line,
		CASE WHEN d.reason IS NOT NULL OR d.changes = '{}' THEN NULL WHEN d.fresh THEN 1 ELSE 2 END,
		d.reason, d.external_id, d.person_id, d.fresh, d.email, d.aliases,
		CASE WHEN d.reason IS NULL AND d.changes && ARRAY['new', 'email', 'aliases']
			THEN rule.import_addresses(d.email, d.aliases) END,
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
					CASE WHEN l.manager IS NULL THEN p.manager_id WHEN l.manager = '' THEN NULL
						ELSE COALESCE(m.id, rule.import_id(p_run, l.manager)) END AS manager_id,
					p.manager_id AS old_manager_id,
					COALESCE(l.manager <> '' AND m.id IS NULL, false) AS manager_late,
					COALESCE(NULLIF(l.tier, ''), p.tier, 'standard') AS tier, p.tier AS old_tier,
					COALESCE(NULLIF(l.status, ''), p.status, 'active') AS status, p.status AS old_status,
					COALESCE(rule.import_aliases(l.aliases, COALESCE(l.email, p.email)), p.aliases, '{}') AS aliases,
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
				LEFT JOIN directory.person AS m ON m.external_id = l.manager) AS w) AS c) AS d;
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
			SELECT l.line, pg_catalog.format('manager "%s" is not known', l.manager)
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

CREATE FUNCTION rule.import_taken(p_run uuid, p_line bigint, p_address text) RETURNS text
	LANGUAGE sql STABLE
	RETURN (SELECT CASE WHEN p_address = l.addresses[1] THEN pg_catalog.format('email "%s"', l.email)
			ELSE pg_catalog.format('alias "%s"', p_address) END || ' is already that of another person'
		FROM staging.person_plan AS l WHERE l.run = p_run AND l.line = p_line);
