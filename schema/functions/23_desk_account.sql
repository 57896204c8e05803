-- The account: what is read while a case is open. Nothing on it is proof.

-- What a lead was asked to approve and did not yet, within the hour.
CREATE FUNCTION rule.waiting(p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'act', w.act, 'target', w.target, 'text', rule.approval_text(w.act, w.target), 'asked_at', rule.rfc3339(w.asked_at)) ORDER BY w.asked_at), '[]')
		FROM directory.approval_wish AS w
		WHERE w.case_id = p_case AND w.asked_at > pg_catalog.clock_timestamp() - rule.period('approval')
			AND NOT EXISTS (SELECT FROM directory.approval AS a WHERE a.case_id = p_case AND a.act = w.act
				AND a.at > w.asked_at AND (a.target IS NULL OR a.target = w.target)));
END
$$;

CREATE FUNCTION rule.case_line(p_case directory.case_file, p_by text, p_idle boolean, p_proven_until timestamptz,
		p_waiting jsonb) RETURNS jsonb
	LANGUAGE sql STABLE
	RETURN pg_catalog.jsonb_build_object('id', p_case.id, 'ticket', p_case.ticket, 'by', p_by, 'agent', p_case.login,
		'opened_at', rule.rfc3339(p_case.opened_at), 'state', CASE WHEN p_idle THEN 'idle' ELSE p_case.state END,
		'proven_until', rule.rfc3339(p_proven_until), 'waiting', p_waiting);

CREATE FUNCTION rule.case_json(p_case directory.case_file) RETURNS jsonb
	LANGUAGE sql STABLE
	RETURN rule.case_line(p_case, (rule.open_contact(p_case.id)).here_by, rule.is_idle(p_case), rule.proven_until(p_case.id),
		rule.waiting(p_case.id));

CREATE FUNCTION rule.person_json(p_person uuid) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object(
			'id', p.id, 'email', p.email, 'aliases', p.aliases, 'name', p.name, 'department', u.name, 'title', p.title,
			'manager', CASE WHEN m.id IS NOT NULL
				THEN pg_catalog.jsonb_build_object('id', m.id, 'email', m.email, 'name', m.name) END,
			'status', p.status, 'tier', p.tier, 'version', p.version)
		FROM directory.person AS p JOIN directory.unit AS u ON u.id = p.unit_id
			LEFT JOIN directory.person AS m ON m.id = p.manager_id
		WHERE p.id = p_person);
END
$$;

CREATE FUNCTION rule.method_json(p_method directory.sign_in_method) RETURNS jsonb
	LANGUAGE sql STABLE
	RETURN pg_catalog.jsonb_build_object(
		'id', p_method.id, 'kind', p_method.kind, 'device', p_method.device_id, 'label', p_method.label,
		'number', rule.mask(p_method.number, p_method.extension), 'channels', rule.channels(p_method),
		'state', p_method.state, 'default', p_method.is_default, 'authority', p_method.authority,
		'confirmed_at', rule.rfc3339(p_method.confirmed_at), 'added_at', rule.rfc3339(p_method.added_at),
		'added_by', p_method.added_by, 'last_used_at', rule.rfc3339(p_method.last_used_at),
		'tested_at', rule.rfc3339(p_method.tested_at),
		'revoked_at', rule.rfc3339(p_method.revoked_at), 'reason', p_method.reason);

-- Active, confirmed ways in, and what each stands on: its device; an office
-- phone on itself; all others without a device on one unknown device.
CREATE FUNCTION rule.ways_in(p_person uuid) RETURNS TABLE (kind text, stands_on text)
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY
	SELECT m.kind, CASE WHEN m.device_id IS NOT NULL THEN m.device_id::text
		WHEN m.kind = 'office_phone' THEN m.id::text END
	FROM directory.sign_in_method AS m
	WHERE m.person_id = p_person AND m.state = 'active' AND m.kind <> 'email';
END
$$;

-- What the agent should know before going on, most urgent first.
CREATE FUNCTION rule.warnings(p_case directory.case_file, p_actor rule.actor) RETURNS TABLE (code text, text text)
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_standings text[] := rule.standings(p_actor, p_case.person_id);
	v_doubt directory.doubt;
	v_ways int;
	v_devices int;
	v_known boolean;
BEGIN
	SELECT d.* INTO v_doubt FROM directory.doubt AS d WHERE d.person_id = p_case.person_id AND d.cleared_at IS NULL;
	IF FOUND THEN
		RETURN QUERY SELECT 'doubt', 'Doubt, raised by ' || rule.who(v_doubt.raised_by) || ': ' || v_doubt.reason
			|| '. Only suspending goes on until a lead clears it.';
	END IF;
	RETURN QUERY SELECT 'refused-proof', pg_catalog.count(*) || CASE WHEN pg_catalog.count(*) = 1 THEN ' proof' ELSE ' proofs' END
			|| ' failed or refused in the last days, the last ' || rule.rfc3339(pg_catalog.max(p.at)) || ' by '
			|| rule.who((pg_catalog.array_agg(p.recorded_by ORDER BY p.at DESC))[1]) || '.'
		FROM directory.proof AS p
		WHERE p.person_id = p_case.person_id AND p.result <> 'passed'
			AND p.at > pg_catalog.clock_timestamp() - rule.period('bad_proofs')
		HAVING pg_catalog.count(*) > 0;
	RETURN QUERY SELECT 'disabled', 'This person is disabled in the directory.'
		FROM directory.person AS p WHERE p.id = p_case.person_id AND p.status <> 'active';
	RETURN QUERY SELECT s.standing, CASE s.standing
			WHEN 'self' THEN 'This is you: a lead must approve each change.'
			WHEN 'peer' THEN 'A member of staff: a lead must approve each change.'
			ELSE 'A privileged person: a lead must approve each change.' END
		FROM pg_catalog.unnest(v_standings) AS s (standing) WHERE s.standing <> 'standard';
	RETURN QUERY SELECT 'other-case', c.login || ' has had a case open on this person since ' || rule.rfc3339(c.opened_at)
			|| ' (' || c.ticket || ').'
		FROM directory.case_file AS c
		WHERE c.person_id = p_case.person_id AND c.state = 'open' AND c.id <> p_case.id;
	RETURN QUERY SELECT 'other-pass', 'A temporary access pass of ' || c.ticket || ', given by ' || o.login || ', is open until '
			|| rule.rfc3339(o.expires_at) || '.'
		FROM rule.open_pass(p_case.person_id) AS o JOIN directory.case_file AS c ON c.id = o.case_id
		WHERE o.case_id <> p_case.id;
	RETURN QUERY SELECT 'notice-failed', 'Not told by ' || rule.not_told_words(n)
		FROM directory.notice AS n
		WHERE n.person_id = p_case.person_id AND n.template <> 'lead' AND n.state IN ('failed', 'unknown')
			AND n.at > pg_catalog.clock_timestamp() - rule.period('recent_change')
		ORDER BY n.at DESC LIMIT 3;
	RETURN QUERY SELECT 'sessions', 'Since ' || rule.rfc3339(s.at) || ' ' || rule.sign_out_words(s.state, s.reason) || '.'
		FROM (SELECT o.* FROM directory.sign_out AS o WHERE o.person_id = p_case.person_id ORDER BY o.at DESC LIMIT 1) AS s
		WHERE s.state IN ('failed', 'unknown') AND s.at > pg_catalog.clock_timestamp() - rule.period('recent_change');
	RETURN QUERY SELECT 'recent-change', 'A sign-in method was added or its number changed in the last days: '
			|| rule.target_label(m.id) || ', ' || rule.rfc3339(GREATEST(m.added_at, m.number_changed_at)) || '.'
		FROM directory.sign_in_method AS m
		WHERE m.person_id = p_case.person_id AND m.state <> 'revoked'
			AND GREATEST(m.added_at, m.number_changed_at) > pg_catalog.clock_timestamp() - rule.period('recent_change');
	SELECT pg_catalog.count(*), pg_catalog.count(DISTINCT w.stands_on), pg_catalog.bool_or(w.kind <> 'office_phone')
	INTO v_ways, v_devices, v_known FROM rule.ways_in(p_case.person_id) AS w;
	IF NOT EXISTS (SELECT FROM directory.sign_in_method AS m
			WHERE m.person_id = p_case.person_id AND m.confirmed_at IS NOT NULL) THEN
		RETURN QUERY SELECT 'not-registered', 'Not registered: there is no confirmed sign-in method.';
	ELSIF v_ways = 0 THEN
		RETURN QUERY SELECT 'no-way-in', CASE WHEN (rule.open_pass(p_case.person_id)).id IS NULL
			THEN 'No active sign-in method is left: the person cannot sign in.'
			ELSE 'No active sign-in method is left: the pass is the only way in.' END;
	ELSIF v_devices < 2 THEN
		RETURN QUERY SELECT 'no-backup', 'No backup: if what carries the only way in is lost, nothing is left.';
	ELSIF (SELECT pg_catalog.count(DISTINCT w.stands_on) FROM rule.ways_in(p_case.person_id) AS w
			WHERE w.kind <> 'office_phone') = 1 THEN
		RETURN QUERY SELECT 'one-device', 'One device carries all that travels. If it is lost, only the office phone.';
	END IF;
	RETURN QUERY SELECT 'foreign', 'Some sign-in methods belong to ' || pg_catalog.string_agg(DISTINCT m.authority, ', ')
			|| ': this directory does not change them.'
		FROM directory.sign_in_method AS m
		WHERE m.person_id = p_case.person_id AND m.authority <> 'here' AND m.state <> 'revoked'
		HAVING pg_catalog.count(*) > 0;
END
$$;

CREATE FUNCTION rule.account_json(p_case directory.case_file, p_actor rule.actor) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN pg_catalog.jsonb_build_object(
		'person', rule.person_json(p_case.person_id),
		'devices', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
				'id', d.id, 'name', d.name, 'state', rule.device_state(d.id)) ORDER BY d.created_at, d.id), '[]')
			FROM directory.device AS d WHERE d.person_id = p_case.person_id),
		'methods', (SELECT COALESCE(pg_catalog.jsonb_agg(rule.method_json(m)
				ORDER BY d.created_at NULLS LAST, m.device_id, rule.strength(m.kind) NULLS LAST, m.added_at, m.id), '[]')
			FROM directory.sign_in_method AS m LEFT JOIN directory.device AS d ON d.id = m.device_id
			WHERE m.person_id = p_case.person_id),
		'case', rule.case_json(p_case),
		'proof', rule.proof_ways(p_actor, p_case),
		'codes_left', rule.codes_left(p_case.person_id),
		'suspended_here', pg_catalog.to_jsonb(rule.suspended_here(p_case.id)),
		'challenges', (SELECT COALESCE(pg_catalog.jsonb_agg(rule.challenge_json(c) ORDER BY c.created_at DESC), '[]')
			FROM directory.challenge AS c WHERE c.case_id = p_case.id AND NOT rule.is_final(rule.challenge_state(c))),
		'pass', rule.case_pass_json(p_case.id),
		'telling', rule.is_telling(p_case.person_id),
		'warnings', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('code', w.code, 'text', w.text)), '[]')
			FROM rule.warnings(p_case, p_actor) AS w));
END
$$;

-- The second of a pair: only after the opening (or taking over) of the case is committed.
CREATE FUNCTION desk.account(p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
	SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.account');
	v_case directory.case_file;
BEGIN
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case;
	IF NOT FOUND OR NOT rule.readable(v_case) THEN
		PERFORM rule.fail_not_found('case');
	END IF;
	PERFORM rule.refuse_idle(v_case);
	PERFORM rule.committed(v_case.held_xid);
	RETURN rule.account_json(v_case, v_actor);
END
$$;

-- The same by the person: one's own open case on them, or the last one closed within the hour.
CREATE FUNCTION desk.show(p_who text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
	SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.show');
	v_person uuid := rule.person_of(p_who);
	v_case directory.case_file;
BEGIN
	SELECT c.* INTO v_case FROM directory.case_file AS c
	WHERE c.person_id = v_person AND c.login = session_user AND rule.readable(c)
	ORDER BY c.state = 'open' DESC, c.closed_at DESC
	LIMIT 1;
	IF NOT FOUND THEN
		PERFORM rule.fail('MD403', 'you hold no case on this person', 'Open a case with a ticket number first.');
	END IF;
	PERFORM rule.refuse_idle(v_case);
	PERFORM rule.committed(v_case.held_xid);
	RETURN rule.account_json(v_case, v_actor);
END
$$;
