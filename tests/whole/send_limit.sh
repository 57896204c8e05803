# 64 desks ask at once, 8 workers send at once: no limit is exceeded by one.
. tests/lib/tap.sh
. tests/lib/database.sh

PGDATABASE=$(fresh_database send_limit)
export PGDATABASE

# psql as postgres in the test's own database; bare rows.
query() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

query <<'SQL'
UPDATE directory.agent_limit SET cap = 1000;
UPDATE directory.send_limit SET cap = CASE kind WHEN 'all' THEN 20 ELSE 1000 END, period = '1000 days';
CREATE TABLE public.phone AS
	SELECT row_number() OVER (ORDER BY m.id) AS n, m.id, p.email
	FROM directory.sign_in_method AS m JOIN directory.person AS p ON p.id = m.person_id
	WHERE m.kind = 'phone' AND m.state = 'active' AND m.authority = 'here' AND p.status = 'active'
	LIMIT 64;
SQL
is "$(query -c 'SELECT count(*) FROM public.phone')" 64 "64 people with a phone"

# One desk: a case, and a text to the phone of it.
desk() {
	query -v n="$1" <<'SQL'
SELECT gen_random_uuid() AS c, gen_random_uuid() AS h, id, email FROM public.phone WHERE n = :n \gset
SET SESSION AUTHORIZATION agent;
SELECT desk.open_case(:'c', :'email', 'INC' || :n, 'phone');
SELECT desk.start_challenge(:'h', :'c', :'id', 'text', 'test');
SQL
}

# One worker: claims one job after the other, and is told to go or not.
worker() {
	query -v instance="$1" <<'SQL'
SET SESSION AUTHORIZATION mfadesk_worker;
SELECT format('SELECT worker.start_send((j ->> ''job'')::bigint, (j ->> ''fence'')::bigint, %L, ''test'', ''mobile'', true, '''',
	repeat(''ab'', 32), 1) FROM jsonb_array_elements(worker.claim(%L, 1, 600) -> ''jobs'') AS j', :'instance', :'instance')
FROM generate_series(1, 64) \gexec
SQL
}

for n in $(seq 64); do
	desk "$n" >"$TEST_DIR/desk.$n" 2>&1 &
done
wait
is "$(query -c "SELECT count(*) FROM directory.challenge WHERE state = 'queued'")" 64 "64 texts wait"

for n in $(seq 8); do
	worker "w$n" >"$TEST_DIR/worker.$n" 2>&1 &
done
wait
is "$(cat "$TEST_DIR"/worker.* | grep -c '"go": true')" 20 "20 were told to go, as many as the limit is"
is "$(query -c "SELECT count(*) FROM directory.challenge WHERE state = 'sending'")" 20 "and are being sent"
is "$(query -c "SELECT count(*) FROM directory.challenge WHERE state = 'failed'
	AND reason = 'too many codes went out in the last hour: tell your administrator'")" 44 "the others failed, and say why"
is "$(query -c "SELECT used FROM directory.send_count WHERE kind = 'all'")" 20 "what was refused is not counted"
ok "each worker had some" test "$(grep -l go "$TEST_DIR"/worker.* | wc -l)" -gt 1

# One person at eight desks' hands at once: each asks again and again; the number's own limit holds.
query <<'SQL'
UPDATE directory.send_limit SET cap = CASE kind WHEN 'number' THEN 3 ELSE 1000 END;
DELETE FROM directory.send_count;
UPDATE directory.challenge SET state = 'cancelled', finished_at = now(), code_hash = NULL, code_key = NULL WHERE finished_at IS NULL;
UPDATE directory.job SET done_at = now(), outcome = 'over' WHERE done_at IS NULL;
SQL
desks() {
	local i
	for i in 1 2 3 4; do
		query <<'SQL'
SELECT gen_random_uuid() AS h, p.id AS m, c.id AS c FROM public.phone AS p JOIN directory.sign_in_method AS m ON m.id = p.id
	JOIN directory.case_file AS c ON c.person_id = m.person_id WHERE p.n = 1 \gset
SET SESSION AUTHORIZATION agent;
SELECT desk.start_challenge(:'h', :'c', :'m', 'text', 'test');
SET SESSION AUTHORIZATION mfadesk_worker;
SELECT worker.start_send((j ->> 'job')::bigint, (j ->> 'fence')::bigint, 'w', 'test', 'mobile', true, '', repeat('ab', 32), 1)
FROM jsonb_array_elements(worker.claim('w', 9, 600) -> 'jobs') AS j;
SQL
	done
}
for n in $(seq 6); do
	desks >"$TEST_DIR/again.$n" 2>&1 &
done
wait
is "$(cat "$TEST_DIR"/again.* | grep -c '"go": true')" 3 "a number gets three texts, however many ask"
ok "and more were asked for" test "$(query -c "SELECT count(*) FROM directory.challenge WHERE method_id = (SELECT id FROM public.phone WHERE n = 1)")" -gt 6

# The same counts, taken back by the agent: they are the worker's.
used=$(query -c "SELECT used FROM directory.send_count WHERE kind = 'number'")
query <<'SQL' >/dev/null 2>&1
SELECT p.id AS m, c.id AS c FROM public.phone AS p JOIN directory.sign_in_method AS m ON m.id = p.id
	JOIN directory.case_file AS c ON c.person_id = m.person_id WHERE p.n = 1 \gset
SET SESSION AUTHORIZATION agent;
BEGIN;
SELECT desk.start_challenge(gen_random_uuid(), :'c', :'m', 'text', 'test');
ROLLBACK;
SQL
is "$(query -c "SELECT used FROM directory.send_count WHERE kind = 'number'")" "$used" "a rollback by the agent gains nothing"

done_testing
