-- The lead's page: what waits for a lead, what is open, and how the last days went.

-- p_units of these: the scope, NULL for everybody; asked for once, and not again for each row.

-- What waits for approval first, then the oldest.
CREATE FUNCTION rule.lead_cases(p_units int[]) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
DECLARE
	v_asked uuid[] := ARRAY(SELECT w.case_id FROM directory.approval_wish AS w
		WHERE w.asked_at > pg_catalog.clock_timestamp() - rule.period('approval'));
BEGIN
	RETURN rule.listed_cases(ARRAY(SELECT c.id FROM directory.case_file AS c
		WHERE c.state = 'open' AND (p_units IS NULL OR EXISTS (SELECT FROM directory.person AS p
			WHERE p.id = c.person_id AND p.unit_id = ANY (p_units)))
		ORDER BY (c.id = ANY (v_asked) AND rule.waiting(c.id) <> '[]') DESC, c.opened_at LIMIT 200));
END
$$;

CREATE FUNCTION rule.lead_doubts(p_units int[]) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('person', l.id, 'name', l.name, 'email', l.email,
			'by', rule.who(l.raised_by), 'reason', l.reason, 'at', rule.rfc3339(l.raised_at)) ORDER BY l.raised_at), '[]')
		FROM (SELECT d.raised_by, d.reason, d.raised_at, p.id, p.name, p.email
			FROM directory.doubt AS d JOIN directory.person AS p ON p.id = d.person_id
			WHERE d.cleared_at IS NULL AND (p_units IS NULL OR p.unit_id = ANY (p_units))
			ORDER BY d.raised_at LIMIT 200) AS l);
END
$$;

-- Of the last seven days, each: how many cases were closed, and the median minutes they took.
CREATE FUNCTION rule.lead_days(p_units int[]) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('day', pg_catalog.to_char(d.day, 'YYYY-MM-DD'),
			'closed', s.closed, 'median_minutes', COALESCE(s.median, 0)) ORDER BY d.day)
		FROM pg_catalog.generate_series(pg_catalog.date_trunc('day', pg_catalog.now() AT TIME ZONE 'UTC') - interval '6 days',
				pg_catalog.date_trunc('day', pg_catalog.now() AT TIME ZONE 'UTC'), interval '1 day') AS d (day),
			LATERAL (SELECT pg_catalog.count(*) AS closed, pg_catalog.round(pg_catalog.percentile_cont(0.5) WITHIN GROUP (
					ORDER BY EXTRACT(epoch FROM c.closed_at - c.opened_at)::double precision / 60))::int AS median
				FROM directory.case_file AS c
				WHERE c.state = 'closed' AND c.closed_at >= d.day AT TIME ZONE 'UTC'
					AND c.closed_at < (d.day + interval '1 day') AT TIME ZONE 'UTC'
					AND (p_units IS NULL OR EXISTS (SELECT FROM directory.person AS p
						WHERE p.id = c.person_id AND p.unit_id = ANY (p_units)))) AS s);
END
$$;

CREATE FUNCTION desk.lead_view() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.lead_view');
	v_units int[] := rule.units();
BEGIN
	RETURN pg_catalog.jsonb_build_object('cases', rule.lead_cases(v_units), 'doubts', rule.lead_doubts(v_units),
		'days', rule.lead_days(v_units),
		'agents_word', rule.list_count(rule.worklist(v_actor, 'agents-word')));
END
$$;
