-- Passes: made for the desk, and compared with what was typed at the sign-in service.

-- Kept as a slow hash; the box is for the desk that asked. One that comes late is given up. Lock order: person, pass, job.
CREATE FUNCTION worker.made_pass(p_job bigint, p_fence bigint, p_salt text, p_hash text, p_box text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_subject uuid := (SELECT j.subject FROM directory.job AS j WHERE j.id = p_job);
	v_pass directory.pass;
	v_job directory.job;
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	PERFORM FROM directory.person AS p
	WHERE p.id = (SELECT a.person_id FROM directory.pass AS a WHERE a.id = v_subject) FOR NO KEY UPDATE;
	SELECT p.* INTO v_pass FROM directory.pass AS p WHERE p.id = v_subject FOR NO KEY UPDATE;
	v_job := worker.hold(p_job, p_fence, 'made_pass');
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	END IF;
	PERFORM worker.end_job(p_job, 'made');
	IF rule.pass_state(v_pass) = 'waiting' THEN
		UPDATE directory.pass AS p SET salt = pg_catalog.decode(p_salt, 'hex'), hash = pg_catalog.decode(p_hash, 'hex'),
			made_at = v_now, expires_at = v_now + pg_catalog.make_interval(mins => p.minutes)
		WHERE p.id = v_subject;
		UPDATE directory.box AS b SET box = pg_catalog.decode(p_box, 'hex') WHERE b.subject = v_subject;
		PERFORM rule.wake();
	END IF;
	RETURN worker.kept(v_job);
END
$$;

-- One more of each count; false when a limit is reached.
CREATE FUNCTION worker.count_try(p_subject text) RETURNS boolean
	LANGUAGE plpgsql
AS $$
DECLARE
	v_limit directory.try_limit;
	v_began timestamptz;
	v_used int;
	v_within boolean := true;
BEGIN
	FOR v_limit IN SELECT l.* FROM directory.try_limit AS l ORDER BY l.place LOOP
		v_began := pg_catalog.date_bin(v_limit.period, pg_catalog.clock_timestamp(), timestamptz '2000-01-01 00:00Z');
		INSERT INTO directory.try_count AS c (kind, subject, began_at, used)
		VALUES (v_limit.kind, CASE v_limit.kind WHEN 'all' THEN 'all' ELSE p_subject END, v_began, 1)
		ON CONFLICT (kind, subject) DO UPDATE
		SET began_at = GREATEST(c.began_at, v_began), used = CASE WHEN c.began_at < v_began THEN 1 ELSE c.used + 1 END
		RETURNING c.used INTO v_used;
		v_within := v_within AND v_used <= v_limit.cap;
	END LOOP;
	RETURN v_within;
END
$$;

-- The answer of a try, and the typed pass is gone.
CREATE FUNCTION worker.end_try(p_try uuid, p_state text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.pass_try AS t SET state = p_state, typed = NULL, finished_at = pg_catalog.clock_timestamp()
	WHERE t.id = p_try AND t.state = 'checking';
	PERFORM rule.wake();
END
$$;

-- Counted and committed before anything is compared. Where there is no pass the
-- worker compares with one that nobody has: it takes the same time.
CREATE FUNCTION worker.start_try(p_job bigint, p_fence bigint) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job := worker.hold(p_job, p_fence, 'start_try');
	v_try directory.pass_try;
	v_pass directory.pass;
BEGIN
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	END IF;
	SELECT t.* INTO v_try FROM directory.pass_try AS t WHERE t.id = v_job.subject FOR NO KEY UPDATE;
	IF v_try.state <> 'checking' OR NOT worker.count_try(v_try.subject) OR v_try.at < pg_catalog.clock_timestamp() - rule.period('pass_try') THEN
		PERFORM worker.end_try(v_try.id, 'refused');
		PERFORM worker.end_job(p_job, 'refused');
		RETURN '{"kept": true, "go": false}';
	END IF;
	v_pass := rule.open_pass(v_try.person_id);
	RETURN pg_catalog.jsonb_build_object('kept', true, 'go', true, 'pass', v_pass.id,
		'salt', pg_catalog.encode(v_pass.salt, 'hex'), 'hash', pg_catalog.encode(v_pass.hash, 'hex'));
END
$$;

-- Lets in once, and only who is still to be let in: the pass is used up under its own lock.
CREATE FUNCTION worker.use_pass(p_try directory.pass_try, p_pass uuid) RETURNS boolean
	LANGUAGE plpgsql
AS $$
DECLARE
	v_pass directory.pass;
BEGIN
	PERFORM FROM directory.person AS p WHERE p.id = p_try.person_id FOR NO KEY UPDATE;
	IF rule.doubted(p_try.person_id) OR p_try.at < pg_catalog.clock_timestamp() - rule.period('pass_try')
			OR NOT EXISTS (SELECT FROM directory.person AS p WHERE p.id = p_try.person_id AND p.status = 'active') THEN
		RETURN false;
	END IF;
	UPDATE directory.pass AS p SET used_at = pg_catalog.clock_timestamp(), salt = NULL, hash = NULL
	WHERE p.id = p_pass AND p.person_id = p_try.person_id AND p.used_at IS NULL AND p.cancelled_at IS NULL
		AND p.expires_at > p_try.at
	RETURNING p.* INTO v_pass;
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	UPDATE directory.box AS b SET box = NULL WHERE b.subject = p_pass;
	PERFORM rule.record('use_pass', p_try.id, v_pass.case_id, v_pass.person_id, ARRAY[p_pass], 'used', 'open', 'used', NULL);
	RETURN true;
END
$$;

CREATE FUNCTION worker.tried_pass(p_job bigint, p_fence bigint, p_pass uuid, p_right boolean) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_subject uuid := (SELECT j.subject FROM directory.job AS j WHERE j.id = p_job);
	v_try directory.pass_try;
	v_job directory.job;
	v_state text;
BEGIN
	SELECT t.* INTO v_try FROM directory.pass_try AS t WHERE t.id = v_subject;
	PERFORM FROM directory.person AS p WHERE p.id = v_try.person_id FOR NO KEY UPDATE;
	v_job := worker.hold(p_job, p_fence, 'tried_pass');
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	END IF;
	v_state := CASE WHEN COALESCE(p_right, false) AND worker.use_pass(v_try, p_pass) THEN 'accepted' ELSE 'refused' END;
	PERFORM worker.end_try(v_try.id, v_state);
	PERFORM worker.end_job(p_job, v_state);
	RETURN worker.kept(v_job);
END
$$;

-- What is over by its time is forgotten.
CREATE FUNCTION worker.expire_passes(p_most int) RETURNS bigint
	LANGUAGE plpgsql
AS $$
DECLARE
	v_ids uuid[];
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	v_ids := ARRAY(SELECT p.id FROM directory.pass AS p WHERE p.hash IS NOT NULL AND p.expires_at <= v_now
		ORDER BY p.expires_at LIMIT p_most FOR NO KEY UPDATE SKIP LOCKED);
	UPDATE directory.pass AS p SET salt = NULL, hash = NULL WHERE p.id = ANY (v_ids);
	UPDATE directory.box AS b SET box = NULL WHERE b.subject = ANY (v_ids);
	PERFORM worker.end_try(t.id, 'refused') FROM (SELECT t2.id FROM directory.pass_try AS t2
		WHERE t2.finished_at IS NULL AND t2.at < v_now - 2 * rule.period('pass_try')
		ORDER BY t2.at LIMIT p_most FOR NO KEY UPDATE SKIP LOCKED) AS t;
	RETURN pg_catalog.cardinality(v_ids);
END
$$;

-- Tries whose answer nobody can ask for any more, and counts of a time that is over.
CREATE FUNCTION worker.forget_tries(p_most int) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_now timestamptz := pg_catalog.clock_timestamp();
BEGIN
	DELETE FROM directory.pass_try AS t
	WHERE t.id = ANY (ARRAY(SELECT o.id FROM directory.pass_try AS o
		WHERE o.finished_at IS NOT NULL AND o.at <= v_now - rule.period('pass_result')
			AND NOT EXISTS (SELECT FROM directory.job AS j WHERE j.subject = o.id AND j.done_at IS NULL)
		ORDER BY o.at LIMIT p_most FOR NO KEY UPDATE SKIP LOCKED));
	DELETE FROM directory.try_count AS c
	WHERE c.ctid = ANY (ARRAY(SELECT o.ctid FROM directory.try_limit AS l JOIN directory.try_count AS o ON o.kind = l.kind
		WHERE o.began_at <= v_now - l.period LIMIT p_most FOR NO KEY UPDATE OF o SKIP LOCKED));
END
$$;
