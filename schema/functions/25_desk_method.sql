-- Suspending, revoking; adding a phone; the default sign-in method.

-- The safe direction: no proof, and the case's agent alone. A
-- device that was replaced keeps its number: what lives in the hardware is suspended.
CREATE FUNCTION rule.suspendable(p_methods directory.sign_in_method[], p_target uuid, p_reason text) RETURNS uuid[]
	LANGUAGE sql IMMUTABLE
	RETURN ARRAY(SELECT m.id FROM pg_catalog.unnest(p_methods) AS m
		WHERE m.state IN ('pending', 'active')
			AND (p_reason <> 'replaced' OR m.id = p_target OR m.kind IN ('authenticator', 'passkey'))
		ORDER BY m.id);

-- Of this person, locked, and none of them suspended or revoked. What an undo needs is the answer.
CREATE FUNCTION rule.suspend(p_actor rule.actor, p_case directory.case_file, p_version bigint, p_ids uuid[], p_reason text,
		p_request uuid) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_default directory.sign_in_method;
	v_moved uuid;
	v_version bigint;
BEGIN
	PERFORM rule.spend('suspend_person', p_case.person_id);
	IF 'privileged' = ANY (rule.standings(p_actor, p_case.person_id)) THEN
		PERFORM rule.spend('suspend_privileged', p_case.person_id);
	END IF;
	v_version := rule.bump(p_case.person_id, p_version);
	SELECT m.* INTO v_default FROM directory.sign_in_method AS m WHERE m.id = ANY (p_ids) AND m.is_default;
	UPDATE directory.sign_in_method AS m SET state = 'suspended', state_before = m.state,
		suspended_at = pg_catalog.clock_timestamp(), suspended_by_request = p_request, suspended_case = p_case.id,
		reason = p_reason
	WHERE m.id = ANY (p_ids);
	PERFORM rule.cancel_challenges(i.id, 'it was suspended') FROM pg_catalog.unnest(p_ids) AS i (id);
	PERFORM rule.sign_out(p_case, p_request) WHERE p_reason IN ('lost', 'stolen');
	IF v_default.id IS NOT NULL THEN
		v_moved := rule.replace_default(p_case.person_id, v_default.kind);
	END IF;
	RETURN pg_catalog.jsonb_build_object('version', v_version, 'default', CASE WHEN v_moved IS NOT NULL THEN v_default.id END);
END
$$;

CREATE FUNCTION desk.suspend(p_request uuid, p_case uuid, p_version bigint, p_target uuid, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.suspend');
	v_stored jsonb := rule.begin(p_request, 'suspend', pg_catalog.jsonb_build_array(p_case, p_version, p_target, p_reason));
	v_case directory.case_file;
	v_ids uuid[];
	v_before text;
	v_private jsonb;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_reason, 'reason', ARRAY['lost', 'stolen', 'replaced', 'other']);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.require(v_actor, v_case, 'suspend', p_target::text, p_request);
	v_ids := rule.suspendable(rule.targets(v_case.person_id, p_target), p_target, p_reason);
	IF v_ids = '{}' THEN
		PERFORM rule.fail('MD409', 'there is nothing to suspend: it is suspended or revoked already', 'Look at the account again.');
	END IF;
	v_before := rule.states(v_ids);
	v_private := rule.suspend(v_actor, v_case, p_version, v_ids, p_reason, p_request);
	PERFORM rule.record('suspend', p_request, p_case, v_case.person_id, rule.named(p_target, v_ids), 'suspended', v_before,
		rule.states(v_ids), pg_catalog.jsonb_build_object('reason', p_reason));
	RETURN rule.finish(p_request, p_case, v_ids, 'suspended', v_private);
END
$$;

-- For good: locked, and none of them revoked. p_reason NULL: that for which they were suspended.
CREATE FUNCTION rule.revoke(p_person uuid, p_ids uuid[], p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_before text := rule.states(p_ids);
	v_default_kind text;
BEGIN
	SELECT m.kind INTO v_default_kind FROM directory.sign_in_method AS m WHERE m.id = ANY (p_ids) AND m.is_default;
	UPDATE directory.sign_in_method AS m SET state = 'revoked', is_default = false,
		revoked_at = pg_catalog.clock_timestamp(), reason = COALESCE(p_reason, m.reason)
	WHERE m.id = ANY (p_ids);
	PERFORM rule.cancel_challenges(i.id, 'it was revoked') FROM pg_catalog.unnest(p_ids) AS i (id);
	-- What never was a way in may always go.
	IF v_before ~ 'active|suspended' THEN
		PERFORM rule.refuse_no_way_in(p_person);
	END IF;
	IF v_default_kind IS NOT NULL THEN
		PERFORM rule.replace_default(p_person, v_default_kind);
	END IF;
END
$$;

-- For good. Never the last way in: a confirmed, active method, or an open pass (MD451).
CREATE FUNCTION desk.revoke(p_request uuid, p_case uuid, p_version bigint, p_target uuid, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.revoke');
	v_stored jsonb := rule.begin(p_request, 'revoke', pg_catalog.jsonb_build_array(p_case, p_version, p_target, p_reason));
	v_case directory.case_file;
	v_ids uuid[];
	v_before text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_reason, 'reason', ARRAY['lost', 'stolen', 'replaced', 'other']);
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	v_ids := ARRAY(SELECT m.id FROM pg_catalog.unnest(rule.targets(v_case.person_id, p_target)) AS m
		WHERE m.state <> 'revoked' ORDER BY m.id);
	IF v_ids = '{}' THEN
		PERFORM rule.fail('MD409', 'it is revoked already', 'Look at the account again.');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'revoke', p_target::text, p_request);
	PERFORM rule.bump(v_case.person_id, p_version);
	v_before := rule.states(v_ids);
	PERFORM rule.revoke(v_case.person_id, v_ids, p_reason);
	PERFORM rule.record('revoke', p_request, p_case, v_case.person_id, rule.named(p_target, v_ids), 'revoked', v_before,
		rule.states(v_ids), pg_catalog.jsonb_build_object('reason', p_reason));
	RETURN rule.finish(p_request, p_case, v_ids, 'revoked');
END
$$;

-- The device that a name means: one of the person's, or a new one. 'none' or
-- nothing: on no known device. One that never carried a way in may be named again.
CREATE FUNCTION rule.device_named(p_person uuid, p_name text) RETURNS uuid
	LANGUAGE plpgsql
AS $$
DECLARE
	v_name text;
	v_device uuid;
BEGIN
	IF p_name IS NULL OR p_name IN ('', 'none') THEN
		RETURN NULL;
	END IF;
	v_name := rule.clean(p_name, 'device', 60);
	SELECT d.id INTO v_device FROM directory.device AS d
	WHERE d.person_id = p_person AND (d.id::text = v_name OR directory.fold(d.name) = directory.fold(v_name));
	IF NOT FOUND THEN
		INSERT INTO directory.device (person_id, name) VALUES (p_person, v_name) RETURNING id INTO v_device;
	ELSIF rule.device_state(v_device) = 'suspended'
			OR rule.device_state(v_device) = 'revoked' AND EXISTS (SELECT FROM directory.sign_in_method AS m
				WHERE m.device_id = v_device AND m.confirmed_at IS NOT NULL) THEN
		PERFORM rule.fail('MD409', 'that device is suspended or revoked', 'Name the new device differently, as in "iPhone 16".');
	END IF;
	RETURN v_device;
END
$$;

-- Stays pending until a code came back from it: no default, no backup, no proof.
CREATE FUNCTION desk.add_phone(p_request uuid, p_case uuid, p_version bigint, p_number text, p_extension text, p_kind text,
		p_device text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.add_phone');
	v_stored jsonb := rule.begin(p_request, 'add_phone',
		pg_catalog.jsonb_build_array(p_case, p_version, p_number, p_extension, p_kind, p_device));
	v_case directory.case_file;
	v_telephone rule.telephone;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_kind, 'kind of phone', ARRAY['phone', 'alternate_phone', 'office_phone']);
	v_telephone := rule.telephone(p_number, p_extension);
	IF v_telephone.extension IS NOT NULL AND p_kind <> 'office_phone' THEN
		PERFORM rule.fail('MD001', 'only an office phone has an extension', 'Leave the extension out, or add an office phone.');
	END IF;
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	-- Compared as it is shown: whether the hidden digits are the same is reveal_number's to say, on the record.
	IF EXISTS (SELECT FROM directory.sign_in_method AS m
			WHERE m.person_id = v_case.person_id AND m.state <> 'revoked'
				AND rule.mask(m.number, m.extension) = rule.mask(v_telephone.number, v_telephone.extension)) THEN
		PERFORM rule.fail('MD409', 'this person has a number that looks the same: '
				|| rule.mask(v_telephone.number, v_telephone.extension),
			'Restore it if it is suspended; if it is another number, revoke the old one first.');
	END IF;
	PERFORM rule.refuse_many(v_case.person_id);
	PERFORM rule.require(v_actor, v_case, 'add_phone', pg_catalog."right"(v_telephone.number, 4), p_request);
	PERFORM rule.bump(v_case.person_id, p_version);
	INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, number, extension, state, added_by)
	VALUES (p_request, v_case.person_id, rule.device_named(v_case.person_id, p_device), p_kind, v_telephone.number,
		v_telephone.extension, 'pending', session_user);
	PERFORM rule.record('add_phone', p_request, p_case, v_case.person_id, ARRAY[p_request], 'added', NULL, 'pending',
		pg_catalog.jsonb_build_object('number', v_telephone.number || COALESCE('x' || v_telephone.extension, '')));
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'pending');
END
$$;

CREATE FUNCTION desk.set_default(p_request uuid, p_case uuid, p_version bigint, p_method uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.set_default');
	v_stored jsonb := rule.begin(p_request, 'set_default', pg_catalog.jsonb_build_array(p_case, p_version, p_method));
	v_case directory.case_file;
	v_method directory.sign_in_method;
	v_before uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	v_method := (rule.targets(v_case.person_id, p_method))[1];
	IF v_method.id <> p_method THEN
		PERFORM rule.fail('MD001', 'a device cannot be the default', 'Name one of its sign-in methods.');
	ELSIF v_method.is_default THEN
		PERFORM rule.fail('MD409', 'it is the default sign-in method already', 'Nothing has to be done.');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'set_default', p_method::text, p_request);
	IF v_method.state <> 'active' THEN
		PERFORM rule.fail('MD451', CASE v_method.state WHEN 'pending' THEN 'not confirmed yet' ELSE 'it is ' || v_method.state END,
			'The default must be a confirmed, active sign-in method.');
	ELSIF rule.strength(v_method.kind) IS NULL THEN
		PERFORM rule.fail('MD451', 'this kind of sign-in method cannot be the default', 'Choose another one.');
	END IF;
	PERFORM rule.bump(v_case.person_id, p_version);
	SELECT m.id INTO v_before FROM directory.sign_in_method AS m WHERE m.person_id = v_case.person_id AND m.is_default;
	PERFORM rule.targets(v_case.person_id, v_before) WHERE v_before IS NOT NULL;  -- refuses when it is another authority's
	PERFORM rule.put_default(v_case.person_id, p_method);
	PERFORM rule.record('set_default', p_request, p_case, v_case.person_id, ARRAY[p_method], 'set', v_before::text,
		p_method::text, NULL);
	RETURN rule.finish(p_request, p_case, ARRAY[p_method], 'default');
END
$$;

-- One whole number, with a reason: recorded and counted first, answered in the next transaction.
CREATE FUNCTION desk.reveal_number(p_request uuid, p_case uuid, p_method uuid, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.reveal_number');
	v_stored jsonb := rule.begin(p_request, 'reveal_number', pg_catalog.jsonb_build_array(p_case, p_method, p_reason));
	v_case directory.case_file;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, false);
	PERFORM rule.refuse_doubted(v_case.person_id);
	IF NOT EXISTS (SELECT FROM directory.sign_in_method AS m
			WHERE m.id = p_method AND m.person_id = v_case.person_id AND m.number IS NOT NULL) THEN
		PERFORM rule.fail_not_found('number of this person');
	END IF;
	PERFORM rule.require(v_actor, v_case, 'reveal_number', p_method::text, p_request);
	PERFORM rule.spend('reveal_number', p_request);
	PERFORM rule.record('reveal_number', p_request, p_case, v_case.person_id, ARRAY[p_method], 'revealed', NULL, NULL,
		pg_catalog.jsonb_build_object('reason', rule.clean(p_reason, 'reason', 200)));
	RETURN rule.finish(p_request, p_case, ARRAY[p_method], 'revealed');
END
$$;

CREATE FUNCTION desk.revealed_number(p_request uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.revealed_number');
	v_request directory.request := rule.own_request(p_request, 'reveal_number');
	v_method directory.sign_in_method;
BEGIN
	SELECT m.* INTO v_method FROM directory.sign_in_method AS m
	WHERE m.id = (v_request.answer -> 'ids' ->> 0)::uuid AND rule.in_scope(m.person_id);
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('number of this person');
	END IF;
	RETURN pg_catalog.jsonb_build_object('number', v_method.number, 'extension', v_method.extension);
END
$$;
