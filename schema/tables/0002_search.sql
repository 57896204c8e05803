-- Search (DESIGN section 10): words of names and addresses in tables of their
-- own, read by range, so that a prefix costs the same among ten thousand people
-- and among ten million. One statement-level trigger keeps them, for single
-- changes and imports alike.

-- Folding: one function for everything that is compared or searched without
-- regard to case, accents and width. A C-collated lower() leaves É as it is,
-- therefore the ICU root collation.
CREATE FUNCTION directory.fold(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
	RETURN pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
		pg_catalog.lower(
			pg_catalog.regexp_replace(normalize(p_text, NFKD), E'[\u0300-\u036f]', '', 'g')
			COLLATE "und-x-icu"),
		'øłđıς', 'oldiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') COLLATE "C";

-- The words of a text, folded, each once; at most 12 of 40 characters (a name of
-- twelve words has 132 ordered pairs).
CREATE FUNCTION directory.words(p_text text) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
	RETURN ARRAY(
		SELECT pg_catalog."left"(w.word, 40) COLLATE "C"
		FROM pg_catalog.regexp_split_to_table(directory.fold(p_text) COLLATE "und-x-icu",
			'[[:space:][:punct:]]+') WITH ORDINALITY AS w (word, place)
		WHERE w.word <> ''
		GROUP BY w.word
		ORDER BY pg_catalog.min(w.place)
		LIMIT 12);

-- Emails and aliases of everybody, folded: what makes them unique.
CREATE TABLE directory.person_address (
	address text COLLATE "C" CONSTRAINT person_address_pkey PRIMARY KEY DEFERRABLE INITIALLY IMMEDIATE,
	person_id uuid NOT NULL CONSTRAINT person_address_person_fkey REFERENCES directory.person ON DELETE CASCADE,
	kind text NOT NULL CONSTRAINT person_address_kind_known CHECK (kind IN ('email', 'alias'))
);
CREATE INDEX person_address_person_idx ON directory.person_address (person_id);

CREATE TABLE directory.person_token (
	token text COLLATE "C" NOT NULL,
	person_id uuid NOT NULL,
	CONSTRAINT person_token_pkey PRIMARY KEY (token, person_id)
);
CREATE INDEX person_token_person_idx ON directory.person_token (person_id);

-- For staff with a scope: without it a scope of ten people reads everybody's words.
CREATE TABLE directory.unit_token (
	unit_id int NOT NULL,
	token text COLLATE "C" NOT NULL,
	person_id uuid NOT NULL,
	CONSTRAINT unit_token_pkey PRIMARY KEY (unit_id, token, person_id)
);
CREATE INDEX unit_token_person_idx ON directory.unit_token (person_id);

-- The inside of words: the suffixes of the distinct words. A word that nobody
-- bears any more keeps its suffixes; they lead to nobody.
CREATE TABLE directory.token_suffix (
	suffix text COLLATE "C" NOT NULL,
	token text COLLATE "C" NOT NULL,
	CONSTRAINT token_suffix_pkey PRIMARY KEY (suffix, token)
);

-- Two words: k is three letters of one, a blank, and the other.
CREATE TABLE directory.person_pair (
	k text COLLATE "C" NOT NULL,
	a text COLLATE "C" NOT NULL,
	person_id uuid NOT NULL,
	CONSTRAINT person_pair_pkey PRIMARY KEY (k, a, person_id)
);
CREATE INDEX person_pair_person_idx ON directory.person_pair (person_id);

-- The words a person is found by: of the name, and of the addresses before the @.
CREATE FUNCTION directory.search_words(p_name text, p_email text, p_aliases text[]) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ARRAY(SELECT DISTINCT w.word
		FROM (SELECT pg_catalog.unnest(directory.words(p_name))
			UNION ALL
			SELECT pg_catalog.unnest(directory.words(pg_catalog.split_part(a.address, '@', 1)))
			FROM pg_catalog.unnest(p_email || p_aliases) AS a (address)) AS w (word));

CREATE FUNCTION directory.search_remove(p_people uuid[]) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	DELETE FROM directory.person_address WHERE person_id = ANY (p_people);
	DELETE FROM directory.person_token WHERE person_id = ANY (p_people);
	DELETE FROM directory.unit_token WHERE person_id = ANY (p_people);
	DELETE FROM directory.person_pair WHERE person_id = ANY (p_people);
END;

CREATE FUNCTION directory.search_add(p_people uuid[]) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
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
	FROM directory.person AS p,
		LATERAL pg_catalog.unnest(directory.words(p.name)) AS one (word),
		LATERAL pg_catalog.unnest(directory.words(p.name)) AS other (word)
	WHERE p.id = ANY (p_people) AND one.word <> other.word;
END;

-- SECURITY DEFINER of the tables' owner: whoever may change a person keeps the search right
-- without any right on its tables.
CREATE FUNCTION directory.search_maintain() RETURNS trigger
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
		v_people := ARRAY(SELECT n.id FROM new_rows AS n JOIN old_rows AS o USING (id)
			WHERE (n.name, n.email, n.aliases, n.unit_id) IS DISTINCT FROM (o.name, o.email, o.aliases, o.unit_id));
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

CREATE TRIGGER person_search_insert AFTER INSERT ON directory.person
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION directory.search_maintain();
CREATE TRIGGER person_search_update AFTER UPDATE ON directory.person
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION directory.search_maintain();
CREATE TRIGGER person_search_delete AFTER DELETE ON directory.person
	REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION directory.search_maintain();
