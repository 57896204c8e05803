-- Exactly once, never in the transaction that counts it, and not too often.

-- A request's id becomes the id of what it makes. So that no id ever names two
-- things, an id that names anything already cannot be one.
CREATE FUNCTION rule.names_something(p_id uuid) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.person AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.device AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.sign_in_method AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.case_file AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.contact AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.proof AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.approval AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.doubt AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.challenge AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.pass AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.notice AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.code_set AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.approval_wish AS x WHERE x.id = p_id)
		OR EXISTS (SELECT FROM directory.sign_out AS x WHERE x.id = p_id);
END
$$;

-- NULL for a new request. The stored answer when the same was asked before by
-- the same login; MD409 when anything differs.
CREATE FUNCTION rule.begin(p_request uuid, p_act text, p_arguments jsonb) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_digest bytea := pg_catalog.sha256(pg_catalog.convert_to(p_arguments::text, 'UTF8'));
	v_request directory.request;
BEGIN
	IF p_request IS NULL THEN
		PERFORM rule.fail('MD001', 'the request id is missing', 'Make a uuid for each change, and use it again only to ask again.');
	END IF;
	INSERT INTO directory.request (id, login, act, digest, xid, at)
	VALUES (p_request, session_user, p_act, v_digest, pg_catalog.pg_current_xact_id(), pg_catalog.clock_timestamp())
	ON CONFLICT (id) DO NOTHING;
	IF FOUND THEN
		IF rule.names_something(p_request) THEN
			PERFORM rule.fail('MD409', 'that request id was used for something else', 'Use a new request id.');
		END IF;
		RETURN NULL;
	END IF;
	SELECT r.* INTO v_request FROM directory.request AS r WHERE r.id = p_request;
	IF v_request.login IS DISTINCT FROM session_user OR v_request.act <> p_act OR v_request.digest <> v_digest
			OR v_request.answer IS NULL THEN
		PERFORM rule.fail('MD409', 'that request id was used for something else', 'Use a new request id.');
	END IF;
	RETURN v_request.answer;
END
$$;

-- Stores the answer: ids and states only, never a secret or a number.
CREATE FUNCTION rule.finish(p_request uuid, p_case uuid, p_ids uuid[], p_state text,
		p_private jsonb DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_answer jsonb;
BEGIN
	UPDATE directory.request AS r
	SET answer = pg_catalog.jsonb_build_object('request', p_request, 'case', p_case, 'ids', pg_catalog.to_jsonb(p_ids),
			'state', p_state, 'at', rule.rfc3339(r.at)),
		private = p_private
	WHERE r.id = p_request
	RETURNING r.answer INTO v_answer;
	RETURN v_answer;
END
$$;

-- Refuses while the guarded row is still this transaction's own: who could roll
-- back could ask for nothing. xid8 includes savepoints: it is the top transaction's.
CREATE FUNCTION rule.committed(p_xid xid8) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_xid IS NOT DISTINCT FROM pg_catalog.pg_current_xact_id_if_assigned() THEN
		PERFORM rule.fail('MD409', 'not in the transaction that asked for it', 'Commit, then ask for the answer.');
	END IF;
END
$$;

-- One's own request of one act, committed, not older than ten minutes: the first half of a pair.
CREATE FUNCTION rule.own_request(p_request uuid, p_act text) RETURNS directory.request
	LANGUAGE plpgsql
AS $$
DECLARE
	v_request directory.request;
BEGIN
	SELECT r.* INTO v_request FROM directory.request AS r
	WHERE r.id = p_request AND r.login = session_user AND r.act = p_act AND r.answer IS NOT NULL
		AND r.at > pg_catalog.clock_timestamp() - interval '10 minutes';
	IF NOT FOUND THEN
		PERFORM rule.fail_not_found('request');
	END IF;
	PERFORM rule.committed(v_request.xid);
	RETURN v_request;
END
$$;

-- Counts one use of a limit that is on this agent. The same subject again within
-- the period costs nothing. The only row it locks is the agent's own.
CREATE FUNCTION rule.spend(p_kind text, p_subject uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_limit directory.agent_limit;
	v_person uuid := (SELECT s.person_id FROM directory.staff AS s WHERE s.login = session_user);
	v_uses timestamptz[];
	v_subjects uuid[];
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	SELECT l.* INTO STRICT v_limit FROM directory.agent_limit AS l WHERE l.kind = p_kind;
	INSERT INTO directory.quota (person_id, kind) VALUES (v_person, p_kind) ON CONFLICT DO NOTHING;
	PERFORM FROM directory.quota AS q WHERE q.person_id = v_person AND q.kind = p_kind FOR NO KEY UPDATE;
	SELECT pg_catalog.array_agg(u.at), pg_catalog.array_agg(u.subject) INTO v_uses, v_subjects
	FROM directory.quota AS q, LATERAL ROWS FROM (pg_catalog.unnest(q.uses), pg_catalog.unnest(q.subjects)) AS u (at, subject)
	WHERE q.person_id = v_person AND q.kind = p_kind AND u.at > v_now - v_limit.period;
	IF p_subject = ANY (v_subjects) THEN
		RETURN;
	ELSIF pg_catalog.cardinality(v_uses) >= v_limit.cap THEN
		PERFORM rule.fail('MD429', 'your limit is reached: ' || v_limit.cap || ' in '
				|| (EXTRACT(epoch FROM v_limit.period) / 3600)::int || ' h ('
				|| pg_catalog.replace(pg_catalog.replace(p_kind, '_', ' '), '-', ' ') || ')',
			'Wait, or ask a colleague.');
	END IF;
	UPDATE directory.quota AS q SET uses = v_uses || v_now, subjects = v_subjects || p_subject
	WHERE q.person_id = v_person AND q.kind = p_kind;
END
$$;
