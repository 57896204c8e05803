-- Saved recovery codes: made by the worker, sealed to the desk that asked, kept as slow hashes.

-- The set's id is the request. A set that was made takes the place of the one before.
CREATE FUNCTION desk.issue_recovery_codes(p_request uuid, p_case uuid, p_version bigint, p_public_key text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.issue_recovery_codes');
	v_stored jsonb := rule.begin(p_request, 'issue_recovery_codes', pg_catalog.jsonb_build_array(p_case, p_version, p_public_key));
	v_case directory.case_file;
	v_contact directory.contact;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.check_public_key(p_public_key);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	v_contact := rule.present_contact(p_case);
	PERFORM rule.require(v_actor, v_case, 'issue_recovery_codes', NULL, p_request);
	PERFORM rule.bump(v_case.person_id, p_version);
	INSERT INTO directory.code_set (id, person_id, case_id, contact_id, login, asked_at)
	VALUES (p_request, v_case.person_id, p_case, v_contact.id, session_user, pg_catalog.clock_timestamp());
	INSERT INTO directory.box (subject, login, public_key) VALUES (p_request, session_user, pg_catalog.decode(p_public_key, 'hex'));
	PERFORM rule.put_errand(p_request, 'make_codes');
	PERFORM rule.record('issue_recovery_codes', p_request, p_case, v_case.person_id, ARRAY[p_request], 'asked', NULL, 'waiting', NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'waiting');
END
$$;

-- To the desk whose agent asked for it, while the contact goes on and for as long as a code counts.
CREATE FUNCTION desk.recovery_codes(p_set uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.recovery_codes');
	v_set directory.code_set;
	v_box bytea;
	v_state text;
BEGIN
	SELECT s.* INTO v_set FROM directory.code_set AS s
	WHERE s.id = p_set AND s.login = session_user AND EXISTS (SELECT FROM directory.case_file AS f
		WHERE f.id = s.case_id AND f.login = session_user AND rule.readable(f));
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('set of recovery codes');
	END IF;
	SELECT b.box INTO v_box FROM directory.box AS b WHERE b.subject = p_set;
	v_state := CASE WHEN rule.codes_over(v_set) THEN 'over' WHEN v_box IS NULL THEN 'waiting' ELSE 'ready' END;
	RETURN pg_catalog.jsonb_build_object('set', p_set, 'state', v_state,
		'sealed', CASE v_state WHEN 'ready' THEN pg_catalog.encode(v_box, 'hex') END);
END
$$;
