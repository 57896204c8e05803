-- Proofs that are an agent's word, and a lead's approval.

CREATE FUNCTION desk.record_proof(p_request uuid, p_case uuid, p_kind text, p_document text, p_result text DEFAULT 'passed')
	RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.record_proof');
	v_stored jsonb := rule.begin(p_request, 'record_proof', pg_catalog.jsonb_build_array(p_case, p_kind, p_document, p_result));
	v_case directory.case_file;
	v_kind directory.proof_kind;
	v_contact directory.contact;
	v_doubt boolean := false;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	SELECT k.* INTO v_kind FROM directory.proof_kind AS k
	WHERE k.kind = rule.choice(p_kind, 'kind of proof', ARRAY(SELECT k2.kind FROM directory.proof_kind AS k2 ORDER BY 1));
	IF v_kind.recorded_by <> 'agent' THEN
		PERFORM rule.fail('MD403', 'that proof is not an agent''s word', 'It counts only when the code that was sent comes back.');
	END IF;
	PERFORM rule.choice(p_document, 'document', ARRAY['badge', 'passport', 'driving-licence', 'national-id']);
	PERFORM rule.choice(p_result, 'result', ARRAY['passed', 'failed', 'refused']);
	v_case := rule.hold_case(p_case, true);
	v_contact := rule.present_contact(p_case);
	IF p_result = 'passed' THEN
		PERFORM rule.refuse_doubted(v_case.person_id);
		PERFORM rule.refuse(rule.no_document(v_actor, v_contact, v_kind));
		IF v_kind.daily_limit IS NOT NULL THEN
			PERFORM rule.spend(p_kind, p_request);
		END IF;
	END IF;
	INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at)
	VALUES (p_request, v_contact.id, p_case, v_case.person_id, p_kind, 'document', p_document, p_result, session_user,
		pg_catalog.clock_timestamp());
	IF p_result <> 'passed' AND rule.bad_proofs(v_case.person_id) >= 3 THEN
		v_doubt := rule.doubt_by_itself(v_case.person_id, 'three failed or refused proofs in the last days');
	END IF;
	PERFORM rule.record('record_proof', p_request, p_case, v_case.person_id, ARRAY[p_request], p_result, NULL,
		p_kind || ' ' || p_document || CASE WHEN v_doubt THEN ' doubt' ELSE '' END, NULL);
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], p_result);
END
$$;

-- By a staff member who is another person than who recorded it and whom it is about.
CREATE FUNCTION desk.confirm_proof(p_request uuid, p_case uuid, p_proof uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.confirm_proof');
	v_stored jsonb := rule.begin(p_request, 'confirm_proof', pg_catalog.jsonb_build_array(p_case, p_proof));
	v_case directory.case_file;
	v_proof directory.proof;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case FOR NO KEY UPDATE;
	IF NOT FOUND OR NOT rule.in_scope(v_case.person_id) OR v_case.state <> 'open' THEN
		PERFORM rule.fail_not_found('case');
	END IF;
	SELECT p.* INTO v_proof FROM directory.proof AS p JOIN directory.proof_kind AS k ON k.kind = p.kind
	WHERE p.id = p_proof AND p.case_id = p_case AND k.alone = 'confirmed'
		AND p.contact_id = (rule.open_contact(p_case)).id;
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('proof that can be confirmed in this contact');
	ELSIF v_proof.result <> 'passed' OR v_proof.confirmed_at IS NOT NULL THEN
		PERFORM rule.fail('MD409', 'this proof needs no confirmation', 'Look at the case again.');
	ELSIF v_actor.person_id = v_case.person_id OR EXISTS (SELECT FROM directory.staff AS s
			WHERE s.login IN (v_proof.recorded_by, v_case.login) AND s.person_id = v_actor.person_id) THEN
		PERFORM rule.fail('MD412', 'another person must confirm it', 'Ask a colleague to look at the document too.');
	END IF;
	PERFORM rule.refuse_doubted(v_case.person_id);
	UPDATE directory.proof AS p SET confirmed_by = session_user, confirmed_at = pg_catalog.clock_timestamp()
	WHERE p.id = p_proof;
	PERFORM rule.record('confirm_proof', p_request, p_case, v_case.person_id, ARRAY[p_proof], 'confirmed', NULL,
		v_proof.kind || ' ' || v_proof.document, NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, ARRAY[p_proof], 'confirmed');
END
$$;

-- "act" or "act=target" in its two parts.
CREATE FUNCTION rule.approvable(p_text text) RETURNS text[]
	LANGUAGE plpgsql
AS $$
DECLARE
	v_act text := pg_catalog.split_part(p_text, '=', 1);
	v_target text := CASE WHEN p_text ~ '=' THEN pg_catalog.lower(pg_catalog.substr(p_text, pg_catalog.length(v_act) + 2)) END;
BEGIN
	PERFORM rule.choice(v_act, 'act that can be approved',
		ARRAY(SELECT DISTINCT p.act FROM directory.policy AS p WHERE p.approval ORDER BY 1));
	IF v_target !~ '^([0-9]{4}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' THEN
		PERFORM rule.fail('MD001', 'that is no target', 'The id of a sign-in method or device, or the last four digits of a number.');
	END IF;
	RETURN ARRAY[v_act, v_target];
END
$$;

-- "act" or "act=target": each lets one act of that kind (on that target: a
-- sign-in method, a device, the last four digits of a number) through, within the hour.
CREATE FUNCTION desk.approve(p_request uuid, p_case uuid, p_acts text[]) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.approve');
	v_stored jsonb := rule.begin(p_request, 'approve', pg_catalog.jsonb_build_array(p_case, pg_catalog.to_jsonb(p_acts)));
	v_case directory.case_file;
	v_text text;
	v_what text[];
	v_ids uuid[] := '{}';
	v_id uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	IF COALESCE(pg_catalog.cardinality(p_acts), 0) NOT BETWEEN 1 AND 20 OR pg_catalog.array_ndims(p_acts) <> 1 THEN
		PERFORM rule.fail('MD001', 'what is approved is missing', 'Name one act or more: "add_phone=0177", "revoke".');
	END IF;
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case FOR NO KEY UPDATE;
	IF NOT FOUND OR NOT rule.in_scope(v_case.person_id) OR v_case.state <> 'open' THEN
		PERFORM rule.fail_not_found('case');
	ELSIF v_actor.person_id = v_case.person_id OR EXISTS (SELECT FROM directory.staff AS s
			WHERE s.login = v_case.login AND s.person_id = v_actor.person_id) THEN
		PERFORM rule.fail('MD412', 'you cannot approve your own act, or an act on yourself', 'Ask another lead.');
	ELSIF rule.vouched(p_case, v_actor.person_id) THEN
		PERFORM rule.fail('MD412', 'you vouched for this person: that is no second person', 'Ask another lead.');
	END IF;
	FOREACH v_text IN ARRAY p_acts LOOP
		v_what := rule.approvable(v_text);
		INSERT INTO directory.approval (request_id, case_id, act, target, approved_by, at)
		VALUES (p_request, p_case, v_what[1], v_what[2], session_user, pg_catalog.clock_timestamp())
		RETURNING id INTO v_id;
		v_ids := v_ids || v_id;
	END LOOP;
	PERFORM rule.record('approve', p_request, p_case, v_case.person_id, v_ids, 'approved', NULL,
		pg_catalog.array_to_string(p_acts, ','), NULL);
	PERFORM rule.wake();
	RETURN rule.finish(p_request, p_case, v_ids, 'approved');
END
$$;
