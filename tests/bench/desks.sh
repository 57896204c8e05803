#!/usr/bin/env bash
# Many desks: on the server itself, and through PgBouncer where it is installed.
. tests/lib/tap.sh
tap_finished=1

WAY="no pool" "$BUILD/tests/bench/desks_bench" || exit 1

pgbouncer=$(PATH=$PATH:/usr/sbin command -v pgbouncer) || {
	echo "no PgBouncer here: desks through it are not measured" >&2
	exit 0
}
mkdir "$TEST_DIR/pool"
cat >"$TEST_DIR/pool/pgbouncer.ini" <<INI
[databases]
$PGDATABASE = host=$PGHOST port=$PGPORT dbname=$PGDATABASE
[pgbouncer]
listen_port = 6432
unix_socket_dir = $TEST_DIR/pool
logfile = $TEST_DIR/pool/log
auth_type = trust
auth_file = $TEST_DIR/pool/users
pool_mode = transaction
default_pool_size = 2
server_idle_timeout = 2
max_client_conn = 1000
ignore_startup_parameters = options
INI
psql -X -t -A -c "SELECT format('\"%s\" \"\"', rolname) FROM pg_roles WHERE rolname ~ '^bench'" >"$TEST_DIR/pool/users"
run_as=()
if [ "$(id -u)" = 0 ]; then
	owner=$(stat -c %U "$PGHOST")
	chown -R "$owner" "$TEST_DIR/pool"
	run_as=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
fi
"${run_as[@]}" "$pgbouncer" -q "$TEST_DIR/pool/pgbouncer.ini" &
pool=$!
at_exit 'kill "$pool" 2>/dev/null; wait "$pool" 2>/dev/null'
wait_for 10 test -S "$TEST_DIR/pool/.s.PGSQL.6432" || exit 1
WAY=PgBouncer SERVER_HOST=$PGHOST SERVER_PORT=$PGPORT PGHOST=$TEST_DIR/pool PGPORT=6432 "$BUILD/tests/bench/desks_bench"
exit
