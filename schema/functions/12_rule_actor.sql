-- Who acts, and on whom. session_user is who acts: inside a SECURITY DEFINER
-- function current_user is not.

CREATE TYPE rule.actor AS (login text, person_id uuid, role text, counter boolean);

-- Settings of the session that would make a function judge by the past, or print the plans of its statements: in those
-- are the values of its variables, whole numbers among them.
CREATE FUNCTION rule.refuse_settings() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
		PERFORM rule.fail('MD403', 'only READ COMMITTED transactions are served',
			'Do not set another isolation level: it would judge by what was true earlier.');
	ELSIF 'on' IN (pg_catalog.current_setting('debug_print_plan'), pg_catalog.current_setting('debug_print_parse'),
			pg_catalog.current_setting('debug_print_rewritten')) THEN
		PERFORM rule.fail('MD403', 'sessions that print plans are not served',
			'Set debug_print_plan, debug_print_parse and debug_print_rewritten to off.');
	END IF;
	-- A made-up time zone makes a day shorter than 24 hours. (Setting it anew would tell every client so, twice.)
	IF pg_catalog.current_setting('TimeZone') <> 'UTC' THEN
		PERFORM pg_catalog.set_config('TimeZone', 'UTC', true);
	END IF;
END
$$;

-- First in every function. Which roles hold the right is said once, by the
-- EXECUTE grants of privileges.sql, and asked here of the staff row's own role:
-- a login that was put into a second group by hand gains nothing. It takes no lock.
CREATE FUNCTION rule.guard(p_function text) RETURNS rule.actor
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_actor rule.actor;
BEGIN
	PERFORM rule.refuse_settings();
	IF rule.schema_version() IS DISTINCT FROM (SELECT pg_catalog.max(v.version) FROM directory.schema_version AS v) THEN
		PERFORM rule.fail('MD423', 'the directory is being upgraded', 'Try again in a minute.');
	END IF;
	SELECT s.login, s.person_id, s.role, s.counter INTO v_actor
	FROM directory.staff AS s JOIN directory.person AS p ON p.id = s.person_id
	WHERE s.login = session_user AND s.locked_at IS NULL AND p.status = 'active';
	IF NOT FOUND OR NOT pg_catalog.pg_has_role(session_user, 'mfadesk_' || v_actor.role, 'MEMBER') THEN
		PERFORM rule.fail('MD403', 'you are not enabled as staff', 'Ask your administrator.');
	ELSIF NOT pg_catalog.has_function_privilege('mfadesk_' || v_actor.role,
			p_function::pg_catalog.regproc::pg_catalog.oid, 'EXECUTE') THEN
		PERFORM rule.fail('MD403', 'your role, ' || v_actor.role || ', may not do that',
			'Ask a colleague whose role may.');
	END IF;
	RETURN v_actor;
END
$$;

-- A login as people read it: what no person does has a name too.
CREATE FUNCTION rule.who(p_login text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_login WHEN 'mfadesk_worker' THEN 'the worker' WHEN 'mfadesk_signin' THEN 'sign-in' ELSE p_login END;

-- A staff member without units has everybody in scope.
CREATE FUNCTION rule.units() RETURNS int[]
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.array_agg(u.unit_id) FROM directory.staff_unit AS u WHERE u.login = session_user);
END
$$;

CREATE FUNCTION rule.in_scope(p_person uuid) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.person AS p
		WHERE p.id = p_person AND (rule.units() IS NULL OR p.unit_id = ANY (rule.units())));
END
$$;

-- The person that an id, an email or an alias names, in scope.
CREATE FUNCTION rule.person_of(p_who text) RETURNS uuid
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_who text := rule.clean(p_who, 'email', 320);
	v_person uuid;
BEGIN
	IF v_who ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN
		SELECT p.id INTO v_person FROM directory.person AS p WHERE p.id = v_who::uuid;
	ELSE
		SELECT a.person_id INTO v_person FROM directory.person_address AS a
		WHERE a.address = directory.fold(rule.typed_address(v_who));
	END IF;
	IF v_person IS NULL OR NOT rule.in_scope(v_person) THEN
		PERFORM rule.fail_not_found('person');
	END IF;
	RETURN v_person;
END
$$;

-- What the person is to the one who acts; several may hold, and the strictest counts.
CREATE FUNCTION rule.standings(p_actor rule.actor, p_person uuid) RETURNS text[]
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN ARRAY(SELECT s.standing FROM (
		SELECT 'self' AS standing WHERE p_person = p_actor.person_id
		UNION ALL
		SELECT 'peer' WHERE p_person <> p_actor.person_id AND EXISTS (
			SELECT FROM directory.staff AS s WHERE s.person_id = p_person AND s.locked_at IS NULL)
		UNION ALL
		SELECT p.tier FROM directory.person AS p WHERE p.id = p_person) AS s);
END
$$;
