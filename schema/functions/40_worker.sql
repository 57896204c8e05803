-- What the worker may do, and nothing else. Each function is one committed
-- arrow of a challenge's states; none of them calls anybody. A job is held under
-- a lease and a fence: the result of one whose lease ran out and that another
-- took over is dropped, and that is on the record.

CREATE FUNCTION worker.guard() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM rule.refuse_settings();
	IF rule.schema_version() IS DISTINCT FROM (SELECT pg_catalog.max(v.version) FROM directory.schema_version AS v) THEN
		PERFORM rule.fail('MD423', 'the directory is being upgraded', 'Try again in a minute.');
	END IF;
END
$$;

-- The heartbeat, and what a worker must know.
CREATE FUNCTION worker.hello(p_instance text, p_host text, p_version text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	PERFORM worker.guard();
	INSERT INTO directory.worker AS w (instance, host, version, started_at, seen_at)
	VALUES (p_instance, p_host, p_version, v_now, v_now)
	ON CONFLICT (instance) DO UPDATE SET seen_at = v_now, version = p_version, stopped_at = NULL;
	RETURN pg_catalog.jsonb_build_object('schema', rule.schema_version(), 'settings',
		(SELECT pg_catalog.jsonb_object_agg(s.name, s.value) FROM directory.setting AS s
			WHERE s.name IN ('desk_name', 'desk_telephone', 'desk_mail', 'desk_room', 'issuer')));
END
$$;

CREATE FUNCTION worker.goodbye(p_instance text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM worker.guard();
	UPDATE directory.worker AS w SET stopped_at = pg_catalog.clock_timestamp() WHERE w.instance = p_instance;
	RETURN '{}';
END
$$;

CREATE FUNCTION worker.notice_json(p_job directory.job) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object(
			'channel', n.channel, 'state', n.state, 'mark', n.mark, 'template', n.template,
			'number', CASE n.channel WHEN 'text' THEN n.address END, 'address', n.address,
			'name', p.name, 'what', n.what, 'when', rule.local_time(n.at, 'YYYY-MM-DD HH24:MI') || ' ' || rule.setting('time_zone'),
			'ticket', n.ticket, 'proof', n.proof, 'gateway', n.gateway, 'gateway_id', n.gateway_id,
			'created_at', rule.rfc3339(n.at), 'sent_at', rule.rfc3339(COALESCE(n.sent_at, n.sending_at)),
			'expires_at', rule.rfc3339(n.at + rule.period('notice')))
		FROM directory.notice AS n JOIN directory.person AS p ON p.id = n.person_id
		WHERE n.id = p_job.subject);
END
$$;

-- About no challenge: each kind has what it is about and what is needed to do it.
CREATE FUNCTION worker.errand_json(p_job directory.job) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN pg_catalog.jsonb_build_object('subject', p_job.subject) || rule.pass_job_json(p_job)
		|| CASE WHEN p_job.kind IN ('tell', 'follow') THEN worker.notice_json(p_job) ELSE '{}' END
		|| CASE p_job.kind WHEN 'make_codes' THEN pg_catalog.jsonb_build_object('public_key',
			(SELECT pg_catalog.encode(b.public_key, 'hex') FROM directory.box AS b WHERE b.subject = p_job.subject)) ELSE '{}' END
		|| CASE p_job.kind WHEN 'sign_out' THEN rule.sign_out_json(p_job) ELSE '{}' END;
END
$$;

-- The unused recovery codes of a person, to compare one with.
CREATE FUNCTION worker.codes_json(p_person uuid) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object('salt', pg_catalog.encode(s.salt, 'hex'), 'cost', s.cost,
			'codes', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', c.id,
					'hash', pg_catalog.encode(c.hash, 'hex')) ORDER BY c.id), '[]')
				FROM directory.recovery_code AS c WHERE c.set_id = s.id AND c.used_at IS NULL))
		FROM rule.codes_of(p_person) AS s);
END
$$;

CREATE FUNCTION worker.challenge_json(p_job directory.job) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object(
			'challenge', c.id, 'case', c.case_id, 'person', c.person_id, 'method', c.method_id, 'purpose', c.purpose,
			'channel', c.channel, 'state', c.state, 'mark', c.mark, 'here_by', t.here_by,
			'gateway', c.gateway, 'gateway_id', c.gateway_id, 'answered_by', c.answered_by,
			'created_at', rule.rfc3339(c.created_at), 'sent_at', rule.rfc3339(COALESCE(c.sent_at, c.sending_at)),
			'expires_at', rule.rfc3339(c.expires_at),
			'vouches_for', CASE WHEN m.person_id <> c.person_id THEN p.name END)
		|| CASE p_job.kind
			WHEN 'check' THEN pg_catalog.jsonb_build_object(
				'typed', c.typed, 'typed_at', rule.rfc3339(p_job.made_at),
				'code_hash', pg_catalog.encode(c.code_hash, 'hex'), 'code_key', c.code_key,
				'sealed', pg_catalog.encode(s.sealed, 'hex'), 'last_step', s.last_step, 'drift', s.drift,
				'secret_of', CASE WHEN s.method_id IS NOT NULL THEN m.person_id END)
				|| CASE c.channel WHEN 'recovery' THEN COALESCE(worker.codes_json(c.person_id), '{}') ELSE '{}' END
			WHEN 'enrol' THEN pg_catalog.jsonb_build_object('public_key', (SELECT pg_catalog.encode(e.public_key, 'hex')
				FROM directory.enrolment AS e WHERE e.challenge_id = c.id))
			ELSE pg_catalog.jsonb_build_object('number', m.number, 'extension', m.extension,
				'number_checked', EXISTS (SELECT FROM directory.number_check AS n WHERE n.number = m.number
					AND n.checked_at > pg_catalog.clock_timestamp() - rule.period('number_check'))) END
		FROM directory.challenge AS c JOIN directory.contact AS t ON t.id = c.contact_id
			JOIN directory.person AS p ON p.id = c.person_id
			LEFT JOIN directory.sign_in_method AS m ON m.id = c.method_id
			LEFT JOIN directory.method_secret AS s ON s.method_id = c.method_id
		WHERE c.id = p_job.challenge_id);
END
$$;

CREATE FUNCTION worker.job_json(p_job directory.job) RETURNS jsonb
	LANGUAGE sql
	RETURN pg_catalog.jsonb_build_object('job', p_job.id, 'fence', p_job.fence, 'kind', p_job.kind, 'attempts', p_job.attempts)
		|| CASE WHEN p_job.challenge_id IS NULL THEN worker.errand_json(p_job) ELSE worker.challenge_json(p_job) END;

-- Due jobs, those that people wait for at the desk first.
CREATE FUNCTION worker.claim(p_instance text, p_most int, p_lease_seconds int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_jobs jsonb;
BEGIN
	PERFORM worker.guard();
	WITH due AS (
		SELECT j.id FROM directory.job AS j
		WHERE j.done_at IS NULL AND j.run_at <= pg_catalog.clock_timestamp()
		ORDER BY j.run_at, j.id
		LIMIT LEAST(GREATEST(p_most, 0), 1000)
		FOR NO KEY UPDATE SKIP LOCKED),
	claimed AS (
		UPDATE directory.job AS j SET instance = p_instance, fence = j.fence + 1, attempts = j.attempts + 1,
			run_at = pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => LEAST(GREATEST(p_lease_seconds, 1), 3600))
		FROM due WHERE j.id = due.id
		RETURNING j.*)
	SELECT pg_catalog.jsonb_agg(worker.job_json(claimed)) INTO v_jobs FROM claimed;
	RETURN pg_catalog.jsonb_build_object('jobs', COALESCE(v_jobs, '[]'),
		'next', (SELECT GREATEST(0, EXTRACT(epoch FROM pg_catalog.min(j.run_at) - pg_catalog.clock_timestamp()))
			FROM directory.job AS j WHERE j.done_at IS NULL));
END
$$;

-- The job under this fence with its challenge, both locked; a NULL id when another has it now.
CREATE FUNCTION worker.hold(p_job bigint, p_fence bigint, p_result text) RETURNS directory.job
	LANGUAGE plpgsql
AS $$
DECLARE
	v_job directory.job;
BEGIN
	PERFORM worker.guard();
	PERFORM FROM directory.challenge AS c
		WHERE c.id = (SELECT j.challenge_id FROM directory.job AS j WHERE j.id = p_job) FOR NO KEY UPDATE;
	SELECT j.* INTO v_job FROM directory.job AS j WHERE j.id = p_job AND j.fence = p_fence FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		INSERT INTO directory.dropped_result (job_id, fence, result) VALUES (p_job, p_fence, p_result);
	END IF;
	RETURN v_job;
END
$$;

CREATE FUNCTION worker.kept(p_job directory.job) RETURNS jsonb
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.jsonb_build_object('kept', p_job.id IS NOT NULL);

CREATE FUNCTION worker.end_job(p_job bigint, p_outcome text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.job AS j SET done_at = pg_catalog.clock_timestamp(), outcome = p_outcome
	WHERE j.id = p_job AND j.done_at IS NULL;
END
$$;

CREATE FUNCTION worker.put_off(p_job bigint, p_seconds int) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.job AS j
	SET run_at = pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => LEAST(GREATEST(p_seconds, 0), 3600)), instance = NULL
	WHERE j.id = p_job AND j.done_at IS NULL;
END
$$;

-- Over, and on the record as the worker's own act.
CREATE FUNCTION worker.finish(p_challenge directory.challenge, p_state text, p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM rule.end_challenge(p_challenge.id, p_state, p_reason);
	PERFORM rule.record('challenge', p_challenge.id, p_challenge.case_id, p_challenge.person_id,
		rule.challenge_targets(p_challenge), p_state, p_challenge.state, p_state,
		pg_catalog.jsonb_build_object('text', p_reason));
END
$$;

-- Of a withdrawal: what is not withdrawn can still be read at the gateway.
CREATE FUNCTION worker.done(p_job bigint, p_fence bigint, p_outcome text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'done');
BEGIN
	PERFORM rule.choice(p_outcome, 'outcome', ARRAY['withdrawn', 'not withdrawn', 'nothing to withdraw']);
	PERFORM worker.end_job(v_job.id, p_outcome);
	RETURN worker.kept(v_job);
END
$$;

CREATE FUNCTION worker.release(p_job bigint, p_fence bigint, p_seconds int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'release');
BEGIN
	PERFORM worker.put_off(v_job.id, p_seconds);
	PERFORM rule.wake();
	RETURN worker.kept(v_job);
END
$$;

-- Those whose time is over. What is being sent or checked comes to its end first.
CREATE FUNCTION worker.expire(p_most int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_challenge directory.challenge;
	v_expired int := 0;
BEGIN
	PERFORM worker.guard();
	FOR v_challenge IN SELECT c.* FROM directory.challenge AS c
			WHERE c.finished_at IS NULL AND c.state NOT IN ('sending', 'checking') AND c.expires_at <= pg_catalog.clock_timestamp()
			ORDER BY c.expires_at LIMIT LEAST(GREATEST(p_most, 0), 1000)
			FOR NO KEY UPDATE SKIP LOCKED LOOP
		PERFORM worker.finish(v_challenge, 'expired', v_challenge.reason);
		v_expired := v_expired + 1;
	END LOOP;
	UPDATE directory.box AS b SET box = NULL FROM directory.code_set AS s
	WHERE b.box IS NOT NULL AND s.id = b.subject AND rule.codes_over(s);
	PERFORM worker.forget_tries(LEAST(GREATEST(p_most, 0), 1000));
	RETURN pg_catalog.jsonb_build_object('expired', v_expired + worker.expire_passes(LEAST(GREATEST(p_most, 0), 1000)));
END
$$;

-- Sessions of staff and of the sign-in service that sit in a transaction: they would hold up others.
CREATE FUNCTION worker.watchdog(p_seconds int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM worker.guard();
	RETURN pg_catalog.jsonb_build_object('ended', rule.end_lingering(
		ARRAY(SELECT s.login FROM directory.staff AS s) || 'mfadesk_signin'::text, pg_catalog.make_interval(secs => GREATEST(p_seconds, 5))));
END
$$;
