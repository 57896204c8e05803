-- Challenges and their jobs. Lock order: person, case, challenge, job, method.

CREATE FUNCTION rule.is_final(p_state text) RETURNS boolean
	LANGUAGE sql IMMUTABLE
	RETURN p_state IN ('passed', 'failed', 'expired', 'cancelled');

-- Everybody who listens looks again. A queue that is filling up is left alone: everybody polls besides.
CREATE FUNCTION rule.wake() RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF pg_catalog.pg_notification_queue_usage() < 0.5 THEN
		PERFORM pg_catalog.pg_notify('mfadesk', '');
	END IF;
END
$$;

-- An open one past its time is expired, whether a worker has noted it or not.
CREATE FUNCTION rule.challenge_state(p_challenge directory.challenge) RETURNS text
	LANGUAGE sql
	RETURN CASE WHEN p_challenge.finished_at IS NULL AND p_challenge.state NOT IN ('checking', 'sending')
		AND p_challenge.expires_at <= pg_catalog.clock_timestamp() THEN 'expired' ELSE p_challenge.state END;

-- What a challenge is as a proof: the code of another person's method is the manager's.
CREATE FUNCTION rule.proof_kind_of(p_challenge directory.challenge) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN CASE
		WHEN p_challenge.channel = 'recovery' THEN 'recovery-code'
		WHEN EXISTS (SELECT FROM directory.sign_in_method AS m
			WHERE m.id = p_challenge.method_id AND m.person_id <> p_challenge.person_id) THEN 'manager'
		WHEN p_challenge.channel = 'app' THEN 'app' ELSE 'code' END;
END
$$;

-- What a leaf names of it.
CREATE FUNCTION rule.challenge_targets(p_challenge directory.challenge) RETURNS uuid[]
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.array_remove(ARRAY[p_challenge.method_id, p_challenge.id], NULL);

-- As it is checked: without what people put between. O, I and L are read as what they were (Crockford). NULL: no code.
CREATE FUNCTION rule.typed_code(p_code text, p_channel text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT CASE WHEN t.code ~ CASE p_channel WHEN 'recovery' THEN '^[0-9A-HJKMNP-TV-Z]{16}$' ELSE '^[0-9]{6}$' END
			THEN t.code END
		FROM (SELECT CASE p_channel WHEN 'recovery'
			THEN pg_catalog.translate(pg_catalog.upper(pg_catalog."left"(p_code, 60)), 'OIL -', '011')
			ELSE pg_catalog.translate(pg_catalog."left"(p_code, 40), ' -', '') END AS code) AS t);

CREATE FUNCTION rule.challenge_json(p_challenge directory.challenge) RETURNS jsonb
	LANGUAGE sql
	RETURN pg_catalog.jsonb_build_object(
		'id', p_challenge.id, 'case', p_challenge.case_id, 'method', p_challenge.method_id, 'channel', p_challenge.channel,
		'purpose', p_challenge.purpose, 'state', rule.challenge_state(p_challenge), 'mark', p_challenge.mark,
		'sent_at', rule.rfc3339(p_challenge.sent_at), 'delivered_at', rule.rfc3339(p_challenge.delivered_at),
		'answered_at', rule.rfc3339(p_challenge.answered_at), 'answered_by', p_challenge.answered_by,
		'expires_at', rule.rfc3339(p_challenge.expires_at), 'tries_left', p_challenge.tries_left,
		'gateway', p_challenge.gateway, 'reason', p_challenge.reason,
		'proof', CASE p_challenge.purpose WHEN 'proof' THEN rule.proof_kind_of(p_challenge) END);

-- Two characters that tell one message from another; none of the person's last ones where there is another.
CREATE FUNCTION rule.new_mark(p_person uuid) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT l.letter || d.digit
		FROM pg_catalog.unnest(pg_catalog.string_to_array('ABCDEFGHJKLMNPQRSTUVWXYZ', NULL)) AS l (letter),
			pg_catalog.generate_series(2, 9) AS d (digit)
		ORDER BY EXISTS (SELECT FROM directory.challenge AS c
			WHERE c.person_id = p_person AND c.mark = l.letter || d.digit
				AND c.created_at > pg_catalog.clock_timestamp() - interval '1 day'), pg_catalog.gen_random_uuid()
		LIMIT 1);
END
$$;

CREATE FUNCTION rule.put_job(p_challenge uuid, p_kind text, p_run_at timestamptz DEFAULT pg_catalog.clock_timestamp())
	RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO directory.job (challenge_id, kind, run_at) VALUES (p_challenge, p_kind, p_run_at)
	ON CONFLICT DO NOTHING;
END
$$;

-- A job about what is no challenge: a pass, a set of codes, a notice.
CREATE FUNCTION rule.put_errand(p_subject uuid, p_kind text, p_run_at timestamptz DEFAULT pg_catalog.clock_timestamp())
	RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO directory.job (subject, kind, run_at) VALUES (p_subject, p_kind, p_run_at)
	ON CONFLICT DO NOTHING;
END
$$;

-- What a challenge that is over still needs: what is at the gateway is taken
-- back there (a call hung up, a text redacted). The jobs that may just be sending,
-- or look for what may have been sent, go on: what became of it must be known.
CREATE FUNCTION rule.end_jobs(p_challenge directory.challenge) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.job AS j SET done_at = pg_catalog.clock_timestamp(), outcome = 'over'
	WHERE j.challenge_id = p_challenge.id AND j.done_at IS NULL AND j.kind <> 'withdraw'
		AND NOT (j.kind IN ('send', 'follow') AND p_challenge.sending_fence IS NOT NULL AND p_challenge.gateway_id IS NULL);
	IF p_challenge.gateway_id IS NOT NULL THEN
		PERFORM rule.put_job(p_challenge.id, 'withdraw');
	END IF;
	UPDATE directory.enrolment AS e SET box = NULL WHERE e.challenge_id = p_challenge.id;
END
$$;

-- What came of a challenge as a proof.
CREATE FUNCTION rule.put_proof(p_challenge directory.challenge, p_method directory.sign_in_method, p_result text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, result, recorded_by, at)
	VALUES (p_challenge.id, p_challenge.contact_id, p_challenge.case_id, p_challenge.person_id,
		rule.proof_kind_of(p_challenge), CASE rule.proof_kind_of(p_challenge) WHEN 'recovery-code' THEN 'codes'
			WHEN 'manager' THEN 'person ' || p_method.person_id ELSE rule.rests_on(p_method) END, p_result, p_challenge.login,
		pg_catalog.clock_timestamp());
	IF p_result <> 'passed' AND rule.bad_proofs(p_challenge.person_id) >= 3 THEN
		PERFORM rule.doubt_by_itself(p_challenge.person_id, 'three failed or refused proofs in the last days');
	END IF;
END
$$;

-- A wrong code was typed of what this challenge is about, in its contact, since something came of it as a proof.
CREATE FUNCTION rule.guessed(p_challenge directory.challenge) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.challenge AS o
		WHERE o.person_id = p_challenge.person_id AND o.wrong_at IS NOT NULL AND o.contact_id = p_challenge.contact_id
			AND o.purpose = 'proof' AND o.method_id IS NOT DISTINCT FROM p_challenge.method_id
			AND NOT EXISTS (SELECT FROM directory.proof AS f JOIN directory.challenge AS d ON d.id = f.id
				WHERE f.contact_id = o.contact_id AND d.method_id IS NOT DISTINCT FROM o.method_id AND f.at >= o.wrong_at));
END
$$;

-- The challenge, locked by the caller, is over. What it rested on is forgotten. A proof that is given up after a wrong
-- code failed, also where a newer challenge came in between: who guesses and hangs up leaves a trace.
CREATE FUNCTION rule.end_challenge(p_challenge uuid, p_state text, p_reason text, p_given_up boolean DEFAULT true)
	RETURNS directory.challenge
	LANGUAGE plpgsql
AS $$
DECLARE
	v_challenge directory.challenge;
BEGIN
	UPDATE directory.challenge AS c SET state = p_state, reason = p_reason, back_to = NULL, typed = NULL, code_hash = NULL,
		code_key = NULL, finished_at = pg_catalog.clock_timestamp()
	WHERE c.id = p_challenge AND c.finished_at IS NULL
	RETURNING c.* INTO v_challenge;
	PERFORM rule.end_jobs(v_challenge);
	IF p_given_up AND p_state = 'cancelled' AND v_challenge.purpose = 'proof' AND rule.guessed(v_challenge) THEN
		PERFORM rule.put_proof(v_challenge, (SELECT m FROM directory.sign_in_method AS m WHERE m.id = v_challenge.method_id), 'failed');
	END IF;
	PERFORM rule.wake();
	RETURN v_challenge;
END
$$;

-- The open ones of a person, of a contact, or of a method.
CREATE FUNCTION rule.cancel_challenges(p_of uuid, p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_challenge uuid;
BEGIN
	FOR v_challenge IN SELECT c.id FROM directory.challenge AS c
			WHERE c.finished_at IS NULL AND (c.person_id = p_of OR c.contact_id = p_of OR c.method_id = p_of)
			ORDER BY c.id FOR NO KEY UPDATE LOOP
		PERFORM rule.end_challenge(v_challenge, 'cancelled', p_reason);
	END LOOP;
END
$$;

-- A newer one to this method, for this person, takes the place of the older. A NULL method: a recovery code.
CREATE FUNCTION rule.replace_challenge(p_person uuid, p_method uuid) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_challenge uuid;
BEGIN
	FOR v_challenge IN SELECT c.id FROM directory.challenge AS c
			WHERE c.finished_at IS NULL AND c.person_id = p_person AND c.method_id IS NOT DISTINCT FROM p_method
			ORDER BY c.id FOR NO KEY UPDATE LOOP
		PERFORM rule.end_challenge(v_challenge, 'cancelled', 'a newer one took its place', false);
	END LOOP;
END
$$;

-- Why this method is no proof of the caller now; NULL: it may be one.
CREATE FUNCTION rule.no_proof_why(p_method directory.sign_in_method, p_case uuid, p_channel text) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN CASE
		WHEN NOT p_method.confirmed_by_code THEN 'it was never confirmed by a code'
		WHEN GREATEST(p_method.added_at, p_method.number_changed_at, p_method.confirmed_at)
			> pg_catalog.clock_timestamp() - rule.period('new_number') THEN 'it was added or changed in the last days'
		WHEN EXISTS (SELECT FROM directory.sign_in_method AS m
			WHERE m.device_id = p_method.device_id AND m.suspended_case = p_case) THEN 'its device was suspended in this case'
		WHEN p_channel = 'call' AND p_method.extension IS NOT NULL
			THEN 'behind an extension nobody can tell a person from a machine' END;
END
$$;

CREATE FUNCTION rule.rests_on(p_method directory.sign_in_method) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_method.device_id IS NOT NULL THEN 'device ' || p_method.device_id
		WHEN p_method.kind = 'office_phone' THEN 'office ' || p_method.id ELSE 'no device' END;

-- From the fifth wrong code since one passed each makes the person wait for a new challenge: 30 s, from the tenth 60 s,
-- and so on, an hour at most. In how many challenges they were typed is all the same.
CREATE FUNCTION rule.wait_until(p_person uuid) RETURNS timestamptz
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN (SELECT pg_catalog.max(c.wrong_at) + LEAST(rule.period('longest_wait'),
		rule.period('first_wait') * (2 ^ LEAST(pg_catalog.sum(5 - c.tries_left) / 5 - 1, 20)))
	FROM directory.challenge AS c
	WHERE c.person_id = p_person AND c.wrong_at > pg_catalog.clock_timestamp() - interval '1 day'
		AND NOT EXISTS (SELECT FROM directory.challenge AS p
			WHERE p.person_id = p_person AND p.state = 'passed' AND p.finished_at > c.wrong_at)
		AND NOT EXISTS (SELECT FROM directory.doubt AS d
			WHERE d.person_id = p_person AND d.cleared_at > c.wrong_at)
	HAVING pg_catalog.sum(5 - c.tries_left) >= 5);
END
$$;

-- How many wrong codes in a row lock a sign-in method until a lead clears the doubt.
CREATE FUNCTION rule.most_failures() RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN 20;

-- Doubt that nobody raised: failed proofs, too many wrong codes. True when it is new.
CREATE FUNCTION rule.doubt_by_itself(p_person uuid, p_reason text) RETURNS boolean
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO directory.doubt (id, person_id, raised_by, raised_at, reason)
	VALUES (pg_catalog.gen_random_uuid(), p_person, session_user, pg_catalog.clock_timestamp(), p_reason)
	ON CONFLICT DO NOTHING;
	IF FOUND THEN
		PERFORM rule.cancel_challenges(p_person, 'there is doubt about who is calling');
		RETURN true;
	END IF;
	RETURN false;
END
$$;
