-- A message on its way: what may be sent, what became of it, what the gateway says.

-- One more of each count of these subjects, or the kind whose limit is reached and nothing counted.
CREATE FUNCTION worker.count_send(p_subjects jsonb) RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	v_limit directory.send_limit;
	v_began timestamptz;
	v_used int;
	v_over text;
BEGIN
	FOR v_limit IN SELECT l.* FROM directory.send_limit AS l WHERE p_subjects ? l.kind ORDER BY l.place LOOP
		v_began := pg_catalog.date_bin(v_limit.period, pg_catalog.clock_timestamp(), timestamptz '2000-01-01 00:00Z');
		INSERT INTO directory.send_count AS s (kind, subject, began_at, used)
		VALUES (v_limit.kind, p_subjects ->> v_limit.kind, v_began, 1)
		ON CONFLICT (kind, subject) DO UPDATE
		SET began_at = GREATEST(s.began_at, v_began), used = CASE WHEN s.began_at < v_began THEN 1 ELSE s.used + 1 END
		RETURNING s.used INTO v_used;
		IF v_used > v_limit.cap THEN
			v_over := v_limit.kind;
			RAISE EXCEPTION USING ERRCODE = 'MD429', MESSAGE = 'over';
		END IF;
	END LOOP;
	RETURN NULL;
EXCEPTION WHEN SQLSTATE 'MD429' THEN
	RETURN v_over;
END
$$;

-- Why this number may not be used, money or no money; NULL: it may.
CREATE FUNCTION worker.refuse_number(p_number text, p_kind text, p_valid boolean, p_display text) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO directory.number_check AS n (number, kind, valid, display, checked_at)
	VALUES (p_number, p_kind, p_valid, p_display, pg_catalog.clock_timestamp())
	ON CONFLICT (number) DO UPDATE SET kind = p_kind, valid = p_valid, display = p_display, checked_at = pg_catalog.clock_timestamp();
	RETURN CASE
		WHEN NOT p_valid THEN 'no such number is in use: ask for it again'
		WHEN NOT (SELECT k.allowed FROM directory.number_kind AS k WHERE k.kind = p_kind)
			THEN 'the policy allows no ' || p_kind || ' number'
		WHEN NOT EXISTS (SELECT FROM directory.country AS c WHERE c.allowed
			AND pg_catalog.starts_with(p_number, '+' || c.calling_code)
			AND pg_catalog.substr(p_number, pg_catalog.length(c.calling_code) + 2) ~ c.national_form)
			THEN 'numbers of that country are not allowed here' END;
END
$$;

CREATE FUNCTION worker.refuse_send(p_challenge directory.challenge, p_kind text, p_valid boolean, p_display text) RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	v_number text := (SELECT m.number FROM directory.sign_in_method AS m WHERE m.id = p_challenge.method_id);
	v_why text := worker.refuse_number(v_number, p_kind, p_valid, p_display);
	v_over text;
BEGIN
	-- One that the gateway put off is counted already.
	IF v_why IS NOT NULL OR p_challenge.gateway IS NOT NULL THEN
		RETURN v_why;
	END IF;
	v_over := worker.count_send(pg_catalog.jsonb_build_object('number', v_number, 'person', p_challenge.person_id,
		'agent', (SELECT s.person_id FROM directory.staff AS s WHERE s.login = p_challenge.login),
		'range', pg_catalog."left"(v_number, -4), 'all', 'all'));
	RETURN CASE v_over
		WHEN 'number' THEN 'too many codes went to this number today'
		WHEN 'person' THEN 'too many codes went to this person in the last hour'
		WHEN 'agent' THEN 'you have sent too many codes in the last hour'
		WHEN 'range' THEN 'too many codes went to numbers like this one today'
		WHEN 'all' THEN 'too many codes went out in the last hour: tell your administrator' END;
END
$$;

-- Commits `sending`: only then may the gateway be called, once.
CREATE FUNCTION worker.start_send(p_job bigint, p_fence bigint, p_instance text, p_gateway text, p_kind text, p_valid boolean,
		p_display text, p_code_hash text, p_code_key int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'start_send');
	v_challenge directory.challenge;
	v_why text;
BEGIN
	SELECT c.* INTO v_challenge FROM directory.challenge AS c WHERE c.id = v_job.challenge_id;
	IF v_job.id IS NULL THEN
		RETURN '{"kept": false, "go": false}';
	ELSIF v_challenge.state = 'sending' AND v_challenge.sending_fence <> p_fence THEN
		RETURN '{"kept": true, "go": false, "unknown": true}';
	ELSIF v_challenge.state NOT IN ('queued', 'sending') OR v_job.done_at IS NOT NULL THEN
		PERFORM worker.end_job(p_job, 'over');
		RETURN pg_catalog.jsonb_build_object('kept', true, 'go', false, 'state', v_challenge.state);
	ELSIF v_challenge.state = 'queued' THEN
		v_why := CASE WHEN v_challenge.expires_at <= pg_catalog.clock_timestamp() THEN 'it could not be sent in time'
			ELSE worker.refuse_send(v_challenge, p_kind, p_valid, p_display) END;
		IF v_why IS NOT NULL THEN
			PERFORM worker.finish(v_challenge, 'failed', v_why);
			RETURN '{"kept": true, "go": false, "state": "failed"}';
		END IF;
	END IF;
	UPDATE directory.challenge AS c SET state = 'sending', sending_fence = p_fence, sending_at = pg_catalog.clock_timestamp(),
		expires_at = pg_catalog.clock_timestamp() + rule.period('code'), gateway = p_gateway,
		code_hash = pg_catalog.decode(p_code_hash, 'hex'), code_key = p_code_key, reason = NULL
	WHERE c.id = v_challenge.id;
	PERFORM rule.wake();
	RETURN '{"kept": true, "go": true}';
END
$$;

-- What is at the gateway has a name there. One that was cancelled meanwhile is taken back.
CREATE FUNCTION worker.sent(p_job bigint, p_fence bigint, p_gateway_id text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'sent');
	v_challenge directory.challenge;
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	ELSIF v_job.kind = 'tell' THEN
		RETURN worker.notice_sent(v_job, p_gateway_id);
	ELSIF v_job.kind = 'sign_out' THEN
		RETURN worker.end_sign_out(v_job, 'ended', NULL);
	END IF;
	PERFORM worker.end_job(p_job, 'sent');
	UPDATE directory.challenge AS c SET gateway_id = NULLIF(p_gateway_id, ''), sent_at = COALESCE(c.sent_at, pg_catalog.clock_timestamp()),
		state = CASE WHEN c.state = 'sending' THEN 'sent' ELSE c.state END,
		-- A call without a name is not followed: nobody will tell who answers it.
		answered_by = CASE WHEN c.channel = 'call' AND COALESCE(p_gateway_id, '') = '' THEN 'unknown' ELSE c.answered_by END
	WHERE c.id = v_job.challenge_id
	RETURNING c.* INTO v_challenge;
	IF v_challenge.finished_at IS NOT NULL THEN
		PERFORM rule.end_jobs(v_challenge);
	ELSIF v_challenge.gateway_id IS NOT NULL THEN
		PERFORM rule.put_job(v_challenge.id, 'follow', pg_catalog.clock_timestamp() + interval '2 seconds');
	END IF;
	PERFORM rule.wake();
	RETURN worker.kept(v_job);
END
$$;

-- Another worker was sending it: what that one did is not known.
CREATE FUNCTION worker.is_others(p_job directory.job) RETURNS boolean
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.challenge AS c
		WHERE c.id = p_job.challenge_id AND c.sending_fence IS NOT NULL AND c.sending_fence <> p_job.fence);
END
$$;

-- Certainly not sent: asked to wait, or nobody there. The same challenge goes out later.
CREATE FUNCTION worker.not_sent(p_job bigint, p_fence bigint, p_seconds int, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'not_sent');
	v_challenge directory.challenge;
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	ELSIF v_job.kind = 'tell' THEN
		RETURN worker.notice_not_sent(v_job, p_seconds, p_reason);
	ELSIF v_job.kind = 'sign_out' THEN
		RETURN worker.sign_out_not_sent(v_job, p_seconds, p_reason);
	ELSIF worker.is_others(v_job) THEN
		RETURN '{"kept": false}';
	END IF;
	UPDATE directory.challenge AS c SET state = CASE WHEN c.state = 'sending' THEN 'queued' ELSE c.state END,
		sending_fence = NULL, sending_at = NULL, expires_at = c.created_at + rule.period('code'), reason = CASE WHEN c.finished_at IS NULL THEN p_reason ELSE c.reason END,
		code_hash = NULL, code_key = NULL
	WHERE c.id = v_job.challenge_id
	RETURNING c.* INTO v_challenge;
	IF v_challenge.finished_at IS NOT NULL THEN
		PERFORM worker.end_job(p_job, 'over');
	ELSE
		PERFORM worker.put_off(p_job, p_seconds);
	END IF;
	PERFORM rule.wake();
	RETURN worker.kept(v_job);
END
$$;

CREATE FUNCTION worker.refused(p_job bigint, p_fence bigint, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'refused');
	v_challenge directory.challenge;
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	ELSIF v_job.kind = 'tell' THEN
		RETURN worker.notice_refused(v_job, p_reason);
	ELSIF v_job.kind = 'sign_out' THEN
		RETURN worker.end_sign_out(v_job, 'failed', p_reason);
	END IF;
	IF worker.is_others(v_job) THEN
		RETURN '{"kept": false}';
	END IF;
	PERFORM worker.end_job(p_job, 'refused');
	SELECT c.* INTO v_challenge FROM directory.challenge AS c WHERE c.id = v_job.challenge_id;
	IF v_challenge.finished_at IS NULL THEN
		PERFORM worker.finish(v_challenge, 'failed', p_reason);
	END IF;
	RETURN worker.kept(v_job);
END
$$;

-- It may have been sent, and is never sent again. The gateway's list may know it by its mark.
CREATE FUNCTION worker.send_unknown(p_job bigint, p_fence bigint, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'send_unknown');
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	ELSIF v_job.kind = 'tell' THEN
		RETURN worker.notice_unknown(v_job, p_reason);
	ELSIF v_job.kind = 'sign_out' THEN
		RETURN worker.end_sign_out(v_job, 'unknown', p_reason);
	END IF;
	PERFORM worker.end_job(p_job, 'unknown');
	UPDATE directory.challenge AS c SET state = 'unknown', reason = p_reason
	WHERE c.id = v_job.challenge_id AND c.state = 'sending';
	PERFORM rule.put_job(v_job.challenge_id, 'follow', pg_catalog.clock_timestamp() + interval '2 seconds');
	PERFORM rule.wake();
	RETURN worker.kept(v_job);
END
$$;

CREATE FUNCTION worker.rank(p_state text) RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.array_position(ARRAY['queued', 'sending', 'unknown', 'sent', 'ringing', 'delivered', 'answered'], p_state);

-- What the gateway says now. Never backwards: an older report may come later.
CREATE FUNCTION worker.advance(p_challenge directory.challenge, p_state text, p_answered_by text, p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_now timestamptz := pg_catalog.clock_timestamp();
	v_at text := COALESCE(p_challenge.back_to, p_challenge.state);
	v_to text := CASE WHEN worker.rank(p_state) > worker.rank(v_at) THEN p_state ELSE v_at END;
BEGIN
	UPDATE directory.challenge AS c SET
		state = CASE WHEN c.state = 'checking' THEN c.state ELSE v_to END,
		back_to = CASE WHEN c.state = 'checking' THEN v_to END,
		sent_at = CASE WHEN v_to IN ('sent', 'delivered', 'ringing', 'answered') THEN COALESCE(c.sent_at, c.sending_at) ELSE c.sent_at END,
		delivered_at = CASE WHEN v_to = 'delivered' THEN COALESCE(c.delivered_at, v_now) ELSE c.delivered_at END,
		answered_at = CASE WHEN v_to = 'answered' THEN COALESCE(c.answered_at, v_now) ELSE c.answered_at END,
		answered_by = COALESCE(NULLIF(p_answered_by, 'unknown'), c.answered_by, p_answered_by),
		reason = CASE WHEN p_reason IS NOT NULL THEN p_reason WHEN v_to <> v_at THEN NULL ELSE c.reason END
	WHERE c.id = p_challenge.id;
END
$$;

CREATE FUNCTION worker.followed(p_job bigint, p_fence bigint, p_state text, p_gateway_id text, p_answered_by text, p_reason text,
		p_again_seconds int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'followed');
	v_challenge directory.challenge;
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	ELSIF v_job.subject IS NOT NULL THEN
		RETURN worker.notice_followed(v_job, p_state, p_gateway_id, p_reason, p_again_seconds);
	END IF;
	UPDATE directory.challenge AS c SET gateway_id = COALESCE(c.gateway_id, p_gateway_id) WHERE c.id = v_job.challenge_id
	RETURNING c.* INTO v_challenge;
	IF p_again_seconds IS NULL OR v_challenge.finished_at IS NOT NULL AND v_challenge.gateway_id IS NOT NULL THEN
		PERFORM worker.end_job(p_job, COALESCE(p_state, 'nothing more'));
	ELSE
		PERFORM worker.put_off(p_job, p_again_seconds);
	END IF;
	IF v_challenge.finished_at IS NOT NULL THEN
		PERFORM rule.end_jobs(v_challenge) WHERE p_gateway_id IS NOT NULL;
	ELSIF p_answered_by = 'machine' THEN
		UPDATE directory.challenge AS c SET answered_by = 'machine' WHERE c.id = v_challenge.id;
		PERFORM worker.finish(v_challenge, 'failed', 'voicemail took the call: its code is void');
	ELSIF p_state = 'failed' AND (v_challenge.channel = 'call' OR v_challenge.state <> 'checking') THEN
		PERFORM worker.finish(v_challenge, 'failed', p_reason);
	ELSE
		-- Of a text whose code is typed the gateway cannot say that it did not arrive: the check decides.
		PERFORM worker.advance(v_challenge, p_state, p_answered_by, p_reason);
		PERFORM rule.wake() WHERE p_state IS NOT NULL OR p_reason IS NOT NULL;
	END IF;
	RETURN worker.kept(v_job);
END
$$;

-- What a gateway tells by itself, to any worker: so without a job. It may come
-- before the answer of the send does, twice, or when all is over. Forward only,
-- and never against a code that somebody read.
CREATE FUNCTION worker.reported(p_challenge uuid, p_gateway text, p_state text, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_challenge directory.challenge;
	v_open boolean;
BEGIN
	PERFORM worker.guard();
	PERFORM rule.choice(p_state, 'state', ARRAY['delivered', 'failed']);
	SELECT c.* INTO v_challenge FROM directory.challenge AS c
	WHERE c.id = p_challenge AND c.gateway = p_gateway AND c.channel = 'text' FOR NO KEY UPDATE;
	IF v_challenge.id IS NULL THEN
		RETURN worker.notice_reported(p_challenge, p_gateway, p_state, p_reason);
	END IF;
	v_open := COALESCE(v_challenge.back_to, v_challenge.state) IN ('sending', 'unknown', 'sent')
		AND (p_state = 'delivered' OR v_challenge.state <> 'checking');
	IF v_open AND p_state = 'failed' THEN
		PERFORM worker.finish(v_challenge, 'failed', p_reason);
	ELSIF v_open THEN
		PERFORM worker.advance(v_challenge, p_state, NULL, p_reason);
		PERFORM rule.wake();
	END IF;
	RETURN pg_catalog.jsonb_build_object('kept', COALESCE(v_open, false));
END
$$;
