-- Which ways there are to prove who is calling, which are open now, and why the others are not.

-- Why no code can be asked for before a while; a NULL code: it can.
CREATE FUNCTION rule.no_code_yet(p_person uuid) RETURNS rule.lack
	LANGUAGE plpgsql
AS $$
DECLARE
	v_left numeric := pg_catalog.ceil(EXTRACT(epoch FROM rule.wait_until(p_person) - pg_catalog.clock_timestamp()));
BEGIN
	RETURN CASE WHEN v_left > 0 THEN ROW('MD423', 'wait ' || v_left || ' s: the last codes were wrong',
		'The wait doubles with every five wrong codes.')::rule.lack END;
END
$$;

-- Why no code of this method can be asked for; a NULL code: it can.
CREATE FUNCTION rule.no_challenge(p_case directory.case_file, p_method directory.sign_in_method, p_channel text,
		p_purpose text) RETURNS rule.lack
	LANGUAGE plpgsql
AS $$
DECLARE
	v_wait rule.lack := rule.no_code_yet(p_case.person_id);
	v_why text;
BEGIN
	IF NOT p_channel = ANY (rule.channels(p_method)) THEN
		RETURN ROW('MD451', 'this sign-in method cannot be reached by ' || p_channel,
			'It has: ' || COALESCE(NULLIF(pg_catalog.array_to_string(rule.channels(p_method), ', '), ''), 'nothing to test') || '.')::rule.lack;
	ELSIF p_purpose = 'confirm' AND p_method.state <> 'pending' THEN
		RETURN ROW('MD409', 'it is ' || p_method.state || ': there is nothing to confirm', 'Test it instead.')::rule.lack;
	ELSIF p_purpose <> 'confirm' AND p_method.state <> 'active' THEN
		RETURN ROW('MD409', 'it is ' || p_method.state || ', not active',
			CASE p_method.state WHEN 'pending' THEN 'Confirm it first: that is its test.' ELSE 'Take another sign-in method.' END)::rule.lack;
	ELSIF p_method.failures >= rule.most_failures() THEN
		RETURN ROW('MD423', 'locked after ' || p_method.failures || ' wrong codes in a row', 'A lead clears it with the doubt.')::rule.lack;
	ELSIF v_wait.code IS NOT NULL THEN
		RETURN v_wait;
	ELSIF p_channel = 'app' AND NOT EXISTS (SELECT FROM directory.method_secret AS s WHERE s.method_id = p_method.id) THEN
		RETURN ROW('MD451', 'the secret of this authenticator is not held here: its codes cannot be checked',
			'Enrol a new authenticator, or test it where it was registered.')::rule.lack;
	ELSIF p_purpose = 'proof' THEN
		v_why := rule.no_proof_why(p_method, p_case.id, p_channel);
		IF v_why IS NOT NULL THEN
			RETURN ROW('MD451', 'this cannot prove who is calling: ' || v_why, 'Take another proof.')::rule.lack;
		END IF;
	END IF;
	RETURN NULL;
END
$$;

-- Why this agent cannot vouch for such a document in this contact.
CREATE FUNCTION rule.no_document(p_actor rule.actor, p_contact directory.contact, p_kind directory.proof_kind) RETURNS rule.lack
	LANGUAGE sql IMMUTABLE
	RETURN CASE
		WHEN p_kind.needs_by <> p_contact.here_by THEN ROW('MD403', 'this person is here '
				|| rule.here_by_phrase(p_contact.here_by) || ', and this proof needs them ' || rule.here_by_phrase(p_kind.needs_by),
			'Start a new contact when they are, or take another proof.')::rule.lack
		WHEN p_kind.needs_counter AND NOT p_actor.counter THEN ROW('MD403',
			'you have no counter right: you cannot vouch for a document seen in person', 'Ask a colleague at the counter.')::rule.lack END;

-- The set of codes that counts, and how many of it are left.
CREATE FUNCTION rule.codes_of(p_person uuid) RETURNS directory.code_set
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT s FROM directory.code_set AS s
		WHERE s.person_id = p_person AND s.made_at IS NOT NULL AND s.replaced_at IS NULL);
END
$$;

CREATE FUNCTION rule.codes_left(p_person uuid) RETURNS bigint
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.count(*) FROM directory.recovery_code AS c
		WHERE c.set_id = (rule.codes_of(p_person)).id AND c.used_at IS NULL);
END
$$;

-- No desk waits for these any more.
CREATE FUNCTION rule.codes_over(p_set directory.code_set) RETURNS boolean
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN p_set.asked_at <= pg_catalog.clock_timestamp() - rule.period('code') OR EXISTS (SELECT FROM directory.contact AS t
		WHERE t.id = p_set.contact_id AND t.ended_at IS NOT NULL) OR rule.doubted(p_set.person_id);
END
$$;

CREATE FUNCTION rule.no_recovery_code(p_case directory.case_file) RETURNS rule.lack
	LANGUAGE plpgsql
AS $$
DECLARE
	v_wait rule.lack := rule.no_code_yet(p_case.person_id);
BEGIN
	IF rule.codes_left(p_case.person_id) = 0 THEN
		RETURN ROW('MD451', 'this person has no recovery codes left', 'Take another proof.')::rule.lack;
	ELSIF (rule.codes_of(p_case.person_id)).case_id = p_case.id THEN
		RETURN ROW('MD451', 'the recovery codes were made in this case', 'Take another proof.')::rule.lack;
	ELSIF v_wait.code IS NOT NULL THEN
		RETURN v_wait;
	END IF;
	RETURN NULL;
END
$$;

-- Why the manager of the person cannot vouch for them to this agent. p_actor: who is at the desk.
CREATE FUNCTION rule.no_manager(p_actor_person uuid, p_person uuid) RETURNS rule.lack
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_manager directory.person;
BEGIN
	SELECT m.* INTO v_manager FROM directory.person AS p JOIN directory.person AS m ON m.id = p.manager_id WHERE p.id = p_person;
	IF NOT FOUND THEN
		RETURN ROW('MD451', 'this person has no manager in the directory', 'Take another proof.')::rule.lack;
	ELSIF v_manager.id = p_actor_person THEN
		RETURN ROW('MD451', 'you are the manager: you cannot vouch at your own desk', 'Ask a colleague to take the case.')::rule.lack;
	ELSIF v_manager.status <> 'active' THEN
		RETURN ROW('MD451', 'the manager is disabled', 'Take another proof.')::rule.lack;
	ELSIF rule.doubted(v_manager.id) THEN
		RETURN ROW('MD451', 'there is doubt about who calls as the manager', 'Take another proof.')::rule.lack;
	END IF;
	RETURN NULL;
END
$$;

-- The manager's method that a code by this channel goes to: one that could prove who the manager is, and whose number was
-- never the person's: who has that phone is one person. A NULL id: none.
CREATE FUNCTION rule.manager_method(p_case directory.case_file, p_channel text) RETURNS directory.sign_in_method
	LANGUAGE plpgsql
AS $$
DECLARE
	v_method directory.sign_in_method;
BEGIN
	FOR v_method IN SELECT m.* FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.manager_id = m.person_id
			WHERE p.id = p_case.person_id AND m.authority = 'here' AND p_channel = ANY (rule.channels(m))
				AND NOT EXISTS (SELECT FROM directory.sign_in_method AS o WHERE o.person_id = p.id AND o.number = m.number)
			ORDER BY m.is_default DESC, m.last_used_at DESC NULLS LAST, m.id LOOP
		IF (rule.no_challenge(p_case, v_method, p_channel, 'proof')).code IS NULL THEN
			RETURN v_method;
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;

-- Why no code by this channel can go to the manager, of whom this method was found.
CREATE FUNCTION rule.no_manager_method(p_method directory.sign_in_method, p_channel text) RETURNS rule.lack
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_method.id IS NULL THEN ROW('MD451',
		'the manager has nothing that can prove who they are by ' || p_channel, 'Take another proof.')::rule.lack END;

-- Why no proof at all can be given now.
CREATE FUNCTION rule.no_proof_now(p_case directory.case_file, p_contact directory.contact) RETURNS rule.lack
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN CASE
		WHEN p_case.state <> 'open' THEN ROW('MD409', 'the case is closed', 'Open a new case.')::rule.lack
		WHEN p_contact.id IS NULL THEN ROW('MD409', 'nobody is being talked to in this case',
			'Start a new contact when the person is here again.')::rule.lack
		WHEN rule.doubted(p_case.person_id) THEN ROW('MD423', 'there is doubt about who is calling as this person',
			'Only suspending goes on. A lead clears the doubt with a reason.')::rule.lack
		WHEN EXISTS (SELECT FROM directory.person AS p WHERE p.id = p_case.person_id AND p.status <> 'active')
			THEN ROW('MD451', 'this person is disabled', 'The directory''s source must enable the person first.')::rule.lack END;
END
$$;

-- What a way adds to the proofs of this contact that still count; NULL: it helps.
CREATE FUNCTION rule.adds_nothing_why(p_contact uuid, p_kind text, p_rests_on text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT CASE WHEN pg_catalog.bool_or(p.kind = p_kind) THEN 'one of this kind passed already'
			WHEN pg_catalog.bool_or(p.rests_on = p_rests_on) THEN 'it rests on the same device or person as what passed' END
		FROM directory.proof AS p
		WHERE p.contact_id = p_contact AND p.result = 'passed' AND p.at > pg_catalog.clock_timestamp() - rule.proof_age());
END
$$;

CREATE FUNCTION rule.way_name(p_channel text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_channel WHEN 'text' THEN 'Text to ' WHEN 'call' THEN 'Call to ' ELSE 'Code of ' END;

CREATE FUNCTION rule.every_way(p_actor rule.actor, p_case directory.case_file, p_contact directory.contact)
	RETURNS TABLE (place int, kind text, channel text, method uuid, label text, why text, rests_on text)
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN QUERY
	SELECT 1, CASE c.channel WHEN 'app' THEN 'app' ELSE 'code' END, c.channel, m.id,
		rule.way_name(c.channel) || rule.target_label(m.id),
		CASE WHEN m.authority <> 'here' THEN 'it belongs to ' || m.authority
			ELSE (rule.no_challenge(p_case, m, c.channel, 'proof')).what END,
		rule.rests_on(m)
	FROM directory.sign_in_method AS m, pg_catalog.unnest(rule.channels(m)) AS c (channel)
	WHERE m.person_id = p_case.person_id AND m.state <> 'revoked' AND c.channel IN ('text', 'call', 'app')
	UNION ALL
	SELECT 2, 'recovery-code', NULL, NULL, 'One of their recovery codes', (rule.no_recovery_code(p_case)).what, 'codes'
	UNION ALL
	SELECT 3, 'manager', c.channel, NULL, rule.way_name(c.channel) || 'their manager' || COALESCE(', ' || m.name, ''),
		COALESCE((rule.no_manager(p_actor.person_id, p.id)).what, (rule.no_manager_method(rule.manager_method(p_case, c.channel), c.channel)).what),
		'person ' || p.manager_id
	FROM directory.person AS p JOIN directory.person AS m ON m.id = p.manager_id,
		pg_catalog.unnest(ARRAY['text', 'call', 'app']) AS c (channel)
	WHERE p.id = p_case.person_id
	UNION ALL
	SELECT 4, k.kind, NULL, NULL, pg_catalog.replace(pg_catalog.initcap(pg_catalog."left"(k.kind, 1))
			|| pg_catalog.substr(k.kind, 2), '-', ' '),
		(rule.no_document(p_actor, p_contact, k)).what, 'document'
	FROM directory.proof_kind AS k WHERE k.recorded_by = 'agent';
END
$$;

-- What passed in this contact and still counts: "code by Office phone +1 508-•••-0100, recovery code"; NULL: nothing.
CREATE FUNCTION rule.shown_words(p_contact uuid) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.string_agg(CASE p.kind WHEN 'code' THEN 'code by ' || rule.target_label(c.method_id)
			WHEN 'app' THEN 'code of ' || rule.target_label(c.method_id) WHEN 'manager' THEN 'the manager''s code'
			WHEN 'recovery-code' THEN 'recovery code' ELSE p.document || CASE p.kind WHEN 'document-in-person' THEN ' in person'
				ELSE ' on video' END END, ', ' ORDER BY p.at)
		FROM directory.proof AS p LEFT JOIN directory.challenge AS c ON c.id = p.id
		WHERE p.contact_id = p_contact AND p.result = 'passed' AND p.at > pg_catalog.clock_timestamp() - rule.proof_age());
END
$$;

CREATE FUNCTION rule.proof_ways(p_actor rule.actor, p_case directory.case_file) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_contact directory.contact := rule.open_contact(p_case.id);
	v_until timestamptz := rule.proven_until(p_case.id);
	v_proven boolean := COALESCE(v_until > pg_catalog.clock_timestamp(), false);
	v_never rule.lack := rule.no_proof_now(p_case, v_contact);
	v_missing rule.lack;
BEGIN
	v_missing := (SELECT rule.missing_proof(p_case.id, p.proof, p.max_age)
		FROM directory.policy AS p WHERE p.act = 'add_phone' AND p.standing = 'standard');
	RETURN pg_catalog.jsonb_build_object('proven', v_proven, 'proven_until', rule.rfc3339(v_until),
		'shown', rule.shown_words(v_contact.id), 'missing', v_missing.hint,
		'ways', (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('kind', w.kind, 'channel', w.channel,
				'method', w.method, 'label', w.label, 'open', w.closed IS NULL, 'why', w.closed)
				ORDER BY w.closed IS NOT NULL, w.place, pg_catalog.array_position(ARRAY['text', 'call', 'app'], w.channel), w.label)
			FROM (SELECT e.*, COALESCE(v_never.what, e.why, CASE WHEN NOT v_proven
				THEN rule.adds_nothing_why(v_contact.id, e.kind, e.rests_on) END) AS closed
				FROM rule.every_way(p_actor, p_case, v_contact) AS e) AS w));
END
$$;
