-- The person's sessions end: asked of whoever keeps them, by the worker (43_worker_sign_out.sql).

CREATE FUNCTION rule.sign_out(p_case directory.case_file, p_request uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_id uuid;
BEGIN
	INSERT INTO directory.sign_out (request_id, person_id, case_id, at)
	VALUES (p_request, p_case.person_id, p_case.id, pg_catalog.clock_timestamp())
	RETURNING id INTO v_id;
	PERFORM rule.put_errand(v_id, 'sign_out');
	PERFORM rule.wake();
END
$$;

-- The newest of a case; a NULL id where there is none.
CREATE FUNCTION rule.last_sign_out(p_case uuid) RETURNS directory.sign_out
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT s FROM directory.sign_out AS s WHERE s.case_id = p_case ORDER BY s.at DESC LIMIT 1);
END
$$;

-- Neither done in this case, nor on its way.
CREATE FUNCTION rule.lacks_sign_out(p_case uuid) RETURNS boolean
	LANGUAGE sql STABLE
	RETURN COALESCE((rule.last_sign_out(p_case)).state NOT IN ('queued', 'sending', 'ended'), true);

-- In plain words; NULL: nobody asked for it.
CREATE FUNCTION rule.sign_out_words(p_state text, p_reason text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_state
			WHEN 'queued' THEN 'sessions are being ended'
			WHEN 'sending' THEN 'sessions are being ended'
			WHEN 'ended' THEN 'sessions ended'
			WHEN 'no hook' THEN 'sessions are not ended: no hook is set'
			WHEN 'unknown' THEN 'sessions may not be ended'
			WHEN 'failed' THEN 'sessions are not ended' END
		|| COALESCE(': ' || p_reason, '');

-- What the hook is told: whose sessions, and that those are meant which began before.
CREATE FUNCTION rule.sign_out_json(p_job directory.job) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object('email', p.email, 'external_id', p.external_id, 'before', rule.rfc3339(s.at))
		FROM directory.sign_out AS s JOIN directory.person AS p ON p.id = s.person_id WHERE s.id = p_job.subject);
END
$$;
