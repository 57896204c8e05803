-- For the service at which people sign in (docs/SIGNIN.md): what a person can
-- use, what they used, and whether a typed pass lets them in. Nothing here tells
-- a person who does not exist from one who is not registered.

CREATE FUNCTION signin.guard() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM rule.refuse_settings();
	IF rule.schema_version() IS DISTINCT FROM (SELECT pg_catalog.max(v.version) FROM directory.schema_version AS v) THEN
		PERFORM rule.fail('MD423', 'the directory is being upgraded', 'Try again in a minute.');
	END IF;
END
$$;

CREATE FUNCTION signin.address(p_email text) RETURNS text
	LANGUAGE sql
	RETURN directory.fold(rule.typed_address(rule.clean(p_email, 'email', 320)));

-- An id that is nobody's where the address is: what follows does the same work.
-- So does this: the next address and its person are read, and only then compared.
CREATE FUNCTION signin.person(p_address text) RETURNS uuid
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN COALESCE((SELECT CASE WHEN n.address = p_address AND p.status = 'active' THEN p.id END
		FROM (SELECT a.address, a.person_id FROM directory.person_address AS a
			WHERE a.address >= p_address ORDER BY a.address LIMIT 1) AS n
			JOIN directory.person AS p ON p.id = n.person_id), '00000000-0000-0000-0000-000000000000');
END
$$;

-- registered: these methods. recover: had methods, and none of them may be used
-- now: a pass or the help desk, never "register". not_registered: had none.
CREATE FUNCTION signin.methods(p_email text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_person uuid;
	v_methods jsonb;
	v_confirmed bigint;
BEGIN
	PERFORM signin.guard();
	v_person := signin.person(signin.address(p_email));
	SELECT pg_catalog.count(*), COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', m.id, 'kind', m.kind,
			'label', rule.kind_name(m.kind) || COALESCE(' ending in ' || pg_catalog."right"(m.number, 2), ''),
			'channels', rule.channels(m), 'default', m.is_default)
			ORDER BY m.is_default DESC, rule.strength(m.kind), m.added_at, m.id) FILTER (WHERE m.state = 'active'), '[]')
	INTO v_confirmed, v_methods
	FROM directory.sign_in_method AS m
	WHERE m.person_id = v_person AND m.confirmed_at IS NOT NULL AND m.kind <> 'email';
	RETURN pg_catalog.jsonb_build_object('methods', v_methods, 'answer', CASE WHEN v_methods <> '[]' THEN 'registered'
		WHEN v_confirmed > 0 OR (rule.open_pass(v_person)).id IS NOT NULL THEN 'recover' ELSE 'not_registered' END);
END
$$;

-- A method was used at this time. One that is not known is not told from one that is.
CREATE FUNCTION signin.used(p_method uuid, p_at timestamptz) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM signin.guard();
	IF p_method IS NULL OR p_at IS NULL OR p_at > pg_catalog.clock_timestamp() + interval '5 minutes' THEN
		PERFORM rule.fail('MD001', 'the method or the time is missing, or the time is to come', 'Give the time at which it was used.');
	END IF;
	UPDATE directory.sign_in_method AS m SET last_used_at = p_at
	WHERE m.id = p_method AND m.state = 'active' AND (m.last_used_at IS NULL OR m.last_used_at < p_at);
	RETURN '{}';
END
$$;

-- The first of a pair. What is rolled back was never looked at: the worker sees
-- what is committed, counts it, and compares.
CREATE FUNCTION signin.try_pass(p_request uuid, p_email text, p_pass text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_address text;
	v_person uuid;
	v_subject text;
BEGIN
	PERFORM signin.guard();
	v_address := signin.address(p_email);
	IF p_request IS NULL OR p_pass IS NULL OR pg_catalog.length(p_pass) NOT BETWEEN 1 AND 200 THEN
		PERFORM rule.fail('MD001', 'the request id or the pass is missing, or too long', 'Make a uuid for each try.');
	ELSIF (SELECT pg_catalog.count(*) FROM (SELECT FROM directory.pass_try AS t WHERE t.finished_at IS NULL LIMIT 500) AS t) = 500 THEN
		PERFORM rule.fail('MD429', 'too many passes are waiting for their check', 'Try again in a minute.');
	END IF;
	v_person := NULLIF(signin.person(v_address), '00000000-0000-0000-0000-000000000000');
	v_subject := COALESCE(v_person::text, pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(v_address, 'UTF8')), 'hex'));
	INSERT INTO directory.pass_try (id, subject, person_id, typed, at, xid)
	VALUES (p_request, v_subject, v_person, p_pass, pg_catalog.clock_timestamp(), pg_catalog.pg_current_xact_id())
	ON CONFLICT (id) DO NOTHING;
	IF FOUND THEN
		PERFORM rule.put_errand(p_request, 'try_pass');
		PERFORM rule.wake();
	ELSIF NOT EXISTS (SELECT FROM directory.pass_try AS t WHERE t.id = p_request AND t.subject = v_subject
			AND COALESCE(t.typed, p_pass) = p_pass) THEN
		PERFORM rule.fail('MD409', 'that request id was used for something else', 'Use a new request id.');
	END IF;
	RETURN pg_catalog.jsonb_build_object('request', p_request, 'state', 'checking');
END
$$;

-- checking: ask again. accepted: said for a while (period `pass_result`), of one pass once. refused: without a reason.
CREATE FUNCTION signin.pass_result(p_request uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_try directory.pass_try;
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	PERFORM signin.guard();
	SELECT t.* INTO v_try FROM directory.pass_try AS t WHERE t.id = p_request AND t.at > v_now - rule.period('pass_result');
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('try');
	END IF;
	PERFORM rule.committed(v_try.xid);
	RETURN pg_catalog.jsonb_build_object('request', p_request, 'state',
		CASE WHEN v_try.state = 'checking' AND v_try.at < v_now - 2 * rule.period('pass_try') THEN 'refused' ELSE v_try.state END,
		'person', CASE v_try.state WHEN 'accepted' THEN v_try.person_id END);
END
$$;
