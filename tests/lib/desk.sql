-- What the tests in tests/sql share: \ir ../lib/desk.sql after the first line.
--
-- A file has a database of its own and runs outside a transaction, so that the
-- second function of a pair sees the first one committed. Who acts is changed
-- inside of these functions; everything else is done by postgres.

-- Ids of the sample people and of what they have (schema/sample.sql), and any by a name.
CREATE FUNCTION tap.person(p_n int) RETURNS uuid LANGUAGE sql IMMUTABLE
	RETURN md5('mfadesk sample person ' || p_n)::uuid;
CREATE FUNCTION tap.device(p_n int, p_nth int) RETURNS uuid LANGUAGE sql IMMUTABLE
	RETURN md5('mfadesk sample device ' || p_n || ' ' || p_nth)::uuid;
CREATE FUNCTION tap.method(p_n int, p_nth int) RETURNS uuid LANGUAGE sql IMMUTABLE
	RETURN md5('mfadesk sample method ' || p_n || ' ' || p_nth)::uuid;
CREATE FUNCTION tap.named(p_name text) RETURNS uuid LANGUAGE sql IMMUTABLE
	RETURN md5('test ' || p_name)::uuid;

-- The answer of one call as one login; its errors are raised.
CREATE FUNCTION tap.answer(p_login text, p_call text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	v_answer jsonb;
BEGIN
	EXECUTE format('SET SESSION AUTHORIZATION %I', p_login);
	EXECUTE 'SELECT ' || p_call INTO v_answer;
	SET SESSION AUTHORIZATION DEFAULT;
	RETURN v_answer;
END
$$;

-- What came of it in one word: the SQLSTATE of a refusal, the state of a change, else 'answered'.
CREATE FUNCTION tap.try(p_login text, p_call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_answer jsonb;
BEGIN
	BEGIN
		v_answer := tap.answer(p_login, p_call);
	EXCEPTION WHEN OTHERS THEN
		RETURN SQLSTATE;
	END;
	RETURN coalesce(v_answer ->> 'state', 'answered');
END
$$;

-- The refusal in its own words: "MD410 it is not proven who this is".
CREATE FUNCTION tap.words_of(p_login text, p_call text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN tap.answer(p_login, p_call)::text;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;

-- The same, and nothing of it stays.
CREATE FUNCTION tap.trial(p_login text, p_call text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE = tap.try(p_login, p_call);
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN SQLERRM;
END
$$;

-- An own case, with a contact, as if it had been opened a while ago: its id is named('case').
CREATE FUNCTION tap.put_case(p_case text, p_person int, p_login text DEFAULT 'agent', p_by text DEFAULT 'counter')
	RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO directory.case_file (id, ticket, person_id, login, opened_by, opened_at, last_at, held_xid)
	VALUES (tap.named(p_case), 'INC' || p_person, tap.person(p_person), p_login, p_login, now(), now(), '3');
	INSERT INTO directory.contact (id, case_id, login, here_by, started_at)
	VALUES (tap.named(p_case || ' contact'), tap.named(p_case), p_login, p_by, now());
	RETURN tap.named(p_case);
END
$$;

-- A proof in the open contact of a case, given some minutes ago.
CREATE FUNCTION tap.put_proof(p_case text, p_minutes int DEFAULT 0, p_kind text DEFAULT 'document-in-person',
	p_rests_on text DEFAULT 'document', p_result text DEFAULT 'passed') RETURNS uuid LANGUAGE sql AS $$
	INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
	SELECT gen_random_uuid(), t.id, c.id, c.person_id, p_kind, p_rests_on,
		CASE WHEN p_kind ~ '^document' THEN 'badge' END, p_result, t.login, clock_timestamp() - make_interval(mins => p_minutes)
	FROM directory.case_file AS c JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL
	WHERE c.id = tap.named(p_case)
	RETURNING id
$$;

-- Another login of a sample person, made as the installer makes it.
CREATE FUNCTION tap.put_staff(p_login text, p_n int, p_role text, p_units text[] DEFAULT '{}', p_counter boolean DEFAULT false)
	RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = p_login) THEN
		EXECUTE format('CREATE ROLE %I LOGIN', p_login);
	END IF;
	INSERT INTO directory.staff (login, person_id, role, counter) VALUES (p_login, tap.person(p_n), p_role, p_counter);
	INSERT INTO directory.staff_unit SELECT p_login, u.id FROM directory.unit AS u WHERE u.name = ANY (p_units);
	EXECUTE format('GRANT %I TO %I', 'mfadesk_' || p_role, p_login);
END
$$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tap TO PUBLIC;
