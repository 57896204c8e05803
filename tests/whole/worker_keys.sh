# A new master key while a worker works: an authenticator's secret is wrapped again, opens under the new key and no longer
# needs the old one.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh

worker_prepare
worker_start
admin_key() {
	PGUSER=mfadesk_worker run "$MFADESK_ADMIN" key "$1" "$TEST_DIR/keys"
}
secrets() {
	query -c "SELECT string_agg(s.key_version::text, ' ') FROM directory.method_secret AS s"
}

# An authenticator, as a desk at the counter enrols one: its key is one of X25519's.
public_key=$(openssl genpkey -algorithm X25519 | openssl pkey -pubout -outform DER | tail -c 32 | od -An -tx1 | tr -d ' \n')
challenge=$(query -v key="$public_key" <<'SQL'
SELECT case_id FROM public.phone WHERE n = 1 \gset
UPDATE directory.contact SET here_by = 'counter' WHERE case_id = :'case_id';
UPDATE directory.policy SET proof = 'none', max_age = NULL WHERE act = 'enrol';
SET SESSION AUTHORIZATION agent;
SELECT desk.enrol(gen_random_uuid(), :'case_id', NULL, 'iPhone 16', :'key') #>> '{ids,1}';
SQL
)
made() { [ -n "$(secrets)" ]; }
ok "the worker makes its secret" wait_for 10 made
is "$(secrets)" 1 "under the first key"
is "$(answer 123456)" checking "a code of its app"
tries() { [ "$(field tries_left)" = "$1" ]; }
ok "is judged: the secret opens" wait_for 10 tries 4

admin_key new
status_is 0 "a second key"
admin_key status
contains "$out" "version 1: 1 secrets" "the secret is under the first one"
kill -HUP "$worker_pid"
reread() { grep -q "configuration read" "$worker_log"; }
ok "the worker reads both" wait_for 10 reread
admin_key rotate
contains "$out" "1 secrets are under version 2 now" "it is wrapped again"
is "$(secrets)" 2 "and the directory knows"
admin_key rotate
contains "$out" "0 secrets are" "run again it has nothing to do"
is "$(answer 123456)" checking "a code"
ok "is judged under the new key" wait_for 10 tries 3

# Without the old key all goes on; without the new one it is told.
sed -i '/^1 /d' "$TEST_DIR/keys"
admin_key status
status_is 0 "the old key may go"
: >"$worker_log"
kill -HUP "$worker_pid"
ok "the worker goes on without it" wait_for 10 reread
is "$(answer 123456)" checking "a code"
ok "is judged" wait_for 10 tries 2
(umask 077 && echo "3 $(openssl rand -hex 32)" >"$TEST_DIR/keys")
admin_key status
status_is 1 "a key that is needed and not there"
contains "$out" "version 2: 1 secrets, and the key is MISSING" "is told"
: >"$worker_log"
kill -HUP "$worker_pid"
ok "a worker without it" wait_for 10 reread
is "$(answer 123456)" checking "leaves a code"
unread() { grep -q 'kind=check.*released' "$worker_log"; }
ok "to one that has it" wait_for 10 unread
is "$(field tries_left)" 2 "and takes no try for it"
ok "it stops in order" worker_stop
done_testing
