-- People for measuring, added to an embedded directory: psql -v people=N -f. The
-- same at every run; names of several scripts, the frequent ones more frequent;
-- two or three sign-in methods each. Search and worklists get the rows that
-- their triggers would make, which verify.sql sees.

SET client_min_messages = warning;
SET work_mem = '256MB';
SET maintenance_work_mem = '1GB';
SET max_parallel_maintenance_workers = 2;
SET synchronous_commit = off;
-- No trigger and no foreign key a row: what they would do is done for all at once.
SET session_replication_role = replica;
SELECT clock_timestamp() AS began \gset
\ir names.sql
\ir indexes.sql
SELECT pg_temp.put_aside();

-- Twenty places of each department; and a small one, for an agent whose scope is ten people.
INSERT INTO directory.unit (name)
SELECT u.name || ', ' || s.site FROM directory.unit AS u,
	unnest(ARRAY['Worcester', 'Shrewsbury', 'Westborough', 'Boston', 'Marlborough', 'Leominster', 'Springfield', 'Baystate',
		'Lowell', 'Fitchburg']) AS s (site);
INSERT INTO directory.unit (name) VALUES ('Bench of ten');
CREATE TEMPORARY TABLE unit_place AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM directory.unit WHERE name <> 'Bench of ten';
SELECT count(*) AS units FROM unit_place \gset
SELECT id AS ten FROM directory.unit WHERE name = 'Bench of ten' \gset

-- A number from 0 up to p_many for the p_nth trait of person p_n; and one that prefers the small.
CREATE FUNCTION pg_temp.pick(p_n bigint, p_nth int, p_many bigint) RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN ((hashint8extended(p_n, p_nth) & 1073741823) % p_many)::int;
CREATE FUNCTION pg_temp.prefer(p_n bigint, p_nth int, p_many bigint) RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN floor(((hashint8extended(p_n, p_nth) & 1073741823) / 1073741824.0::float8) ^ 2 * p_many)::int;

CREATE TEMPORARY TABLE made AS
SELECT x.n, md5('bench person ' || x.n)::uuid AS id, f.word AS f_word, l.word AS l_word, s.word AS s_word,
	CASE WHEN x.script IN ('han', 'hangul') THEN l.written || f.written
		ELSE f.written || ' ' || l.written || coalesce('-' || s.written, '') END AS name,
	x.script IN ('han', 'hangul') AS is_one_word, f.ascii AS f_ascii, l.ascii AS l_ascii, s.ascii AS s_ascii,
	CASE WHEN x.n <= 10 THEN :ten ELSE u.id END AS unit_id
FROM (SELECT n,
			CASE WHEN n % 20 IN (2, 5, 8, 11, 14, 17)
				THEN (ARRAY['cyrillic', 'greek', 'arabic', 'han', 'hangul', 'devanagari'])[1 + n % 20 / 3] ELSE 'latin' END AS script
		FROM generate_series(1, :people) AS n) AS x
	JOIN many USING (script)
	JOIN first_name AS f ON f.script = x.script AND f.place = pg_temp.prefer(x.n, 1, many.firsts)
	JOIN last_name AS l ON l.script = x.script AND l.place = pg_temp.prefer(x.n, 2, many.lasts)
	-- every ninth has two family names
	LEFT JOIN last_name AS s ON x.n % 9 = 0 AND x.script = 'latin' AND s.script = 'latin'
		AND s.place = pg_temp.pick(x.n, 3, many.lasts) AND s.place <> l.place
	JOIN unit_place AS u ON u.place = pg_temp.prefer(x.n, 4, :units);

-- The second of an address gets a 2, as universities do it.
CREATE TEMPORARY TABLE addressed AS
SELECT m.n, m.id, m.l_ascii || coalesce('-' || m.s_ascii, '') || coalesce(nullif(row_number() OVER (
		PARTITION BY m.f_ascii, m.l_ascii, m.s_ascii ORDER BY m.n), 1)::text, '') AS local
FROM made AS m;
ANALYZE made, addressed;

INSERT INTO directory.person (id, external_id, email, aliases, name, unit_id, title, employee_number, manager_id, tier, status,
	created_at, changed_at)
SELECT m.id, 'B' || lpad(m.n::text, 8, '0'), m.f_ascii || '.' || a.local || '@bench.example.edu',
	CASE WHEN m.n % 10 = 1 THEN ARRAY['b' || lpad(m.n::text, 8, '0') || '@student.example.edu'] ELSE '{}' END,
	m.name, m.unit_id, (ARRAY['Nurse', 'Resident', 'Researcher', 'Student', 'Professor', 'Technician', 'Analyst', 'Coordinator'])[1 + m.n % 8],
	(40000000 + m.n)::text, CASE WHEN m.n > 20 THEN md5('bench person ' || m.n / 20)::uuid END,
	CASE m.n % 97 WHEN 0 THEN 'privileged' ELSE 'standard' END, CASE m.n % 41 WHEN 0 THEN 'disabled' ELSE 'active' END,
	now() - interval '5 years', now() - interval '30 days'
FROM made AS m JOIN addressed AS a USING (n);
\ir search.sql
\ir methods.sql
\ir lists.sql
\ir staff.sql
SET session_replication_role = origin;
\ir verify.sql

CREATE SCHEMA bench;
CREATE TABLE bench.made AS SELECT :people AS people, extract(epoch FROM clock_timestamp() - :'began')::int AS seconds;
GRANT USAGE ON SCHEMA bench TO PUBLIC;
GRANT SELECT ON bench.made TO PUBLIC;
