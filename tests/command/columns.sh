# Text for people: on a terminal no line is wider than it; elsewhere a line is whole.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/terminal.sh

PGDATABASE=$(fresh_database columns)
export PGDATABASE
# Wide letters, at the edge and over it; and what must not reach the terminal as it is.
as postgres -c "UPDATE directory.person SET title = repeat('韩', 30) WHERE email = 'ana.rivera@example.edu'" \
	-c "UPDATE directory.person SET title = 'Nurse' || chr(8238) || 'x' || chr(155) || '2J' WHERE email = 'carlos.rivera@example.edu'"

run "$MFADESK" find riv
contains "$out" "$(printf '韩%.0s' {1..30})" "a pipe gets the whole line"
contains "$out" 'Nurse‹U+202E›x‹U+009B›2J' "what could drive a terminal is a mark"
like "$out" $'Ana Rivera  +ana.rivera@example.edu  +Radiology  +韩' "columns are aligned"

terminal_start 72x10 bash -c "'$MFADESK' find riv; echo END"
expect END
# 72 columns: eleven are left for the title; a wide letter does not fit into the last one.
is "$(terminal_screen | grep -c .)" 4 "a line each"
like "$(terminal_screen | grep Ana)" '韩+$' "the line is cut at the edge"
ok "... and no wider than the terminal" [ "$(terminal_screen | grep Ana | wc -L)" -le 72 ]
ok "... and uses the room there is" [ "$(terminal_screen | grep Ana | wc -L)" -ge 71 ]

LC_ALL=C run "$MFADESK" find riv --json
ok "JSON is whole in any locale" jq -e '.[] | select(.email == "ana.rivera@example.edu") | .title | length == 30' "$TEST_DIR/.out"

done_testing
