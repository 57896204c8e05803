-- Staff and settings, for administrators. The installer (a superuser) may call
-- these too: somebody has to add the first administrator.

CREATE FUNCTION rule.guard_admin(p_function text) RETURNS rule.actor
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	PERFORM rule.refuse_settings();
	IF (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = session_user) THEN
		RETURN ROW(session_user::text, NULL, 'installer', false)::rule.actor;
	END IF;
	RETURN rule.guard(p_function);
END
$$;

-- Owned by mfadesk_granter, which can give and take the four groups and end
-- sessions, and owns nothing else. A NULL role takes all four away.
CREATE FUNCTION rule.set_group(p_login text, p_role text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	v_group text;
BEGIN
	FOREACH v_group IN ARRAY ARRAY['agent', 'lead', 'auditor', 'administrator'] LOOP
		IF pg_catalog.pg_has_role(p_login, 'mfadesk_' || v_group, 'MEMBER') AND v_group IS DISTINCT FROM p_role THEN
			EXECUTE pg_catalog.format('REVOKE %I FROM %I', 'mfadesk_' || v_group, p_login);
		END IF;
	END LOOP;
	IF p_role IS NOT NULL THEN
		EXECUTE pg_catalog.format('GRANT %I TO %I', 'mfadesk_' || p_role, p_login);
	END IF;
	-- A REVOKE that did nothing is only a warning: read it back.
	FOREACH v_group IN ARRAY ARRAY['agent', 'lead', 'auditor', 'administrator'] LOOP
		IF pg_catalog.pg_has_role(p_login, 'mfadesk_' || v_group, 'MEMBER') <> (v_group IS NOT DISTINCT FROM p_role) THEN
			RAISE EXCEPTION USING ERRCODE = 'MD451', MESSAGE = 'the groups of ' || p_login || ' could not be set',
				HINT = 'Somebody granted them by hand: the installer must revoke them.';
		END IF;
	END LOOP;
END
$$;

CREATE FUNCTION rule.end_sessions(p_login text) RETURNS bigint
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	RETURN (SELECT pg_catalog.count(*) FILTER (WHERE pg_catalog.pg_terminate_backend(a.pid))
		FROM pg_catalog.pg_stat_activity AS a
		WHERE a.usename = p_login AND a.pid <> pg_catalog.pg_backend_pid());

-- Of these logins, those that sit in a transaction for longer, at rest or in a statement that does not end: but an
-- administrator's import may take its time.
CREATE FUNCTION rule.end_lingering(p_logins text[], p_limit interval) RETURNS bigint
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	RETURN (SELECT pg_catalog.count(*) FILTER (WHERE pg_catalog.pg_terminate_backend(a.pid))
		FROM pg_catalog.pg_stat_activity AS a
		WHERE a.usename = ANY (p_logins) AND a.datname = pg_catalog.current_database()
			AND a.xact_start < pg_catalog.clock_timestamp() - p_limit
			AND (a.state LIKE 'idle in transaction%' OR NOT pg_catalog.pg_has_role(a.usename, 'mfadesk_administrator', 'MEMBER')));

-- Nobody makes or unmakes themselves: not by their own login, nor by a second one.
CREATE FUNCTION rule.refuse_own_staff(p_actor rule.actor, p_login text, p_person uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_login = p_actor.login OR p_person = p_actor.person_id THEN
		PERFORM rule.fail('MD412', 'you cannot change your own place among the staff', 'Ask another administrator, or the installer.');
	END IF;
END
$$;

-- A login that has a right of its own besides one of the four groups could go around the functions.
CREATE FUNCTION rule.plain_login(p_login text) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM pg_catalog.pg_roles AS r
		WHERE r.rolname = p_login AND p_login !~ '^(pg_|mfadesk_)'
			AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
			AND NOT EXISTS (SELECT FROM pg_catalog.pg_auth_members AS m
				WHERE m.member = r.oid AND pg_catalog.pg_get_userbyid(m.roleid) NOT IN
					('mfadesk_agent', 'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator')));
END
$$;

-- Adds a login as staff, or changes its role, right and scope. The login itself is the installer's to make.
CREATE FUNCTION admin.add_staff(p_request uuid, p_login text, p_email text, p_role text, p_counter boolean, p_units text[])
	RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.add_staff');
	v_stored jsonb := rule.begin(p_request, 'add_staff',
		pg_catalog.jsonb_build_array(p_login, p_email, p_role, p_counter, pg_catalog.to_jsonb(p_units)));
	v_person uuid;
	v_before text;
	v_unknown text;
	v_now uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.clean(p_login, 'login', 63);
	PERFORM rule.choice(p_role, 'role', ARRAY['agent', 'lead', 'auditor', 'administrator']);
	SELECT a.person_id INTO v_person FROM directory.person_address AS a
	WHERE a.address = directory.fold(rule.typed_address(rule.clean(p_email, 'email', 320)));
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('person');
	END IF;
	PERFORM rule.refuse_own_staff(v_actor, p_login, v_person);
	IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname = p_login) THEN
		PERFORM rule.fail('MD404', 'there is no such database login', 'The installer makes it: add --create.');
	ELSIF NOT rule.plain_login(p_login) THEN
		PERFORM rule.fail('MD451', 'that database login has rights of its own',
			'Staff log in as a role that is in no group besides, and may do nothing else.');
	END IF;
	-- What was done under a login stays one person's.
	SELECT s.person_id INTO v_now FROM directory.staff AS s WHERE s.login = p_login FOR NO KEY UPDATE;
	IF v_now <> v_person THEN
		PERFORM rule.fail('MD409', 'that login is another person''s', 'Lock it, and make the person a login of their own.');
	END IF;
	-- Without a unit everybody is in scope: an empty name among them must not come to that.
	PERFORM rule.clean(u.name, 'unit', 200) FROM pg_catalog.unnest(p_units) AS u (name);
	SELECT pg_catalog.min(u.name) INTO v_unknown FROM pg_catalog.unnest(p_units) AS u (name)
	WHERE NOT EXISTS (SELECT FROM directory.unit AS d WHERE d.name = u.name);
	IF v_unknown IS NOT NULL THEN
		PERFORM rule.fail('MD404', 'there is no such unit: ' || v_unknown, 'Units are the departments of the imported people.');
	END IF;
	SELECT s.role INTO v_before FROM directory.staff AS s WHERE s.login = p_login;
	INSERT INTO directory.staff AS s (login, person_id, role, counter)
	VALUES (p_login, v_person, p_role, COALESCE(p_counter, false))
	ON CONFLICT (login) DO UPDATE SET role = EXCLUDED.role, counter = EXCLUDED.counter,
		locked_at = NULL;
	DELETE FROM directory.staff_unit AS u WHERE u.login = p_login;
	INSERT INTO directory.staff_unit (login, unit_id)
	SELECT DISTINCT p_login, d.id FROM directory.unit AS d WHERE d.name = ANY (p_units);
	PERFORM rule.set_group(p_login, p_role);
	PERFORM rule.record('add_staff', p_request, NULL, v_person, NULL, 'added', v_before, p_role,
		pg_catalog.jsonb_build_object('text', p_login));
	RETURN rule.finish(p_request, NULL, ARRAY[v_person], 'enabled');
END
$$;

-- At once: the functions refuse, the group is gone (so the login cannot connect here), its sessions end.
CREATE FUNCTION admin.lock_staff(p_request uuid, p_login text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.lock_staff');
	v_stored jsonb := rule.begin(p_request, 'lock_staff', pg_catalog.jsonb_build_array(p_login));
	v_staff directory.staff;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.clean(p_login, 'login', 63);
	SELECT s.* INTO v_staff FROM directory.staff AS s WHERE s.login = p_login FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('staff login');
	END IF;
	PERFORM rule.refuse_own_staff(v_actor, p_login, v_staff.person_id);
	UPDATE directory.staff AS s SET locked_at = COALESCE(s.locked_at, pg_catalog.clock_timestamp()) WHERE s.login = p_login;
	IF EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname = p_login) THEN
		PERFORM rule.set_group(p_login, NULL);
		PERFORM rule.end_sessions(p_login);
	END IF;
	PERFORM rule.record('lock_staff', p_request, NULL, v_staff.person_id, NULL, 'locked', v_staff.role, NULL,
		pg_catalog.jsonb_build_object('text', p_login));
	RETURN rule.finish(p_request, NULL, ARRAY[v_staff.person_id], 'locked');
END
$$;

CREATE FUNCTION admin.staff() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.staff');
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'login', s.login,
			'person', pg_catalog.jsonb_build_object('id', p.id, 'email', p.email, 'name', p.name),
			'role', s.role, 'counter', s.counter,
			'units', COALESCE((SELECT pg_catalog.jsonb_agg(u.name ORDER BY u.name) FROM directory.staff_unit AS su
				JOIN directory.unit AS u ON u.id = su.unit_id WHERE su.login = s.login), '[]'),
			'added_at', rule.rfc3339(s.added_at), 'locked_at', rule.rfc3339(s.locked_at)) ORDER BY s.login), '[]')
		FROM directory.staff AS s JOIN directory.person AS p ON p.id = s.person_id);
END
$$;

CREATE FUNCTION admin.set_setting(p_request uuid, p_name text, p_value text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.set_setting');
	v_stored jsonb := rule.begin(p_request, 'set_setting', pg_catalog.jsonb_build_array(p_name, p_value));
	v_before text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_name, 'setting', ARRAY(SELECT s.name FROM directory.setting AS s WHERE s.name <> 'demonstration' ORDER BY 1));
	IF p_value IS NULL OR pg_catalog.length(p_value) > 200 THEN
		PERFORM rule.fail('MD001', 'the value is missing or too long', 'At most 200 characters.');
	ELSIF rule.hides(p_value) THEN
		PERFORM rule.fail('MD001', 'the value has characters that cannot be seen', 'Type it by hand instead of pasting it.');
	ELSIF p_name = 'country' THEN
		PERFORM rule.choice(p_value, 'country', ARRAY(SELECT c.code FROM directory.country AS c ORDER BY 1));
	ELSIF p_name = 'pass_form' THEN
		PERFORM rule.choice(p_value, 'form of passes', ARRAY['words', 'characters']);
	ELSIF p_name = 'import_notices' THEN
		PERFORM rule.choice(p_value, 'way with notices of imports', ARRAY['changes', 'all', 'none']);
	ELSIF p_name = 'pass_minutes' AND (p_value !~ '^[0-9]{2,3}$' OR p_value::int NOT BETWEEN 10 AND 480) THEN
		PERFORM rule.fail('MD001', 'a pass does not last that long', 'From 10 to 480 minutes.');
	ELSIF p_name = 'time_zone' AND NOT EXISTS (SELECT FROM pg_catalog.pg_timezone_names AS z WHERE z.name = p_value) THEN
		PERFORM rule.fail('MD001', 'that is no time zone', 'As in "America/New_York".');
	ELSIF p_name = 'ticket_pattern' THEN
		BEGIN
			PERFORM '' ~ p_value;
		EXCEPTION WHEN invalid_regular_expression THEN
			PERFORM rule.fail('MD001', 'that is no regular expression', 'As in "^INC[0-9]{7}$".');
		END;
	END IF;
	SELECT s.value INTO v_before FROM directory.setting AS s WHERE s.name = p_name FOR NO KEY UPDATE;
	UPDATE directory.setting AS s SET value = p_value WHERE s.name = p_name;
	PERFORM rule.record('set_setting', p_request, NULL, NULL, NULL, 'set', p_name || '=' || v_before, p_name || '=' || p_value, NULL);
	RETURN rule.finish(p_request, NULL, '{}', 'set');
END
$$;

CREATE FUNCTION admin.settings() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.settings');
BEGIN
	RETURN (SELECT pg_catalog.jsonb_object_agg(s.name, s.value) FROM directory.setting AS s);
END
$$;
