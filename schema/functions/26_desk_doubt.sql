-- Doubt: everything but suspending stops until a lead clears it.

-- p_suspensions: keep or undo; needed where something that one's own open case suspended is suspended still.
CREATE FUNCTION desk.raise_doubt(p_request uuid, p_who text, p_reason text, p_suspensions text DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.raise_doubt');
	v_stored jsonb := rule.begin(p_request, 'raise_doubt', pg_catalog.jsonb_build_array(p_who, p_reason, p_suspensions));
	v_person uuid;
	v_reason text;
	v_case directory.case_file;
	v_kept uuid[];
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_person := rule.person_of(p_who);
	v_reason := rule.clean(p_reason, 'reason', 200);
	PERFORM FROM directory.person AS p WHERE p.id = v_person FOR NO KEY UPDATE;
	IF rule.doubted(v_person) THEN
		PERFORM rule.fail('MD409', 'doubt was raised already', 'A lead clears it with a reason.');
	END IF;
	PERFORM rule.spend('raise_doubt', v_person);
	SELECT c.* INTO v_case FROM directory.case_file AS c
	WHERE c.person_id = v_person AND c.login = session_user AND c.state = 'open' FOR NO KEY UPDATE;
	v_kept := rule.settle(v_actor, v_case, p_suspensions, p_request);
	INSERT INTO directory.doubt (id, person_id, raised_by, raised_at, reason)
	VALUES (p_request, v_person, session_user, pg_catalog.clock_timestamp(), v_reason);
	PERFORM rule.cancel_challenges(v_person, 'there is doubt about who is calling');
	PERFORM rule.record('raise_doubt', p_request, NULL, v_person, p_request || v_kept, 'raised', NULL, 'doubt',
		pg_catalog.jsonb_build_object('reason', v_reason));
	RETURN rule.finish(p_request, NULL, ARRAY[p_request], 'raised');
END
$$;

-- By a lead, never on oneself.
CREATE FUNCTION desk.clear_doubt(p_request uuid, p_who text, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.clear_doubt');
	v_stored jsonb := rule.begin(p_request, 'clear_doubt', pg_catalog.jsonb_build_array(p_who, p_reason));
	v_person uuid;
	v_reason text;
	v_doubt uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_person := rule.person_of(p_who);
	v_reason := rule.clean(p_reason, 'reason', 200);
	IF v_person = v_actor.person_id THEN
		PERFORM rule.fail('MD412', 'you cannot clear a doubt about yourself', 'Ask another lead.');
	END IF;
	PERFORM FROM directory.person AS p WHERE p.id = v_person FOR NO KEY UPDATE;
	UPDATE directory.doubt AS d SET cleared_by = session_user, cleared_at = pg_catalog.clock_timestamp(), cleared_why = v_reason
	WHERE d.person_id = v_person AND d.cleared_at IS NULL
	RETURNING d.id INTO v_doubt;
	IF NOT FOUND THEN
		PERFORM rule.fail('MD409', 'there is no doubt to clear', 'Look at the account again.');
	END IF;
	UPDATE directory.sign_in_method AS m SET failures = 0 WHERE m.person_id = v_person AND m.failures > 0;
	PERFORM rule.record('clear_doubt', p_request, NULL, v_person, ARRAY[v_doubt], 'cleared', 'doubt', NULL,
		pg_catalog.jsonb_build_object('reason', v_reason));
	RETURN rule.finish(p_request, NULL, ARRAY[v_doubt], 'cleared');
END
$$;
