# Worklists by commands: the list of them, pages, and files that a spreadsheet opens.
. tests/lib/tap.sh
. tests/lib/database.sh

PGDATABASE=$(fresh_database worklist)
export PGDATABASE

# Names that a spreadsheet takes for something to work out, as a source might bring them.
PGUSER=postgres psql -X -q -v ON_ERROR_STOP=1 >/dev/null <<'SQL'
UPDATE directory.person SET created_at = now() + interval '1 day';
INSERT INTO directory.person (email, name, title, unit_id, created_at)
SELECT 'x' || n.n || '@example.edu', n.name, '', (SELECT min(id) FROM directory.unit), timestamptz '2020-01-01 00:00Z' + n.n * interval '1 hour'
FROM (VALUES (1, '=cmd|'' /C calc''!A0'), (2, '+1-2'), (3, '-2+3'), (4, '@SUM(1,2)'), (5, E'\tTab'), (6, E'\rReturn'), (7, 'Quo"ted, comma'), (8, 'Plain = Name'))
	AS n (n, name);
SQL

as_login() {
	PGUSER=$1 run "$MFADESK" "${@:2}"
}

as_login agent worklist
status_is 0 "without a name: the lists"
like "$out" '(^|
)not-registered +[0-9]+ +not registered' "with how many are on each"
unlike "$out" "agents-word" "agents are not told of their leads'"
as_login lead worklist
contains "$out" "agents-word" "a lead is"
as_login agent worklist --json
ok "as JSON" jq -e 'length >= 7 and all(keys == ["count","name","note","title"])' <<<"$out"

as_login agent worklist not-registered --limit 3
status_is 0 "a page for people"
contains "$out" "x1@example.edu" "the oldest first"
like "$out" 'more: --after [0-9a-f]{48}' "and where the next one begins"
as_login agent worklist not-registered --limit 3 --json
ok "a page as JSON" jq -e 'keys == ["at_is","count","name","next","note","rows","title"] and (.rows | length == 3
	and all(keys == ["at","department","detail","email","name","person"]))' <<<"$out"
next=$(jq -r .next <<<"$out")
as_login agent worklist not-registered --limit 3 --json --after "$next"
is "$(jq -r '.rows[0].email' <<<"$out")" "x4@example.edu" "the next page goes on"
as_login agent worklist text-call-only
contains "$out" "2027-02-01" "why texts and calls matter now"
as_login agent worklist no-backup --limit 500 --json
ok "numbers are masked" jq -e '[.rows[].detail | select(test("[0-9]{7}"))] == []' <<<"$out"

as_login lead worklist not-registered --limit 8 --csv
status_is 0 "a file for a lead"
is "$(sed -n 1p <<<"$out")" "person,name,email,department,at,detail"$'\r' "its head"
PGUSER=lead "$MFADESK" worklist not-registered --limit 8 --csv >"$TEST_DIR/list.csv" 2>"$TEST_DIR/more"
ok "as a second reader reads it" python3 - "$TEST_DIR/list.csv" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")))
assert len(rows) == 8, rows
assert [row["email"] for row in rows] == ["x%d@example.edu" % n for n in range(1, 9)], rows
for row in rows:
    for cell in row.values():
        assert cell[:1] not in tuple("=+-@\t\r"), cell
assert rows[0]["name"] == "'=cmd|' /C calc'!A0", rows[0]
assert [row["name"][0] for row in rows[:6]] == ["'"] * 6, rows
assert rows[6]["name"] == 'Quo"ted, comma' and rows[7]["name"] == "Plain = Name", rows
PY
like "$(cat "$TEST_DIR/more")" 'there is more: mfadesk worklist not-registered --csv --after [0-9a-f]{48}' "that there is more is said beside it"
is "$(PGUSER=postgres psql -X -q -t -A -c "SELECT count(*) FROM ledger.leaf WHERE act = 'export_worklist' AND login = 'lead'")" 2 "a leaf each"
as_login auditor worklist no-backup --csv
status_is 0 "an auditor too"


# Whoever sees a list on the screen gets it as JSON; as a file, on the record, leads and auditors only.
names_for() {
	as_login "$1" worklist --json
	jq -r '.[].name' <<<"$out"
}
like "$(names_for agent | tr '\n' ' ')" 'passes-open .*failed-notices' "passes and notices have lists too"
for name in $(names_for agent); do
	as_login agent worklist "$name" --json
	status_is 0 "an agent reads $name as JSON"
	as_login agent worklist "$name" --csv
	status_is 1 "$name is no file for an agent"
done
leaves() {
	PGUSER=postgres psql -X -q -t -A -c "SELECT count(*) FROM ledger.leaf WHERE act = 'export_worklist'"
}
for name in $(names_for lead); do
	before=$(leaves)
	as_login lead worklist "$name" --limit 3 --csv
	status_is 0 "$name is one for a lead"
	is "$(leaves)" "$((before + 1))" "$name: with a leaf"
done

as_login agent worklist no-backup --csv
status_is 1 "not an agent"
is "$out" "" "and nothing comes out"
as_login lead worklist --csv
status_is 2 "a file is of one list"
as_login lead worklist no-backup --csv --json
status_is 2 "one form at a time"
as_login agent worklist nothing-such
status_is 1 "no such list"
contains "$err" "not-registered" "and which there are"
as_login agent worklist no-backup --after zzz
status_is 1 "no such place"
as_login agent worklist agents-word
status_is 1 "not an agent's list"

done_testing
