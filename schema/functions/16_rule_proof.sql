-- What needs what (DESIGN rule 8): policy is data, this is how it is read.

-- When the newest sufficient proof was given, NULL without one: one that counts
-- alone, or two of different kinds that rest on different devices or persons.
-- Proofs of one contact only; p_contact NULL: of any contact that the case's
-- holder had in it: who took a case over did not see what was shown before.
CREATE FUNCTION rule.proven_at(p_case uuid, p_contact uuid) RETURNS timestamptz
	LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH passed AS (
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
		) AS sufficient;
END;

-- Until when this contact counts as proven for the acts that need a proof of it.
CREATE FUNCTION rule.proven_until(p_case uuid) RETURNS timestamptz
	LANGUAGE sql STABLE
	RETURN (SELECT rule.proven_at(p_case, c.id) + p.max_age
		FROM directory.contact AS c, directory.policy AS p
		WHERE c.case_id = p_case AND c.ended_at IS NULL AND p.act = 'add_phone' AND p.standing = 'standard');

CREATE FUNCTION rule.require_proof(p_case uuid, p_proof text, p_max_age interval) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_contact uuid;
	v_at timestamptz;
BEGIN
	IF p_proof = 'none' THEN
		RETURN;
	ELSIF p_proof = 'contact' THEN
		v_contact := (rule.open_contact(p_case)).id;
		IF v_contact IS NULL THEN
			PERFORM rule.fail('MD410', 'nobody is being talked to in this case',
				'Start a new contact, then prove who it is.');
		END IF;
	END IF;
	v_at := rule.proven_at(p_case, v_contact);
	IF v_at IS NULL THEN
		PERFORM rule.fail('MD410', 'it is not proven who this is',
			'A document in person is enough; or a document on video that a colleague confirms; or two proofs of different kinds.');
	ELSIF p_max_age IS NOT NULL AND v_at < pg_catalog.clock_timestamp() - p_max_age THEN
		PERFORM rule.fail('MD411', 'the proof is too old',
			'It counts for ' || (EXTRACT(epoch FROM p_max_age) / 60)::int || ' minutes: prove again who this is.');
	END IF;
END
$$;

-- Uses up one approval of this act for this case by a lead who is another
-- person than who acts and who is acted on, and still an enabled lead.
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
		ORDER BY a2.target NULLS LAST, a2.at
		LIMIT 1) AND a.used_by_request IS NULL;
	RETURN FOUND;
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
	v_approval boolean := false;
BEGIN
	IF (SELECT pg_catalog.count(*) FROM directory.policy AS p WHERE p.act = p_act AND p.standing = ANY (v_standings))
			<> pg_catalog.cardinality(v_standings) THEN
		PERFORM rule.fail('MD451', 'the policy does not say what this act needs', 'Tell your administrator.');
	END IF;
	FOR v_policy IN SELECT p.* FROM directory.policy AS p WHERE p.act = p_act AND p.standing = ANY (v_standings) LOOP
		PERFORM rule.require_proof(p_case.id, v_policy.proof, v_policy.max_age);
		v_approval := v_approval OR v_policy.approval;
	END LOOP;
	IF v_approval AND NOT rule.use_approval(p_actor, p_case, p_act, p_target, p_request) THEN
		PERFORM rule.fail('MD412', 'a second person is needed for this person ('
				|| pg_catalog.array_to_string(v_standings, ', ') || ')',
			'A lead who is somebody else approves: ' || p_act || COALESCE('=' || p_target, '') || ' in case ' || p_case.id || '.');
	END IF;
END
$$;
