-- The people as a table that `people import` takes again. Who exports is on the
-- record, and the record is committed first: a pair.

CREATE FUNCTION admin.export_people(p_request uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.export_people');
	v_stored jsonb := rule.begin(p_request, 'export_people', '[]');
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.record('export_people', p_request, NULL, NULL, NULL, 'exported', NULL, NULL, NULL);
	RETURN rule.finish(p_request, NULL, '{}', 'exported');
END
$$;

-- People without an external_id cannot be told apart by an import, so they are not here.
CREATE FUNCTION admin.exported_people(p_request uuid)
	RETURNS TABLE (external_id text, email text, name text, department text, title text, employee_number text,
		manager text, tier text, status text, aliases text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard_admin('admin.exported_people');
	v_request directory.request := rule.own_request(p_request, 'export_people');
BEGIN
	RETURN QUERY
	SELECT p.external_id, p.email, p.name, u.name, p.title, p.employee_number, m.external_id, p.tier, p.status,
		pg_catalog.array_to_string(p.aliases, ';')
	FROM directory.person AS p JOIN directory.unit AS u ON u.id = p.unit_id
		LEFT JOIN directory.person AS m ON m.id = p.manager_id
	WHERE p.external_id IS NOT NULL
	ORDER BY p.external_id COLLATE "C";
END
$$;
