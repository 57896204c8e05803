-- What a code comes to, and authenticators' secrets.

-- Why a right code does not count after all; NULL: it counts.
CREATE FUNCTION worker.no_pass_why(p_challenge directory.challenge, p_method directory.sign_in_method) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN CASE
		WHEN p_method.number_changed_at > p_challenge.created_at AND p_method.number IS NOT NULL THEN 'the number was changed meanwhile'
		WHEN p_challenge.purpose = 'confirm' AND p_method.state <> 'pending'
			OR p_challenge.purpose <> 'confirm' AND p_method.state <> 'active' THEN 'it is ' || p_method.state || ' now'
		WHEN rule.doubted(p_challenge.person_id) THEN 'there is doubt about who is calling'
		WHEN p_challenge.answered_by = 'machine' THEN 'voicemail took the call: its code is void'
		WHEN p_challenge.purpose = 'proof' AND p_challenge.channel = 'call' AND p_challenge.answered_by IS DISTINCT FROM 'human'
			THEN 'the gateway could not tell whether a person answered'
		WHEN p_challenge.channel = 'recovery' AND (rule.codes_of(p_challenge.person_id)).case_id = p_challenge.case_id
			THEN 'the recovery codes were made in this case'
		WHEN p_method.person_id <> p_challenge.person_id AND (rule.no_manager((SELECT s.person_id FROM directory.staff AS s
			WHERE s.login = p_challenge.login), p_challenge.person_id)).code IS NOT NULL THEN 'the manager cannot vouch now'
		WHEN p_method.person_id <> p_challenge.person_id AND NOT EXISTS (SELECT FROM directory.person AS p
			WHERE p.id = p_challenge.person_id AND p.manager_id = p_method.person_id) THEN 'the person has another manager now'
		WHEN p_challenge.purpose = 'proof' THEN rule.no_proof_why(p_method, p_challenge.case_id, p_challenge.channel) END;
END
$$;

-- What a person may want to mend before the codes of their app are refused; NULL: nothing.
CREATE FUNCTION worker.clock_news(p_drift int) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_drift <> 0 THEN 'the clock of the app is ' || pg_catalog.abs(p_drift) || CASE pg_catalog.abs(p_drift)
		WHEN 1 THEN ' step' ELSE ' steps' END || ' of 30 s ' || CASE WHEN p_drift > 0 THEN 'ahead' ELSE 'behind' END END;

CREATE FUNCTION worker.pass(p_challenge directory.challenge, p_method directory.sign_in_method, p_news text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.sign_in_method AS m SET failures = 0, tested_at = pg_catalog.clock_timestamp(),
		state = CASE p_challenge.purpose WHEN 'confirm' THEN 'active' ELSE m.state END,
		confirmed_at = CASE p_challenge.purpose WHEN 'confirm' THEN pg_catalog.clock_timestamp() ELSE m.confirmed_at END,
		confirmed_by_code = m.confirmed_by_code OR p_challenge.purpose = 'confirm'
	WHERE m.id = p_method.id AND m.person_id = p_challenge.person_id;
	IF p_challenge.purpose = 'confirm' THEN
		PERFORM rule.bump(p_challenge.person_id, NULL);
	ELSIF p_challenge.purpose = 'proof' THEN
		PERFORM rule.put_proof(p_challenge, p_method, 'passed');
	END IF;
	PERFORM worker.finish(p_challenge, 'passed', p_news);
END
$$;

CREATE FUNCTION worker.wrong(p_challenge directory.challenge, p_method directory.sign_in_method) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_failures int;
BEGIN
	UPDATE directory.sign_in_method AS m SET failures = m.failures + 1 WHERE m.id = p_method.id AND m.person_id = p_challenge.person_id
	RETURNING m.failures INTO v_failures;
	UPDATE directory.challenge AS c SET tries_left = c.tries_left - 1, wrong_at = pg_catalog.clock_timestamp(),
		state = c.back_to, back_to = NULL, typed = NULL, reason = 'wrong code'
	WHERE c.id = p_challenge.id AND c.tries_left > 1;
	IF NOT FOUND THEN
		UPDATE directory.challenge AS c SET tries_left = 0, wrong_at = pg_catalog.clock_timestamp() WHERE c.id = p_challenge.id;
		PERFORM worker.finish(p_challenge, 'failed', 'five wrong codes');
		IF p_challenge.purpose = 'proof' THEN
			PERFORM rule.put_proof(p_challenge, p_method, 'failed');
		END IF;
	END IF;
	IF v_failures = rule.most_failures() THEN
		PERFORM rule.doubt_by_itself(p_challenge.person_id, v_failures || ' wrong codes in a row: '
			|| COALESCE(rule.target_label(p_method.id), ''));
	END IF;
END
$$;

-- The typed code is gone with its check. A wrong one costs a try; one of the app
-- that was used already does not.
CREATE FUNCTION worker.checked(p_job bigint, p_fence bigint, p_result text, p_step bigint, p_drift int, p_next int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job;
	v_challenge directory.challenge;
	v_method directory.sign_in_method;
	v_why text;
	v_news text := worker.clock_news(p_drift);
BEGIN
	SELECT c.* INTO v_challenge FROM directory.challenge AS c JOIN directory.job AS j ON j.challenge_id = c.id WHERE j.id = p_job;
	PERFORM FROM directory.person AS p WHERE p.id = v_challenge.person_id FOR NO KEY UPDATE;
	PERFORM FROM directory.case_file AS f WHERE f.id = v_challenge.case_id FOR NO KEY UPDATE;
	v_job := worker.hold(p_job, p_fence, 'checked');
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	END IF;
	SELECT c.* INTO v_challenge FROM directory.challenge AS c WHERE c.id = v_job.challenge_id;
	SELECT m.* INTO v_method FROM directory.sign_in_method AS m WHERE m.id = v_challenge.method_id FOR NO KEY UPDATE;
	PERFORM rule.choice(p_result, 'result', ARRAY['right', 'wrong', 'used']);
	PERFORM worker.end_job(p_job, p_result);
	IF v_challenge.state <> 'checking' THEN
		RETURN worker.kept(v_job);
	ELSIF p_result = 'right' AND v_challenge.channel = 'app' THEN
		-- The step is used up under this very lock: the same code cannot count in two challenges.
		UPDATE directory.method_secret AS s SET last_step = p_step, drift = p_drift
		WHERE s.method_id = v_method.id AND (s.last_step IS NULL OR s.last_step < p_step);
		p_result := CASE WHEN FOUND THEN 'right' ELSE 'used' END;
	END IF;
	IF p_result = 'right' AND v_challenge.channel = 'recovery' THEN
		v_news := worker.use_code(v_challenge.person_id, p_step);
		p_result := CASE WHEN v_news IS NULL THEN 'wrong' ELSE 'right' END;
	END IF;
	IF p_result = 'right' THEN
		v_why := worker.no_pass_why(v_challenge, v_method);
		IF v_why IS NULL THEN
			PERFORM worker.pass(v_challenge, v_method, v_news);
		ELSE
			PERFORM worker.finish(v_challenge, 'failed', v_why);
		END IF;
	ELSIF p_result = 'used' THEN
		UPDATE directory.challenge AS c SET state = c.back_to, back_to = NULL, typed = NULL,
			reason = 'that code was used already: the next one' || COALESCE(' in ' || p_next || ' s', '')
		WHERE c.id = v_challenge.id;
	ELSE
		PERFORM worker.wrong(v_challenge, v_method);
	END IF;
	PERFORM rule.wake();
	RETURN pg_catalog.jsonb_build_object('kept', true, 'state',
		(SELECT c.state FROM directory.challenge AS c WHERE c.id = v_challenge.id));
END
$$;

-- A new authenticator's secret: sealed for here, and in a box for the desk that asked.
CREATE FUNCTION worker.enrolled(p_job bigint, p_fence bigint, p_sealed text, p_key_version int, p_box text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'enrolled');
	v_challenge directory.challenge;
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	END IF;
	PERFORM worker.end_job(p_job, 'enrolled');
	SELECT c.* INTO v_challenge FROM directory.challenge AS c WHERE c.id = v_job.challenge_id;
	IF v_challenge.finished_at IS NULL THEN
		INSERT INTO directory.method_secret (method_id, sealed, key_version)
		VALUES (v_challenge.method_id, pg_catalog.decode(p_sealed, 'hex'), p_key_version);
		UPDATE directory.enrolment AS e SET box = pg_catalog.decode(p_box, 'hex') WHERE e.challenge_id = v_challenge.id;
		PERFORM rule.wake();
	END IF;
	RETURN worker.kept(v_job);
END
$$;

-- A new master key: secrets under older ones are wrapped again, a few at a time.

CREATE FUNCTION worker.secrets(p_key_version int, p_most int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM worker.guard();
	RETURN pg_catalog.jsonb_build_object('secrets', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'method', o.method_id, 'person', o.person_id, 'sealed', pg_catalog.encode(o.sealed, 'hex'))), '[]')
		FROM (SELECT s.method_id, m.person_id, s.sealed
			FROM directory.method_secret AS s JOIN directory.sign_in_method AS m ON m.id = s.method_id
			WHERE s.key_version < p_key_version
			ORDER BY s.key_version, s.method_id LIMIT LEAST(GREATEST(p_most, 0), 1000)) AS o));
END
$$;

CREATE FUNCTION worker.rewrapped(p_method uuid, p_old text, p_new text, p_key_version int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM worker.guard();
	UPDATE directory.method_secret AS s SET sealed = pg_catalog.decode(p_new, 'hex'), key_version = p_key_version
	WHERE s.method_id = p_method AND s.sealed = pg_catalog.decode(p_old, 'hex') AND s.key_version < p_key_version;
	RETURN pg_catalog.jsonb_build_object('changed', FOUND);
END
$$;

CREATE FUNCTION worker.key_counts() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM worker.guard();
	RETURN pg_catalog.jsonb_build_object('keys', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
			'version', k.key_version, 'secrets', k.secrets) ORDER BY k.key_version), '[]')
		FROM (SELECT s.key_version, pg_catalog.count(*) AS secrets FROM directory.method_secret AS s GROUP BY s.key_version) AS k));
END
$$;
