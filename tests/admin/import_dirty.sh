# A file with every kind of bad line: each is told by its number, the good ones between are imported.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/import.sh

import_database import_dirty
file=$TEST_DIR/dirty.csv
declare -A wanted
lines=0

# good LINE: one that must be imported. bad REASON LINE: one that must not. Both with printf's escapes.
good() {
	lines=$((lines + 1))
	printf "$1\n" >>"$file"
}

bad() {
	good "$2"
	wanted[$lines]=$1
}

long() {
	head -c "$1" /dev/zero | tr '\0' x
}

# One by one, and nothing more.
compare() {
	local line reason
	while IFS= read -r line; do
		reason=${line#*: }
		line=${line%%: *}
		is "$reason" "${wanted[${line#line }]:-nothing}" "$line: $reason"
		unset "wanted[${line#line }]"
	done < <(grep '^line ' <<<"$err")
	for line in "${!wanted[@]}"; do
		fail "line $line: ${wanted[$line]}"
	done
}

: >"$file"
good '\xEF\xBB\xBFexternal_id,email,name,department,title,employee_number,manager,tier,status,aliases'
good 'g1,g1@dirty.edu,Good One,Surgery,,,,,,'
bad 'it is not UTF-8' 'b,b3@dirty.edu,B\xFFd,Surgery,,,,,,'
bad 'it is not UTF-8' 'b,b4@dirty.edu,B\xC0\xAFd,Surgery,,,,,,'
bad 'there is a NUL byte' 'b,b5@dirty.edu,B\000d,Surgery,,,,,,'
bad 'there are fewer fields than in the header' 'b,b6@dirty.edu'
bad 'there are more fields than in the header' 'b,b7@dirty.edu,Bad,Surgery,,,,,,,'
bad 'there is a quote inside a field that does not begin with one' 'b,b8@dirty.edu,B "a" d,Surgery,,,,,,'
bad 'there is text behind a closing quote' 'b,b9@dirty.edu,"B"ad,Surgery,,,,,,'
bad 'a quoted field is not closed within 64 KiB' 'b,b10@dirty.edu,"Bad,Surgery,,,,,,'
good 'g2,g2@dirty.edu,Good Two,Surgery,,,,,,'
bad 'there is a carriage return that does not end the line' 'b,b12@dirty.edu,B\rad,Surgery,,,,,,'
bad 'a field is longer than 64 KiB' "b,b13@dirty.edu,$(long 70000),Surgery,,,,,,"
bad 'the external_id is missing' ',b14@dirty.edu,Bad,Surgery,,,,,,'
bad 'external_id "g1" is already on line 2' 'g1,b15@dirty.edu,Bad,Surgery,,,,,,'
bad 'the external_id has characters that cannot be seen' 'b\u200b,b16@dirty.edu,Bad,Surgery,,,,,,'
bad 'the external_id is longer than 200 characters' "$(long 201),b17@dirty.edu,Bad,Surgery,,,,,,"
bad 'the email is missing' 'b18,,Bad,Surgery,,,,,,'
bad '"nobody" is no email address' 'b19,nobody,Bad,Surgery,,,,,,'
bad '"Bad <b20@dirty.edu>" is no email address' 'b20,Bad <b20@dirty.edu>,Bad,Surgery,,,,,,'
bad 'email "G1@Dirty.edu" is already on line 2' 'b21,G1@Dirty.edu,Bad,Surgery,,,,,,'
bad 'email "ana.rivera@example.edu" is already that of another person' 'b22,ana.rivera@example.edu,Bad,Surgery,,,,,,'
bad 'alias "wei.chen@example.edu" is already that of another person' 'b23,b23@dirty.edu,Bad,Surgery,,,,,,Wei.Chen@example.edu'
bad 'alias "g2@dirty.edu" is already on line 11' 'b24,b24@dirty.edu,Bad,Surgery,,,,,,g2@dirty.edu'
bad 'alias "nothing" is no email address' 'b25,b25@dirty.edu,Bad,Surgery,,,,,,fine@dirty.edu;nothing'
bad 'there are more than 50 aliases' "b26,b26@dirty.edu,Bad,Surgery,,,,,,$(printf 'b26.%d@dirty.edu;' {1..51})"
bad 'the name is missing' 'b27,b27@dirty.edu, ,Surgery,,,,,,'
bad 'the name has characters that cannot be seen' 'b28,b28@dirty.edu,B\u202Ead,Surgery,,,,,,'
bad 'the name has characters that cannot be seen' 'b29,b29@dirty.edu,B\x07ad,Surgery,,,,,,'
bad 'the name has characters that cannot be seen' 'b30,b30@dirty.edu,B\x1b[31mad,Surgery,,,,,,'
bad 'the name is longer than 200 characters' "b31,b31@dirty.edu,$(long 201),Surgery,,,,,,"
bad 'the department is missing' 'b32,b32@dirty.edu,Bad,,,,,,,'
bad 'the department is longer than 100 characters' "b33,b33@dirty.edu,Bad,$(long 101),,,,,,"
bad 'the title is longer than 200 characters' "b34,b34@dirty.edu,Bad,Surgery,$(long 201),,,,,"
bad 'employee_number "12a" is not made of digits' 'b35,b35@dirty.edu,Bad,Surgery,,12a,,,,'
bad 'tier "vip" is neither standard nor privileged' 'b36,b36@dirty.edu,Bad,Surgery,,,,vip,,'
bad 'status "gone" is neither active nor disabled' 'b37,b37@dirty.edu,Bad,Surgery,,,,,gone,'
bad 'manager "nobody" is not known' 'b38,b38@dirty.edu,Bad,Surgery,,,nobody,,,'
bad 'a person is not their own manager' 'b39,b39@dirty.edu,Bad,Surgery,,,b39,,,'
bad 'manager "b18" is not known: line 18 is bad' 'b40,b40@dirty.edu,Bad,Surgery,,,b18,,,'
bad 'a quoted field does not end on this line' 'b41,b41@dirty.edu,"Bad'
bad 'there is a quote inside a field that does not begin with one' 'b42,b42@dirty.edu,Bad",Surgery,,,,,,'
good ''
good 'g3,g3@dirty.edu,Good Three,Surgery,,,g1,,,g3b@dirty.edu'
bad 'a quoted field is not closed' 'b45,"'

people "$file"
status_is 1 "people from a dirty file"
# Two empty lines of one file, line 43 and none at the end: they are no people.
is "$out" "read $((lines - 2)), added 3, changed 0, unchanged 0, disabled 0, bad ${#wanted[@]}" "good and bad are counted"
compare
is "$(query "SELECT string_agg(external_id, ' ' ORDER BY external_id) FROM directory.person WHERE email ~ '@dirty.edu$'")" "g1 g2 g3" \
	"the good ones are there, and nobody else"
run "$MFADESK_ADMIN" people import "$file" --json
is "$(jq '.errors | length' <<<"$out")" "$(jq .bad <<<"$out")" "as JSON: as many errors as bad lines"
is "$(jq -c '.errors[0], .errors[-1]' <<<"$out")" '{"line":3,"reason":"it is not UTF-8"}
{"line":45,"reason":"a quoted field is not closed"}' "each with its line and reason"

# Sign-in methods.
wanted=()
lines=0
: >"$file"
good 'external_id,person,kind,device,label,number,extension,notification,one_time_code,default,added_at,confirmed_at,last_used_at,authority\r'
good 'm2,g1,phone,Phone One,,(508) 555-0177,,,,yes,2024-01-01,2024-01-02T10:00:00Z,2024-05-01T10:00:00+02:00,\r'
bad 'the external_id is missing' ',g1,phone,,,5085550178,,,,,,,,'
bad 'the person is missing' 'm4,,phone,,,5085550178,,,,,,,,'
bad 'person "nobody" is not known' 'm5,nobody,phone,,,5085550178,,,,,,,,'
bad 'the kind is missing' 'm6,g1,,,,5085550178,,,,,,,,'
bad 'kind "pager" is not known' 'm7,g1,pager,,,5085550178,,,,,,,,'
bad 'the number is missing' 'm8,g1,phone,,,,,,,,,,,'
bad 'that is no telephone number: it has letters or other characters in it' 'm9,g1,phone,,,CALL ME,,,,,,,,'
bad 'that is no telephone number: it has too few or too many digits, or cannot start like that' 'm10,g1,phone,,,555,,,,,,,,'
bad 'numbers of that country are not allowed here' 'm11,g1,phone,,,+9715550178,,,,,,,,'
bad 'that is no telephone number: it has letters or other characters in it' 'm12,g1,phone,,,५०८५५५०१७८,,,,,,,,'
bad 'only a phone has a number' 'm13,g1,passkey,,,5085550178,,,,,,,,'
bad 'only an office phone has an extension' 'm14,g1,phone,,,5085550178,12,,,,,,,'
bad 'that is no telephone number: an extension has 1 to 10 digits' 'm15,g1,office_phone,,,5085550178,a1,,,,,,,'
bad 'an authenticator has notification, one_time_code or both' 'm16,g1,authenticator,,,,,no,no,,,,,'
bad 'only an authenticator has notification or one_time_code' 'm17,g1,phone,,,5085550178,,yes,,,,,,'
bad 'notification "perhaps" is neither yes nor no' 'm18,g1,authenticator,,,,,perhaps,yes,,,,,'
bad 'default "maybe" is neither yes nor no' 'm19,g2,phone,,,5085550178,,,,maybe,,,,'
bad 'added_at "yesterday" is no time as 2023-02-11 or 2023-02-11T09:30:00Z' 'm20,g1,phone,,,5085550178,,,,,yesterday,,,'
bad 'added_at "2023-02-30" is no time as 2023-02-11 or 2023-02-11T09:30:00Z' 'm21,g1,phone,,,5085550178,,,,,2023-02-30,,,'
bad 'confirmed_at "2023-02-11T09:30:00" is no time as 2023-02-11 or 2023-02-11T09:30:00Z' 'm22,g1,phone,,,5085550178,,,,,,2023-02-11T09:30:00,,'
bad 'last_used_at "2199-01-01" is still to come' 'm23,g1,phone,,,5085550178,,,,,,,2199-01-01,'
bad 'not confirmed yet: it cannot be the default' 'm24,g2,phone,,,5085550178,,,,yes,,,,'
bad '"email" cannot be the default' 'm25,g2,email,,,,,,,yes,,2024-01-01,,'
bad 'external_id "m2" is already on line 2' 'm2,g1,phone,,,5085550179,,,,,,,,'
bad 'the device is longer than 100 characters' "m27,g1,phone,$(long 101),,5085550178,,,,,,,,"
bad 'the label has characters that cannot be seen' 'm28,g1,phone,,L\u202Eabel,5085550178,,,,,,,,'
bad 'line 2 is already the default of this person' 'm29,g1,phone,,,5085550178,,,,1,,2024-01-01,,'
bad 'there are fewer fields than in the header' 'm30,g1'
bad 'the number has characters that cannot be seen' 'm31,g1,phone,,,508\u200b5550178,,,,,,,,'
good 'm32,g3,office_phone,,Front desk,508 555 0178 x42,,,,,,,,\r'
methods "$file"
status_is 1 "sign-in methods from a dirty file"
is "$out" "read $((lines - 1)), added 2, changed 0, unchanged 0, disabled 0, bad ${#wanted[@]}" "good and bad are counted"
compare
is "$(method "kind, number, extension IS NULL, state, is_default, confirmed_at AT TIME ZONE 'UTC', last_used_at AT TIME ZONE 'UTC', added_at AT TIME ZONE 'UTC'" m2)" \
	"phone|+15085550177|t|active|t|2024-01-02 10:00:00|2024-05-01 08:00:00|2024-01-01 00:00:00" "a good one, confirmed"
is "$(method "kind, number, extension, label, state, confirmed_at IS NULL, added_by" m32)" \
	"office_phone|+15085550178|42|Front desk|pending|t|administrator" "another, not confirmed: it waits"

done_testing
