-- One line of a file of people: what it says, cleaned, and the first thing that is wrong with it.

-- "ada@x.edu; countess@x.edu": each once, without the email itself.
CREATE FUNCTION rule.import_aliases(p_text text, p_email text) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN ARRAY(
		SELECT s.alias FROM (
			SELECT DISTINCT ON (directory.fold(b.alias)) b.alias, b.place
			FROM (SELECT pg_catalog.btrim(a.alias, E' \t') AS alias, a.place
				FROM pg_catalog.regexp_split_to_table(p_text, ';') WITH ORDINALITY AS a (alias, place)) AS b
			WHERE b.alias <> '' AND directory.fold(b.alias) <> directory.fold(p_email)
			ORDER BY directory.fold(b.alias), b.place) AS s
		ORDER BY s.place);

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
	-- All cells at once first: of a million lines hardly one needs the closer look.
	IF rule.hides(pg_catalog.concat_ws(' ', p.external_id, p.email, p.name, p.department, p.title, p.employee_number,
			p.manager, p.tier, p.status, p.aliases::text))
			OR GREATEST(pg_catalog.length(p.external_id), pg_catalog.length(p.name), pg_catalog.length(p.title),
				pg_catalog.length(p.manager), pg_catalog.length(p.email) - 54, pg_catalog.length(p.department) + 100) > 200 THEN
		FOR v_name, v_value, v_max IN VALUES ('external_id', p.external_id, 200), ('email', p.email, 254),
				('name', p.name, 200), ('department', p.department, 100), ('title', p.title, 200),
				('employee_number', p.employee_number, 20), ('manager', p.manager, 200), ('tier', p.tier, 20),
				('status', p.status, 20), ('aliases', pg_catalog.array_to_string(p.aliases, ';'), 8000) LOOP
			IF pg_catalog.length(v_value) > v_max THEN
				RETURN pg_catalog.format('the %s is longer than %s characters', v_name, v_max);
			ELSIF rule.hides(v_value) THEN
				RETURN pg_catalog.format('the %s has characters that cannot be seen', v_name);
			END IF;
		END LOOP;
	END IF;
	IF p.aliases <> '{}' THEN
		SELECT pg_catalog.min(a.alias) INTO v_value FROM pg_catalog.unnest(p.aliases) AS a (alias)
		WHERE NOT rule.is_address(a.alias);
		IF v_value IS NOT NULL THEN
			RETURN pg_catalog.format('alias "%s" is no email address', v_value);
		END IF;
	END IF;
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
		END;
END
$$;
