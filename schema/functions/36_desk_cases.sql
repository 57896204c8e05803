-- The list of open cases: where the work in each stands, and what it waits for.

-- What the replaced phone is at, once the person is proven.
CREATE FUNCTION rule.job_step(p_case directory.case_file, p_job directory.replacement) RETURNS text
	LANGUAGE sql
	RETURN CASE WHEN p_job.case_id IS NULL THEN 'proven'
		WHEN rule.step_way_in(p_case, p_job) ->> 'state' <> 'done' THEN 'way in'
		WHEN rule.step_test(p_case) ->> 'state' = 'open' THEN 'test'
		ELSE 'default' END;

-- In two words. What stops a case, or has it wait, comes before what is to be done in it.
CREATE FUNCTION rule.case_step(p_case directory.case_file, p_job directory.replacement) RETURNS text
	LANGUAGE sql
	RETURN CASE WHEN rule.doubted(p_case.person_id) THEN 'doubt'
		WHEN p_job.aftercare_at IS NOT NULL AND rule.waits_for_pass(p_case) THEN 'after-care'
		WHEN rule.is_idle(p_case) THEN 'put aside'
		WHEN p_job.case_id IS NOT NULL AND rule.step_finish(p_case, p_job) ->> 'state' = 'open' THEN 'finish'
		WHEN (rule.open_contact(p_case.id)).id IS NULL THEN 'caller gone'
		WHEN rule.proven_until(p_case.id) > pg_catalog.clock_timestamp() THEN rule.job_step(p_case, p_job)
		WHEN rule.proven_at(p_case.id, NULL) IS NOT NULL THEN 'proof too old'
		WHEN p_job.stuck_at IS NOT NULL THEN 'not provable'
		ELSE 'not proven' END;

-- What waits for a lead; NULL: nothing.
CREATE FUNCTION rule.awaited_approval(p_case directory.case_file) RETURNS text
	LANGUAGE sql STABLE
	RETURN (SELECT pg_catalog.string_agg(w.wish ->> 'text', ', ') FROM pg_catalog.jsonb_array_elements(rule.waiting(p_case.id)) AS w (wish));

-- A line of the list, wherever cases are listed.
CREATE FUNCTION rule.listed_case(p_case directory.case_file, p_person directory.person) RETURNS jsonb
	LANGUAGE sql
	RETURN rule.case_json(p_case) || pg_catalog.jsonb_build_object('step', rule.case_step(p_case, rule.replacement_of(p_case.id)),
		'approval', rule.awaited_approval(p_case),
		'person', pg_catalog.jsonb_build_object('id', p_person.id, 'name', p_person.name, 'email', p_person.email));

-- One's own open cases; with p_all, for leads and auditors, everybody's in scope, one's own first.
CREATE FUNCTION desk.cases(p_all boolean DEFAULT false) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.cases');
BEGIN
	IF p_all AND v_actor.role NOT IN ('lead', 'auditor') THEN
		PERFORM rule.fail('MD403', 'your role, ' || v_actor.role || ', sees its own cases only', 'Ask a lead.');
	END IF;
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(rule.listed_case(l.file, l.person)
				ORDER BY (l.file).login <> session_user, (l.file).opened_at DESC), '[]')
		FROM (SELECT c AS file, p AS person
			FROM directory.case_file AS c JOIN directory.person AS p ON p.id = c.person_id
			WHERE c.state = 'open' AND (p_all OR c.login = session_user) AND rule.in_scope(c.person_id)
			ORDER BY c.login <> session_user, c.opened_at DESC LIMIT 500) AS l);
END
$$;
