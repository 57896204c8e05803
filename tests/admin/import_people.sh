# mfadesk-admin people import: new, changed, the same again, swapped addresses, missing people, and what is refused.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/import.sh

import_database import_people
file=$TEST_DIR/people.csv

# New people, a manager who comes later in the file, a new department, columns in an order of their own.
cat >"$file" <<'CSV'
name,external_id,email,department,manager,title,employee_number,aliases
Uma One,u1,u1@import.edu,Radiology,u2,Nurse,900001,uma@import.edu; u1@IMPORT.edu ;uma.one@import.edu
"Two, Ulf",u2,u2@import.edu,Night Shift,u1,,,
Užice Три,u3,u3@import.edu,Night Shift,u2,"Doctor ""Doc""",900003,
CSV
before=$(directory_sum)
people "$file" --dry-run
status_is 0 "a dry run"
contains "$out" "line 2: add u1" "it says what would be done"
contains "$out" "dry run, nothing is changed: read 3, added 3, changed 0, unchanged 0, disabled 0, bad 0" "and how much"
is "$(directory_sum)" "$before" "it changes nothing"
is "$(leaves)" 0 "nor is it on the record"
is "$(query 'SELECT count(*) FROM staging.person_plan')" 0 "nothing of it stays"

people "$file"
status_is 0 "people are imported"
is "$out" "read 3, added 3, changed 0, unchanged 0, disabled 0, bad 0" "as many as there are"
is "$err" "" "and nothing else is said where there is no terminal"
is "$(person "email, p.name, u.name, title, employee_number, tier, status, authority, version" u1)" \
	"u1@import.edu|Uma One|Radiology|Nurse|900001|standard|active|here|1" "all cells are there"
is "$(person aliases u1)" "{uma@import.edu,uma.one@import.edu}" "aliases without the email itself"
is "$(person "p.name, u.name, title, employee_number IS NULL" u2)" "Two, Ulf|Night Shift||t" "empty cells are empty"
is "$(person "p.name, title" u3)" 'Užice Три|Doctor "Doc"' "quotes and scripts"
is "$(query "SELECT string_agg(p.external_id || m.external_id, ' ' ORDER BY p.external_id) FROM directory.person AS p
	JOIN directory.person AS m ON m.id = p.manager_id WHERE p.external_id ~ '^u[0-9]$'")" "u1u2 u2u1 u3u2" \
	"managers, in a circle too"
contains "$(as agent -c "SELECT desk.find('uma one', 5)")" u1@import.edu "the desk finds them"
is "$(leaves)" 1 "one leaf"
contains "$(query "SELECT encode(body, 'escape') FROM ledger.leaf WHERE act = 'import_people'")" "$(sha256sum <"$file" | cut -d' ' -f1)" \
	"it names the file by its hash"
is "$(query "SELECT count(*) FROM staging.person_line") $(query "SELECT count(*) FROM staging.run")" "0 0" "no lines stay behind"

# Yesterday's file again.
before=$(directory_sum)
people "$file"
is "$out" "read 3, added 0, changed 0, unchanged 3, disabled 0, bad 0" "the same file again changes nothing"
is "$(directory_sum)" "$before" "no version, no time, nothing"
is "$(leaves) $(leaves "act = 'import_person'")" "2 0" "but the run is on the record"

# A column that is not there leaves what is there; a cell that is empty empties.
printf 'external_id,email,name\nu1,u1@import.edu,Uma Uno\n' >"$file"
people "$file"
is "$out" "read 1, added 0, changed 1, unchanged 0, disabled 0, bad 0" "a name changes"
is "$(person "p.name, title, u.name, version, cardinality(aliases), manager_id IS NOT NULL" u1)" \
	"Uma Uno|Nurse|Radiology|2|2|t" "what has no column stays"
is "$(leaves "act = 'import_person'")" 0 "a name alone is no leaf of its own"
printf 'external_id,email,name,title,manager,aliases,tier,status\nu1,u1@import.edu,Uma Uno,,,,,\n' >"$file"
people "$file"
is "$(person "title, manager_id IS NULL, aliases, tier, status, version" u1)" "|t|{}|standard|active|3" \
	"empty cells empty, but tier and status stay"
is "$(leaves "act = 'import_person' AND person_id = (SELECT id FROM directory.person WHERE external_id = 'u1')")" 1 \
	"a changed manager is a leaf of that person's"

# Email, tier and status: on the record, by person. The desk sees the version move.
request=$(cat /proc/sys/kernel/random/uuid)
as agent -c "SELECT desk.open_case('$request', 'u1@import.edu', 'INC0004711', 'phone')" >/dev/null
seen=$(as agent -c "SELECT desk.account('$request') #>> '{person,version}'")
printf 'external_id,email,name,tier\nu1,uma.new@import.edu,Uma Uno,privileged\n' >"$file"
people "$file" --json
status_is 0 "email and tier change, as JSON"
is "$(jq -c '[.read, .added, .changed, .unchanged, .disabled, .bad, .applied, .left, .errors]' <<<"$out")" \
	'[1,0,1,0,0,0,true,0,[]]' "one document says how many"
is "$(person "email, tier" u1)" "uma.new@import.edu|privileged" "they changed"
is "$(leaves "act = 'import_person' AND person_id = (SELECT id FROM directory.person WHERE external_id = 'u1')")" 2 "one leaf more"
is "$(query "SELECT string_agg(value, ' ' ORDER BY tag) FROM ledger.value WHERE leaf_id = (SELECT id FROM ledger.leaf
	WHERE act = 'import_person' ORDER BY at DESC LIMIT 1)")" "uma.new@import.edu email was u1@import.edu" "with the old and the new email"
isnt "$(as agent -c "SELECT desk.account('$request') #>> '{person,version}'")" "$seen" "the version rose under an open case"
isnt "$(as lead -c "SELECT desk.history('uma.new@import.edu', 10)")" "[]" "a lead finds it in the person's history"

# Addresses that change hands within a file, in every way.
printf 'external_id,email,name,department,aliases\n%s\n%s\n%s\n' s1,s1@import.edu,S,Surgery, s2,s2@import.edu,S,Surgery,s2b@import.edu \
	s3,s3@import.edu,S,Surgery, >"$file"
people "$file"
printf 'external_id,email,name,department,aliases\n%s\n%s\n%s\n%s\n' s1,s2@import.edu,S,Surgery,s2b@import.edu s2,s3@import.edu,S,Surgery, \
	s3,s1@import.edu,S,Surgery, s4,s4@import.edu,S,Surgery, >"$file"
people "$file"
is "$out" "read 4, added 1, changed 3, unchanged 0, disabled 0, bad 0" "three people swap their emails in a circle"
is "$(query "SELECT string_agg(external_id || email, ' ' ORDER BY external_id) FROM directory.person WHERE external_id ~ '^s[0-9]$'")" \
	"s1s2@import.edu s2s3@import.edu s3s1@import.edu s4s4@import.edu" "each has the other's"
printf 'external_id,email,name,department\n%s\n%s\n' s9,s4@import.edu,S,Surgery s4,s4new@import.edu,S,Surgery >"$file"
people "$file"
is "$out" "read 2, added 1, changed 1, unchanged 0, disabled 0, bad 0" "a new person takes an email that another gives up"
printf 'external_id,email,name,department\n%s\n%s\n%s\n' s1,s3@import.edu,S,Surgery s2,s1@import.edu,S,Surgery s3,nonsense,S,Surgery >"$file"
before=$(directory_sum)
people "$file"
is "$out" "read 3, added 0, changed 0, unchanged 0, disabled 0, bad 3" "when one of the circle is bad, all who count on it are"
contains "$err" 'line 2: email "s3@import.edu" is already that of another person' "each is told"
contains "$err" 'line 3: email "s1@import.edu" is already that of another person' "down the line"
is "$(directory_sum)" "$before" "and nothing moves"

# All or nothing.
printf 'external_id,email,name,department\n%s\n%s\n' n1,n1@import.edu,N,Surgery n2,n2@import,,Surgery >"$file"
people "$file" --all-or-nothing
status_is 1 "all or nothing, with a bad line"
contains "$err" "1 of the lines are bad: nothing is imported" "it says so"
contains "$err" "line 3: the name is missing" "and which"
is "$(person email n1)" "" "nobody is imported"
is "$(leaves "act = 'import_people' AND outcome = 'refused'")" 1 "the attempt is on the record"
people "$file"
status_is 1 "without it"
is "$(person email n1)" n1@import.edu "the good ones are imported"
printf 'external_id,email,name,department\n%s\n%s\n' n1,n1@import.edu,N,Surgery n2,n2@import,N,Surgery >"$file"
people "$file" --all-or-nothing
status_is 0 "all or nothing, all good"
is "$(person email n2)" n2@import "all are imported"

# Missing people. First a file of everybody, as exported.
ok "export" "$MFADESK_ADMIN" people export "$TEST_DIR/all.csv"
is "$(stat -c %a "$TEST_DIR/all.csv")" 600 "for nobody else to read"
is "$(query "SELECT count(*) FROM ledger.leaf WHERE act = 'export_people'")" 1 "on the record"
before=$(directory_sum)
people "$TEST_DIR/all.csv" --missing disable
status_is 0 "the export is imported again"
is "$(directory_sum)" "$before" "and changes nothing: round trip"
run "$MFADESK_ADMIN" people export
is "$(sha256sum <<<"$out")" "$(sha256sum <"$TEST_DIR/all.csv")" "to standard output it is the same"

active=$(query "SELECT count(*) FROM directory.person WHERE status = 'active'")
grep -vE '^(u2|u3|n1),' "$TEST_DIR/all.csv" >"$file"
people "$file"
is "$(query "SELECT count(*) FROM directory.person WHERE status = 'active'")" "$active" "who is missing stays, when nothing is said"
people "$file" --missing disable --dry-run
contains "$out" "missing: disable u2" "a dry run names who would be disabled"
is "$(query "SELECT count(*) FROM directory.person WHERE status = 'active'")" "$active" "and disables nobody"
people "$file" --missing disable
is "${out##*, unchanged*, d}" "isabled 3, bad 0" "three are disabled"
is "$(query "SELECT string_agg(external_id, ' ' ORDER BY external_id) FROM directory.person WHERE status = 'disabled'
	AND external_id ~ '^[a-z]'")" "n1 u2 u3" "those three"
is "$(leaves "outcome = 'disabled'")" 3 "each is a leaf"
people "$file" --missing disable
is "${out##*, unchanged*, d}" "isabled 0, bad 0" "nobody a second time"
printf 'external_id,email,name,department\n%s\n' u2,u2@import.edu,Two,Surgery >"$file"
people "$file"
is "$(person status u2)" disabled "who comes back without a word on status stays disabled"
printf 'external_id,email,name,department,status\n%s\n' u2,u2@import.edu,Two,Surgery,active >"$file"
people "$file"
is "$(person status u2)" active "who comes back as active is active"

people "$file" --missing disable
status_is 1 "a file in which most are missing"
contains "$err" "MD451" "is refused"
contains "$err" "more than half would be disabled" "it says why"
contains "$err" "--missing disable-all" "and what to do"
is "$(query "SELECT count(*) > 100 FROM directory.person WHERE status = 'active'")" t "nobody is disabled"
grep -v '^n2,' "$TEST_DIR/all.csv" >"$file"
echo '"n2,n2@import,N,Surgery' >>"$file"
people "$file" --missing disable
status_is 1 "a line that cannot be read"
is "$(person status n2)" active "may be that of somebody who is not missing: nobody is disabled"
contains "$err" "nobody was looked for as missing" "it says so"
grep -v '^n2,' "$TEST_DIR/all.csv" >"$file"
echo 'n2,not an address,N,Surgery,,,,,,' >>"$file"
people "$file" --missing disable
is "$(person status n2)" active "a bad line whose person is known is no missing person"
staff=$(query "SELECT external_id FROM directory.person WHERE id = (SELECT person_id FROM directory.staff WHERE login = 'agent')")
grep -v "^$staff," "$TEST_DIR/all.csv" >"$file"
people "$file" --missing disable
is "$(person status "$staff")" active "staff are not disabled by being missing"
contains "$err" "lock their logins first" "it says so"
printf 'external_id,email,name,department\nz1,z1@import.edu,Z,Surgery\n' >"$file"
people "$file" --missing disable-all
status_is 0 "disable-all disables most"
is "$(query "SELECT count(*) FROM directory.person AS p WHERE status = 'active' AND NOT EXISTS (
	SELECT FROM directory.staff WHERE person_id = p.id)")" 1 "all but who is in the file, and staff"

# A person whose record somebody else keeps.
query "UPDATE directory.person SET authority = 'entra' WHERE external_id = 'z1'"
sed -i 's/,Z,/,Zed,/' "$file"
people "$file"
status_is 1 "a person under another authority"
contains "$err" 'line 2: this person belongs to "entra"' "is not changed"

# Who may, and what is not a file to import.
PGUSER=agent people "$file"
status_is 1 "an agent cannot import"
contains "$err" "MD403: only an administrator imports and exports" "and is told who can"
PGUSER=lead run "$MFADESK_ADMIN" people export
status_is 1 "a lead cannot export"
is "$out" "" "and sees nothing"
PGUSER=agent people "$file" --json
is "$(jq -r .error.code <<<"$err")" MD403 "with --json the error is JSON, on stderr"
people
status_is 2 "no file"
people "$file" --missing nothing
status_is 2 "--missing takes one of two words"
people "$file" --fast
status_is 2 "an option that does not exist"
people "$TEST_DIR/nowhere.csv"
status_is 1 "a file that is not there"
PGHOST=$TEST_DIR people "$file"
status_is 3 "no database"
: >"$file"
people "$file"
contains "$err" "is empty" "an empty file"
printf 'external_id,email,name,shoe_size\n' >"$file"
people "$file"
status_is 1 "a column that nobody knows"
contains "$err" 'line 1: there is no column "shoe_size"' "is named"
printf 'external_id,email,department\n' >"$file"
people "$file"
contains "$err" "line 1: the column name is missing" "a required column that is not there"
printf 'external_id,email,name,email\n' >"$file"
people "$file"
contains "$err" "line 1: the column email is there twice" "a column twice"
printf 'external_id,email,name\n' >"$file"
people "$file"
is "$status $out" "0 read 0, added 0, changed 0, unchanged 0, disabled 0, bad 0" "a header alone"
people - <"$TEST_DIR/all.csv"
is "$status ${out%%, *}" "0 read $(($(wc -l <"$TEST_DIR/all.csv") - 1))" "standard input may be the file"

done_testing
