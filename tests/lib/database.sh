# The directory of this run of the tests: . tests/lib/database.sh after tap.sh.
# PGHOST, PGPORT, PGDATABASE and PGUSER are set by tests/run.

# as LOGIN [PSQL ARGUMENT…]: psql under that login; bare rows on stdout, stops at the first error.
as() {
	local login=$1
	shift
	PGUSER=$login psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

superuser() {
	PGUSER=postgres PGDATABASE=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

# clone_database NAME: a database like the fresh one of this run. CREATE DATABASE copies neither
# the privileges on the database nor its settings, so they are copied here.
clone_database() {
	superuser -v name="$1" -v template="${TEST_TEMPLATE:-mfadesk}" >/dev/null <<'SQL'
CREATE DATABASE :"name" TEMPLATE :"template";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SELECT format('GRANT %s ON DATABASE %I TO %s', privilege_type, :'name',
		CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
	FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
	WHERE datname = 'mfadesk' AND grantee <> datdba
\gexec
SELECT format('ALTER %s SET %s = %L', CASE setrole WHEN 0 THEN format('DATABASE %I', :'name')
		ELSE format('ROLE %I IN DATABASE %I', pg_get_userbyid(setrole), :'name') END,
		split_part(pair, '=', 1), substr(pair, strpos(pair, '=') + 1))
	FROM pg_db_role_setting, unnest(setconfig) AS pair
	WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = 'mfadesk')
\gexec
SQL
}

drop_database() {
	superuser -v name="$1" >/dev/null 2>&1 <<'SQL'
DROP DATABASE IF EXISTS :"name" WITH (FORCE);
SQL
}

# fresh_database NAME: makes a database of the test's own and prints its name; it is dropped when the script ends.
#     export PGDATABASE=$(fresh_database phones)
fresh_database() {
	local name="${1}_$$"
	clone_database "$name" || return 1
	echo "$name" >>"$TEST_DIR/.databases"
	echo "$name"
}

database_exit() {
	local name
	[ -f "$TEST_DIR/.databases" ] || return 0
	while IFS= read -r name; do
		drop_database "$name"
	done <"$TEST_DIR/.databases"
}
if declare -F at_exit >/dev/null; then
	at_exit database_exit
fi
