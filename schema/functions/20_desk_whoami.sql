CREATE FUNCTION desk.whoami() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.whoami');
BEGIN
	RETURN (SELECT pg_catalog.jsonb_build_object(
			'login', v_actor.login,
			'person', pg_catalog.jsonb_build_object('id', p.id, 'email', p.email, 'name', p.name),
			'role', v_actor.role,
			'counter', v_actor.counter,
			'units', COALESCE((SELECT pg_catalog.jsonb_agg(u.name ORDER BY u.name) FROM directory.staff_unit AS su
				JOIN directory.unit AS u ON u.id = su.unit_id WHERE su.login = v_actor.login), '[]'),
			'schema', rule.schema_version(),
			'demonstration', rule.setting('demonstration') = 'true',
			'country', rule.setting('country'),
			'ticket_pattern', rule.setting('ticket_pattern'),
			'time', rule.rfc3339(pg_catalog.clock_timestamp()))
		FROM directory.person AS p WHERE p.id = v_actor.person_id);
END
$$;
