-- What an import tells persons (docs/IMPORT.md), as the setting import_notices has
-- it: changes, all, or none. Called before the rows change, so that a number or an
-- address that goes is told, and not the one that takes its place.

-- One line in plain words; NULL: nothing that is told. A first registration never is.
CREATE FUNCTION rule.import_method_words(p_line staging.method_plan, p_method directory.sign_in_method, p_all boolean) RETURNS text
	LANGUAGE sql STABLE
	RETURN CASE
		WHEN p_line.fresh THEN CASE WHEN p_all AND p_line.confirmed_at IS NOT NULL AND NOT p_line.newcomer
			THEN 'your ' || pg_catalog.lower(rule.kind_name(p_line.kind))
				|| COALESCE(' ending ' || pg_catalog."right"(p_line.number, 4), ' on ' || NULLIF(p_line.device, ''), '')
				|| ' was added: it can be used to sign in' END
		WHEN p_line.changes && ARRAY['number', 'extension'] AND p_method.state = p_line.state
				AND p_method.state IN ('active', 'suspended') AND p_method.confirmed_at IS NOT NULL
			THEN rule.own_name(p_method.id) || ' was changed: it ends ' || pg_catalog."right"(p_line.number, 4) || ' now' END;

CREATE FUNCTION rule.import_methods_tell(p_run staging.run, p_end bigint) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	SELECT rule.tell(p_run.request_id, t.person_id, NULL, 'import_method',
		pg_catalog.string_agg(t.words, '; ' ORDER BY t.line), '{}')
	FROM (SELECT l.person_id, l.line, rule.import_method_words(l, m, rule.setting('import_notices') = 'all') AS words
		FROM rule.import_methods_slice(p_run, p_end) AS l LEFT JOIN directory.sign_in_method AS m ON m.id = l.method_id) AS t
	WHERE t.words IS NOT NULL AND rule.setting('import_notices') <> 'none'
	GROUP BY t.person_id;
END;

CREATE FUNCTION rule.import_people_tell(p_run staging.run, p_end bigint) RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	SELECT rule.tell(p_run.request_id, l.person_id, NULL, 'import_person', 'the address at which you are told of changes was changed', '{}')
	FROM rule.import_people_slice(p_run, p_end) AS l
	WHERE NOT l.fresh AND 'email' = ANY (l.changes) AND rule.setting('import_notices') <> 'none';
END;
