# Importing in a test: . tests/lib/import.sh after tap.sh and database.sh.

# A database of the test's own, and who may import into it.
import_database() {
	PGDATABASE=$(fresh_database "$1") || return 1
	export PGDATABASE PGUSER=administrator
}

# people ARGUMENT…: `people import` under `run`.
people() {
	run "$MFADESK_ADMIN" people import "$@"
}

methods() {
	run "$MFADESK_ADMIN" methods import "$@"
}

# query SQL: as the superuser, who sees the tables.
query() {
	as postgres -c "$1"
}

# All that an import could change, as one sum: versions and times too, the record not.
directory_sum() {
	query "COPY (SELECT p::text FROM directory.person AS p ORDER BY id) TO STDOUT;
		COPY (SELECT m::text FROM directory.sign_in_method AS m ORDER BY id) TO STDOUT;
		COPY (SELECT d::text FROM directory.device AS d ORDER BY id) TO STDOUT;
		COPY (SELECT u::text FROM directory.unit AS u ORDER BY id) TO STDOUT;
		COPY (SELECT a::text FROM directory.person_address AS a ORDER BY address) TO STDOUT" | sha256sum
}

# leaves [CONDITION]: how many of the record's leaves are of imports.
leaves() {
	query "SELECT count(*) FROM ledger.leaf WHERE act ~ '^import_' AND ${1:-true}"
}

# person COLUMNS EXTERNAL_ID
person() {
	query "SELECT $1 FROM directory.person AS p JOIN directory.unit AS u ON u.id = p.unit_id WHERE external_id = '$2'"
}

# method COLUMNS EXTERNAL_ID
method() {
	query "SELECT $1 FROM directory.sign_in_method WHERE external_id = '$2'"
}
