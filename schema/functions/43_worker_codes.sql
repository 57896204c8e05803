-- Recovery codes: what the worker made of them.

-- p_hashes: of ten codes, one after the other. Nothing is made for a desk that no longer waits.
CREATE FUNCTION worker.codes_made(p_job bigint, p_fence bigint, p_salt text, p_cost int, p_hashes text, p_box text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_job directory.job;
	v_set directory.code_set;
BEGIN
	PERFORM FROM directory.person AS p WHERE p.id = (SELECT s.person_id FROM directory.code_set AS s
		JOIN directory.job AS j ON j.subject = s.id WHERE j.id = p_job) FOR NO KEY UPDATE;
	v_job := worker.hold(p_job, p_fence, 'codes_made');
	IF v_job.id IS NULL OR v_job.done_at IS NOT NULL THEN
		RETURN worker.kept(v_job);
	END IF;
	SELECT s.* INTO v_set FROM directory.code_set AS s WHERE s.id = v_job.subject;
	IF rule.codes_over(v_set) THEN
		PERFORM worker.end_job(p_job, 'over');
		RETURN worker.kept(v_job);
	END IF;
	PERFORM worker.end_job(p_job, 'made');
	UPDATE directory.code_set AS s SET replaced_at = pg_catalog.clock_timestamp()
	WHERE s.person_id = v_set.person_id AND s.made_at IS NOT NULL AND s.replaced_at IS NULL;
	UPDATE directory.code_set AS s SET made_at = pg_catalog.clock_timestamp(), salt = pg_catalog.decode(p_salt, 'hex'), cost = p_cost
	WHERE s.id = v_set.id;
	INSERT INTO directory.recovery_code (set_id, hash)
	SELECT v_set.id, pg_catalog.decode(pg_catalog.substr(p_hashes, 64 * n + 1, 64), 'hex') FROM pg_catalog.generate_series(0, 9) AS n;
	UPDATE directory.box AS b SET box = pg_catalog.decode(p_box, 'hex') WHERE b.subject = v_set.id;
	PERFORM rule.record('recovery_codes', v_set.id, v_set.case_id, v_set.person_id, ARRAY[v_set.id], 'made', 'waiting', 'ready', NULL);
	PERFORM rule.wake();
	RETURN worker.kept(v_job);
END
$$;

-- A code of the set that counts is used up, once; NULL: it was used or replaced meanwhile. Else what is left, in words.
CREATE FUNCTION worker.use_code(p_person uuid, p_code bigint) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE directory.recovery_code AS c SET used_at = pg_catalog.clock_timestamp()
	WHERE c.id = p_code AND c.used_at IS NULL AND c.set_id = (rule.codes_of(p_person)).id;
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	RETURN rule.codes_left(p_person) || CASE rule.codes_left(p_person) WHEN 1 THEN ' recovery code is' ELSE ' recovery codes are' END || ' left';
END
$$;
