-- The same functions, faster. A function in SQL that asks anything is planned
-- again at every call; in plpgsql the plan is kept. A kept plan must suit one row
-- and five thousand: rows of a statement are compared by EXCEPT, which hashes,
-- and not by a join, whose plan was made for the first one that came.

-- What is all ASCII folds by lower() alone.
CREATE OR REPLACE FUNCTION directory.fold(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.octet_length(p_text) = pg_catalog.length(p_text)
		THEN pg_catalog.lower(p_text COLLATE "C")
		ELSE pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
			pg_catalog.lower(
				pg_catalog.regexp_replace(normalize(p_text, NFKD), E'[\u0300-\u036f]', '', 'g')
				COLLATE "und-x-icu"),
			'øłđıς', 'oldiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') COLLATE "C" END;

CREATE OR REPLACE FUNCTION directory.words(p_text text) RETURNS text[]
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
	RETURN ARRAY(
		SELECT pg_catalog."left"(w.word, 40) COLLATE "C"
		FROM pg_catalog.regexp_split_to_table(directory.fold(p_text) COLLATE "und-x-icu",
			'[[:space:][:punct:]]+') WITH ORDINALITY AS w (word, place)
		WHERE w.word <> ''
		GROUP BY w.word
		ORDER BY pg_catalog.min(w.place)
		LIMIT 12);
END
$$;

CREATE OR REPLACE FUNCTION directory.search_remove(p_people uuid[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	DELETE FROM directory.person_address WHERE person_id = ANY (p_people);
	DELETE FROM directory.person_token WHERE person_id = ANY (p_people);
	DELETE FROM directory.unit_token WHERE person_id = ANY (p_people);
	DELETE FROM directory.person_pair WHERE person_id = ANY (p_people);
END
$$;

-- The words of a name are found once a person.
CREATE OR REPLACE FUNCTION directory.search_add(p_people uuid[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO directory.person_address (address, person_id, kind)
	SELECT directory.fold(p.email), p.id, 'email' FROM directory.person AS p WHERE p.id = ANY (p_people)
	UNION ALL
	SELECT directory.fold(a.alias), p.id, 'alias'
	FROM directory.person AS p, LATERAL pg_catalog.unnest(p.aliases) AS a (alias) WHERE p.id = ANY (p_people);

	INSERT INTO directory.person_token (token, person_id)
	SELECT w.word, p.id
	FROM directory.person AS p,
		LATERAL pg_catalog.unnest(directory.search_words(p.name, p.email, p.aliases)) AS w (word)
	WHERE p.id = ANY (p_people);

	INSERT INTO directory.unit_token (unit_id, token, person_id)
	SELECT p.unit_id, t.token, p.id
	FROM directory.person AS p JOIN directory.person_token AS t ON t.person_id = p.id
	WHERE p.id = ANY (p_people);

	INSERT INTO directory.token_suffix (suffix, token)
	SELECT pg_catalog.substr(t.token, n.start), t.token
	FROM (SELECT DISTINCT token FROM directory.person_token WHERE person_id = ANY (p_people)) AS t,
		LATERAL pg_catalog.generate_series(2, pg_catalog.length(t.token) - 2) AS n (start)
	ORDER BY 1, 2  -- the same order in every transaction: two imports wait, they do not deadlock
	ON CONFLICT DO NOTHING;

	INSERT INTO directory.person_pair (k, a, person_id)
	SELECT pg_catalog."left"(one.word, 3) || ' ' || other.word, one.word, p.id
	FROM (SELECT p2.id, directory.words(p2.name) AS words FROM directory.person AS p2 WHERE p2.id = ANY (p_people) OFFSET 0) AS p,
		LATERAL pg_catalog.unnest(p.words) AS one (word), LATERAL pg_catalog.unnest(p.words) AS other (word)
	WHERE one.word <> other.word;
END
$$;

CREATE OR REPLACE FUNCTION directory.search_maintain() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	v_people uuid[];
BEGIN
	IF TG_OP = 'INSERT' THEN
		v_people := ARRAY(SELECT n.id FROM new_rows AS n);
	ELSIF TG_OP = 'DELETE' THEN
		v_people := ARRAY(SELECT o.id FROM old_rows AS o);
	ELSE
		v_people := ARRAY(SELECT c.id FROM (SELECT n.id, n.name, n.email, n.aliases, n.unit_id FROM new_rows AS n
			EXCEPT SELECT o.id, o.name, o.email, o.aliases, o.unit_id FROM old_rows AS o) AS c);
	END IF;
	IF v_people = '{}' THEN
		RETURN NULL;
	END IF;
	IF TG_OP <> 'INSERT' THEN
		PERFORM directory.search_remove(v_people);
	END IF;
	IF TG_OP <> 'DELETE' THEN
		PERFORM directory.search_add(v_people);
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION directory.list_person() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	v_people uuid[];
BEGIN
	IF TG_OP = 'INSERT' THEN
		v_people := ARRAY(SELECT n.id FROM new_rows AS n);
	ELSIF TG_OP = 'DELETE' THEN
		v_people := ARRAY(SELECT o.id FROM old_rows AS o);
	ELSE
		v_people := ARRAY(SELECT c.id FROM (SELECT n.id, n.status, n.unit_id, n.created_at FROM new_rows AS n
			EXCEPT SELECT o.id, o.status, o.unit_id, o.created_at FROM old_rows AS o) AS c);
	END IF;
	PERFORM directory.list_people(v_people);
	IF TG_OP = 'UPDATE' THEN
		PERFORM directory.list_numbers(ARRAY(SELECT m.number FROM directory.sign_in_method AS m
			WHERE m.person_id = ANY (v_people) AND m.number IS NOT NULL));
	END IF;
	RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION directory.list_method() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	v_people uuid[];
	v_numbers text[];
BEGIN
	IF TG_OP = 'INSERT' THEN
		v_people := ARRAY(SELECT DISTINCT n.person_id FROM new_rows AS n);
		v_numbers := ARRAY(SELECT n.number FROM new_rows AS n WHERE n.number IS NOT NULL);
	ELSIF TG_OP = 'DELETE' THEN
		v_people := ARRAY(SELECT DISTINCT o.person_id FROM old_rows AS o);
		v_numbers := ARRAY(SELECT o.number FROM old_rows AS o WHERE o.number IS NOT NULL);
		DELETE FROM directory.listed AS l USING old_rows AS o WHERE l.subject = o.id;
	ELSE
		v_people := ARRAY(SELECT DISTINCT c.person_id FROM (
			SELECT n.id, n.person_id, n.state, n.device_id, n.confirmed_at, n.added_at, n.suspended_at, n.number FROM new_rows AS n
			EXCEPT
			SELECT o.id, o.person_id, o.state, o.device_id, o.confirmed_at, o.added_at, o.suspended_at, o.number FROM old_rows AS o) AS c);
		v_numbers := ARRAY(
			(SELECT c.number FROM (SELECT n.id, n.number, n.number_changed_at, n.state = 'revoked' FROM new_rows AS n
				EXCEPT SELECT o.id, o.number, o.number_changed_at, o.state = 'revoked' FROM old_rows AS o) AS c WHERE c.number IS NOT NULL)
			UNION
			(SELECT c.number FROM (SELECT o.id, o.number, o.number_changed_at, o.state = 'revoked' FROM old_rows AS o
				EXCEPT SELECT n.id, n.number, n.number_changed_at, n.state = 'revoked' FROM new_rows AS n) AS c WHERE c.number IS NOT NULL));
	END IF;
	PERFORM directory.list_people(v_people);
	PERFORM directory.list_numbers(v_numbers);
	RETURN NULL;
END
$$;
