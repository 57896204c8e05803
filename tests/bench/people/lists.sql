-- Who is on which worklist (schema/tables/0010_worklist.sql), in slices as an import has them, and the counts.

CREATE PROCEDURE pg_temp.list_everybody()
	LANGUAGE plpgsql
AS $$
DECLARE
	v_slice uuid[];
BEGIN
	FOR v_slice IN SELECT array_agg(m.id) FROM made AS m GROUP BY m.n / 5000 LOOP
		INSERT INTO directory.listed (list_id, subject, person_id, unit_id, place)
		SELECT l.id, m.person_id, m.person_id, p.unit_id, directory.list_place(m.at, l.for_last IS NOT NULL)
		FROM directory.list_members(v_slice) AS m JOIN directory.worklist AS l ON l.name = m.list
			JOIN directory.person AS p ON p.id = m.person_id;
	END LOOP;
END
$$;
CALL pg_temp.list_everybody();

INSERT INTO directory.number_turn (number)
SELECT number FROM directory.sign_in_method WHERE number IS NOT NULL EXCEPT SELECT number FROM directory.number_turn;
INSERT INTO directory.listed (list_id, subject, person_id, unit_id, place)
SELECT l.id, m.id, m.person_id, p.unit_id, directory.list_place(m.number_changed_at, false)
FROM directory.worklist AS l, directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id
WHERE l.name = 'shared-numbers' AND m.added_by = 'import' AND p.external_id LIKE 'B%' AND m.number IN (
	SELECT o.number FROM directory.sign_in_method AS o WHERE o.number IS NOT NULL AND o.state <> 'revoked'
	GROUP BY o.number HAVING count(DISTINCT o.person_id) > 1);
TRUNCATE directory.list_part;
INSERT INTO directory.list_part (list_id, unit_id, rows) SELECT list_id, unit_id, count(*) FROM directory.listed GROUP BY 1, 2;
SELECT pg_temp.make_anew('directory.listed', 'directory.number_turn');
