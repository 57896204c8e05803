#!/usr/bin/env bash
# An import needs a directory that may be changed, and a file: as many people as are measured, one million at most.
. tests/lib/tap.sh
. tests/lib/database.sh
tap_finished=1

people=$((PEOPLE < 1000000 ? PEOPLE : 1000000))
PGDATABASE=$(TEST_TEMPLATE=mfadesk fresh_database bench_import) || exit 1
export PGDATABASE

# file LINES NAME: the first people of them, with names of the directory put together anew.
file() {
	as postgres -c "COPY (
		WITH pool AS MATERIALIZED (
			SELECT row_number() OVER (ORDER BY external_id) - 1 AS place, split_part(name, ' ', 1) AS first,
				split_part(name, ' ', 2) AS last, split_part(email, '.', 1) AS f, split_part(split_part(email, '@', 1), '.', 2) AS l
			FROM directory.person WHERE email LIKE '%@bench.example.edu' AND name LIKE '% %'),
		size AS MATERIALIZED (SELECT count(*) AS pool FROM pool)
		SELECT 'I' || n AS external_id, a.f || '.' || b.l || '.' || n || '@import.example.edu' AS email, a.first || ' ' || b.last AS name,
			'Department ' || n % 200 AS department, 'Clerk' AS title, 60000000 + n AS employee_number,
			CASE WHEN n > 1 THEN 'I' || (n + 19) / 20 END AS manager
		FROM size, generate_series(1, $1) AS n
			JOIN pool AS a ON a.place = (hashint8extended(n, 1) & 1073741823) % (SELECT pool FROM size)
			JOIN pool AS b ON b.place = (hashint8extended(n, 2) & 1073741823) % (SELECT pool FROM size)
		ORDER BY n) TO STDOUT (FORMAT csv, HEADER)" >"$TEST_DIR/$2"
}

file "$((people / 20))" few.csv
file "$people" people.csv
FEW=$TEST_DIR/few.csv FILE=$TEST_DIR/people.csv LINES_READ=$people "$BUILD/tests/bench/import_bench"
exit
