-- A temporary access pass: asked for, shown once, taken back.

-- How long it lasts: between ten minutes and what the setting allows.
CREATE FUNCTION rule.pass_minutes(p_minutes int) RETURNS int
	LANGUAGE plpgsql
AS $$
DECLARE
	v_most int := rule.setting('pass_minutes')::int;
	v_minutes int := COALESCE(p_minutes, LEAST(EXTRACT(epoch FROM rule.period('pass')) / 60, v_most)::int);
BEGIN
	IF v_minutes NOT BETWEEN 10 AND v_most THEN
		PERFORM rule.fail('MD001', 'a pass does not last ' || v_minutes || ' minutes here', 'From 10 to ' || v_most || ' minutes.');
	END IF;
	RETURN v_minutes;
END
$$;

-- The worker makes it and seals it to the key that the desk made for this. It takes the place of an older one.
CREATE FUNCTION desk.issue_pass(p_request uuid, p_case uuid, p_version bigint, p_minutes int, p_public_key text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.issue_pass');
	v_stored jsonb := rule.begin(p_request, 'issue_pass', pg_catalog.jsonb_build_array(p_case, p_version, p_minutes, p_public_key));
	v_case directory.case_file;
	v_minutes int;
	v_older uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.check_public_key(p_public_key);
	v_minutes := rule.pass_minutes(p_minutes);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	PERFORM rule.present_contact(p_case);
	PERFORM rule.require(v_actor, v_case, 'issue_pass', NULL, p_request);
	PERFORM rule.bump(v_case.person_id, p_version);
	SELECT p.id INTO v_older FROM directory.pass AS p
	WHERE p.person_id = v_case.person_id AND p.used_at IS NULL AND p.cancelled_at IS NULL;
	PERFORM rule.end_pass(v_older, 'a newer one took its place') WHERE v_older IS NOT NULL;
	INSERT INTO directory.pass (id, case_id, person_id, login, form, minutes, asked_at)
	VALUES (p_request, p_case, v_case.person_id, session_user, rule.setting('pass_form'), v_minutes, pg_catalog.clock_timestamp());
	INSERT INTO directory.box (subject, login, public_key) VALUES (p_request, session_user, pg_catalog.decode(p_public_key, 'hex'));
	PERFORM rule.put_errand(p_request, 'make_pass');
	PERFORM rule.record('issue_pass', p_request, p_case, v_case.person_id, ARRAY[p_request], 'for ' || v_minutes || ' min', NULL,
		'waiting', NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'waiting');
END
$$;

-- To the desk whose agent asked for it. What is in the box opens with a key that only that page had.
CREATE FUNCTION desk.pass(p_pass uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.pass');
	v_pass directory.pass;
	v_state text;
BEGIN
	SELECT p.* INTO v_pass FROM directory.pass AS p
	WHERE p.id = p_pass AND p.login = session_user AND EXISTS (SELECT FROM directory.case_file AS f
		WHERE f.id = p.case_id AND f.login = session_user AND rule.readable(f));
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('pass');
	END IF;
	v_state := CASE rule.pass_state(v_pass) WHEN 'waiting' THEN 'waiting' WHEN 'open' THEN 'ready' ELSE 'over' END;
	RETURN pg_catalog.jsonb_build_object('pass', p_pass, 'state', v_state, 'expires_at', rule.rfc3339(v_pass.expires_at),
		'sealed', CASE WHEN v_state = 'ready' THEN (SELECT pg_catalog.encode(b.box, 'hex')
			FROM directory.box AS b WHERE b.subject = p_pass) END);
END
$$;

CREATE FUNCTION desk.cancel_pass(p_request uuid, p_case uuid, p_pass uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.cancel_pass');
	v_stored jsonb := rule.begin(p_request, 'cancel_pass', pg_catalog.jsonb_build_array(p_case, p_pass));
	v_case directory.case_file;
	v_pass directory.pass;
	v_state text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	SELECT p.* INTO v_pass FROM directory.pass AS p
	WHERE p.id = p_pass AND p.person_id = v_case.person_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('pass of this person');
	END IF;
	v_state := rule.pass_state(v_pass);
	IF v_state NOT IN ('waiting', 'open') THEN
		PERFORM rule.fail('MD409', 'the pass is ' || v_state || ' already', 'Look at the account again.');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'cancel_pass', p_pass::text, p_request);
	PERFORM rule.bump(v_case.person_id, NULL);
	PERFORM rule.end_pass(p_pass, 'cancelled by ' || session_user);
	IF v_state = 'open' THEN
		PERFORM rule.refuse_no_way_in(v_case.person_id);
	END IF;
	PERFORM rule.record('cancel_pass', p_request, p_case, v_case.person_id, ARRAY[p_pass], 'cancelled', v_state, 'cancelled', NULL);
	RETURN rule.finish(p_request, p_case, ARRAY[p_pass], 'cancelled');
END
$$;
