# mfadesk-admin methods import: what a file may change, and what it never does.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/import.sh

import_database import_methods
file=$TEST_DIR/methods.csv
header=external_id,person,kind,device,label,number,extension,notification,one_time_code,default,added_at,confirmed_at,last_used_at,authority
printf 'external_id,email,name,department\n%s\n%s\n' q1,q1@import.edu,Quinn,Surgery q2,q2@import.edu,Quentin,Surgery >"$TEST_DIR/people.csv"
people "$TEST_DIR/people.csv"
status_is 0 "people for them"

uuid() {
	cat /proc/sys/kernel/random/uuid
}

id() {
	method id "$1"
}

# refusal COMMAND…: the SQLSTATE it was refused with.
refusal() {
	"$@" -v VERBOSITY=sqlstate 2>&1 | grep -oE '[A-Z0-9]{5}$'
}

# New ones.
cat >"$file" <<CSV
$header
q1a,q1,authenticator,Pixel Nine,,,,yes,yes,yes,2024-01-01,2024-01-01,2024-05-01,
q1p,q1,phone,Pixel Nine,Mobile,508-555-0188,,,,,2024-01-01,2024-01-02,,
q1o,q1,office_phone,none,,5085550100,77,,,,,,,
q2p,q2,phone,,,+1 508 555 0189,,,,,,,,
CSV
before=$(directory_sum)
methods "$file" --dry-run
is "$out" "line 2: add q1a
line 3: add q1p
line 4: add q1o
line 5: add q2p
dry run, nothing is changed: read 4, added 4, changed 0, unchanged 0, disabled 0, bad 0" "a dry run says what would be added"
is "$(directory_sum)" "$before" "and adds nothing"
methods "$file"
status_is 0 "sign-in methods are imported"
is "$(method "state, is_default, notification, one_time_code" q1a)" "active|t|t|t" "an authenticator, the default"
is "$(method "state, number, label, confirmed_by_code" q1p)" "active|+15085550188|Mobile|f" \
	"a number that the file says is confirmed: not by a code"
is "$(method "state, number, extension, device_id IS NULL" q1o)" "pending|+15085550100|77|t" "one that it does not say so of"
is "$(query "SELECT count(*) FROM directory.device WHERE name = 'Pixel Nine'")" 1 "two on one device"
is "$(person version q1)" 2 "the person's version rose, once"
is "$(leaves "act = 'import_method'")" 0 "a first registration is in the run's leaf"
is "$(query "SELECT number_changed_at > now() - interval '1 hour' FROM directory.sign_in_method WHERE external_id = 'q1p'")" t \
	"its seven days begin"

# Again.
before=$(directory_sum)
methods "$file"
is "$out" "read 4, added 0, changed 0, unchanged 4, disabled 0, bad 0" "the same file again changes nothing"
is "$(directory_sum)" "$before" "no version, no time, nothing"
is "$(leaves "act = 'import_methods'")" 2 "the run is on the record"

# That one was used is news, but no change of the person.
sed 's/2024-05-01/2024-06-01/' "$file" >"$file.used"
methods "$file.used"
is "$(method "last_used_at AT TIME ZONE 'UTC'" q1a) $(person version q1)" "2024-06-01 00:00:00 2" "used since, same version"
methods "$file"
is "$(method "last_used_at AT TIME ZONE 'UTC'" q1a)" "2024-06-01 00:00:00" "yesterday's file does not take it back"

# A changed number.
query "UPDATE directory.sign_in_method SET number_changed_at = now() - interval '30 days', confirmed_by_code = confirmed_at IS NOT NULL"
sed 's/0188/0198/; s/2024-01-02//' "$file" >"$file.number"
methods "$file.number"
status_is 1 "another number for a confirmed method, and no word on when it was confirmed"
contains "$err" "line 3: the number of a confirmed sign-in method changes: confirmed_at must say" "is a bad line"
is "$(method number q1p)" +15085550188 "and changes nothing"
sed 's/0188/0198/; s/2024-01-02/2024-02-02/; s/0189/0199/' "$file" >"$file.number"
methods "$file.number"
status_is 0 "two changed numbers, one confirmed, one pending"
is "$(method "number, state, confirmed_at AT TIME ZONE 'UTC', confirmed_by_code, number_changed_at > now() - interval '1 hour'" q1p)" \
	"+15085550198|active|2024-02-02 00:00:00|f|t" "the state is as it was, a code of old does not count, and the seven days begin"
is "$(method "number, state, confirmed_at IS NULL" q2p)" "+15085550199|pending|t" "the pending one is pending"
is "$(leaves "act = 'import_method'") $(person version q1) $(person version q2)" "2 3 3" "a leaf for each of the two people, and a version"
is "$(query "SELECT string_agg(value, ' ' ORDER BY value) FROM ledger.value AS v JOIN ledger.leaf AS l ON l.id = v.leaf_id
	WHERE act = 'import_method' AND tag = 33")" "+15085550198 +15085550199" "with the number, where it can be forgotten"
is "$(query "SELECT count(*) FROM ledger.leaf WHERE position('5555019' IN encode(body, 'escape')) > 0")" 0 "and not in the leaf itself"
unlike "$(as lead -c "SELECT desk.history('q1@import.edu', 10)")" '508555' "the history does not show it"
contains "$(as lead -c "SELECT desk.history('q1@import.edu', 10)")" "the number, by import" "but tells of it"
methods "$file.number"
is "$out" "read 4, added 0, changed 0, unchanged 4, disabled 0, bad 0" "again: nothing"
echo 'q1x,q1,alternate_phone,none,,5085550170,,,,,,,,' >>"$file.number"
methods "$file.number"
is "$(leaves "act = 'import_method' AND outcome = 'added'")" 1 "a further number for somebody who had some is a leaf"

# To another device, off its device.
query "UPDATE directory.sign_in_method SET number_changed_at = now() - interval '30 days'"
sed -i 's/q1p,q1,phone,Pixel Nine/q1p,q1,phone,Pixel Ten/' "$file.number"
methods "$file.number"
is "$(query "SELECT d.name, number_changed_at > now() - interval '1 hour' FROM directory.sign_in_method AS m
	JOIN directory.device AS d ON d.id = m.device_id WHERE m.external_id = 'q1p'")" "Pixel Ten|t" "a method on another device starts its seven days"

# What the desk did stays done.
case=$(uuid)
as agent -c "SELECT desk.open_case('$case', 'q1@import.edu', 'INC0004712', 'counter')" >/dev/null
version() {
	as agent -c "SELECT desk.account('$case') #>> '{person,version}'"
}
as agent -c "SELECT desk.suspend('$(uuid)', '$case', NULL, '$(id q1p)', 'lost')" >/dev/null
as agent -c "SELECT desk.record_proof('$(uuid)', '$case', 'document-in-person', 'badge', 'passed')" >/dev/null
as agent -c "SELECT desk.revoke('$(uuid)', '$case', NULL, '$(id q1p)', 'lost')" >/dev/null
is "$(method state q1p)" revoked "the desk revokes one"
before=$(directory_sum)
methods "$file.number"
is "$(directory_sum)" "$before" "yesterday's file does not bring it back"
contains "$err" "1 of the sign-in methods are revoked and stay as they are" "it says so"
sed 's/0198/0197/; s/Pixel Ten/Pixel Eleven/' "$file.number" >"$file.revoked"
methods "$file.revoked"
is "$(directory_sum)" "$before" "nor does a line with news of it change it"
as agent -c "SELECT desk.suspend('$(uuid)', '$case', NULL, '$(id q1x)', 'other')" >/dev/null
sed 's/q1x,q1,alternate_phone,none,,5085550170,,,,/q1x,q1,alternate_phone,none,Home,5085550171,,,,yes/' "$file.number" >"$file.suspended"
methods "$file.suspended"
is "$(method "state, number, label, is_default, state_before, confirmed_at IS NULL" q1x)" "suspended|+15085550171|Home|f|pending|t" \
	"a suspended one may get another number, and stays suspended"
query "UPDATE directory.sign_in_method SET is_default = false WHERE external_id = 'q1a';
	UPDATE directory.sign_in_method SET confirmed_at = now(), state = 'active', is_default = true WHERE external_id = 'q1o'"
methods "$file"
is "$(method is_default q1a) $(method is_default q1o) $(method state q1o)" "f t active" \
	"a default that was chosen since stays, and so does a confirmation"
seen=$(version)
sed 's/,Mobile,/,Old mobile,/; s/5085550100,77/5085550100,78/; s/,,,,,,,$/,,,,,2024-03-03,,/' "$file" >"$file.change"
methods "$file.change"
isnt "$(version)" "$seen" "the version rises under an open case"
is "$(refusal as agent -c "SELECT desk.suspend('$(uuid)', '$case', $seen, '$(id q1a)', 'lost')")" MD409 \
	"who acts on what was there before gets MD409"
is "$(method "extension, confirmed_at AT TIME ZONE 'UTC'" q1o)" "78|2024-03-03 00:00:00" "an extension is part of the number"

# Whose they are, and what they are, does not change; under another authority neither.
cat >"$file" <<CSV
external_id,person,kind,number
q1x,q2,alternate_phone,5085550171
q1o,q1,phone,5085550100
CSV
methods "$file"
contains "$err" "line 2: this sign-in method is another person's" "a method does not change hands"
contains "$err" 'line 3: this sign-in method is "office_phone": its kind does not change' "nor kind"
printf 'external_id,person,kind,number,authority,confirmed_at\nq1o,q1,phone,5085550100,entra,2024-01-01\n' >"$file"
methods "$file"
is "$(query "SELECT string_agg(authority || ' ' || kind, ', ' ORDER BY authority) FROM directory.sign_in_method WHERE external_id = 'q1o'")" \
	"entra phone, here office_phone" "an external_id is one under each authority"
is "$(refusal as agent -c "SELECT desk.suspend('$(uuid)', '$case', NULL, (SELECT '$(method id "q1o' AND authority = 'entra")'::uuid), 'lost')")" \
	MD451 "the desk leaves that of another authority alone"

# Arguments.
methods "$file" --missing disable
status_is 2 "methods are not ended by being missing"
methods "$file" --all-or-nothing
status_is 0 "all or nothing"
PGUSER=agent methods "$file"
contains "$err" "MD403" "an agent cannot"

done_testing
