-- What was made at once is what the triggers make: two hundred people are touched, and nothing about them changes.

CREATE TEMPORARY TABLE seen AS
SELECT m.id, p.unit_id FROM made AS m JOIN directory.person AS p USING (id) ORDER BY hashint8(m.n) LIMIT 200;
CREATE FUNCTION pg_temp.rows_of_seen() RETURNS TABLE (relation text, content text)
	LANGUAGE sql
BEGIN ATOMIC
	SELECT 'address', a::text FROM directory.person_address AS a WHERE a.person_id IN (SELECT id FROM seen)
	UNION ALL SELECT 'token', t::text FROM directory.person_token AS t WHERE t.person_id IN (SELECT id FROM seen)
	UNION ALL SELECT 'unit token', t::text FROM directory.unit_token AS t WHERE t.person_id IN (SELECT id FROM seen)
	UNION ALL SELECT 'pair', k::text FROM directory.person_pair AS k WHERE k.person_id IN (SELECT id FROM seen)
	UNION ALL SELECT 'suffix', s::text FROM directory.token_suffix AS s WHERE s.token IN (
		SELECT t.token FROM directory.person_token AS t WHERE t.person_id IN (SELECT id FROM seen))
	UNION ALL SELECT 'listed', l::text FROM directory.listed AS l WHERE l.person_id IN (SELECT id FROM seen);
END;
CREATE TEMPORARY TABLE at_once AS SELECT * FROM pg_temp.rows_of_seen();
SELECT id AS elsewhere FROM directory.unit ORDER BY id LIMIT 1 \gset
UPDATE directory.person AS p SET unit_id = :elsewhere FROM seen AS s WHERE p.id = s.id;
UPDATE directory.person AS p SET unit_id = s.unit_id FROM seen AS s WHERE p.id = s.id;
DO $$
DECLARE
	v_odd text := (SELECT string_agg(o.relation || ' ' || o.content, '; ') FROM (
		(SELECT * FROM at_once EXCEPT SELECT * FROM pg_temp.rows_of_seen())
		UNION ALL (SELECT * FROM pg_temp.rows_of_seen() EXCEPT SELECT * FROM at_once) LIMIT 6) AS o);
BEGIN
	IF v_odd IS NOT NULL THEN
		RAISE EXCEPTION 'people were made other than the triggers make them: %', v_odd;
	END IF;
END
$$;
