-- What proves who is calling now, and the proofs that rest on no sign-in method of the person.

CREATE FUNCTION desk.proof_ways(p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.proof_ways');
	v_case directory.case_file;
BEGIN
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case;
	IF NOT FOUND OR NOT rule.readable(v_case) THEN
		PERFORM rule.fail_not_found('case');
	END IF;
	PERFORM rule.refuse_idle(v_case);
	PERFORM rule.committed(v_case.held_xid);
	RETURN rule.proof_ways(v_actor, v_case);
END
$$;

-- The request is the challenge: a recovery code is typed, a manager reads a code to the agent who rings them.
CREATE FUNCTION desk.start_proof(p_request uuid, p_case uuid, p_kind text, p_channel text DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.start_proof');
	v_stored jsonb := rule.begin(p_request, 'start_proof', pg_catalog.jsonb_build_array(p_case, p_kind, p_channel));
	v_case directory.case_file;
	v_method directory.sign_in_method;
	v_challenge directory.challenge;
	v_channel text := 'recovery';
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_kind, 'kind of proof', ARRAY['recovery-code', 'manager']);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse(rule.no_proof_now(v_case, rule.open_contact(p_case)));
	IF p_kind = 'manager' THEN
		v_channel := rule.choice(p_channel, 'channel', ARRAY['text', 'call', 'app']);
		PERFORM rule.refuse(rule.no_manager(v_actor.person_id, v_case.person_id));
		v_method := rule.manager_method(v_case, v_channel);
		PERFORM rule.refuse(rule.no_manager_method(v_method, v_channel));
	ELSE
		PERFORM rule.refuse(rule.no_recovery_code(v_case));
	END IF;
	PERFORM rule.spend('start_challenge', p_request);
	PERFORM rule.replace_challenge(v_case.person_id, v_method.id);
	INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, created_at, expires_at)
	VALUES (p_request, p_case, (rule.open_contact(p_case)).id, v_case.person_id, v_method.id, session_user, 'proof', v_channel,
		CASE WHEN v_channel IN ('text', 'call') THEN rule.new_mark(v_case.person_id) END, v_now, v_now + rule.period('code'))
	RETURNING * INTO v_challenge;
	IF v_channel IN ('text', 'call') THEN
		PERFORM rule.put_job(p_request, 'send');
	END IF;
	PERFORM rule.record('start_proof', p_request, p_case, v_case.person_id, rule.challenge_targets(v_challenge), p_kind, NULL,
		'queued', NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'queued');
END
$$;

-- Leads see at once what waits for them.
CREATE FUNCTION desk.ask_approval(p_request uuid, p_case uuid, p_act text, p_target text DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.ask_approval');
	v_stored jsonb := rule.begin(p_request, 'ask_approval', pg_catalog.jsonb_build_array(p_case, p_act, p_target));
	v_case directory.case_file;
	v_what text[];
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_what := rule.approvable(p_act || COALESCE('=' || p_target, ''));
	v_case := rule.hold_case(p_case, false);
	IF (SELECT pg_catalog.count(*) FROM directory.approval_wish AS w WHERE w.case_id = p_case
			AND w.asked_at > pg_catalog.clock_timestamp() - rule.period('approval')) >= 20 THEN
		PERFORM rule.fail('MD429', 'twenty approvals were asked for in this case', 'Talk to a lead.');
	END IF;
	INSERT INTO directory.approval_wish (id, case_id, act, target, asked_by, asked_at)
	VALUES (p_request, p_case, v_what[1], v_what[2], session_user, pg_catalog.clock_timestamp());
	PERFORM rule.record('ask_approval', p_request, p_case, v_case.person_id, ARRAY[p_request], 'asked', NULL,
		p_act || COALESCE('=' || p_target, ''), NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'asked');
END
$$;
