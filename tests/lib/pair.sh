# A primary, its synchronous standby, and a PgBouncer beside each: . tests/lib/pair.sh after server.sh.
#
# pair_make            both servers, running; logins come in by TCP with a password, which is in PGPASSFILE
# pair_is_synchronous  what was answered is at both
# pair_to LOGIN [KEYWORD=VALUE…]      a conninfo of both servers
# bouncers_start       a PgBouncer beside each, pooling transactions; they know the logins that have a password
# bouncers_to LOGIN [KEYWORD=VALUE…]  a conninfo of both PgBouncers

pair_a=$TEST_DIR/a
pair_b=$TEST_DIR/b
export PGPASSFILE=$TEST_DIR/passfile

# Passwords of all who log in by TCP, here and at the standby.
pair_passwords() {
	local word
	word=$(openssl rand -hex 16)
	(umask 077 && echo "*:*:*:*:$word" >"$PGPASSFILE")
	install -m 600 "$PGPASSFILE" "$pair_a/passfile" && owned_by_server "$pair_a/passfile" || return 1
	at "$pair_a" -c "CREATE ROLE $server_login LOGIN REPLICATION PASSWORD '$word'" || return 1
	for login in "$@"; do
		at "$pair_a" -c "ALTER ROLE $login PASSWORD '$word'" || return 1
	done
}

pair_is_synchronous() {
	[ "$(at "$pair_a" -c "SELECT string_agg(application_name || ' ' || sync_state, ' ') FROM pg_stat_replication")" = "b sync" ]
}

pair_make() {
	server_make "$pair_a" || return 1
	server_hba "$pair_a" 'host mfadesk all 127.0.0.1/32 scram-sha-256' "host replication $server_login 127.0.0.1/32 scram-sha-256"
	server_start "$pair_a" && pair_passwords agent agent2 lead auditor mfadesk_worker && server_standby "$pair_b" "$pair_a" b &&
		server_start "$pair_b" || return 1
	at "$pair_a" -c "ALTER SYSTEM SET synchronous_standby_names = 'b'" && at "$pair_a" -c 'SELECT pg_reload_conf()' &&
		wait_for 20 pair_is_synchronous
}

# pair_conninfo PORTS LOGIN [KEYWORD=VALUE…]
pair_conninfo() {
	local ports=$1 login=$2
	shift 2
	echo "host=127.0.0.1,127.0.0.1 port=$ports dbname=mfadesk user=$login $*"
}

pair_to() {
	pair_conninfo "$(<"$pair_a/port"),$(<"$pair_b/port")" "$@"
}

bouncers_to() {
	pair_conninfo "$(<"$pair_a/bouncer/port"),$(<"$pair_b/bouncer/port")" "$@"
}

# Its own folder beside the server, whose user it runs as: it refuses root.
bouncer_make() {
	local dir=$1/bouncer
	mkdir -m 711 "$dir" || return 1
	free_ports 1 >"$dir/port"
	at "$pair_a" >"$dir/users" <<-'SQL' || return 1
		SELECT format('"%s" "%s"', rolname, rolpassword) FROM pg_authid WHERE rolcanlogin AND rolpassword IS NOT NULL
	SQL
	cat >"$dir/ini" <<-END
		[databases]
		mfadesk = host=127.0.0.1 port=$(<"$1/port")
		[pgbouncer]
		listen_addr = 127.0.0.1
		listen_port = $(<"$dir/port")
		unix_socket_dir =
		auth_type = scram-sha-256
		auth_file = $dir/users
		pool_mode = transaction
		default_pool_size = 2
		logfile = $dir/log
		pidfile = $dir/pid
		server_login_retry = 1
		query_wait_timeout = 3
	END
	owned_by_server "$dir" && owned_by_server "$dir/users" && chmod 600 "$dir/users"
}

bouncer_start() {
	bouncer_make "$1" || return 1
	by_owner "$1" pgbouncer -q "$1/bouncer/ini" &
	wait_for 10 test -s "$1/bouncer/pid" || return 1
	at_exit "kill -KILL $(<"$1/bouncer/pid"); wait $! 2>/dev/null"
	wait_for 10 bash -c "exec 3<>/dev/tcp/127.0.0.1/$(<"$1/bouncer/port")"
}

bouncers_start() {
	bouncer_start "$pair_a" && bouncer_start "$pair_b"
}
