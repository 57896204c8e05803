-- Two worklists more: what a person was given or told, in rows of other tables.

INSERT INTO directory.worklist (id, name, title, note, at_is, for_last) VALUES
	(5, 'passes-open', 'passes open', 'Whoever has the pass is let in once, until it is used or over.', 'until', interval '0'),
	(10, 'failed-notices', 'failed notices', 'A change that the person may not have been told of, in the last 7 days.', 'changed',
		interval '7 days');

-- As before, and of the passes that are neither used nor taken back, and the notices that did not arrive.
ALTER FUNCTION directory.list_members(uuid[]) RENAME TO list_members_by_methods;
CREATE FUNCTION directory.list_members(p_people uuid[])
	RETURNS TABLE (list text, person_id uuid, at timestamptz)
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY
	SELECT m.list, m.person_id, m.at FROM directory.list_members_by_methods(p_people) AS m
	UNION ALL
	SELECT 'passes-open', s.person_id, s.expires_at
	FROM pg_catalog.unnest(p_people) AS u (id) JOIN directory.person AS p ON p.id = u.id AND p.status = 'active'
		JOIN directory.pass AS s ON s.person_id = p.id
	WHERE s.used_at IS NULL AND s.cancelled_at IS NULL AND s.expires_at IS NOT NULL
	UNION ALL
	SELECT 'failed-notices', n.person_id, pg_catalog.max(n.at)
	FROM pg_catalog.unnest(p_people) AS u (id) JOIN directory.person AS p ON p.id = u.id AND p.status = 'active'
		JOIN directory.notice AS n ON n.person_id = p.id
	WHERE n.state IN ('failed', 'unknown') AND n.template <> 'lead' GROUP BY n.person_id;
END
$$;
CREATE INDEX notice_person_undelivered_idx ON directory.notice (person_id, at)
	WHERE state IN ('failed', 'unknown') AND template <> 'lead';

-- A notice has failed when it is not queued any more, and a pass is open when it was made: neither by its first row.
CREATE TRIGGER pass_list AFTER UPDATE OF expires_at, used_at, cancelled_at ON directory.pass
	FOR EACH ROW WHEN (NEW.expires_at IS NOT NULL) EXECUTE FUNCTION directory.list_touched();
CREATE TRIGGER notice_list AFTER UPDATE OF state ON directory.notice
	FOR EACH ROW WHEN (NEW.template <> 'lead' AND (NEW.state IN ('failed', 'unknown')) <> (OLD.state IN ('failed', 'unknown')))
	EXECUTE FUNCTION directory.list_touched();

-- Who belongs there already.
SELECT directory.list_people(ARRAY(
	SELECT s.person_id FROM directory.pass AS s WHERE s.used_at IS NULL AND s.cancelled_at IS NULL AND s.expires_at IS NOT NULL
	UNION
	SELECT n.person_id FROM directory.notice AS n WHERE n.state IN ('failed', 'unknown') AND n.template <> 'lead'));
