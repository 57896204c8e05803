-- Cases and contacts. Lock order: person, case, method.

CREATE FUNCTION rule.is_idle(p_case directory.case_file) RETURNS boolean
	LANGUAGE sql
	RETURN p_case.state = 'open' AND p_case.last_at < pg_catalog.clock_timestamp() - rule.period('idle');

-- A case that may still be read by who holds it: open, or closed within the hour.
CREATE FUNCTION rule.readable(p_case directory.case_file) RETURNS boolean
	LANGUAGE sql
	RETURN p_case.login = session_user AND rule.in_scope(p_case.person_id)
		AND (p_case.state = 'open' OR p_case.closed_at > pg_catalog.clock_timestamp() - rule.period('after_close'));

CREATE FUNCTION rule.refuse_idle(p_case directory.case_file) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF rule.is_idle(p_case) THEN
		PERFORM rule.fail('MD409', 'the case was idle for too long and is put aside',
			'Start a new contact in it: open the case again with the same ticket.');
	END IF;
END
$$;

-- One's own open case, locked; the person too when the act changes them.
CREATE FUNCTION rule.hold_case(p_case uuid, p_lock_person boolean, p_idle_too boolean DEFAULT false)
	RETURNS directory.case_file
	LANGUAGE plpgsql
AS $$
DECLARE
	v_case directory.case_file;
BEGIN
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case;
	IF NOT FOUND OR v_case.login <> session_user OR NOT rule.in_scope(v_case.person_id) THEN
		PERFORM rule.fail_not_found('case');
	END IF;
	IF p_lock_person THEN
		PERFORM FROM directory.person AS p WHERE p.id = v_case.person_id FOR NO KEY UPDATE;
	END IF;
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case FOR NO KEY UPDATE;
	IF v_case.login <> session_user THEN
		PERFORM rule.fail('MD409', 'the case was taken over by ' || v_case.login, 'Open your own case, or take it back with a reason.');
	ELSIF v_case.state = 'closed' THEN
		PERFORM rule.fail('MD409', 'the case is closed', 'Open a new case.');
	ELSIF NOT p_idle_too THEN
		PERFORM rule.refuse_idle(v_case);
	END IF;
	UPDATE directory.case_file AS c SET last_at = pg_catalog.clock_timestamp() WHERE c.id = p_case;
	RETURN v_case;
END
$$;

CREATE FUNCTION rule.open_contact(p_case uuid) RETURNS directory.contact
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT c FROM directory.contact AS c WHERE c.case_id = p_case AND c.ended_at IS NULL);
END
$$;

CREATE FUNCTION rule.here_by_phrase(p_here_by text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_here_by WHEN 'counter' THEN 'at the counter' WHEN 'video' THEN 'on video' ELSE 'by phone' END;

-- The same where somebody must be there.
CREATE FUNCTION rule.present_contact(p_case uuid) RETURNS directory.contact
	LANGUAGE plpgsql
AS $$
DECLARE
	v_contact directory.contact := rule.open_contact(p_case);
BEGIN
	IF v_contact.id IS NULL THEN
		PERFORM rule.fail('MD409', 'nobody is being talked to in this case', 'Start a new contact when the person is here again.');
	END IF;
	RETURN v_contact;
END
$$;

-- Ends the contact, if there is one, and with it its proofs and what is awaited in it.
CREATE FUNCTION rule.end_contact(p_case uuid, p_why text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_contact uuid;
BEGIN
	UPDATE directory.contact AS c SET ended_at = pg_catalog.clock_timestamp(), ended_why = p_why
	WHERE c.case_id = p_case AND c.ended_at IS NULL
	RETURNING c.id INTO v_contact;
	PERFORM rule.cancel_challenges(v_contact, 'the contact ended');
END
$$;

CREATE FUNCTION rule.begin_contact(p_id uuid, p_case uuid, p_by text) RETURNS uuid
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM rule.choice(p_by, 'way of being here', ARRAY['phone', 'counter', 'video']);
	PERFORM rule.end_contact(p_case, 'new contact');
	INSERT INTO directory.contact (id, case_id, login, here_by, started_at)
	VALUES (p_id, p_case, session_user, p_by, pg_catalog.clock_timestamp());
	RETURN p_id;
END
$$;

CREATE FUNCTION rule.doubted(p_person uuid) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.doubt AS d WHERE d.person_id = p_person AND d.cleared_at IS NULL);
END
$$;

CREATE FUNCTION rule.refuse_doubted(p_person uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF rule.doubted(p_person) THEN
		PERFORM rule.fail('MD423', 'there is doubt about who is calling as this person',
			'Only suspending goes on. A lead clears the doubt with a reason.');
	END IF;
END
$$;

-- Failed and refused proofs that count: of the last days, and since a lead last cleared a doubt.
CREATE FUNCTION rule.bad_proofs(p_person uuid) RETURNS bigint
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.count(*) FROM directory.proof AS p
		WHERE p.person_id = p_person AND p.result <> 'passed'
			AND p.at > pg_catalog.clock_timestamp() - rule.period('bad_proofs')
			AND NOT EXISTS (SELECT FROM directory.doubt AS d
				WHERE d.person_id = p_person AND d.cleared_at >= p.at));
END
$$;
