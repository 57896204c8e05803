-- Devices and sign-in methods.

CREATE FUNCTION rule.kind_name(p_kind text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_kind WHEN 'authenticator' THEN 'Authenticator' WHEN 'phone' THEN 'Phone'
		WHEN 'alternate_phone' THEN 'Alternate phone' WHEN 'office_phone' THEN 'Office phone'
		WHEN 'passkey' THEN 'Passkey' WHEN 'hardware_token' THEN 'Hardware token' WHEN 'email' THEN 'Email' END;

CREATE FUNCTION rule.channels(p_method directory.sign_in_method) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_method.kind
		WHEN 'phone' THEN ARRAY['text', 'call']
		WHEN 'alternate_phone' THEN ARRAY['call']
		WHEN 'office_phone' THEN ARRAY['call']
		ELSE pg_catalog.array_remove(ARRAY[CASE WHEN p_method.notification THEN 'notification' END,
			CASE WHEN p_method.one_time_code THEN 'app' END], NULL) END;

-- How good a default is; lower is better; NULL: can be none. In this order:
-- passkey, authenticator, hardware token, call, text.
CREATE FUNCTION rule.strength(p_kind text) RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_kind WHEN 'passkey' THEN 1 WHEN 'authenticator' THEN 2 WHEN 'hardware_token' THEN 3
		WHEN 'alternate_phone' THEN 4 WHEN 'office_phone' THEN 4 WHEN 'phone' THEN 5 END;

-- What a person calls it: "iPhone 12", "Phone +1 508-•••-0142".
CREATE FUNCTION rule.target_label(p_target uuid) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN COALESCE(
		(SELECT d.name FROM directory.device AS d WHERE d.id = p_target),
		(SELECT rule.kind_name(m.kind) || COALESCE(' ' || rule.mask(m.number, m.extension), ' on ' || d.name, '')
			FROM directory.sign_in_method AS m LEFT JOIN directory.device AS d ON d.id = m.device_id
			WHERE m.id = p_target));
END
$$;

-- What a lead approves, for people. The target: an id, the last four digits of a number, or NULL for all of the case.
CREATE FUNCTION rule.approval_text(p_act text, p_target text) RETURNS text
	LANGUAGE sql STABLE
	RETURN CASE p_act WHEN 'issue_pass' THEN 'pass' WHEN 'enrol' THEN 'authenticator' WHEN 'issue_recovery_codes' THEN 'recovery codes'
			WHEN 'add_phone' THEN CASE WHEN p_target IS NULL THEN 'phone number' ELSE 'number ending ' || p_target END
			ELSE pg_catalog.translate(p_act, '_', ' ') END
		|| CASE WHEN p_target ~ '-' THEN ' ' || COALESCE(rule.target_label(p_target::uuid), 'of something that is gone') ELSE '' END;

-- "Phone +1 508-•••-0142, Office phone +1 508-•••-0100".
CREATE FUNCTION rule.labels(p_methods uuid[]) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.string_agg(rule.target_label(i.id), ', ' ORDER BY i.place)
		FROM pg_catalog.unnest(p_methods) WITH ORDINALITY AS i (id, place));
END
$$;

-- What this case suspended and nobody restored or revoked since.
CREATE FUNCTION rule.suspended_here(p_case uuid) RETURNS uuid[]
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN ARRAY(SELECT m.id FROM directory.sign_in_method AS m
		WHERE m.suspended_case = p_case AND m.state = 'suspended' ORDER BY m.id);
END
$$;

-- Derived: active if any method is, else suspended, else pending, else revoked.
CREATE FUNCTION rule.device_state(p_device uuid) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT COALESCE((ARRAY['active', 'suspended', 'pending'])[pg_catalog.min(pg_catalog.array_position(
			ARRAY['active', 'suspended', 'pending'], m.state))], 'revoked')
		FROM directory.sign_in_method AS m WHERE m.device_id = p_device);
END
$$;

-- The methods that a target names: itself, or those on the device; locked, in
-- the order of their ids. Only of this person, else MD404; only of this
-- directory's own authority, else MD451.
CREATE FUNCTION rule.targets(p_person uuid, p_target uuid) RETURNS directory.sign_in_method[]
	LANGUAGE plpgsql
AS $$
DECLARE
	v_methods directory.sign_in_method[];
	v_foreign text;
BEGIN
	SELECT pg_catalog.array_agg(m ORDER BY m.id) INTO v_methods
	FROM (SELECT m2.* FROM directory.sign_in_method AS m2
		WHERE m2.person_id = p_person AND p_target IN (m2.id, m2.device_id)
		ORDER BY m2.id FOR NO KEY UPDATE) AS m;
	IF v_methods IS NULL THEN
		PERFORM rule.fail_not_found('sign-in method or device of this person');
	END IF;
	SELECT pg_catalog.max(m.authority) INTO v_foreign FROM pg_catalog.unnest(v_methods) AS m WHERE m.authority <> 'here';
	IF v_foreign IS NOT NULL THEN
		PERFORM rule.fail('MD451', 'this sign-in method belongs to ' || v_foreign || ': this directory cannot change it',
			'Change it in ' || v_foreign || '.');
	END IF;
	RETURN v_methods;
END
$$;

CREATE FUNCTION rule.ids(p_methods directory.sign_in_method[]) RETURNS uuid[]
	LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	RETURN ARRAY(SELECT m.id FROM pg_catalog.unnest(p_methods) WITH ORDINALITY AS m ORDER BY m.ordinality);
END
$$;

CREATE FUNCTION rule.states(p_ids uuid[]) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.string_agg(m.state, ',' ORDER BY i.place)
		FROM pg_catalog.unnest(p_ids) WITH ORDINALITY AS i (id, place) JOIN directory.sign_in_method AS m ON m.id = i.id);
END
$$;

-- The recorded acts that suspend: each is told, and undone, as one.
CREATE FUNCTION rule.suspends(p_act text) RETURNS boolean
	LANGUAGE sql IMMUTABLE
	RETURN p_act IN ('suspend', 'begin_replacement');

-- The device first when a device was named, then its methods: what a leaf and an answer name.
CREATE FUNCTION rule.named(p_target uuid, p_ids uuid[]) RETURNS uuid[]
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_target = ANY (p_ids) THEN p_ids ELSE p_target || p_ids END;

-- Goes up with every change to the person's ways in. p_version: what the caller
-- had seen; NULL: whatever it is.
CREATE FUNCTION rule.bump(p_person uuid, p_version bigint) RETURNS bigint
	LANGUAGE plpgsql
AS $$
DECLARE
	v_version bigint;
BEGIN
	UPDATE directory.person AS p SET version = p.version + 1, changed_at = pg_catalog.clock_timestamp()
	WHERE p.id = p_person
	RETURNING p.version INTO v_version;
	IF p_version IS NOT NULL AND p_version <> v_version - 1 THEN
		PERFORM rule.fail('MD409', 'this person was changed meanwhile', 'Look at the account again, then decide.');
	END IF;
	RETURN v_version;
END
$$;

CREATE FUNCTION rule.refuse_disabled(p_person uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF EXISTS (SELECT FROM directory.person AS p WHERE p.id = p_person AND p.status <> 'active') THEN
		PERFORM rule.fail('MD451', 'this person is disabled', 'The directory''s source must enable the person first.');
	END IF;
END
$$;

CREATE FUNCTION rule.refuse_many(p_person uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF (SELECT pg_catalog.count(*) FROM directory.sign_in_method AS m WHERE m.person_id = p_person AND m.state <> 'revoked') >= 20 THEN
		PERFORM rule.fail('MD451', 'this person has 20 sign-in methods already', 'Revoke one first.');
	END IF;
END
$$;

CREATE FUNCTION rule.put_default(p_person uuid, p_method uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.sign_in_method AS m SET is_default = false WHERE m.person_id = p_person AND m.is_default;
	UPDATE directory.sign_in_method AS m SET is_default = true WHERE m.id = p_method;
END
$$;

-- A new default in the place of one of this kind: active, and at least as
-- strong; never a weaker one by itself. Returns its id, NULL where there is none.
CREATE FUNCTION rule.replace_default(p_person uuid, p_kind text) RETURNS uuid
	LANGUAGE plpgsql
AS $$
DECLARE
	v_new uuid;
BEGIN
	SELECT m.id INTO v_new FROM directory.sign_in_method AS m
	WHERE m.person_id = p_person AND m.state = 'active' AND m.authority = 'here'
		AND rule.strength(m.kind) <= rule.strength(p_kind)
	ORDER BY rule.strength(m.kind), m.last_used_at DESC NULLS LAST, m.id
	LIMIT 1;
	IF FOUND THEN
		PERFORM rule.put_default(p_person, v_new);
	END IF;
	RETURN v_new;
END
$$;
