-- Temporary access passes: what one is at this moment, and what it keeps open.

-- waiting: the worker has not made it; open; used; cancelled; expired.
CREATE FUNCTION rule.pass_state(p_pass directory.pass) RETURNS text
	LANGUAGE sql
	RETURN CASE WHEN p_pass.used_at IS NOT NULL THEN 'used'
		WHEN p_pass.cancelled_at IS NOT NULL THEN 'cancelled'
		WHEN COALESCE(p_pass.expires_at, p_pass.asked_at + rule.period('pass_making')) <= pg_catalog.clock_timestamp() THEN 'expired'
		WHEN p_pass.made_at IS NULL THEN 'waiting' ELSE 'open' END;

-- The one that lets this person in now; a NULL id where there is none.
CREATE FUNCTION rule.open_pass(p_person uuid) RETURNS directory.pass
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT p FROM directory.pass AS p
		WHERE p.person_id = p_person AND p.used_at IS NULL AND p.cancelled_at IS NULL AND rule.pass_state(p) = 'open');
END
$$;

-- Whoever loses a way in keeps another: a confirmed, active method, or an open pass.
CREATE FUNCTION rule.refuse_no_way_in(p_person uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM rule.ways_in(p_person)) AND (rule.open_pass(p_person)).id IS NULL THEN
		PERFORM rule.fail('MD451', 'this would leave the person without an active sign-in method',
			'First give another way in, confirmed, or a temporary access pass.');
	END IF;
END
$$;

-- The account's `pass`: the newest of the case that is open or was used.
CREATE FUNCTION rule.case_pass_json(p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object('id', p.id, 'state', rule.pass_state(p), 'made_at', rule.rfc3339(p.made_at),
			'expires_at', rule.rfc3339(p.expires_at), 'used_at', rule.rfc3339(p.used_at), 'login', p.login)
		FROM directory.pass AS p
		WHERE p.case_id = p_case AND rule.pass_state(p) IN ('open', 'used')
		ORDER BY p.asked_at DESC LIMIT 1);
END
$$;

-- What had been asked for and is over; its box with it.
CREATE FUNCTION rule.end_pass(p_pass uuid, p_why text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.pass AS p SET cancelled_at = pg_catalog.clock_timestamp(), cancelled_why = p_why, salt = NULL, hash = NULL
	WHERE p.id = p_pass;
	UPDATE directory.box AS b SET box = NULL WHERE b.subject = p_pass;
	UPDATE directory.job AS j SET done_at = pg_catalog.clock_timestamp(), outcome = 'over'
	WHERE j.subject = p_pass AND j.done_at IS NULL;
	PERFORM rule.wake();
END
$$;

-- What the worker needs to make one, or to compare what was typed; an empty object for other kinds.
CREATE FUNCTION rule.pass_job_json(p_job directory.job) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN CASE p_job.kind
		WHEN 'make_pass' THEN (SELECT pg_catalog.jsonb_build_object('form', p.form,
				'public_key', pg_catalog.encode(b.public_key, 'hex'))
			FROM directory.pass AS p JOIN directory.box AS b ON b.subject = p.id WHERE p.id = p_job.subject)
		WHEN 'try_pass' THEN (SELECT pg_catalog.jsonb_build_object('typed', t.typed, 'typed_at', rule.rfc3339(t.at))
			FROM directory.pass_try AS t WHERE t.id = p_job.subject)
		ELSE '{}' END;
END
$$;
