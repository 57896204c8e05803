-- A new authenticator, and a number that moved to another phone.

-- An authenticator that was begun and whose code never came back: it was never a way in.
CREATE FUNCTION rule.drop_unscanned(p_person uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_method uuid;
BEGIN
	FOR v_method IN UPDATE directory.sign_in_method AS m
			SET state = 'revoked', revoked_at = pg_catalog.clock_timestamp(), reason = 'other'
			WHERE m.person_id = p_person AND m.kind = 'authenticator' AND m.state = 'pending' AND m.authority = 'here'
			RETURNING m.id LOOP
		PERFORM rule.cancel_challenges(v_method, 'a newer one took its place');
	END LOOP;
END
$$;

-- The worker makes the secret and seals it to the key that the desk made for
-- this; the person scans it, and the code that comes back confirms it.
CREATE FUNCTION desk.enrol(p_request uuid, p_case uuid, p_version bigint, p_device text, p_public_key text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.enrol');
	v_stored jsonb := rule.begin(p_request, 'enrol', pg_catalog.jsonb_build_array(p_case, p_version, p_device, p_public_key));
	v_case directory.case_file;
	v_contact directory.contact;
	v_challenge uuid := pg_catalog.gen_random_uuid();
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.check_public_key(p_public_key);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	v_contact := rule.present_contact(p_case);
	IF v_contact.here_by = 'phone' THEN
		PERFORM rule.fail('MD403', 'this person is here by phone and cannot scan a code', 'At the counter or on video they can.');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'enrol', NULL, p_request);
	PERFORM rule.bump(v_case.person_id, p_version);
	PERFORM rule.drop_unscanned(v_case.person_id);
	PERFORM rule.refuse_many(v_case.person_id);
	INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, one_time_code, state, added_by)
	VALUES (p_request, v_case.person_id, rule.device_named(v_case.person_id, rule.clean(p_device, 'device', 60)), 'authenticator',
		true, 'pending', session_user);
	INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, created_at, expires_at)
	VALUES (v_challenge, p_case, v_contact.id, v_case.person_id, p_request, session_user, 'confirm', 'app', v_now,
		v_now + rule.period('code'));
	INSERT INTO directory.enrolment (challenge_id, public_key) VALUES (v_challenge, pg_catalog.decode(p_public_key, 'hex'));
	PERFORM rule.put_job(v_challenge, 'enrol');
	PERFORM rule.record('enrol', p_request, p_case, v_case.person_id, ARRAY[p_request, v_challenge], 'added', NULL, 'pending', NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_request, v_challenge], 'pending');
END
$$;

-- To the desk whose agent asked for it, while the code is awaited.
CREATE FUNCTION desk.enrolment(p_challenge uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.enrolment');
	v_challenge directory.challenge;
	v_box bytea;
BEGIN
	SELECT c.* INTO v_challenge FROM directory.challenge AS c
	WHERE c.id = p_challenge AND c.login = session_user AND EXISTS (SELECT FROM directory.case_file AS f
		WHERE f.id = c.case_id AND f.login = session_user AND rule.readable(f));
	SELECT e.box INTO v_box FROM directory.enrolment AS e WHERE e.challenge_id = v_challenge.id;
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('enrolment');
	END IF;
	RETURN (SELECT pg_catalog.jsonb_build_object(
			'challenge', p_challenge, 'method', v_challenge.method_id,
			'state', CASE WHEN rule.is_final(rule.challenge_state(v_challenge)) THEN 'over' WHEN v_box IS NULL THEN 'waiting'
				ELSE 'ready' END,
			'sealed', CASE WHEN NOT rule.is_final(rule.challenge_state(v_challenge)) THEN pg_catalog.encode(v_box, 'hex') END,
			'issuer', rule.setting('issuer'), 'account', p.email)
		FROM directory.person AS p WHERE p.id = v_challenge.person_id);
END
$$;

-- The number stays, the phone is another: after a code to it came back in this
-- contact. It counts as changed: for some days it proves nothing.
CREATE FUNCTION desk.move_number(p_request uuid, p_case uuid, p_version bigint, p_method uuid, p_device text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.move_number');
	v_stored jsonb := rule.begin(p_request, 'move_number', pg_catalog.jsonb_build_array(p_case, p_version, p_method, p_device));
	v_case directory.case_file;
	v_method directory.sign_in_method;
	v_device uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	p_device := rule.clean(p_device, 'device', 60);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	v_method := (rule.targets(v_case.person_id, p_method))[1];
	IF v_method.id <> p_method OR v_method.number IS NULL THEN
		PERFORM rule.fail('MD001', 'only a number can move to another phone', 'Name a phone of this person.');
	ELSIF v_method.state <> 'active' THEN
		PERFORM rule.fail('MD409', 'it is ' || v_method.state || ', not active', 'Restore it, or add it as a new phone.');
	ELSIF NOT EXISTS (SELECT FROM directory.challenge AS c
			WHERE c.method_id = p_method AND c.contact_id = (rule.open_contact(p_case)).id AND c.state = 'passed'
				AND c.channel IN ('text', 'call') AND c.finished_at > v_method.number_changed_at) THEN
		PERFORM rule.fail('MD410', 'no code came back from this number in this contact', 'Test it first: its code shows who has it.');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'move_number', p_method::text, p_request);
	v_device := rule.device_named(v_case.person_id, p_device);
	IF v_device IS NOT DISTINCT FROM v_method.device_id THEN
		PERFORM rule.fail('MD409', 'it is on that device already', 'Name the new device, as in "iPhone 16".');
	END IF;
	PERFORM rule.bump(v_case.person_id, p_version);
	UPDATE directory.sign_in_method AS m SET device_id = v_device, number_changed_at = pg_catalog.clock_timestamp()
	WHERE m.id = p_method;
	PERFORM rule.record('move_number', p_request, p_case, v_case.person_id, ARRAY[p_method], 'moved', v_method.device_id::text,
		v_device::text, NULL);
	RETURN rule.finish(p_request, p_case, ARRAY[p_method], 'moved');
END
$$;
