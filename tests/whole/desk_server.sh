# A server that hangs, and one that goes away: the desk types on, says so, and goes on when it is back.
. tests/lib/tap.sh
. tests/lib/terminal.sh

directory=$TEST_DIR/directory
"$MFADESK_ADMIN" embedded start --dir "$directory" --people 50 >/dev/null || exit 1
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$directory" >/dev/null'
eval "$("$MFADESK_ADMIN" embedded env --dir "$directory")"

rows() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 -c "$1"
}

# From here on nobody can read the persons, until release.
hold() {
	mkfifo "$TEST_DIR/hold"
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 <"$TEST_DIR/hold" >"$TEST_DIR/held" &
	holder=$!
	exec 7>"$TEST_DIR/hold"
	echo 'BEGIN; LOCK TABLE directory.person IN ACCESS EXCLUSIVE MODE; SELECT $$held$$;' >&7
	wait_for 10 grep -q held "$TEST_DIR/held"
}

release() {
	exec 7>&-
	wait "$holder"
	rm "$TEST_DIR/hold"
}

terminal_start 80x24 "$MFADESK"
expect "Find ▸"
expect "db ok"

ok "the table of persons is locked by another session" hold
terminal_type ri
expect "looking, " "a search hangs"
terminal_type v
expect "Find ▸ riv" "a key still reaches the screen" 1
terminal_type er
expect "Find ▸ river" "and the next ones" 1
expect "db slow" "the top line says that it is slow"
release
terminal_type a
expect "3 people" "when it answers again, the newest question is answered"
expect "db ok"

terminal_keys Enter
expect "Ana Rivera · "
terminal_type INC0048213
terminal_keys Enter
terminal_type p
terminal_keys Enter
expect "INC0048213 by phone" "a case is open"

ok "the table is locked again" hold
terminal_keys Up
terminal_type slS
expect "sent, " "an act hangs, and shows its age"
terminal_keys Escape
terminal_type nstill
expect "still" "keys go on while it hangs" 1
# Going back would take the refusal away with the prompt.
expect "55P03" "the lock is waited for two seconds, then the database says so" 10
terminal_keys Escape
release

terminal_type n
terminal_type "calls from "
expect "calls from"
"$MFADESK_ADMIN" embedded stop --dir "$directory" >/dev/null
expect "db lost, retrying" "the top line says that the server is lost"
expect "Ana Rivera   ana.rivera@example.edu" "the page stays"
terminal_type home
expect "calls from home" "typing goes on"
terminal_keys Enter
expect "sent, " "what is sent waits"
expect "note 2 s" "and shows its age"
"$MFADESK_ADMIN" embedded start --dir "$directory" >/dev/null
expect "noted, " "when the server is back, what waited is done" 30
expect "db ok"
is "$(rows "SELECT count(*) FROM ledger.leaf WHERE act = 'note'")" 1 "once"
expect_gone "┌ Note" "and its prompt is closed"

# A page that somebody else changed meanwhile.
rows "UPDATE directory.person SET version = version + 1 WHERE email = 'ana.rivera@example.edu'"
terminal_type slS
expect "MD409: this person was changed meanwhile" "a change under one's feet is refused"
terminal_type S
expect "suspended iPhone 12 (2 sign-in methods), " "on the fresh page it is done"

terminal_keys C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended

# A login with a password: asked for once, without echo, for both connections.
email=$(rows "SELECT p.email FROM directory.person AS p WHERE p.status = 'active' AND p.tier = 'standard'
	AND NOT EXISTS (SELECT FROM directory.staff AS s WHERE s.person_id = p.id) LIMIT 1")
rows "CREATE ROLE pat LOGIN CONNECTION LIMIT 4 PASSWORD 'right horse'"
ok "a login with a password is staff" env PGUSER=postgres "$MFADESK_ADMIN" staff add pat --person "$email" --role agent
terminal_start 80x24 env PGUSER=pat "$MFADESK"
expect "Password for" "the password is asked for"
terminal_type "wrong horse"
expect "•••••••••••" "it is not shown"
terminal_keys Enter
expect "refused the password" "a wrong one is refused, and asked for again"
terminal_type "right horse"
terminal_keys Enter
expect "pat·agent" "the right one lets in"
terminal_type riv
expect "3 people" "the second connection has it too"
rows "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pat'" >/dev/null
terminal_type e
expect "Find ▸ rive" "typing goes on when both are cut"
expect "3 people" "and they come back without asking" 20
unlike "$(tr '\0' '\n' <"/proc/$(terminal_pid)/environ")" horse "the password is not in the environment"
terminal_keys C-q
ok "Ctrl-Q quits this one too" wait_for 10 terminal_ended

# Nobody there from the start.
"$MFADESK_ADMIN" embedded stop --dir "$directory" >/dev/null
terminal_start 80x24 "$MFADESK"
expect "It is tried again by itself." "without a server it says so, and tries again"
"$MFADESK_ADMIN" embedded start --dir "$directory" >/dev/null
expect "Find ▸" "and begins when there is one" 30
terminal_keys C-q
ok "Ctrl-Q quits again" wait_for 10 terminal_ended

done_testing
