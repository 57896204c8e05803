-- Worklists: who needs work. schema/tables/0010_worklist.sql and 0012_lists.sql keep them.

CREATE FUNCTION rule.worklist(p_actor rule.actor, p_name text) RETURNS directory.worklist
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_list directory.worklist;
BEGIN
	PERFORM rule.choice(p_name, 'worklist', ARRAY(SELECT l.name FROM directory.worklist AS l
		WHERE NOT l.leads_only OR p_actor.role IN ('lead', 'auditor') ORDER BY l.id));
	SELECT l.* INTO v_list FROM directory.worklist AS l WHERE l.name = p_name;
	RETURN v_list;
END
$$;

-- The last place that is on the list now; NULL where time decides nothing.
CREATE FUNCTION rule.list_until(p_list directory.worklist) RETURNS bigint
	LANGUAGE sql STABLE
	RETURN CASE WHEN p_list.older_than IS NOT NULL
			THEN directory.list_place(pg_catalog.clock_timestamp() - p_list.older_than, false)
		WHEN p_list.for_last IS NOT NULL
			THEN directory.list_place(pg_catalog.clock_timestamp() - p_list.for_last, true) END;

-- Places p_from to p_to of a list, by the index.
CREATE FUNCTION rule.list_range_count(p_list smallint, p_from bigint, p_to bigint) RETURNS bigint
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_units int[] := rule.units();
BEGIN
	IF v_units IS NULL THEN
		RETURN (SELECT pg_catalog.count(*) FROM directory.listed AS l
			WHERE l.list_id = p_list AND l.place BETWEEN p_from AND p_to);
	END IF;
	RETURN (SELECT pg_catalog.count(*) FROM directory.listed AS l
		WHERE l.list_id = p_list AND l.unit_id = ANY (v_units) AND l.place BETWEEN p_from AND p_to);
END
$$;

-- All rows have been counted already. Of what time decides the shorter side is counted: what is not old enough yet, or
-- what is still young enough.
CREATE FUNCTION rule.list_count(p_list directory.worklist) RETURNS bigint
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_units int[] := rule.units();
	v_until bigint := rule.list_until(p_list);
	v_rows bigint;
BEGIN
	IF p_list.for_last IS NOT NULL THEN
		RETURN rule.list_range_count(p_list.id, -9223372036854775808, v_until);
	END IF;
	v_rows := (SELECT COALESCE(pg_catalog.sum(p.rows), 0) FROM directory.list_part AS p
		WHERE p.list_id = p_list.id AND (v_units IS NULL OR p.unit_id = ANY (v_units)));
	RETURN v_rows - CASE WHEN v_until IS NULL THEN 0
		ELSE rule.list_range_count(p_list.id, v_until + 1, 9223372036854775807) END;
END
$$;

-- Rows behind a place, in their order: a range of one index, however long the list is.
CREATE FUNCTION rule.list_rows(p_list directory.worklist, p_place bigint, p_subject uuid, p_limit int)
	RETURNS SETOF directory.listed
	LANGUAGE plpgsql STABLE ROWS 50
AS $$
DECLARE
	v_units int[] := rule.units();
	v_until bigint := COALESCE(rule.list_until(p_list), 9223372036854775807);
BEGIN
	IF v_units IS NULL THEN
		RETURN QUERY SELECT l.* FROM directory.listed AS l
			WHERE l.list_id = p_list.id AND (l.place, l.subject) > (p_place, p_subject) AND l.place <= v_until
			ORDER BY l.place, l.subject LIMIT p_limit;
	ELSE
		RETURN QUERY SELECT f.*
			FROM (SELECT DISTINCT u.unit_id FROM pg_catalog.unnest(v_units) AS u (unit_id)) AS s, LATERAL (
				SELECT l.* FROM directory.listed AS l
				WHERE l.list_id = p_list.id AND l.unit_id = s.unit_id
					AND (l.place, l.subject) > (p_place, p_subject) AND l.place <= v_until
				ORDER BY l.place, l.subject LIMIT p_limit) AS f
			ORDER BY f.place, f.subject LIMIT p_limit;
	END IF;
END
$$;

-- What there is to know of each row before a case is opened; numbers as masked as anywhere. One query a page: a
-- function a row would be planned again for each.
CREATE FUNCTION rule.list_details(p_list text, p_rows directory.listed[]) RETURNS TABLE (subject uuid, detail text)
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF p_list = 'shared-numbers' THEN
		RETURN QUERY SELECT m.id, rule.kind_name(m.kind) || ' ' || rule.mask(m.number, m.extension) || ', with '
				|| (SELECT pg_catalog.count(DISTINCT o.person_id) FROM directory.sign_in_method AS o
					WHERE o.number = m.number AND o.person_id <> m.person_id AND o.state <> 'revoked') || ' more'
			FROM pg_catalog.unnest(p_rows) AS r JOIN directory.sign_in_method AS m ON m.id = r.subject;
	ELSIF p_list = 'agents-word' THEN
		RETURN QUERY SELECT r.subject, (SELECT f.document
				|| CASE f.kind WHEN 'document-in-person' THEN ' in person, ' ELSE ' on video, ' END || f.recorded_by || ', ' || c.ticket
				FROM directory.proof AS f JOIN directory.case_file AS c ON c.id = f.case_id
				WHERE f.person_id = r.person_id AND f.document IS NOT NULL AND f.result = 'passed' ORDER BY f.at DESC LIMIT 1)
			FROM pg_catalog.unnest(p_rows) AS r;
	ELSIF p_list = 'passes-open' THEN
		RETURN QUERY SELECT r.subject, 'for ' || s.minutes || ' min, ' || s.login || ', ' || c.ticket
			FROM pg_catalog.unnest(p_rows) AS r
				JOIN directory.pass AS s ON s.person_id = r.person_id AND s.used_at IS NULL AND s.cancelled_at IS NULL
				JOIN directory.case_file AS c ON c.id = s.case_id;
	ELSIF p_list = 'failed-notices' THEN
		RETURN QUERY SELECT r.subject, (SELECT rule.not_told_words(n) FROM directory.notice AS n
				WHERE n.person_id = r.person_id AND n.state IN ('failed', 'unknown') AND n.template <> 'lead'
				ORDER BY n.at DESC LIMIT 1)
			FROM pg_catalog.unnest(p_rows) AS r;
	ELSIF p_list <> 'not-registered' THEN
		RETURN QUERY SELECT r.subject, pg_catalog.string_agg(rule.kind_name(m.kind)
				|| COALESCE(' ' || rule.mask(m.number, m.extension), ' on ' || d.name, '') || COALESCE(', ' || m.reason, ''),
				'; ' ORDER BY m.added_at, m.id)
			FROM pg_catalog.unnest(p_rows) AS r JOIN directory.sign_in_method AS m ON m.person_id = r.person_id
				LEFT JOIN directory.device AS d ON d.id = m.device_id
			WHERE m.kind <> 'email' AND m.state = CASE p_list WHEN 'unconfirmed-numbers' THEN 'pending'
				WHEN 'suspended-over-a-day' THEN 'suspended' ELSE 'active' END
			GROUP BY r.subject;
	END IF;
END
$$;

-- A cursor says where to go on and nothing else.
CREATE FUNCTION rule.list_cursor(p_row directory.listed) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.encode(pg_catalog.int8send(p_row.place) || pg_catalog.uuid_send(p_row.subject), 'hex');

CREATE FUNCTION rule.check_cursor(p_after text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_after <> '' AND p_after !~ '^[0-9a-f]{48}$' THEN
		PERFORM rule.fail('MD001', 'that is no place in a worklist', 'Take the "next" of the page before.');
	END IF;
END
$$;

CREATE FUNCTION rule.list_page(p_list directory.worklist, p_after text, p_limit int) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_place bigint := -9223372036854775808;
	v_subject uuid := '00000000-0000-0000-0000-000000000000';
	v_rows directory.listed[];
	v_more boolean;
BEGIN
	PERFORM rule.check_cursor(p_after);
	IF p_after <> '' THEN
		v_place := ('x' || pg_catalog."left"(p_after, 16))::bit(64)::bigint;
		v_subject := pg_catalog."right"(p_after, 32)::uuid;
	END IF;
	v_rows := ARRAY(SELECT r FROM rule.list_rows(p_list, v_place, v_subject, p_limit + 1) AS r);
	v_more := pg_catalog.cardinality(v_rows) > p_limit;
	v_rows := v_rows[1:p_limit];
	RETURN pg_catalog.jsonb_build_object('name', p_list.name, 'title', p_list.title, 'note', p_list.note, 'at_is', p_list.at_is,
		'count', rule.list_count(p_list),
		'rows', (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
				'person', p.id, 'name', p.name, 'email', p.email, 'department', u.name,
				'at', rule.rfc3339(pg_catalog.to_timestamp(pg_catalog.abs(r.place) / 1000000.0)),
				'detail', COALESCE(d.detail, ''))
				ORDER BY r.ordinality), '[]')
			FROM pg_catalog.unnest(v_rows) WITH ORDINALITY AS r
				JOIN directory.person AS p ON p.id = r.person_id JOIN directory.unit AS u ON u.id = p.unit_id
				LEFT JOIN rule.list_details(p_list.name, v_rows) AS d ON d.subject = r.subject),
		'next', CASE WHEN v_more THEN rule.list_cursor(v_rows[p_limit]) END);
END
$$;

-- Who read what is in the server's log, where a rollback does not reach.
CREATE FUNCTION desk.worklist(p_name text, p_after text DEFAULT NULL, p_limit int DEFAULT 50) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.worklist');
	v_list directory.worklist := rule.worklist(v_actor, p_name);
BEGIN
	PERFORM rule.check_cursor(p_after);
	RAISE LOG 'mfadesk worklist login=% list=% after=%', session_user, v_list.name, p_after;
	RETURN rule.list_page(v_list, p_after, LEAST(GREATEST(COALESCE(p_limit, 50), 1), 500));
END
$$;

CREATE FUNCTION desk.worklists() RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.worklists');
BEGIN
	RETURN (SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('name', l.name, 'title', l.title, 'note', l.note,
			'count', rule.list_count(l)) ORDER BY l.id)
		FROM directory.worklist AS l WHERE NOT l.leads_only OR v_actor.role IN ('lead', 'auditor'));
END
$$;

-- A page that leaves as a file: on the record, and the record is committed first: a pair.
CREATE FUNCTION desk.export_worklist(p_request uuid, p_name text, p_after text, p_limit int) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.export_worklist');
	v_stored jsonb := rule.begin(p_request, 'export_worklist', pg_catalog.jsonb_build_array(p_name, p_after, p_limit));
	v_list directory.worklist;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_list := rule.worklist(v_actor, p_name);
	PERFORM rule.check_cursor(p_after);
	PERFORM rule.record('export_worklist', p_request, NULL, NULL, NULL, 'exported', NULL, v_list.name, NULL);
	RETURN rule.finish(p_request, NULL, '{}', 'exported', pg_catalog.jsonb_build_object('name', v_list.name,
		'after', p_after, 'limit', LEAST(GREATEST(COALESCE(p_limit, 50), 1), 5000)));
END
$$;

CREATE FUNCTION desk.exported_worklist(p_request uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.exported_worklist');
	v_request directory.request := rule.own_request(p_request, 'export_worklist');
BEGIN
	RETURN rule.list_page(rule.worklist(v_actor, v_request.private ->> 'name'), v_request.private ->> 'after',
		(v_request.private ->> 'limit')::int);
END
$$;
