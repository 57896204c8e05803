# What an import tells persons: of a change of what they had, at the addresses from before it; never of a first registration.
# fast
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/import.sh

import_database import_notices
file=$TEST_DIR/methods.csv
header=external_id,person,kind,device,number,one_time_code,confirmed_at,authority
printf 'external_id,email,name,department\n%s\n%s\n' q1,q1@import.edu,Quinn,Surgery q2,q2@import.edu,Quentin,Surgery >"$TEST_DIR/people.csv"
people "$TEST_DIR/people.csv"
status_is 0 "people"
is "$(query "SELECT count(*) FROM directory.notice")" 0 "a first import of people tells nobody"

# told: what was told since the last look, one line each.
told() {
	query "SELECT n.channel || ' ' || n.address || ': ' || n.what FROM directory.notice AS n
		WHERE EXISTS (SELECT FROM directory.job AS j WHERE j.subject = n.id AND j.kind = 'tell' AND j.done_at IS NULL) ORDER BY 1"
	query "UPDATE directory.job SET done_at = now(), outcome = 'seen' WHERE kind = 'tell'"
}
# methods_of LINE…: a file of these.
methods_of() {
	printf '%s\n' "$header" "$@" >"$file"
	methods "$file" "${options[@]}"
}
setting() {
	run "$MFADESK_ADMIN" setting import_notices "$1"
}
options=()

methods_of q1p,q1,phone,Pixel,5085550188,,2024-01-02, q1o,q1,office_phone,none,5085550100,,, q2p,q2,phone,,5085550189,,,
status_is 0 "a first import of sign-in methods"
is "$(told)" "" "tells nobody"
methods_of q1t,q1,authenticator,Pixel,,yes,2024-01-02,tokens
status_is 0 "nor does a second file of it"
is "$(told)" "" "from another source"

changed=(q1p,q1,phone,Pixel,5085550198,,2024-02-02, q1o,q1,office_phone,none,5085550101,,, q2p,q2,phone,,5085550199,,,)
options=(--dry-run)
methods_of "${changed[@]}"
is "$(told)" "" "a dry run tells nobody"
options=(--all-or-nothing)
methods_of "${changed[@]}" nothing
is "$status$(told)" 1 "nor does an import that is refused"
options=()
methods_of "${changed[@]}"
status_is 0 "three numbers change, one of them of a confirmed method"
is "$(told)" "mail q1@import.edu: your phone ending 0188 was changed: it ends 0198 now
text +15085550188: your phone ending 0188 was changed: it ends 0198 now" "its person is told, at the old number and not at the new one"
is "$(query "SELECT DISTINCT ticket || proof FROM directory.notice")" "nobody at the help desk: it came with an import of records" "and who asked"
contains "$(as lead -c "SELECT desk.history('q1@import.edu', 10)")" "(told: mail queued, text queued)" "the history says that they were told"
unlike "$(as lead -c "SELECT desk.history('q2@import.edu', 10)")" "told:" "and of the other person that they were not"
methods_of "${changed[@]}"
is "$(told)" "" "the same file again tells nobody"
methods_of q1k,q1,passkey,,,,2024-02-02,
is "$(told)" "" "what is added is not told"

setting all
status_is 0 "unless the setting says so"
methods_of q1l,q1,passkey,Laptop,,,2024-02-02, q1m,q1,alternate_phone,,5085550171,,, q2k,q2,passkey,,,,2024-02-02,
is "$(told)" "mail q1@import.edu: your passkey on Laptop was added: it can be used to sign in
mail q2@import.edu: your passkey was added: it can be used to sign in
text +15085550198: your passkey on Laptop was added: it can be used to sign in" "then it is, where it can be used"
is "$(leaves "act = 'import_method' AND outcome = 'added'")" 4 "each way in that is added to somebody who had one is on the record"

setting none
methods_of q1p,q1,phone,Pixel,5085550178,,2024-03-02,
is "$(told)" "" "with \"none\" nobody is told"
printf 'external_id,email,name\n%s\n' q2,q2.moved@import.edu,Quentin >"$TEST_DIR/people.csv"
people "$TEST_DIR/people.csv"
is "$(told)" "" "nor of another address"
setting changes
printf 'external_id,email,name\n%s\n%s\n' q1,q1@import.edu,Quinn\ Two q2,q2.again@import.edu,Quentin >"$TEST_DIR/people.csv"
people "$TEST_DIR/people.csv"
is "$(told)" "mail q2.moved@import.edu: the address at which you are told of changes was changed" "another address is told at the old one, another name is not"
setting sometimes
status_is 1 "there are no other ways"

done_testing
