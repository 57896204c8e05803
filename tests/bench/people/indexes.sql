-- Indexes are made when all rows are there: those that no foreign key needs are put aside, and made anew afterwards.

CREATE TEMPORARY TABLE aside AS
SELECT i.indrelid::regclass AS relation, c.conname AS name, pg_get_constraintdef(c.oid) AS definition, i.indexrelid::regclass::text AS index
FROM pg_index AS i LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
WHERE i.indrelid IN ('directory.person'::regclass, 'directory.device'::regclass, 'directory.sign_in_method'::regclass,
		'directory.person_address'::regclass, 'directory.person_token'::regclass, 'directory.unit_token'::regclass,
		'directory.token_suffix'::regclass, 'directory.person_pair'::regclass, 'directory.listed'::regclass,
		'directory.number_turn'::regclass)
	AND NOT EXISTS (SELECT FROM pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = i.indexrelid);
UPDATE aside SET definition = pg_get_indexdef(index::regclass) WHERE name IS NULL;

CREATE FUNCTION pg_temp.put_aside() RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_index aside;
BEGIN
	FOR v_index IN SELECT * FROM aside LOOP
		EXECUTE CASE WHEN v_index.name IS NULL THEN format('DROP INDEX %s', v_index.index)
			ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', v_index.relation, v_index.name) END;
	END LOOP;
END
$$;

-- Of some tables.
CREATE FUNCTION pg_temp.make_anew(VARIADIC p_relations regclass[]) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_index aside;
BEGIN
	FOR v_index IN SELECT * FROM aside WHERE relation = ANY (p_relations) ORDER BY name IS NULL, index LOOP
		EXECUTE CASE WHEN v_index.name IS NULL THEN v_index.definition
			ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', v_index.relation, v_index.name, v_index.definition) END;
	END LOOP;
END
$$;
