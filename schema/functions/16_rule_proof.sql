-- What needs what: policy is data, this is how it is read.

-- When the newest sufficient proof was given, NULL without one: one that counts
-- alone, or two of different kinds that rest on different devices or persons.
-- Proofs of one contact only; p_contact NULL: of any contact that the case's
-- holder had in it: who took a case over did not see what was shown before.
CREATE FUNCTION rule.proven_at(p_case uuid, p_contact uuid) RETURNS timestamptz
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (WITH passed AS (
		SELECT p.contact_id, p.kind, p.rests_on, p.at,
			k.alone = 'always' OR k.alone = 'confirmed' AND p.confirmed_by IS NOT NULL AS alone
		FROM directory.proof AS p JOIN directory.proof_kind AS k ON k.kind = p.kind
			JOIN directory.contact AS t ON t.id = p.contact_id
			JOIN directory.case_file AS c ON c.id = p.case_id AND c.login = t.login
		WHERE p.case_id = p_case AND p.result = 'passed' AND t.ended_why IS DISTINCT FROM 'taken'
			AND (p_contact IS NULL OR p.contact_id = p_contact))
	SELECT pg_catalog.max(sufficient.at)
	FROM (SELECT passed.at FROM passed WHERE passed.alone
		UNION ALL
		SELECT LEAST(one.at, other.at)
		FROM passed AS one JOIN passed AS other
			ON one.contact_id = other.contact_id AND one.kind < other.kind AND one.rests_on <> other.rests_on
		) AS sufficient);
END
$$;

CREATE FUNCTION rule.proof_age() RETURNS interval
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT p.max_age FROM directory.policy AS p WHERE p.act = 'add_phone' AND p.standing = 'standard');
END
$$;

-- Until when this contact counts as proven for the acts that need a proof of it.
CREATE FUNCTION rule.proven_until(p_case uuid) RETURNS timestamptz
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT rule.proven_at(p_case, c.id) + rule.proof_age()
		FROM directory.contact AS c WHERE c.case_id = p_case AND c.ended_at IS NULL);
END
$$;

-- What is not there, in a refusal's own words; a NULL code: nothing is missing.
CREATE TYPE rule.lack AS (code text, what text, hint text);

CREATE FUNCTION rule.refuse(p_lack rule.lack) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_lack.code IS NOT NULL THEN
		PERFORM rule.fail(p_lack.code, p_lack.what, p_lack.hint);
	END IF;
END
$$;

-- Did something pass in this contact that is not too old yet? p_max_age NULL: none is.
CREATE FUNCTION rule.has_shown(p_contact uuid, p_max_age interval) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.proof AS p WHERE p.contact_id = p_contact AND p.result = 'passed'
		AND (p_max_age IS NULL OR p.at > pg_catalog.clock_timestamp() - p_max_age));
END
$$;

-- What would make the proofs of a contact sufficient, in a sentence: those that are not too old.
CREATE FUNCTION rule.more_proof(p_contact uuid, p_max_age interval) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN CASE
		WHEN EXISTS (SELECT FROM directory.proof AS p JOIN directory.proof_kind AS k ON k.kind = p.kind
			WHERE p.contact_id = p_contact AND p.result = 'passed' AND k.alone = 'confirmed' AND p.confirmed_by IS NULL
				AND (p_max_age IS NULL OR p.at > pg_catalog.clock_timestamp() - p_max_age))
			THEN 'A colleague confirms the document on video; or one more proof, of another kind.'
		WHEN rule.has_shown(p_contact, p_max_age)
			THEN 'One more proof, of another kind, on another device or person; or a document in person.'
		ELSE 'Two proofs of different kinds, on different devices or persons; or a document in person.' END;
END
$$;

CREATE FUNCTION rule.missing_proof(p_case uuid, p_proof text, p_max_age interval) RETURNS rule.lack
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_contact uuid := (rule.open_contact(p_case)).id;
	v_at timestamptz;
BEGIN
	IF p_proof = 'none' THEN
		RETURN NULL;
	ELSIF p_proof = 'contact' AND v_contact IS NULL THEN
		RETURN ROW('MD410', 'nobody is being talked to in this case', 'Start a new contact, then prove who it is.')::rule.lack;
	END IF;
	v_at := rule.proven_at(p_case, CASE p_proof WHEN 'contact' THEN v_contact END);
	IF v_at IS NULL THEN
		RETURN ROW('MD410', 'it is not proven who this is', rule.more_proof(v_contact, p_max_age))::rule.lack;
	ELSIF p_max_age IS NOT NULL AND v_at < pg_catalog.clock_timestamp() - p_max_age THEN
		RETURN ROW('MD411', 'the proof is too old', CASE WHEN rule.has_shown(v_contact, p_max_age) THEN rule.more_proof(v_contact, p_max_age)
			ELSE 'It counts for ' || (EXTRACT(epoch FROM p_max_age) / 60)::int || ' minutes: prove again who this is.' END)::rule.lack;
	END IF;
	RETURN NULL;
END
$$;

-- Is this the manager whose code is a proof in the case? Who vouched is no second person.
CREATE FUNCTION rule.vouched(p_case uuid, p_person uuid) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.proof AS p
		WHERE p.case_id = p_case AND p.kind = 'manager' AND p.result = 'passed' AND p.rests_on = 'person ' || p_person);
END
$$;

-- Uses up one approval of this act for this case by a lead who is another
-- person than who acts, who is acted on and who vouched, and still an enabled lead.
CREATE FUNCTION rule.use_approval(p_actor rule.actor, p_case directory.case_file, p_act text, p_target text, p_request uuid)
	RETURNS boolean
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.approval AS a SET used_by_request = p_request
	WHERE a.id = (
		SELECT a2.id
		FROM directory.approval AS a2 JOIN directory.staff AS s ON s.login = a2.approved_by
			JOIN directory.person AS p ON p.id = s.person_id AND p.status = 'active'
		WHERE a2.case_id = p_case.id AND a2.act = p_act AND a2.used_by_request IS NULL
			AND (a2.target IS NULL OR a2.target = p_target)
			AND a2.at > pg_catalog.clock_timestamp() - rule.period('approval')
			AND s.role = 'lead' AND s.locked_at IS NULL
			AND s.person_id <> p_actor.person_id AND s.person_id <> p_case.person_id
			AND NOT rule.vouched(p_case.id, s.person_id)
		ORDER BY a2.target NULLS LAST, a2.at
		LIMIT 1) AND a.used_by_request IS NULL;
	RETURN FOUND;
END
$$;

-- What is missing of the proof for this act. One that a lead was asked for while the proof counted was started: a
-- little time is left for it when the proof is too old.
CREATE FUNCTION rule.missing_for_act(p_case uuid, p_policy directory.policy, p_target text) RETURNS rule.lack
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_lack rule.lack := rule.missing_proof(p_case, p_policy.proof, p_policy.max_age);
	v_at timestamptz;
BEGIN
	IF v_lack.code = 'MD411' THEN
		v_at := rule.proven_at(p_case, CASE p_policy.proof WHEN 'contact' THEN (rule.open_contact(p_case)).id END);
		IF v_at + p_policy.max_age + rule.period('started_act') > pg_catalog.clock_timestamp()
				AND EXISTS (SELECT FROM directory.approval_wish AS w
					WHERE w.case_id = p_case AND w.act = p_policy.act AND (w.target IS NULL OR w.target = p_target)
						AND w.asked_by = session_user AND w.asked_at BETWEEN v_at AND v_at + p_policy.max_age) THEN
			RETURN NULL;
		END IF;
	END IF;
	RETURN v_lack;
END
$$;

-- May this act be done now? Raises unless it may. p_target: what an approval names.
CREATE FUNCTION rule.require(p_actor rule.actor, p_case directory.case_file, p_act text, p_target text, p_request uuid)
	RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_standings text[] := rule.standings(p_actor, p_case.person_id);
	v_policy directory.policy;
	v_approval boolean := (SELECT pg_catalog.bool_or(p.approval) FROM directory.policy AS p
		WHERE p.act = p_act AND p.standing = ANY (v_standings));
BEGIN
	IF (SELECT pg_catalog.count(*) FROM directory.policy AS p WHERE p.act = p_act AND p.standing = ANY (v_standings))
			<> pg_catalog.cardinality(v_standings) THEN
		PERFORM rule.fail('MD451', 'the policy does not say what this act needs', 'Tell your administrator.');
	END IF;
	FOR v_policy IN SELECT p.* FROM directory.policy AS p WHERE p.act = p_act AND p.standing = ANY (v_standings) LOOP
		PERFORM rule.refuse(CASE WHEN v_approval THEN rule.missing_for_act(p_case.id, v_policy, p_target)
			ELSE rule.missing_proof(p_case.id, v_policy.proof, v_policy.max_age) END);
	END LOOP;
	IF v_approval AND NOT rule.use_approval(p_actor, p_case, p_act, p_target, p_request) THEN
		PERFORM rule.fail('MD412', 'a second person is needed for this person ('
				|| pg_catalog.array_to_string(v_standings, ', ') || ')',
			'A lead who is somebody else approves: ' || p_act || COALESCE('=' || p_target, '') || ' in case ' || p_case.id || '.');
	END IF;
END
$$;
