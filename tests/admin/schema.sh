# mfadesk-admin schema: into which databases, two at once, again, and what is refused.
. tests/lib/tap.sh

directory=$TEST_DIR/d
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$directory" >/dev/null'
ok "a server to install on" "$MFADESK_ADMIN" embedded start --dir "$directory" --people 20
eval "$("$MFADESK_ADMIN" embedded env --dir "$directory")"
export PGUSER=postgres

sql() {
	psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

admin() {
	PGDATABASE=$1 "$MFADESK_ADMIN" schema "$2"
}

fresh() {
	sql -d postgres -c "CREATE DATABASE $1 TEMPLATE template0 ${2:-}"
}

dump() {
	pg_dump --schema-only -d "$1" | sed '/^\\\(un\)\{0,1\}restrict /d'
}

# An empty one.
fresh one
run admin one status
status_is 1 "status of an empty database: it does not fit"
contains "$out" "schema install" "and it says what to do"
run admin one upgrade
status_is 1 "upgrade of an empty database is refused"
contains "$err" "schema install" "and it says what to do"
run admin one install
status_is 0 "install"
contains "$out" "every privilege read back" "it read every privilege back"
run admin one status
status_is 0 "they fit"
contains "$out" "staff      0" "there are no staff yet"

# Again.
dump one >"$TEST_DIR/fresh"
run admin one install
status_is 0 "install where there is one"
contains "$out" "is a directory already" "it says so"
contains "$out" "nothing to do" "and changes nothing"
run admin one upgrade
contains "$out" "nothing to do" "nor does upgrade"
sql -d one -c "COMMENT ON SCHEMA desk IS 'mfadesk 0.0.1 0'"
run admin one status
status_is 1 "functions of another version do not fit"
contains "$out" "functions of 0.0.1" "and it says of which"
run admin one upgrade
contains "$out" "functions and privileges replaced" "upgrade replaces them"
dump one >"$TEST_DIR/upgraded"
ok "fresh equals upgraded" diff -u "$TEST_DIR/fresh" "$TEST_DIR/upgraded"

# What somebody changed by hand.
sql -d one -c 'GRANT SELECT ON directory.person TO PUBLIC; GRANT EXECUTE ON FUNCTION desk.whoami() TO PUBLIC'
run admin one upgrade
contains "$out" "functions and privileges replaced" "a privilege given by hand is found"
dump one >"$TEST_DIR/upgraded"
ok "and taken away" diff -u "$TEST_DIR/fresh" "$TEST_DIR/upgraded"

# A newer one.
sql -d one -c "INSERT INTO directory.schema_version (version, name) VALUES (9999, 'later')"
for verb in install upgrade; do
	run admin one $verb
	status_is 1 "$verb of a newer directory is refused"
	contains "$err" "the program is older" "and it says which side is older"
done
run admin one status
status_is 1 "status: it does not fit"
contains "$out" "program is older" "and says which side is older"

# Two at once, in one database and in two of one cluster.
fresh two
fresh three
for i in 1 2 3; do
	name=two
	[ $i = 3 ] && name=three
	admin $name install >"$TEST_DIR/out$i" 2>&1 &
	pids[i]=$!
done
for i in 1 2 3; do
	ok "install $i of three at once" wait "${pids[i]}" || diag "$(cat "$TEST_DIR/out$i")"
done
is "$(grep -l 'installed in two' "$TEST_DIR"/out[12] | wc -l)" 1 "one installed"
is "$(grep -l 'nothing to do' "$TEST_DIR"/out[12] | wc -l)" 1 "the other waited, and found nothing to do"
for name in two three; do
	dump $name >"$TEST_DIR/$name"
	ok "$name equals the one that was alone" diff -u "$TEST_DIR/fresh" "$TEST_DIR/$name"
done

# The second waits as long as it takes.
fresh four
sql -d four -c 'SELECT pg_advisory_lock(7165021946)' -c 'SELECT pg_sleep(60)' >/dev/null 2>&1 &
holder=$!
held() {
	[ "$(sql -d postgres -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted = $1")" = 1 ]
}
ok "somebody holds the lock" wait_for 10 held true
admin four install >"$TEST_DIR/waited" 2>&1 &
waiter=$!
ok "an install waits for it" wait_for 10 held false
kill $holder
sql -d postgres -c "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted" >/dev/null
ok "and goes on when it is free" wait $waiter

# What a database must be.
sql -d postgres -c "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
run admin latin install
status_is 1 "a database that is not UTF-8 is refused"
contains "$err" "LATIN1" "and it says why"
fresh five
sql -d five -c "UPDATE pg_collation SET collname = 'gone' WHERE collname = 'und-x-icu'"
run admin five install
status_is 1 "a server without ICU is refused"
contains "$err" "und-x-icu" "and it says why"

sql -d postgres -c "CREATE ROLE somebody LOGIN PASSWORD 'secret' CREATEROLE CREATEDB"
fresh six "OWNER somebody"
run env PGUSER=somebody PGPASSWORD=secret PGDATABASE=six "$MFADESK_ADMIN" schema install
status_is 1 "who is no superuser is refused"
contains "$err" "not a superuser" "and it says why"
is "$(sql -d six -c "SELECT count(*) FROM pg_namespace WHERE nspname = 'directory'")" 0 "nothing was left behind"

# Objects of others in the way.
fresh seven
sql -d seven -c 'CREATE SCHEMA directory'
run admin seven install
status_is 1 "a schema in the way is refused"
contains "$err" "0001_directory.sql:" "and it says where"

# No database at all.
run env PGHOST="$TEST_DIR" "$MFADESK_ADMIN" schema status
status_is 3 "no server: exit status 3"
run "$MFADESK_ADMIN" schema status --connect "host=127.0.0.1,localhost,$TEST_DIR port=1,2,3 dbname=two user=ana sslmode=disable"
status_is 3 "nor any of several"
contains "$err" "No connection to ana@127.0.0.1:1/two: Connection refused; to ana@localhost:2/two: " "each is named with its own reason"
contains "$err" "; to ana@$TEST_DIR:3/two: No such file or directory" "the last as well"
run "$MFADESK_ADMIN" schema
status_is 2 "no verb: exit status 2"
run "$MFADESK_ADMIN" schema status --nonsense
status_is 2 "an unknown option: exit status 2"

# --connect goes before the environment.
run env PGDATABASE=postgres "$MFADESK_ADMIN" schema status --connect "dbname=two"
status_is 0 "--connect says where"

done_testing
