-- The record. A leaf is written in the transaction of the
-- change it records: no leaf, no change.
--
-- body = "MFAL" ‖ version u8 (1) ‖ type u16 ‖ fields, big-endian; a field is
-- tag u16 ‖ length i32 (-1: NULL) ‖ bytes. Fields in the order of leaf_body().
-- leaf = SHA-256(0x00 ‖ body), as in RFC 6962 section 2.1.
-- tests/vectors holds examples; docs/SECURITY.md says what it is worth.

CREATE FUNCTION rule.leaf_field(p_tag int, p_bytes bytea) RETURNS bytea
	LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	RETURN pg_catalog.int2send(p_tag::smallint) || CASE WHEN p_bytes IS NULL THEN pg_catalog.int4send(-1)
		ELSE pg_catalog.int4send(pg_catalog.octet_length(p_bytes)) || p_bytes END;
END
$$;

CREATE FUNCTION rule.leaf_text(p_tag int, p_text text) RETURNS bytea
	LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	RETURN rule.leaf_field(p_tag, pg_catalog.convert_to(p_text, 'UTF8'));
END
$$;

-- Microseconds since 1970-01-01T00:00:00Z.
CREATE FUNCTION rule.microseconds(p_at timestamptz) RETURNS bigint
	LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	RETURN (EXTRACT(epoch FROM p_at) * 1000000)::bigint;
END
$$;

-- p_hashes: for each erasable value its tag and SHA-256(salt ‖ value), in the order of the tags.
CREATE FUNCTION rule.leaf_body(p_at timestamptz, p_request uuid, p_login text, p_role text, p_act text,
		p_case uuid, p_ticket text, p_person uuid, p_targets uuid[], p_outcome text, p_before text, p_after text,
		p_tags int[], p_hashes bytea[]) RETURNS bytea
	LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	RETURN pg_catalog.convert_to('MFAL', 'UTF8') || '\x01'::bytea || pg_catalog.int2send(1::smallint)
		|| rule.leaf_field(1, pg_catalog.int8send(rule.microseconds(p_at)))
		|| rule.leaf_field(2, pg_catalog.uuid_send(p_request))
		|| rule.leaf_text(3, p_login)
		|| rule.leaf_text(4, p_role)
		|| rule.leaf_text(5, p_act)
		|| rule.leaf_field(6, pg_catalog.uuid_send(p_case))
		|| rule.leaf_text(7, p_ticket)
		|| rule.leaf_field(8, pg_catalog.uuid_send(p_person))
		|| COALESCE((SELECT pg_catalog.string_agg(rule.leaf_field(9, pg_catalog.uuid_send(t.target)), '\x'::bytea ORDER BY t.place)
			FROM pg_catalog.unnest(p_targets) WITH ORDINALITY AS t (target, place)), '\x'::bytea)
		|| rule.leaf_text(10, p_outcome)
		|| rule.leaf_text(11, p_before)
		|| rule.leaf_text(12, p_after)
		|| COALESCE((SELECT pg_catalog.string_agg(rule.leaf_field(h.tag, h.hash), '\x'::bytea ORDER BY h.tag)
			FROM ROWS FROM (pg_catalog.unnest(p_tags), pg_catalog.unnest(p_hashes)) AS h (tag, hash)), '\x'::bytea);
END
$$;

CREATE FUNCTION rule.leaf_hash(p_body bytea) RETURNS bytea
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.sha256('\x00'::bytea || p_body);

-- The erasable values and their tags.
CREATE FUNCTION rule.leaf_value_tag(p_name text) RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_name WHEN 'reason' THEN 32 WHEN 'number' THEN 33 WHEN 'email' THEN 34 WHEN 'name' THEN 35
		WHEN 'text' THEN 36 END;

-- p_values: {"reason": …, "number": …}: names of leaf_value_tag, text; nulls are left out.
CREATE FUNCTION rule.record(p_act text, p_request uuid, p_case uuid, p_person uuid, p_targets uuid[],
		p_outcome text, p_before text, p_after text, p_values jsonb) RETURNS uuid
	LANGUAGE plpgsql
AS $$
DECLARE
	v_leaf uuid := pg_catalog.gen_random_uuid();
	v_at timestamptz := pg_catalog.clock_timestamp();
	v_tags int[];
	v_salts bytea[];
	v_texts text[];
	v_hashes bytea[];
	v_body bytea;
BEGIN
	-- A random uuid has 122 random bits: salt enough, without an extension.
	SELECT pg_catalog.array_agg(v.tag ORDER BY v.tag), pg_catalog.array_agg(v.salt ORDER BY v.tag),
		pg_catalog.array_agg(v.value ORDER BY v.tag),
		pg_catalog.array_agg(pg_catalog.sha256(v.salt || pg_catalog.convert_to(v.value, 'UTF8')) ORDER BY v.tag)
	INTO v_tags, v_salts, v_texts, v_hashes
	FROM (SELECT rule.leaf_value_tag(e.key) AS tag, pg_catalog.uuid_send(pg_catalog.gen_random_uuid()) AS salt, e.value
		FROM pg_catalog.jsonb_each_text(p_values) AS e WHERE e.value IS NOT NULL) AS v;
	v_body := rule.leaf_body(v_at, p_request, session_user::text,
		(SELECT s.role FROM directory.staff AS s WHERE s.login = session_user), p_act, p_case,
		(SELECT c.ticket FROM directory.case_file AS c WHERE c.id = p_case), p_person, p_targets,
		p_outcome, p_before, p_after, v_tags, v_hashes);
	INSERT INTO ledger.leaf (id, at, login, act, request_id, case_id, person_id, targets, outcome, body, hash)
	VALUES (v_leaf, v_at, session_user, p_act, p_request, p_case, p_person, COALESCE(p_targets, '{}'), p_outcome,
		v_body, rule.leaf_hash(v_body));
	INSERT INTO ledger.value (leaf_id, tag, salt, value)
	SELECT v_leaf, v.tag, v.salt, v.value
	FROM ROWS FROM (pg_catalog.unnest(v_tags), pg_catalog.unnest(v_salts), pg_catalog.unnest(v_texts)) AS v (tag, salt, value);
	PERFORM rule.tell_change(p_act, p_request, p_case, p_person, p_targets, p_outcome, p_values ->> 'reason');
	RETURN v_leaf;
END
$$;
