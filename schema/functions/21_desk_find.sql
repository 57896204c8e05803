-- Find: what the staff directory gives anyway.
-- Every look-up is a range over an index with a limit on it, so that no typed
-- text can make it slow: never LIKE with a parameter, never a sort of everything.

-- The first character after every text that begins with p_prefix is U+10FFFF.
CREATE FUNCTION rule.after(p_prefix text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN p_prefix || pg_catalog.chr(1114111);

-- People by the beginning of one word, each once.
CREATE FUNCTION rule.find_prefix(p_word text, p_units int[], p_limit int) RETURNS SETOF uuid
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF p_units IS NULL THEN
		RETURN QUERY SELECT f.person_id
			FROM (SELECT t.token, t.person_id FROM directory.person_token AS t
				WHERE t.token >= p_word AND t.token < rule.after(p_word)
				ORDER BY t.token, t.person_id LIMIT 2 * p_limit) AS f
			GROUP BY f.person_id ORDER BY pg_catalog.min(f.token), f.person_id LIMIT p_limit;
	ELSE
		RETURN QUERY SELECT DISTINCT f.person_id
			FROM pg_catalog.unnest(p_units) AS u (unit_id), LATERAL (
				SELECT t.person_id FROM directory.unit_token AS t
				WHERE t.unit_id = u.unit_id AND t.token >= p_word AND t.token < rule.after(p_word)
				ORDER BY t.token, t.person_id LIMIT 2 * p_limit) AS f
			LIMIT p_limit;
	END IF;
END
$$;

-- People by the inside of one word (three letters or more).
CREATE FUNCTION rule.find_infix(p_word text, p_units int[], p_limit int) RETURNS SETOF uuid
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF pg_catalog.length(p_word) < 3 THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT f.person_id
		FROM (SELECT DISTINCT s.token FROM (
				SELECT s2.token FROM directory.token_suffix AS s2
				WHERE s2.suffix >= p_word AND s2.suffix < rule.after(p_word)
				ORDER BY s2.suffix LIMIT 200) AS s) AS tokens,
			LATERAL (
				SELECT t.person_id FROM directory.person_token AS t
				WHERE p_units IS NULL AND t.token = tokens.token
				UNION ALL
				SELECT t.person_id FROM directory.unit_token AS t
				WHERE p_units IS NOT NULL AND t.unit_id = ANY (p_units) AND t.token = tokens.token
				LIMIT p_limit) AS f
		LIMIT p_limit;
END
$$;

-- People by a pair, and by the rest of their words: has_words(), in line, since a call a row is what a search of three
-- words would cost.
CREATE FUNCTION rule.find_pair(p_key text, p_lead text, p_rest text[], p_limit int) RETURNS SETOF uuid
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY SELECT k.person_id FROM directory.person_pair AS k
		WHERE k.k >= p_key AND k.k < rule.after(p_key) AND k.a >= p_lead AND k.a < rule.after(p_lead)
			AND NOT EXISTS (SELECT FROM pg_catalog.unnest(p_rest) AS w (word)
				WHERE NOT EXISTS (SELECT FROM directory.person_token AS t
					WHERE t.person_id = k.person_id AND pg_catalog.starts_with(t.token, w.word)))
		ORDER BY k.k, k.a LIMIT p_limit;
END
$$;

-- Of three words and more, the longest first, the two that the fewest people bear: of the four longest, and no further
-- than it takes to tell. A word that only addresses have is in no pair.
CREATE FUNCTION rule.rare_pair(p_words text[]) RETURNS text[]
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT ARRAY[a.word, b.word]
		FROM pg_catalog.unnest(p_words[1:4]) WITH ORDINALITY AS a (word, place)
			JOIN pg_catalog.unnest(p_words[1:4]) WITH ORDINALITY AS b (word, place) ON b.place > a.place,
			LATERAL (SELECT pg_catalog.count(*) AS people
				FROM rule.find_pair(pg_catalog."left"(a.word, 3) || ' ' || b.word, a.word, '{}', 200)) AS c
		WHERE pg_catalog.length(a.word) >= 3 AND c.people > 0
		ORDER BY c.people, a.place, b.place LIMIT 1);
END
$$;

-- The same where the word that leads has less than three letters: from one three letters that begin so to the next,
-- each of which is one step in the index.
CREATE FUNCTION rule.find_short_pair(p_lead text, p_second text, p_rest text[], p_limit int) RETURNS SETOF uuid
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_from text := p_lead;
	v_begins text;
	v_left int := p_limit;
	v_count int;
BEGIN
	WHILE v_left > 0 LOOP
		SELECT pg_catalog.split_part(k.k, ' ', 1) INTO v_begins FROM directory.person_pair AS k
		WHERE k.k >= v_from AND k.k < rule.after(p_lead) ORDER BY k.k LIMIT 1;
		EXIT WHEN NOT FOUND;
		RETURN QUERY SELECT f.id FROM rule.find_pair(v_begins || ' ' || p_second, p_lead, p_rest, v_left) AS f (id);
		GET DIAGNOSTICS v_count = ROW_COUNT;
		v_left := v_left - v_count;
		v_from := rule.after(v_begins || ' ');
	END LOOP;
END
$$;

-- People by the beginnings of two words or more, in any order. A pair is
-- looked up by its longer word as the one whose three letters lead.
CREATE FUNCTION rule.find_words(p_words text[], p_units int[], p_limit int) RETURNS SETOF uuid
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_words text[] := ARRAY(SELECT w FROM pg_catalog.unnest(p_words) AS w ORDER BY pg_catalog.length(w) DESC, w);
	v_pair text[] := v_words[1:2];
	v_rest text[] := v_words[3:];
BEGIN
	IF p_units IS NOT NULL THEN
		-- A small scope: one word leads, the others filter.
		RETURN QUERY SELECT f.id FROM rule.find_prefix(v_words[1], p_units, 2000) AS f (id)
			WHERE rule.has_words(f.id, v_words[2:]) LIMIT p_limit;
		RETURN;
	ELSIF pg_catalog.length(v_pair[1]) < 3 THEN
		RETURN QUERY SELECT f.id FROM rule.find_short_pair(v_pair[1], v_pair[2], v_rest, p_limit) AS f (id);
		RETURN;
	ELSIF v_rest <> '{}' THEN
		v_pair := rule.rare_pair(v_words);
		v_rest := pg_catalog.array_remove(pg_catalog.array_remove(v_words, v_pair[1]), v_pair[2]);
	END IF;
	RETURN QUERY SELECT f.id FROM rule.find_pair(pg_catalog."left"(v_pair[1], 3) || ' ' || v_pair[2], v_pair[1], v_rest, p_limit)
		AS f (id);
END
$$;

CREATE FUNCTION rule.has_words(p_person uuid, p_words text[]) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN NOT EXISTS (SELECT FROM pg_catalog.unnest(p_words) AS w (word)
		WHERE NOT EXISTS (SELECT FROM directory.person_token AS t
			WHERE t.person_id = p_person AND pg_catalog.starts_with(t.token, w.word)));
END
$$;

-- Digits: an employee number, or exactly the last four that the mask shows.
CREATE FUNCTION rule.find_digits(p_digits text, p_limit int) RETURNS SETOF uuid
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY
	(SELECT p.id FROM directory.person AS p WHERE p.employee_number = p_digits LIMIT p_limit)
	UNION ALL
	(SELECT m.person_id FROM directory.sign_in_method AS m
		WHERE pg_catalog.length(p_digits) = 4 AND pg_catalog."right"(m.number, 4) = p_digits
			AND m.number IS NOT NULL AND m.state <> 'revoked'
		LIMIT p_limit);
END
$$;

-- The exact address is the first of those that begin with it.
CREATE FUNCTION rule.find_address(p_address text, p_limit int) RETURNS TABLE (id uuid, rank int)
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY
	SELECT a.person_id, CASE WHEN a.address = p_address THEN 1 ELSE 2 END FROM directory.person_address AS a
	WHERE a.address >= p_address AND a.address < rule.after(p_address)
	ORDER BY a.address LIMIT p_limit;
END
$$;

CREATE FUNCTION rule.in_units(p_person uuid, p_units int[]) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN p_units IS NULL OR EXISTS (SELECT FROM directory.person AS p WHERE p.id = p_person AND p.unit_id = ANY (p_units));
END
$$;

-- Who is found and how well: 1 an exact address, 2 the beginning of an address,
-- 3 the beginnings of words, 4 the inside of a word.
CREATE FUNCTION rule.find_ids(p_text text, p_units int[], p_limit int) RETURNS TABLE (id uuid, rank int)
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_address text := directory.fold(rule.typed_address(p_text));
	v_words text[];
	v_letters text;
	v_count int;
	-- Within a scope more is read than shown, so that others do not crowd out who is in it.
	v_reach int := CASE WHEN p_units IS NULL THEN 2 * p_limit ELSE 2000 END;
BEGIN
	IF p_text ~ '^[0-9]+$' THEN
		RETURN QUERY SELECT f.id, 1 FROM rule.find_digits(p_text, v_reach) AS f (id)
			WHERE p_units IS NULL OR rule.in_units(f.id, p_units) LIMIT 2 * p_limit;
		RETURN;
	END IF;
	IF v_address ~ '[@._-]' AND pg_catalog.length(v_address) > 2 THEN
		RETURN QUERY SELECT f.id, f.rank FROM rule.find_address(v_address, v_reach) AS f
			WHERE p_units IS NULL OR rule.in_units(f.id, p_units) LIMIT p_limit;
		IF v_address ~ '@' THEN
			RETURN;
		END IF;
	END IF;
	v_words := directory.words(p_text);
	v_letters := pg_catalog.array_to_string(v_words, '');
	-- Two letters at least; one where a letter is a word (Han, Kana).
	IF v_letters = '' OR pg_catalog.length(v_letters) < 2
			AND v_letters !~ E'[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]' THEN
		RETURN;
	END IF;
	IF pg_catalog.cardinality(v_words) > 1 THEN
		RETURN QUERY SELECT f.id, 3 FROM rule.find_words(v_words, p_units, p_limit) AS f (id);
	ELSE
		RETURN QUERY SELECT f.id, 3 FROM rule.find_prefix(v_words[1], p_units, p_limit) AS f (id);
		GET DIAGNOSTICS v_count = ROW_COUNT;
		-- Whom nobody would see is not looked for.
		IF v_count < p_limit THEN
			RETURN QUERY SELECT f.id, 4 FROM rule.find_infix(v_words[1], p_units, p_limit) AS f (id);
		END IF;
	END IF;
END
$$;

-- The lines of a search, the best first, then by name. Where two people of one
-- name are found, their employee numbers are shown. It is json, since fifty lines
-- written once take half the time of fifty that are built as jsonb and then written.
CREATE FUNCTION rule.found(p_ids uuid[], p_ranks int[], p_units int[], p_limit int) RETURNS json
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.json_agg(pg_catalog.json_build_object('id', s.id, 'email', s.email, 'name', s.name,
			'department', s.department, 'title', s.title, 'status', s.status,
			'employee_number', CASE WHEN s.names > 1 THEN s.employee_number END)), '[]')
		FROM (SELECT p.id, p.email, p.name, u.name AS department, p.title, p.status, p.employee_number,
				pg_catalog.count(*) OVER (PARTITION BY directory.fold(p.name)) AS names
			FROM (SELECT i.id, pg_catalog.min(i.rank) AS rank
					FROM ROWS FROM (pg_catalog.unnest(p_ids), pg_catalog.unnest(p_ranks)) AS i (id, rank) GROUP BY i.id) AS r,
				LATERAL (SELECT p2.* FROM directory.person AS p2 WHERE p2.id = r.id LIMIT 1) AS p  -- never by reading everybody
				JOIN directory.unit AS u ON u.id = p.unit_id
			WHERE p_units IS NULL OR p.unit_id = ANY (p_units)
			ORDER BY r.rank, p.name COLLATE "und-x-icu", p.id LIMIT p_limit) AS s);
END
$$;

-- Every plan of it suits every text; to plan for this one text would cost three times the search.
CREATE FUNCTION desk.find(p_text text, p_limit int DEFAULT 50) RETURNS json
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
	SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.find');
	v_limit int := LEAST(GREATEST(COALESCE(p_limit, 50), 1), 50);
	v_units int[] := rule.units();
	v_text text := pg_catalog.btrim(pg_catalog."left"(p_text, 320), E' \t\r\n');
	v_ids uuid[];
	v_ranks int[];
BEGIN
	IF v_text IS NULL OR v_text = '' THEN
		RETURN '[]';
	END IF;
	SELECT pg_catalog.array_agg(f.id), pg_catalog.array_agg(f.rank) INTO v_ids, v_ranks
	FROM rule.find_ids(v_text, v_units, v_limit) AS f;
	RETURN rule.found(v_ids, v_ranks, v_units, v_limit);
END
$$;

-- A whole number says who it belongs to: recorded, limited, with a reason, and
-- looked up only after the record is there. Here nothing is: the session's own
-- statistics would tell how many rows were read, and a rollback forgets the rest.
CREATE FUNCTION desk.find_number(p_request uuid, p_number text, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.find_number');
	v_stored jsonb := rule.begin(p_request, 'find_number', pg_catalog.jsonb_build_array(p_number, p_reason));
	v_reason text := rule.clean(p_reason, 'reason', 200);
	v_telephone rule.telephone := rule.telephone(p_number, NULL);
	v_leaf uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.spend('find_number', p_request);
	v_leaf := rule.record('find_number', p_request, NULL, NULL, NULL, 'asked', NULL, NULL,
		pg_catalog.jsonb_build_object('reason', v_reason,
			'number', v_telephone.number || COALESCE('x' || v_telephone.extension, '')));
	RETURN rule.finish(p_request, NULL, '{}', 'asked', pg_catalog.jsonb_build_object('leaf', v_leaf));
END
$$;

CREATE FUNCTION desk.found_number(p_request uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.found_number');
	v_request directory.request := rule.own_request(p_request, 'find_number');
	v_parts text[];
BEGIN
	-- "+15085550100x22", as the record has it.
	SELECT pg_catalog.string_to_array(v.value, 'x') INTO v_parts FROM ledger.value AS v
	WHERE v.leaf_id = (v_request.private ->> 'leaf')::uuid AND v.tag = rule.leaf_value_tag('number');
	RETURN rule.found(ARRAY(SELECT m.person_id FROM directory.sign_in_method AS m
			WHERE m.number = v_parts[1] AND m.state <> 'revoked' AND (v_parts[2] IS NULL OR m.extension = v_parts[2])),
		NULL, rule.units(), 50);
END
$$;
