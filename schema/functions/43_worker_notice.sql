-- Notices on their way. What is told of the sending of a job is told by the same
-- functions as of a challenge (41_worker_send.sql), which hand it on to these. What
-- may have been sent is not sent again, but where whoever takes it knows its id
-- again. Lock order: job, notice, person: nothing that holds a person waits for a
-- notice or its job.

-- A webhook has to pass on one id once (docs/OPERATIONS.md); a mail server has no such duty.
CREATE FUNCTION worker.may_repeat(p_notice directory.notice) RETURNS boolean
	LANGUAGE sql IMMUTABLE
	RETURN p_notice.channel = 'mail' AND p_notice.gateway = 'webhook';

-- Never silent: it is on the record, and the account warns of it.
CREATE FUNCTION worker.notice_failed(p_notice uuid, p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_notice directory.notice;
BEGIN
	SELECT n.* INTO v_notice FROM directory.notice AS n WHERE n.id = p_notice FOR NO KEY UPDATE;
	UPDATE directory.notice AS n SET state = 'failed', delivered_at = NULL, reason = p_reason WHERE n.id = p_notice;
	PERFORM rule.record('notice', v_notice.request_id, v_notice.case_id, v_notice.person_id, ARRAY[p_notice], 'failed',
		v_notice.state, 'failed', pg_catalog.jsonb_build_object('text', p_reason));
	PERFORM rule.wake();
END
$$;

-- Commits `sending`: only then may the gateway or the mail server be called. What a limit stops goes out later.
CREATE FUNCTION worker.start_tell(p_job bigint, p_fence bigint, p_gateway text, p_kind text, p_valid boolean, p_display text)
	RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'start_tell');
	v_notice directory.notice;
	v_why text;
	v_over text;
BEGIN
	SELECT n.* INTO v_notice FROM directory.notice AS n WHERE n.id = v_job.subject FOR NO KEY UPDATE;
	IF v_job.id IS NULL THEN
		RETURN '{"kept": false, "go": false}';
	ELSIF v_job.done_at IS NOT NULL THEN
		RETURN pg_catalog.jsonb_build_object('kept', true, 'go', false, 'state', v_notice.state);
	ELSIF v_notice.state = 'sending' AND v_notice.sending_fence <> p_fence AND NOT worker.may_repeat(v_notice) THEN
		RETURN '{"kept": true, "go": false, "unknown": true}';
	END IF;
	IF v_notice.at < pg_catalog.clock_timestamp() - rule.period('notice') THEN
		v_why := 'it could not be sent in time' || COALESCE(': ' || v_notice.reason, '');
	ELSIF v_notice.channel = 'text' THEN
		v_why := worker.refuse_number(v_notice.address, p_kind, p_valid, p_display);
		IF v_why IS NULL AND v_notice.gateway IS NULL THEN
			v_over := worker.count_send(pg_catalog.jsonb_build_object('number', v_notice.address,
				'range', pg_catalog."left"(v_notice.address, -4), 'all', 'all'));
		END IF;
	END IF;
	IF v_why IS NOT NULL THEN
		PERFORM worker.end_job(p_job, 'failed');
		PERFORM worker.notice_failed(v_notice.id, v_why);
		RETURN '{"kept": true, "go": false, "state": "failed"}';
	ELSIF v_over IS NOT NULL THEN
		UPDATE directory.notice AS n SET reason = 'too many messages went out (' || v_over || '): it is sent later' WHERE n.id = v_notice.id;
		PERFORM worker.put_off(p_job, 600);
		RETURN '{"kept": true, "go": false, "state": "queued"}';
	END IF;
	UPDATE directory.notice AS n SET state = 'sending', sending_fence = p_fence, sending_at = pg_catalog.clock_timestamp(),
		gateway = p_gateway, reason = NULL
	WHERE n.id = v_notice.id;
	RETURN '{"kept": true, "go": true}';
END
$$;

-- What became of the call, handed on by worker.sent and its neighbours.
CREATE FUNCTION worker.notice_sent(p_job directory.job, p_gateway_id text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_notice directory.notice;
BEGIN
	PERFORM worker.end_job(p_job.id, 'sent');
	UPDATE directory.notice AS n SET gateway_id = NULLIF(p_gateway_id, ''),
		sent_at = COALESCE(n.sent_at, pg_catalog.clock_timestamp()),
		state = CASE n.state WHEN 'sending' THEN 'sent' ELSE n.state END
	WHERE n.id = p_job.subject
	RETURNING n.* INTO v_notice;
	IF v_notice.channel = 'text' AND v_notice.gateway_id IS NOT NULL THEN
		PERFORM rule.put_errand(v_notice.id, 'follow', pg_catalog.clock_timestamp() + interval '2 seconds');
	END IF;
	PERFORM rule.wake();
	RETURN worker.kept(p_job);
END
$$;

CREATE FUNCTION worker.notice_not_sent(p_job directory.job, p_seconds int, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.notice AS n SET state = 'queued', sending_fence = NULL, sending_at = NULL, reason = p_reason
	WHERE n.id = p_job.subject AND n.state = 'sending';
	-- For two days, not every minute of them.
	PERFORM worker.put_off(p_job.id, GREATEST(p_seconds, LEAST(p_job.attempts * p_job.attempts, 900)));
	RETURN worker.kept(p_job);
END
$$;

CREATE FUNCTION worker.notice_refused(p_job directory.job, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM worker.end_job(p_job.id, 'refused');
	PERFORM worker.notice_failed(p_job.subject, p_reason);
	RETURN worker.kept(p_job);
END
$$;

-- A text is looked for at the gateway by its mark. What may be repeated is, a few times.
CREATE FUNCTION worker.notice_unknown(p_job directory.job, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_notice directory.notice;
BEGIN
	SELECT n.* INTO v_notice FROM directory.notice AS n WHERE n.id = p_job.subject;
	IF worker.may_repeat(v_notice) AND p_job.attempts < 5 THEN
		RETURN worker.notice_not_sent(p_job, 30 * p_job.attempts, p_reason);
	END IF;
	PERFORM worker.end_job(p_job.id, 'unknown');
	UPDATE directory.notice AS n SET state = 'unknown', reason = p_reason WHERE n.id = p_job.subject AND n.state = 'sending';
	PERFORM rule.put_errand(p_job.subject, 'follow', pg_catalog.clock_timestamp() + interval '2 seconds') WHERE v_notice.channel = 'text';
	PERFORM rule.wake();
	RETURN worker.kept(p_job);
END
$$;

-- Forward only. NULL: nothing new.
CREATE FUNCTION worker.advance_notice(p_notice uuid, p_state text, p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_state = 'failed' THEN
		PERFORM worker.notice_failed(p_notice, p_reason);
	ELSE
		UPDATE directory.notice AS n SET state = COALESCE(p_state, n.state), reason = p_reason,
			sent_at = CASE WHEN p_state IS NOT NULL THEN COALESCE(n.sent_at, n.sending_at) ELSE n.sent_at END,
			delivered_at = CASE p_state WHEN 'delivered' THEN pg_catalog.clock_timestamp() END
		WHERE n.id = p_notice AND n.state IN ('sending', 'sent', 'unknown') AND (p_state IS NOT NULL OR p_reason IS NOT NULL);
		PERFORM rule.wake();
	END IF;
END
$$;

CREATE FUNCTION worker.notice_followed(p_job directory.job, p_state text, p_gateway_id text, p_reason text, p_again_seconds int)
	RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_again_seconds IS NULL THEN
		PERFORM worker.end_job(p_job.id, COALESCE(p_state, 'nothing more'));
	ELSE
		PERFORM worker.put_off(p_job.id, p_again_seconds);
	END IF;
	UPDATE directory.notice AS n SET gateway_id = COALESCE(n.gateway_id, p_gateway_id) WHERE n.id = p_job.subject;
	PERFORM worker.advance_notice(p_job.subject, p_state, p_reason);
	RETURN worker.kept(p_job);
END
$$;

-- What a gateway tells by itself, as worker.reported does of a challenge.
CREATE FUNCTION worker.notice_reported(p_notice uuid, p_gateway text, p_state text, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_open boolean := EXISTS (SELECT FROM directory.notice AS n
		WHERE n.id = p_notice AND n.gateway = p_gateway AND n.state IN ('sending', 'sent', 'unknown') FOR NO KEY UPDATE);
BEGIN
	PERFORM worker.advance_notice(p_notice, p_state, p_reason) WHERE v_open;
	RETURN pg_catalog.jsonb_build_object('kept', v_open);
END
$$;
