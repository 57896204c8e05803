-- What was suspended works again: undone, restored, or settled with the end of its case.

-- May this agent take these suspensions back without proof? All of them the agent's own, minutes ago, and nothing else
-- was changed since. Of several requests the one that has the default from before them; of one, that.
CREATE FUNCTION rule.undoes(p_person uuid, p_ids uuid[]) RETURNS directory.request
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (WITH made AS (
		SELECT DISTINCT m.suspended_by_request AS id FROM directory.sign_in_method AS m WHERE m.id = ANY (p_ids)),
	own AS (
		SELECT r.id, r.private ->> 'default' AS old_default, (r.private ->> 'version')::bigint AS version
		FROM directory.request AS r JOIN made ON made.id = r.id
		WHERE r.login = session_user AND rule.suspends(r.act) AND r.at > pg_catalog.clock_timestamp() - rule.period('undo')),
	-- Each made a version, and theirs are the last.
	lasting AS (
		SELECT FROM own HAVING pg_catalog.count(*) = (SELECT pg_catalog.count(*) FROM made)
			AND pg_catalog.max(own.version) = (SELECT p.version FROM directory.person AS p WHERE p.id = p_person)
			AND pg_catalog.max(own.version) - pg_catalog.min(own.version) + 1 = pg_catalog.count(*))
	SELECT r FROM lasting, own JOIN directory.request AS r ON r.id = own.id
	ORDER BY own.old_default IS NULL, own.version LIMIT 1);
END
$$;

-- They work again: taken back without proof where that may be done, else with what the policy wants of restoring. Says
-- which. Of this person, locked, and all suspended. p_target NULL: all that the case suspended.
CREATE FUNCTION rule.restore(p_actor rule.actor, p_case directory.case_file, p_version bigint, p_ids uuid[], p_target uuid,
		p_request uuid) RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	v_undone directory.request := rule.undoes(p_case.person_id, p_ids);
	v_state text := CASE WHEN v_undone.id IS NULL THEN 'restored' ELSE 'undone' END;
BEGIN
	PERFORM rule.refuse_doubted(p_case.person_id);
	IF v_undone.id IS NULL THEN
		PERFORM rule.refuse_disabled(p_case.person_id);
		PERFORM rule.require(p_actor, p_case, 'restore', p_target::text, p_request);
	END IF;
	PERFORM rule.bump(p_case.person_id, p_version);
	UPDATE directory.sign_in_method AS m SET state = m.state_before, state_before = NULL, suspended_at = NULL,
		suspended_by_request = NULL, suspended_case = NULL, reason = NULL
	WHERE m.id = ANY (p_ids);
	IF (v_undone.private ->> 'default')::uuid = ANY (p_ids) THEN
		PERFORM rule.put_default(p_case.person_id, (v_undone.private ->> 'default')::uuid);
	END IF;
	PERFORM rule.record('restore', p_request, p_case.id, p_case.person_id,
		CASE WHEN p_target IS NULL THEN p_ids ELSE rule.named(p_target, p_ids) END, v_state, 'suspended', rule.states(p_ids), NULL);
	RETURN v_state;
END
$$;

CREATE FUNCTION desk.restore(p_request uuid, p_case uuid, p_version bigint, p_target uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.restore');
	v_stored jsonb := rule.begin(p_request, 'restore', pg_catalog.jsonb_build_array(p_case, p_version, p_target));
	v_case directory.case_file;
	v_ids uuid[];
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, true);
	PERFORM rule.refuse_doubted(v_case.person_id);
	v_ids := ARRAY(SELECT m.id FROM pg_catalog.unnest(rule.targets(v_case.person_id, p_target)) AS m
		WHERE m.state = 'suspended' ORDER BY m.id);
	IF v_ids = '{}' THEN
		PERFORM rule.fail('MD409', 'there is nothing to restore: it is not suspended', 'A revoked sign-in method cannot be brought back.');
	END IF;
	RETURN rule.finish(p_request, p_case, v_ids, rule.restore(v_actor, v_case, p_version, v_ids, p_target, p_request));
END
$$;

-- What becomes of what a case suspended, when it ends or there is doubt: nothing of it may be forgotten. The person is
-- locked. Returns what stays suspended; why it does is what the act itself says.
CREATE FUNCTION rule.settle(p_actor rule.actor, p_case directory.case_file, p_suspensions text, p_request uuid) RETURNS uuid[]
	LANGUAGE plpgsql
AS $$
DECLARE
	v_ids uuid[] := rule.suspended_here(p_case.id);
BEGIN
	PERFORM rule.choice(p_suspensions, 'answer about what is suspended', ARRAY['keep', 'undo']) WHERE p_suspensions IS NOT NULL;
	IF v_ids <> '{}' AND p_suspensions IS NULL THEN
		PERFORM rule.fail('MD001', 'what this case suspended is suspended still: ' || rule.labels(v_ids),
			'Say what becomes of it: keep, or undo.');
	ELSIF v_ids <> '{}' AND p_suspensions = 'undo' THEN
		PERFORM rule.restore(p_actor, p_case, NULL, v_ids, NULL, p_request);
		RETURN '{}';
	END IF;
	RETURN v_ids;
END
$$;
