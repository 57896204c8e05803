# PostgreSQL servers of the test's own that are reached by TCP: . tests/lib/server.sh after tap.sh. A server stands in a folder DIR:
# its data, its socket and its log; DIR/port says where it listens.
#
# server_make DIR              a directory of 200 people, not started; who may log in by TCP: server_hba
# server_hba DIR [LINE…]       these lines of pg_hba.conf above those that lead root and the test's user in by the socket
# server_settings DIR [LINE…]  what postgresql.conf has besides
# server_start DIR, server_stop DIR [MODE]
# server_killed DIR            as when it crashes (immediate): nothing is said to anybody, nothing written
# server_promote DIR           the standby is the primary when this returns
# server_standby DIR OF NAME   makes a standby of the server OF, called NAME there, not started. It logs in as server_login
# at DIR [PSQL ARGUMENT…]      as postgres by the socket; bare rows, stops at the first error
# owned_by_server DIR          the folder belongs to the user that the server runs as
# by_owner DIR COMMAND…        run as that user

server_login=standby

by_owner() {
	local owner
	owner=$(stat -c %u "$1")
	shift
	if [ "$(id -u)" = "$owner" ]; then
		"$@"
	else
		setpriv --reuid="$owner" --regid="$(id -g "$(id -un "$owner")")" --clear-groups "$@"
	fi
}

owned_by_server() {
	[ "$(id -u)" != 0 ] || chown "$(stat -c %u:%g "$server_first")" "$1"
}

# The folder of the programs that made the data.
server_programs() {
	local made folder
	made=$(<"$1/data/PG_VERSION")
	for folder in "$(pg_config --bindir 2>/dev/null)" "/usr/lib/postgresql/$made/bin" "/usr/pgsql-$made/bin"; do
		[ -x "$folder/pg_ctl" ] && [[ $("$folder/postgres" --version) == *" $made."* ]] && echo "$folder" && return
	done
	return 1
}

server_settings() {
	local dir=$1
	shift
	printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $(<"$dir/port")" "unix_socket_directories = '$dir/data'" \
		"shared_buffers = 32MB" "max_connections = 60" "fsync = on" "timezone = 'UTC'" "log_timezone = 'UTC'" \
		"password_encryption = 'scram-sha-256'" "log_line_prefix = '%m [%p] %q%u@%d '" "$@" >"$dir/data/postgresql.conf"
}

server_hba() {
	local dir=$1
	shift
	printf '%s\n' "$@" 'local all all peer map=mfadesk' >"$dir/data/pg_hba.conf"
}

server_make() {
	local dir=$1
	"$MFADESK_ADMIN" embedded start --dir "$dir" --people 200 >/dev/null || return 1
	at_exit "\"\$MFADESK_ADMIN\" embedded reset --dir '$dir' >/dev/null"
	"$MFADESK_ADMIN" embedded stop --dir "$dir" >/dev/null || return 1
	server_first=$dir
	free_ports 1 >"$dir/port"
	server_hba "$dir"
	server_settings "$dir"
}

server_start() {
	at_exit "server_stop '$1' immediate >/dev/null 2>&1"
	by_owner "$1" "$(server_programs "$1")/pg_ctl" start -D "$1/data" -l "$1/log" -w -t 60 -s
}

server_stop() {
	by_owner "$1" "$(server_programs "$1")/pg_ctl" stop -D "$1/data" -m "${2:-fast}" -w -t 60 -s
}

server_killed() {
	kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
}

server_promote() {
	by_owner "$1" "$(server_programs "$1")/pg_ctl" promote -D "$1/data" -w -t 60 -s
}

at() {
	local dir=$1
	shift
	PGHOST=$dir/data PGPORT=$(<"$dir/port") PGUSER=postgres PGDATABASE=mfadesk psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

server_standby() {
	local dir=$1 of=$2
	mkdir -m 711 "$dir" && owned_by_server "$dir" || return 1
	free_ports 1 >"$dir/port"
	by_owner "$dir" "$(server_programs "$of")/pg_basebackup" -D "$dir/data" -R -X stream -c fast \
		-d "host=127.0.0.1 port=$(<"$of/port") user=$server_login application_name=$3 passfile=$of/passfile" || return 1
	sed -i "/^port = /s/.*/port = $(<"$dir/port")/; /^unix_socket_directories/s|.*|unix_socket_directories = '$dir/data'|" \
		"$dir/data/postgresql.conf"
}
