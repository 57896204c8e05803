-- Test authentications, codes as proof, and the confirming of new methods. The
-- desk asks; the worker makes, sends and checks the code, each in a transaction
-- of its own, so that no caller can take back what was counted.

-- A newer challenge to a sign-in method takes the place of the older one.
CREATE FUNCTION desk.start_challenge(p_request uuid, p_case uuid, p_method uuid, p_channel text, p_purpose text DEFAULT 'test')
	RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.start_challenge');
	v_stored jsonb := rule.begin(p_request, 'start_challenge', pg_catalog.jsonb_build_array(p_case, p_method, p_channel, p_purpose));
	v_case directory.case_file;
	v_contact directory.contact;
	v_method directory.sign_in_method;
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_channel, 'channel', ARRAY['text', 'call', 'app']);
	PERFORM rule.choice(p_purpose, 'purpose', ARRAY['proof', 'confirm', 'test']);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	v_contact := rule.present_contact(p_case);
	PERFORM rule.replace_challenge(v_case.person_id, p_method);
	v_method := (rule.targets(v_case.person_id, p_method))[1];
	IF v_method.id <> p_method THEN
		PERFORM rule.fail('MD001', 'a device cannot be tested', 'Name one of its sign-in methods.');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'test', p_method::text, p_request);
	PERFORM rule.refuse(rule.no_challenge(v_case, v_method, p_channel, p_purpose));
	PERFORM rule.spend('start_challenge', p_request);
	INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, created_at, expires_at)
	VALUES (p_request, p_case, v_contact.id, v_case.person_id, p_method, session_user, p_purpose, p_channel,
		CASE WHEN p_channel <> 'app' THEN rule.new_mark(v_case.person_id) END, v_now, v_now + rule.period('code'));
	IF p_channel <> 'app' THEN
		PERFORM rule.put_job(p_request, 'send');
	END IF;
	PERFORM rule.record('start_challenge', p_request, p_case, v_case.person_id, ARRAY[p_method, p_request],
		p_channel || ' to ' || p_purpose, NULL, 'queued', NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'queued');
END
$$;

-- One's own, of a contact that still goes on, locked; the case before it.
CREATE FUNCTION rule.hold_challenge(p_challenge uuid) RETURNS directory.challenge
	LANGUAGE plpgsql
AS $$
DECLARE
	v_challenge directory.challenge;
	v_case directory.case_file;
BEGIN
	SELECT c.* INTO v_challenge FROM directory.challenge AS c WHERE c.id = p_challenge;
	IF NOT FOUND OR NOT EXISTS (SELECT FROM directory.case_file AS f
			WHERE f.id = v_challenge.case_id AND f.login = session_user AND rule.in_scope(f.person_id)) THEN
		PERFORM rule.fail_not_found('challenge');
	END IF;
	v_case := rule.hold_case(v_challenge.case_id, false);
	SELECT c.* INTO v_challenge FROM directory.challenge AS c WHERE c.id = p_challenge FOR NO KEY UPDATE;
	IF v_challenge.contact_id IS DISTINCT FROM (rule.open_contact(v_case.id)).id THEN
		PERFORM rule.fail('MD409', 'the contact that it belongs to is over', 'Start a new challenge.');
	ELSIF rule.is_final(rule.challenge_state(v_challenge)) THEN
		PERFORM rule.fail('MD409', 'this challenge is over: ' || rule.challenge_state(v_challenge)
			|| COALESCE(', ' || v_challenge.reason, ''), 'Start a new one.');
	END IF;
	RETURN v_challenge;
END
$$;

-- The code as it was typed waits for the worker's check. It is no argument of the request that is kept.
CREATE FUNCTION desk.answer_challenge(p_request uuid, p_challenge uuid, p_code text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.answer_challenge');
	v_stored jsonb := rule.begin(p_request, 'answer_challenge', pg_catalog.jsonb_build_array(p_challenge));
	v_challenge directory.challenge;
	v_code text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_challenge := rule.hold_challenge(p_challenge);
	PERFORM rule.refuse_doubted(v_challenge.person_id);
	v_code := rule.typed_code(p_code, v_challenge.channel);
	IF v_code IS NULL THEN
		PERFORM rule.fail('MD001', CASE v_challenge.channel WHEN 'recovery' THEN 'a recovery code has 16 letters and digits'
			ELSE 'a code has six digits' END, 'Ask for it again' || COALESCE(', the one marked ' || v_challenge.mark, '') || '.');
	ELSIF v_challenge.state = 'checking' THEN
		PERFORM rule.fail('MD409', 'the last code is still being checked', 'Wait for the worker.');
	ELSIF v_challenge.state NOT IN ('sent', 'delivered', 'ringing', 'answered', 'unknown')
			AND NOT (v_challenge.state = 'queued' AND (v_challenge.channel = 'recovery'
				OR v_challenge.channel = 'app' AND EXISTS (SELECT FROM directory.method_secret AS s
					WHERE s.method_id = v_challenge.method_id))) THEN
		PERFORM rule.fail('MD409', 'nothing was sent yet', 'Wait until it was.');
	END IF;
	UPDATE directory.challenge AS c SET back_to = c.state, state = 'checking', typed = v_code, reason = NULL
	WHERE c.id = p_challenge;
	PERFORM rule.put_job(p_challenge, 'check');
	PERFORM rule.record('answer_challenge', p_request, v_challenge.case_id, v_challenge.person_id,
		rule.challenge_targets(v_challenge), 'typed', v_challenge.state, 'checking', NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, v_challenge.case_id, ARRAY[p_challenge], 'checking');
END
$$;

CREATE FUNCTION desk.cancel_challenge(p_request uuid, p_challenge uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.cancel_challenge');
	v_stored jsonb := rule.begin(p_request, 'cancel_challenge', pg_catalog.jsonb_build_array(p_challenge));
	v_challenge directory.challenge;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_challenge := rule.hold_challenge(p_challenge);
	IF v_challenge.state = 'checking' THEN
		PERFORM rule.fail('MD409', 'a code is being checked', 'Wait for the worker: a try is never taken back.');
	END IF;
	PERFORM rule.end_challenge(p_challenge, 'cancelled', NULL);
	PERFORM rule.record('cancel_challenge', p_request, v_challenge.case_id, v_challenge.person_id,
		rule.challenge_targets(v_challenge), 'cancelled', v_challenge.state, 'cancelled', NULL);
	RETURN rule.finish(p_request, v_challenge.case_id, ARRAY[p_challenge], 'cancelled');
END
$$;

CREATE FUNCTION desk.challenge(p_challenge uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.challenge');
	v_challenge directory.challenge;
BEGIN
	SELECT c.* INTO v_challenge FROM directory.challenge AS c
	WHERE c.id = p_challenge AND EXISTS (SELECT FROM directory.case_file AS f
		WHERE f.id = c.case_id AND f.login = session_user AND rule.readable(f));
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('challenge');
	END IF;
	RETURN rule.challenge_json(v_challenge);
END
$$;

-- Is anybody there to do what the desk asks for?
CREATE FUNCTION desk.pulse() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.pulse');
	v_seen timestamptz := (SELECT pg_catalog.max(w.seen_at) FROM directory.worker AS w WHERE w.stopped_at IS NULL);
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	RETURN pg_catalog.jsonb_build_object(
		'time', rule.rfc3339(v_now),
		'worker', CASE WHEN v_seen IS NULL THEN 'none' WHEN v_seen < v_now - rule.period('worker_silent') THEN 'silent' ELSE 'ok' END,
		'worker_seen_at', rule.rfc3339(v_seen),
		'worker_silent_seconds', GREATEST(0, pg_catalog.floor(EXTRACT(epoch FROM v_now - v_seen)))::bigint);
END
$$;
