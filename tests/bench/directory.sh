# A directory of PEOPLE made-up people for measuring, kept in $BENCH_DIR: . tests/bench/directory.sh
#
# directory_start PEOPLE   makes it where it is not whole yet, starts it; PG* point at it; what fits is read into memory
# directory_stop           stops the one that was started last
# as_superuser [ARGUMENT…] psql as its superuser

directory=

as_superuser() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

directory_up() {
	local said
	said=$("$admin" embedded start --dir "$directory" --people 40 2>&1) || { echo "$said" >&2 && return 1; }
	eval "$("$admin" embedded env --dir "$directory")"
}

directory_stop() {
	[ -z "$directory" ] || "$admin" embedded stop --dir "$directory" >/dev/null 2>&1 || :
	directory=
}

# A quarter of the memory for PostgreSQL itself, and what suits a load as well as a day's work.
directory_settings() {
	local memory=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 1024))
	as_superuser >/dev/null <<-SQL
		ALTER SYSTEM SET shared_buffers = '$((memory / 4))MB';
		ALTER SYSTEM SET effective_cache_size = '$((memory / 2))MB';
		ALTER SYSTEM SET max_connections = 600;
		ALTER SYSTEM SET max_wal_size = '8GB';
		ALTER SYSTEM SET checkpoint_timeout = '30min';
		ALTER SYSTEM SET random_page_cost = 1.1;
		ALTER SYSTEM SET track_commit_timestamp = on;
		ALTER SYSTEM SET log_min_messages = 'warning';
	SQL
}

# Nobody gets in but the user who measures, and who PostgreSQL runs as: PgBouncer may have to.
directory_logins() {
	local data=$directory/data owner login
	owner=$(stat -c %U "$data")
	for login in $(as_superuser -c "SELECT rolname FROM pg_roles WHERE rolname ~ '^bench'"); do
		printf 'bench "%s" %s\n' root "$login" "$owner" "$login" "$(id -un)" "$login"
	done | sort -u >>"$data/pg_ident.conf"
	printf 'local all %s peer map=bench\n' "$(as_superuser -c "SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolname ~ '^bench'")" |
		cat - "$data/pg_hba.conf" >"$data/pg_hba.new"
	cat "$data/pg_hba.new" >"$data/pg_hba.conf"
	rm "$data/pg_hba.new"
	as_superuser -c 'SELECT pg_reload_conf()' >/dev/null
}

directory_make() {
	echo "making $1 people …" >&2
	"$admin" embedded reset --dir "$directory" >/dev/null 2>&1 || :
	directory_up
	directory_settings
	"$admin" embedded stop --dir "$directory" >/dev/null 2>&1
	directory_up
	# Whoever is interrupted begins anew: nothing waits for the disk until all is there.
	as_superuser -c 'ALTER SYSTEM SET fsync = off' -c 'ALTER SYSTEM SET full_page_writes = off' -c 'SELECT pg_reload_conf()' >/dev/null
	as_superuser -v people="$1" -f tests/bench/people/people.sql >/dev/null
	as_superuser -c 'ALTER SYSTEM RESET fsync' -c 'ALTER SYSTEM RESET full_page_writes' -c 'SELECT pg_reload_conf()' >/dev/null
	as_superuser -c 'VACUUM ANALYZE' -c CHECKPOINT
	sync
	as_superuser -c 'SELECT seconds FROM bench.made' >"$directory/seconds"
	echo "making $1 people took $(cat "$directory/seconds") s, $(
		as_superuser -c 'SELECT pg_size_pretty(pg_database_size(current_database()))')" >&2
}

# What fits is in memory, as after a day's work.
directory_warm() {
	local memory=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)
	[ "$(du -sk "$directory/data/base" | cut -f 1)" -gt $((memory / 2)) ] ||
		find "$directory/data/base" -type f -exec cat {} + >/dev/null
}

directory_start() {
	directory=$BENCH_DIR/people-$1
	mkdir -p "$BENCH_DIR"
	directory_up
	[ "$(as_superuser -c 'SELECT people FROM bench.made' 2>/dev/null)" = "$1" ] || directory_make "$1"
	directory_logins
	directory_warm
}
