-- The record, as staff may read it.

-- Of an act that left something suspended; the doubt itself has no name.
CREATE FUNCTION rule.kept_words(p_targets uuid[]) RETURNS text
	LANGUAGE sql STABLE
	RETURN COALESCE(' (stays suspended: ' || rule.labels(p_targets) || ')', '');

-- Whose code a leaf about a challenge is about; the manager's number is not the agent's to see.
CREATE FUNCTION rule.code_words(p_leaf ledger.leaf) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT CASE rule.proof_kind_of(c) WHEN 'recovery-code' THEN 'recovery code' WHEN 'manager' THEN 'the manager'
			ELSE rule.target_label(c.method_id) END
		FROM directory.challenge AS c WHERE c.id = p_leaf.targets[pg_catalog.array_upper(p_leaf.targets, 1)]);
END
$$;

-- One line for people: "suspended iPhone 12: lost".
CREATE FUNCTION rule.leaf_line(p_leaf ledger.leaf) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN CASE p_leaf.act
			WHEN 'open_case' THEN 'opened the case, ' || rule.here_by_phrase(p_leaf.outcome)
			WHEN 'start_contact' THEN 'new contact, ' || rule.here_by_phrase(p_leaf.outcome)
			WHEN 'end_contact' THEN 'caller gone'
			WHEN 'take_case' THEN 'took the case over'
			WHEN 'close_case' THEN 'closed the case' || rule.kept_words(p_leaf.targets)
			WHEN 'note' THEN 'note'
			WHEN 'begin_replacement' THEN 'replaced phone' || COALESCE(': ' || (SELECT d.name FROM directory.device AS d
				WHERE d.id = p_leaf.targets[1]), '')
			WHEN 'set_stuck' THEN 'could not be proven'
			WHEN 'finish' THEN 'finished'
			WHEN 'reopen_case' THEN 'reopened the case'
			WHEN 'record_proof' THEN COALESCE((SELECT pr.document || CASE pr.kind WHEN 'document-in-person' THEN ' in person'
				ELSE ' on video' END FROM directory.proof AS pr WHERE pr.id = p_leaf.targets[1]), 'proof') || ' ' || p_leaf.outcome
			WHEN 'confirm_proof' THEN 'confirmed a proof'
			WHEN 'approve' THEN 'approved ' || COALESCE((SELECT pg_catalog.string_agg(rule.approval_text(a.act, a.target), ', ')
				FROM directory.approval AS a WHERE a.id = ANY (p_leaf.targets)), '')
			WHEN 'restore' THEN p_leaf.outcome || ' ' || CASE WHEN EXISTS (SELECT FROM directory.device AS d WHERE d.id = p_leaf.targets[1])
				THEN rule.target_label(p_leaf.targets[1]) ELSE COALESCE(rule.labels(p_leaf.targets), '') END
			WHEN 'add_phone' THEN 'added ' || COALESCE(rule.target_label(p_leaf.targets[1]), 'a phone')
			WHEN 'start_challenge' THEN p_leaf.outcome || ': ' || COALESCE(rule.code_words(p_leaf), '')
			WHEN 'start_proof' THEN CASE p_leaf.outcome WHEN 'manager' THEN 'asked the manager for a code' ELSE 'asked for a recovery code' END
			WHEN 'answer_challenge' THEN 'typed a code: ' || COALESCE(rule.code_words(p_leaf), '')
			WHEN 'cancel_challenge' THEN 'cancelled the code: ' || COALESCE(rule.code_words(p_leaf), '')
			WHEN 'challenge' THEN COALESCE((SELECT c.channel || ', ' || c.purpose FROM directory.challenge AS c
				WHERE c.id = p_leaf.targets[2]), 'proof') || ' ' || p_leaf.outcome || ': ' || COALESCE(rule.code_words(p_leaf), '')
			WHEN 'issue_recovery_codes' THEN 'gave ten recovery codes'
			WHEN 'recovery_codes' THEN 'recovery codes are made'
			WHEN 'ask_approval' THEN 'asked a lead for: ' || COALESCE((SELECT rule.approval_text(w.act, w.target)
				FROM directory.approval_wish AS w WHERE w.id = p_leaf.targets[1]), '')
			WHEN 'enrol' THEN 'new ' || COALESCE(rule.target_label(p_leaf.targets[1]), 'authenticator')
			WHEN 'move_number' THEN 'moved ' || COALESCE(rule.target_label(p_leaf.targets[1]), '')
			WHEN 'issue_pass' THEN 'gave a temporary access pass ' || p_leaf.outcome
			WHEN 'cancel_pass' THEN 'cancelled the temporary access pass'
			WHEN 'use_pass' THEN 'the temporary access pass was used'
			WHEN 'set_default' THEN 'default is ' || COALESCE(rule.target_label(p_leaf.targets[1]), '')
			WHEN 'reveal_number' THEN 'saw the number of ' || COALESCE(rule.target_label(p_leaf.targets[1]), '')
			WHEN 'find_number' THEN 'looked up a number'
			WHEN 'notice' THEN COALESCE((SELECT n.channel FROM directory.notice AS n WHERE n.id = p_leaf.targets[1]), 'notice')
				|| ' that tells the person ' || p_leaf.outcome
			WHEN 'sign_out' THEN rule.sign_out_words(p_leaf.outcome, NULL)
			WHEN 'raise_doubt' THEN 'raised doubt' || rule.kept_words(p_leaf.targets)
			WHEN 'clear_doubt' THEN 'cleared the doubt'
			ELSE pg_catalog.replace(p_leaf.outcome, '_', ' ') || COALESCE(' ' || rule.target_label(p_leaf.targets[1]), '') END
		|| COALESCE(': ' || (SELECT v.value FROM ledger.value AS v WHERE v.leaf_id = p_leaf.id AND v.tag IN (32, 36)
			ORDER BY v.tag LIMIT 1), '')
		|| COALESCE(' (told: ' || rule.told_words(p_leaf.request_id, p_leaf.act, p_leaf.person_id) || ')', '');
END
$$;

CREATE FUNCTION rule.leaf_json(p_leaf ledger.leaf) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN pg_catalog.jsonb_build_object(
		'at', rule.rfc3339(p_leaf.at), 'who', rule.who(p_leaf.login), 'act', p_leaf.act, 'case', p_leaf.case_id,
		'ticket', (SELECT c.ticket FROM directory.case_file AS c WHERE c.id = p_leaf.case_id),
		'targets', pg_catalog.to_jsonb(p_leaf.targets), 'outcome', p_leaf.outcome,
		'reason', (SELECT v.value FROM ledger.value AS v WHERE v.leaf_id = p_leaf.id AND v.tag IN (32, 36)
			ORDER BY v.tag LIMIT 1),
		'text', rule.leaf_line(p_leaf));
END
$$;

-- Of a case: one's own (open, or closed within the hour), or anybody's in scope
-- for leads and auditors. Of a person: likewise, agents only what their own such
-- cases on that person hold. Newest first.
CREATE FUNCTION desk.history(p_of text, p_limit int DEFAULT 50) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.history');
	v_limit int := LEAST(GREATEST(COALESCE(p_limit, 50), 1), 500);
	v_all boolean := v_actor.role IN ('lead', 'auditor');
	v_case directory.case_file;
	v_person uuid;
	v_cases uuid[];
BEGIN
	IF p_of ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN
		SELECT c.* INTO v_case FROM directory.case_file AS c
		WHERE c.id = p_of::uuid AND (rule.readable(c) OR v_all AND rule.in_scope(c.person_id));
		IF v_case.id IS NULL AND NOT rule.in_scope(p_of::uuid) THEN
			PERFORM rule.fail_not_found('case or person');
		END IF;
	END IF;
	IF v_case.id IS NOT NULL THEN
		IF v_case.login = session_user THEN
			PERFORM rule.committed(v_case.held_xid);
		END IF;
		RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(rule.leaf_json(l) ORDER BY l.at DESC), '[]')
			FROM (SELECT l2.* FROM ledger.leaf AS l2 WHERE l2.case_id = v_case.id
				ORDER BY l2.at DESC LIMIT v_limit) AS l);
	END IF;
	v_person := rule.person_of(p_of);
	v_cases := ARRAY(SELECT c.id FROM directory.case_file AS c
		WHERE c.person_id = v_person AND c.login = session_user AND rule.readable(c)
			AND c.held_xid IS DISTINCT FROM pg_catalog.pg_current_xact_id_if_assigned());
	IF NOT v_all AND v_cases = '{}' THEN
		PERFORM rule.fail('MD403', 'you hold no case on this person', 'Open a case with a ticket number first.');
	END IF;
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(rule.leaf_json(l) ORDER BY l.at DESC), '[]')
		FROM (SELECT l2.* FROM ledger.leaf AS l2
			WHERE l2.person_id = v_person AND (v_all OR l2.case_id = ANY (v_cases))
			ORDER BY l2.at DESC LIMIT v_limit) AS l);
END
$$;
