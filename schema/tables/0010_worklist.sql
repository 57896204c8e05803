-- Worklists: who is on which, kept by statement-level triggers for single
-- changes and imports alike, so that a page and a count are a range of an index
-- among ten thousand people and among ten million.
--
-- A list is a row of directory.worklist, a branch of directory.list_members()
-- and, where another table decides, a trigger of directory.list_touched() on it.

CREATE TABLE directory.worklist (
	id smallint CONSTRAINT worklist_pkey PRIMARY KEY,  -- the order in which they are shown
	name text NOT NULL CONSTRAINT worklist_name_key UNIQUE
		CONSTRAINT worklist_name_form CHECK (name ~ '^[a-z]+(-[a-z]+)*$'),
	title text NOT NULL,
	note text NOT NULL,            -- why it matters, one line
	at_is text NOT NULL,           -- what the time of a row says: "suspended"
	leads_only boolean NOT NULL DEFAULT false,  -- and auditors
	older_than interval CONSTRAINT worklist_older_than_positive CHECK (older_than > interval '0'),  -- oldest first
	for_last interval CONSTRAINT worklist_for_last_not_negative CHECK (for_last >= interval '0'),   -- newest first
	CONSTRAINT worklist_one_bound CHECK (older_than IS NULL OR for_last IS NULL)
);
INSERT INTO directory.worklist (id, name, title, note, at_is, leads_only, older_than, for_last) VALUES
	(1, 'one-method', 'one method only', 'One way in, and nothing if it is lost.', 'confirmed', false, NULL, NULL),
	(2, 'no-backup', 'no backup', 'All ways in stand on one device.', 'confirmed', false, NULL, NULL),
	(3, 'text-call-only', 'text and call only',
		'From 2027-02-01 Microsoft delivers no texts and calls for Entra sign-in: these people need another way in.',
		'confirmed', false, NULL, NULL),
	(4, 'unconfirmed-numbers', 'unconfirmed numbers', 'A number that no code has come back from.', 'added', false, NULL, NULL),
	(6, 'suspended-over-a-day', 'suspended over a day', 'Suspended, and neither restored nor revoked.', 'suspended', false,
		interval '1 day', NULL),
	(7, 'not-registered', 'not registered', 'No sign-in method was ever confirmed.', 'since', false, NULL, NULL),
	(8, 'shared-numbers', 'one number on several people', 'Whoever holds the phone gets the codes of all of them.',
		'changed', false, NULL, NULL),
	(9, 'agents-word', 'let in on an agent''s word', 'A document that an agent saw, in the last 30 days.', 'seen', true,
		NULL, interval '30 days');

-- place: microseconds since 1970 of the row's time; negative where the newest is first.
CREATE TABLE directory.listed (
	list_id smallint NOT NULL CONSTRAINT listed_list_fkey REFERENCES directory.worklist,
	subject uuid NOT NULL,  -- the person, or the sign-in method with a shared number
	person_id uuid NOT NULL,
	unit_id int NOT NULL,
	place bigint NOT NULL,
	CONSTRAINT listed_pkey PRIMARY KEY (subject, list_id)
);
CREATE INDEX listed_person_idx ON directory.listed (person_id);
CREATE INDEX listed_place_idx ON directory.listed (list_id, place, subject);
CREATE INDEX listed_unit_idx ON directory.listed (list_id, unit_id, place, subject);

-- Of each list and unit the sum is how many rows there are. A writer folds the
-- parts that nobody else is at into one and leaves the others, so none waits.
CREATE TABLE directory.list_part (
	list_id smallint NOT NULL CONSTRAINT list_part_list_fkey REFERENCES directory.worklist,
	unit_id int NOT NULL,
	rows bigint NOT NULL
);
CREATE INDEX list_part_list_idx ON directory.list_part (list_id, unit_id);

-- Locked by who changes which people have a number: two that do so at once would
-- not see each other. Numbers only grow; one that nobody has any more leads nowhere.
CREATE TABLE directory.number_turn (
	number text COLLATE "C" CONSTRAINT number_turn_pkey PRIMARY KEY
);

-- What is said of a person by rows of their own; p_people are locked. In plpgsql, which keeps the plan.
CREATE FUNCTION directory.list_members(p_people uuid[])
	RETURNS TABLE (list text, person_id uuid, at timestamptz)
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY
	WITH people AS (
		SELECT p.id, p.created_at FROM pg_catalog.unnest(p_people) AS u (id) JOIN directory.person AS p ON p.id = u.id
		WHERE p.status = 'active'),
	methods AS (
		SELECT m.*, m.state = 'active' AND m.kind <> 'email' AS is_way,
			CASE WHEN m.device_id IS NOT NULL THEN m.device_id WHEN m.kind = 'office_phone' THEN m.id END AS stands_on
		FROM pg_catalog.unnest(p_people) AS u (id) JOIN directory.person AS p ON p.id = u.id AND p.status = 'active'
			JOIN directory.sign_in_method AS m ON m.person_id = p.id),
	ways AS (
		SELECT w.person_id, pg_catalog.count(*) AS ways, pg_catalog.count(DISTINCT w.stands_on) AS places,
			pg_catalog.bool_and(w.number IS NOT NULL) AS phones, pg_catalog.min(w.confirmed_at) AS confirmed_at
		FROM methods AS w WHERE w.is_way GROUP BY w.person_id)
	SELECT 'one-method', w.person_id, w.confirmed_at FROM ways AS w WHERE w.ways = 1
	UNION ALL
	SELECT 'no-backup', w.person_id, w.confirmed_at FROM ways AS w WHERE w.places < 2
	UNION ALL
	SELECT 'text-call-only', w.person_id, w.confirmed_at FROM ways AS w WHERE w.phones
	UNION ALL
	SELECT 'unconfirmed-numbers', m.person_id, pg_catalog.min(m.added_at)
	FROM methods AS m WHERE m.state = 'pending' AND m.number IS NOT NULL GROUP BY m.person_id
	UNION ALL
	SELECT 'suspended-over-a-day', m.person_id, pg_catalog.min(m.suspended_at)
	FROM methods AS m WHERE m.state = 'suspended' GROUP BY m.person_id
	UNION ALL
	SELECT 'not-registered', p.id, p.created_at FROM people AS p
	WHERE p.id NOT IN (SELECT m.person_id FROM methods AS m WHERE m.confirmed_at IS NOT NULL)
	UNION ALL
	SELECT 'agents-word', r.person_id, pg_catalog.max(r.at)
	FROM pg_catalog.unnest(p_people) AS u (id) JOIN directory.proof AS r ON r.person_id = u.id
	WHERE r.result = 'passed' AND r.document IS NOT NULL GROUP BY r.person_id;
END
$$;
CREATE INDEX proof_person_document_idx ON directory.proof (person_id, at) WHERE document IS NOT NULL AND result = 'passed';

CREATE FUNCTION directory.list_place(p_at timestamptz, p_newest_first boolean) RETURNS bigint
	LANGUAGE sql IMMUTABLE
	RETURN (EXTRACT(epoch FROM p_at) * 1000000)::bigint * CASE WHEN p_newest_first THEN -1 ELSE 1 END;

-- Puts rows in and takes rows out until `listed` says p_want, among those that the other two name. The planner knows no
-- array's length, and a nested loop over five thousand lines of an import would be 25 million turns: EXCEPT has none.
CREATE FUNCTION directory.list_put(p_want directory.listed[], p_people uuid[], p_subjects uuid[]) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_there directory.listed[] := ARRAY(
		SELECT l FROM directory.listed AS l WHERE l.person_id = ANY (p_people) AND l.subject = l.person_id
		UNION ALL
		SELECT l FROM directory.listed AS l WHERE l.subject = ANY (p_subjects));
BEGIN
	DELETE FROM directory.listed AS l
	USING (SELECT t.* FROM pg_catalog.unnest(v_there) AS t EXCEPT SELECT w.* FROM pg_catalog.unnest(p_want) AS w) AS gone
	WHERE l.subject = gone.subject AND l.list_id = gone.list_id;
	INSERT INTO directory.listed
	SELECT w.* FROM pg_catalog.unnest(p_want) AS w EXCEPT SELECT t.* FROM pg_catalog.unnest(v_there) AS t
	ORDER BY subject, list_id;
END
$$;

CREATE FUNCTION directory.list_people(p_people uuid[]) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_people = '{}' THEN
		RETURN;
	END IF;
	PERFORM FROM directory.person AS p WHERE p.id = ANY (p_people) ORDER BY p.id FOR NO KEY UPDATE;
	PERFORM directory.list_put(ARRAY(
			SELECT ROW(l.id, m.person_id, m.person_id, p.unit_id,
				directory.list_place(m.at, l.for_last IS NOT NULL))::directory.listed
			FROM directory.list_members(p_people) AS m JOIN directory.worklist AS l ON l.name = m.list
				JOIN directory.person AS p ON p.id = m.person_id),
		p_people, '{}');
END
$$;

-- Sign-in methods whose number another person has too.
CREATE FUNCTION directory.list_numbers(p_numbers text[]) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_list smallint := (SELECT l.id FROM directory.worklist AS l WHERE l.name = 'shared-numbers');
BEGIN
	IF p_numbers = '{}' THEN
		RETURN;
	END IF;
	INSERT INTO directory.number_turn AS t (number) SELECT DISTINCT n.number COLLATE "C" AS number
	FROM pg_catalog.unnest(p_numbers) AS n (number) ORDER BY 1
	ON CONFLICT (number) DO UPDATE SET number = t.number;
	PERFORM directory.list_put(ARRAY(
			SELECT ROW(v_list, m.id, m.person_id, p.unit_id, directory.list_place(m.number_changed_at, false))::directory.listed
			FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id
			WHERE m.number = ANY (p_numbers) AND m.state <> 'revoked' AND EXISTS (
				SELECT FROM directory.sign_in_method AS o
				WHERE o.number = m.number AND o.state <> 'revoked' AND o.person_id <> m.person_id)),
		'{}', ARRAY(SELECT m.id FROM directory.sign_in_method AS m WHERE m.number = ANY (p_numbers)));
END
$$;

-- SECURITY DEFINER of the tables' owner, as the search's: whoever may change a
-- person or a method keeps the lists right without any right on them.

CREATE FUNCTION directory.list_person() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	v_people uuid[];
BEGIN
	IF TG_OP = 'INSERT' THEN
		v_people := ARRAY(SELECT n.id FROM new_rows AS n);
	ELSIF TG_OP = 'DELETE' THEN
		v_people := ARRAY(SELECT o.id FROM old_rows AS o);
	ELSE
		v_people := ARRAY(SELECT n.id FROM new_rows AS n JOIN old_rows AS o USING (id)
			WHERE (n.status, n.unit_id, n.created_at) IS DISTINCT FROM (o.status, o.unit_id, o.created_at));
	END IF;
	PERFORM directory.list_people(v_people);
	IF TG_OP = 'UPDATE' THEN
		PERFORM directory.list_numbers(ARRAY(SELECT m.number FROM directory.sign_in_method AS m
			WHERE m.person_id = ANY (v_people) AND m.number IS NOT NULL));
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER person_list_insert AFTER INSERT ON directory.person
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_person();
CREATE TRIGGER person_list_update AFTER UPDATE ON directory.person
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_person();
CREATE TRIGGER person_list_delete AFTER DELETE ON directory.person
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_person();

CREATE FUNCTION directory.list_method() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	v_people uuid[];
	v_numbers text[];
BEGIN
	IF TG_OP = 'INSERT' THEN
		v_people := ARRAY(SELECT DISTINCT n.person_id FROM new_rows AS n);
		v_numbers := ARRAY(SELECT n.number FROM new_rows AS n WHERE n.number IS NOT NULL);
	ELSIF TG_OP = 'DELETE' THEN
		v_people := ARRAY(SELECT DISTINCT o.person_id FROM old_rows AS o);
		v_numbers := ARRAY(SELECT o.number FROM old_rows AS o WHERE o.number IS NOT NULL);
		DELETE FROM directory.listed AS l USING old_rows AS o WHERE l.subject = o.id;
	ELSE
		v_people := ARRAY(SELECT DISTINCT n.person_id FROM new_rows AS n JOIN old_rows AS o USING (id)
			WHERE (n.state, n.device_id, n.confirmed_at, n.added_at, n.suspended_at, n.number)
				IS DISTINCT FROM (o.state, o.device_id, o.confirmed_at, o.added_at, o.suspended_at, o.number));
		v_numbers := ARRAY(SELECT c.number FROM new_rows AS n JOIN old_rows AS o USING (id),
				LATERAL (VALUES (n.number), (o.number)) AS c (number)
			WHERE c.number IS NOT NULL AND (n.number, n.number_changed_at, n.state = 'revoked')
				IS DISTINCT FROM (o.number, o.number_changed_at, o.state = 'revoked'));
	END IF;
	PERFORM directory.list_people(v_people);
	PERFORM directory.list_numbers(v_numbers);
	RETURN NULL;
END
$$;
CREATE TRIGGER method_list_insert AFTER INSERT ON directory.sign_in_method
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_method();
CREATE TRIGGER method_list_update AFTER UPDATE ON directory.sign_in_method
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_method();
CREATE TRIGGER method_list_delete AFTER DELETE ON directory.sign_in_method
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_method();

-- Of any table with a person_id, when a row of it changes one person's lists.
CREATE FUNCTION directory.list_touched() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM directory.list_people(ARRAY[NEW.person_id]);
	RETURN NULL;
END
$$;
CREATE TRIGGER proof_list AFTER INSERT OR UPDATE ON directory.proof
	FOR EACH ROW WHEN (NEW.document IS NOT NULL) EXECUTE FUNCTION directory.list_touched();

-- Adds p_rows to the count of a list in a unit. Parts that another transaction
-- is folding, or has not committed, stay as they are.
CREATE FUNCTION directory.list_add(p_list smallint, p_unit int, p_rows bigint) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	WITH parts AS (
		DELETE FROM directory.list_part AS d
		WHERE d.ctid = ANY (ARRAY(SELECT p.ctid FROM directory.list_part AS p
			WHERE p.list_id = p_list AND p.unit_id = p_unit FOR UPDATE SKIP LOCKED))
		RETURNING d.rows)
	INSERT INTO directory.list_part (list_id, unit_id, rows)
	SELECT p_list, p_unit, p_rows + COALESCE(pg_catalog.sum(p.rows), 0) FROM parts AS p;
END
$$;

CREATE FUNCTION directory.list_count() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM directory.list_add(c.list_id, c.unit_id, CASE TG_OP WHEN 'DELETE' THEN -c.rows ELSE c.rows END)
	FROM (SELECT r.list_id, r.unit_id, pg_catalog.count(*) AS rows FROM some_rows AS r GROUP BY 1, 2) AS c;
	RETURN NULL;
END
$$;
CREATE TRIGGER listed_count_insert AFTER INSERT ON directory.listed
	REFERENCING NEW TABLE AS some_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_count();
CREATE TRIGGER listed_count_delete AFTER DELETE ON directory.listed
	REFERENCING OLD TABLE AS some_rows FOR EACH STATEMENT EXECUTE FUNCTION directory.list_count();

-- The lead's page: how long the cases took that were closed lately.
CREATE INDEX case_file_closed_idx ON directory.case_file (closed_at) WHERE state = 'closed';

-- Who is there already, in slices as an import has them.
DO $$
DECLARE
	v_people uuid[];
BEGIN
	FOR v_people IN SELECT pg_catalog.array_agg(p.id) FROM (
			SELECT p2.id, (pg_catalog.row_number() OVER (ORDER BY p2.id) - 1) / 5000 AS slice FROM directory.person AS p2) AS p
		GROUP BY p.slice
	LOOP
		PERFORM directory.list_people(v_people);
		PERFORM directory.list_numbers(ARRAY(SELECT m.number
			FROM pg_catalog.unnest(v_people) AS u (id) JOIN directory.sign_in_method AS m ON m.person_id = u.id
			WHERE m.number IS NOT NULL));
	END LOOP;
END
$$;
