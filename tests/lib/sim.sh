# A directory with a simulated carrier: . tests/lib/sim.sh after tap.sh.
#
# sim_directory DIR [PEOPLE]   an embedded directory of the test's own in DIR, gone at the end; PG* point at it
# sim_install                  the schema sim once more, in the database of PGDATABASE
# sim_serve [ARGUMENT…]        starts the carrier; sets $sim_url (up to the account), $sim_account, $sim_token, $sim_log, $sim_pid
# sim_stop                     stops it; its exit status
# sim ARGUMENT…                the program

sim_account=AC00000000000000000000000000000001
sim_token=sesame-0123456789
sim_log=$TEST_DIR/sim.log

sim() {
	"$BUILD/mfadesk-sim" "$@"
}

sim_directory() {
	"$MFADESK_ADMIN" embedded start --dir "$1" --people "${2:-50}" >/dev/null || return 1
	at_exit "\"\$MFADESK_ADMIN\" embedded reset --dir '$1' >/dev/null"
	eval "$("$MFADESK_ADMIN" embedded env --dir "$1")"
}

sim_install() {
	PGUSER=postgres PGOPTIONS='-c client_min_messages=warning' psql -X -q -v ON_ERROR_STOP=1 -1 -f schema/sim.sql
}

sim_serve() {
	local port_file=$TEST_DIR/sim.port
	rm -f "$port_file"
	(umask 077 && echo "$sim_token" >"$TEST_DIR/sim.token")
	"$BUILD/mfadesk-sim" serve --token-file "$TEST_DIR/sim.token" --port-file "$port_file" "$@" 2>>"$sim_log" &
	sim_pid=$!
	at_exit "kill $sim_pid 2>/dev/null; wait $sim_pid 2>/dev/null"
	wait_for 10 test -s "$port_file" || return 1
	sim_url=http://127.0.0.1:$(cat "$port_file")/2010-04-01/Accounts/$sim_account
}

sim_stop() {
	kill "$sim_pid" && wait "$sim_pid"
}
