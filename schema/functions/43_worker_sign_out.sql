-- The end of a person's sessions on its way to the hook. What is told of the
-- sending of a job is told by the same functions as of a challenge
-- (41_worker_send.sql), which hand it on to these. Lock order: job, sign_out.

-- Over, and on the record.
CREATE FUNCTION worker.end_sign_out(p_job directory.job, p_state text, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_before text := (SELECT s.state FROM directory.sign_out AS s WHERE s.id = p_job.subject FOR NO KEY UPDATE);
	v_sign_out directory.sign_out;
BEGIN
	PERFORM worker.end_job(p_job.id, p_state);
	UPDATE directory.sign_out AS s SET state = p_state, reason = NULLIF(p_reason, ''), finished_at = pg_catalog.clock_timestamp()
	WHERE s.id = p_job.subject
	RETURNING s.* INTO v_sign_out;
	PERFORM rule.record('sign_out', v_sign_out.request_id, v_sign_out.case_id, v_sign_out.person_id, ARRAY[v_sign_out.id], p_state,
		v_before, p_state, pg_catalog.jsonb_build_object('text', v_sign_out.reason));
	PERFORM rule.wake();
	RETURN worker.kept(p_job);
END
$$;

-- Commits `sending`: only then may the hook be called. p_hook false: there is none to call.
CREATE FUNCTION worker.start_sign_out(p_job bigint, p_fence bigint, p_hook boolean) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'start_sign_out');
	v_sign_out directory.sign_out;
BEGIN
	SELECT s.* INTO v_sign_out FROM directory.sign_out AS s WHERE s.id = v_job.subject FOR NO KEY UPDATE;
	IF v_job.id IS NULL THEN
		RETURN '{"kept": false, "go": false}';
	ELSIF v_job.done_at IS NOT NULL THEN
		RETURN pg_catalog.jsonb_build_object('kept', true, 'go', false, 'state', v_sign_out.state);
	ELSIF v_sign_out.state = 'sending' AND v_sign_out.sending_fence <> p_fence THEN
		RETURN '{"kept": true, "go": false, "unknown": true}';
	ELSIF NOT COALESCE(p_hook, false) THEN
		RETURN worker.end_sign_out(v_job, 'no hook', NULL) || '{"go": false}';
	ELSIF v_sign_out.at < pg_catalog.clock_timestamp() - rule.period('sign_out') THEN
		RETURN worker.end_sign_out(v_job, 'failed', 'the hook could not be reached in time') || '{"go": false}';
	END IF;
	UPDATE directory.sign_out AS s SET state = 'sending', sending_fence = p_fence, reason = NULL WHERE s.id = v_sign_out.id;
	RETURN '{"kept": true, "go": true}';
END
$$;

-- Certainly not told: again later, for a day, and not every minute of it.
CREATE FUNCTION worker.sign_out_not_sent(p_job directory.job, p_seconds int, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.sign_out AS s SET state = 'queued', sending_fence = NULL, reason = NULLIF(p_reason, '')
	WHERE s.id = p_job.subject AND s.state = 'sending';
	PERFORM worker.put_off(p_job.id, GREATEST(p_seconds, LEAST(p_job.attempts * p_job.attempts, 900)));
	PERFORM rule.wake();
	RETURN worker.kept(p_job);
END
$$;
