-- The list of open cases: where the work in each stands, and what it waits for.

-- What waits for a lead, in words; NULL: nothing.
CREATE FUNCTION rule.awaited_approval(p_waiting jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT pg_catalog.string_agg(w.wish ->> 'text', ', ') FROM pg_catalog.jsonb_array_elements(p_waiting) AS w (wish));

-- What is known of a case when its step is said.
CREATE TYPE rule.case_facts AS (
	doubted boolean,
	idle boolean,
	here boolean,         -- a contact is open
	proven boolean,       -- in it, and lately
	ever_proven boolean,
	begun boolean,        -- the replaced phone, as all that follows
	stuck boolean,
	aftercare boolean,
	tested boolean,       -- a code came back by a way in
	pending boolean,
	pass_open boolean,
	has_default boolean
);

-- The step in two words, of facts: a list has no time for the page's own steps (35_desk_replacement.sql), which agree.
-- What stops a case, or has it wait, comes before what is to be done in it.
CREATE FUNCTION rule.case_step(p_is rule.case_facts) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN p_is.doubted THEN 'doubt'
		WHEN p_is.aftercare AND NOT p_is.tested AND p_is.pass_open THEN 'after-care'
		WHEN p_is.idle THEN 'put aside'
		WHEN p_is.begun AND p_is.ever_proven
			AND CASE WHEN p_is.tested THEN NOT p_is.pending AND p_is.has_default ELSE p_is.pass_open END THEN 'finish'
		WHEN NOT p_is.here THEN 'caller gone'
		WHEN NOT p_is.proven THEN CASE WHEN p_is.ever_proven THEN 'proof too old' WHEN p_is.stuck THEN 'not provable' ELSE 'not proven' END
		WHEN NOT p_is.begun THEN 'proven'
		WHEN NOT p_is.tested AND NOT p_is.pass_open THEN 'way in'
		WHEN p_is.pending THEN 'test'
		ELSE 'default' END;

-- The lines of these cases, in their order. One query, whose functions call no others: those would be planned again for
-- every line.
CREATE FUNCTION rule.listed_cases(p_cases uuid[]) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_now timestamptz := pg_catalog.clock_timestamp();
	v_idle timestamptz := v_now - rule.period('idle');
	v_proof_age interval := rule.proof_age();
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(rule.case_line(f.file, f.by, (f.facts).idle, f.proven_until, f.waiting)
			|| pg_catalog.jsonb_build_object('step', rule.case_step(f.facts), 'approval', rule.awaited_approval(f.waiting),
				'person', pg_catalog.jsonb_build_object('id', f.person_id, 'name', f.name, 'email', f.email)) ORDER BY f.place), '[]')
		FROM (SELECT l.place, c AS file, t.here_by AS by, p.id AS person_id, p.name, p.email, w.proven_until, rule.waiting(c.id) AS waiting,
				ROW(rule.doubted(p.id), c.last_at < v_idle, t.id IS NOT NULL, COALESCE(w.proven_until > v_now, false),
					rule.proven_at(c.id, NULL) IS NOT NULL, r.case_id IS NOT NULL, r.stuck_at IS NOT NULL, r.aftercare_at IS NOT NULL,
					COALESCE(j.tested, false), COALESCE(j.pending, false), COALESCE(j.pass_open, false),
					COALESCE(j.has_default, false))::rule.case_facts AS facts
			FROM pg_catalog.unnest(p_cases) WITH ORDINALITY AS l (id, place)
				JOIN directory.case_file AS c ON c.id = l.id JOIN directory.person AS p ON p.id = c.person_id
				LEFT JOIN directory.contact AS t ON t.case_id = c.id AND t.ended_at IS NULL
				LEFT JOIN directory.replacement AS r ON r.case_id = c.id
				CROSS JOIN LATERAL (SELECT CASE WHEN t.id IS NOT NULL THEN rule.proven_at(c.id, t.id) + v_proof_age END AS proven_until) AS w
				LEFT JOIN LATERAL (SELECT rule.methods_of(c, 'active', true) <> '{}' AS tested,
					rule.methods_of(c, 'pending', false) <> '{}' AS pending, (rule.open_pass(p.id)).id IS NOT NULL AS pass_open,
					(rule.default_of(p.id)).id IS NOT NULL AS has_default) AS j ON r.case_id IS NOT NULL
			OFFSET 0) AS f);
END
$$;

-- One's own open cases; with p_all, for leads and auditors, everybody's in scope, one's own first.
CREATE FUNCTION desk.cases(p_all boolean DEFAULT false) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.cases');
	v_units int[] := rule.units();
BEGIN
	IF p_all AND v_actor.role NOT IN ('lead', 'auditor') THEN
		PERFORM rule.fail('MD403', 'your role, ' || v_actor.role || ', sees its own cases only', 'Ask a lead.');
	END IF;
	RETURN rule.listed_cases(ARRAY(SELECT c.id FROM directory.case_file AS c JOIN directory.person AS p ON p.id = c.person_id
		WHERE c.state = 'open' AND (p_all OR c.login = session_user) AND (v_units IS NULL OR p.unit_id = ANY (v_units))
		ORDER BY c.login <> session_user, c.opened_at DESC LIMIT 200));
END
$$;
