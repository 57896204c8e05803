# What cannot be right: each gets a clear error or a clean result, its exit status, and leaves nothing half done.
. tests/lib/tap.sh
. tests/lib/database.sh

PGDATABASE=$(fresh_database input)
export PGDATABASE
id=0b0ce9a2-6f3b-4a57-8f0c-1f8f5e0a3d11

# clean DESCRIPTION: of the last run, nothing on stderr and stdout that could drive a terminal.
clean() {
	if LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$TEST_DIR/.out" "$TEST_DIR/.err" ||
		! iconv -f UTF-8 -t UTF-8 "$TEST_DIR/.out" "$TEST_DIR/.err" >/dev/null 2>&1 ||
		grep -qP '[\x{80}-\x{9f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]' "$TEST_DIR/.out" "$TEST_DIR/.err"; then
		fail "$1: nothing stray"
	else
		pass "$1: nothing stray"
	fi
}

# refused STATUS CODE DESCRIPTION COMMAND…: that exit status and code, a hint, an empty stdout; the same as JSON.
refused() {
	local wanted=$1 code=$2 description=$3
	shift 3
	run "$MFADESK" "$@"
	if [ "$status" = "$wanted" ] && [ -z "$out" ] && [[ $err == "mfadesk: ${code:+$code: }"*$'\n  '* ]]; then
		pass "$description"
	else
		fail "$description"
		diag "status $status, stdout: $out"
		diag "stderr: $err"
	fi
	clean "$description"
	run "$MFADESK" --json "$@"
	if [ "$status" = "$wanted" ] && [ -z "$out" ] &&
		jq -se "length == 1 and .[0].error.code == \"$code\" and (.[0].error.message | length > 0)" <<<"$err" >/dev/null; then
		pass "$description, as JSON"
	else
		fail "$description, as JSON"
		diag "status $status, stdout: $out"
		diag "stderr: $err"
	fi
}

# Usage.
refused 2 "" "an unknown option" find riv --bogus
refused 2 "" "an option of another command" find riv --ticket 1
refused 2 "" "a request id where nothing changes" find riv --request $id
refused 2 "" "an argument too many" find riv era
refused 2 "" "an argument too few" find
refused 2 "" "an option without its value" case open a@example.edu --by phone --ticket
refused 2 "" "a required option missing" case open a@example.edu --by phone
refused 2 "" "half a command" case
refused 2 "" "a command that only screens have" case contact $id --by phone
refused 2 MD001 "a word that is not in the list" suspend $id $id --reason bored
refused 2 MD001 "a case that is no id" case note 12 text
refused 2 MD001 "a request id that is none" case note $id text --request 7
refused 2 MD001 "a limit that is no number" find riv --limit ten
refused 2 MD001 "bytes that are not UTF-8" find $'riv\xff'
refused 2 MD001 "half a character" case note $id $'caf\xc3'
refused 2 MD001 "a surrogate" case note $id $'\xed\xa0\x80'
refused 2 MD001 "an act that cannot be approved" approve $id suspend
run "$MFADESK" nonsense --json
status_is 2 "an unknown command"
ok "... is told as JSON" jq -e .error.message "$TEST_DIR/.err"
run "$MFADESK" nonsense riv
status_is 2 "an unknown command with an argument"

# Searching: text is text.
for text in % _ '%%%' "o'brien" '"' '\' "' OR 1=1 --" '$1' 'Ana <ana.rivera@example.edu>' 'mailto:ana.rivera@example.edu' \
	'ana.rivera@example.edu.' $'ana\tri' $'riv\x1b[2J' $'riv\u202eana' $'r\u200biv' 'ＲＩＶ' 'ق' '٠١٢٣'; do
	run "$MFADESK" find "$text"
	case $status in
	0) pass "find $(printf %q "$text")" ;;
	1) like "$err" '^mfadesk: MD001: ' "find $(printf %q "$text")" ;;
	*) fail "find $(printf %q "$text"): status $status, $err" ;;
	esac
	clean "find $(printf %q "$text")"
done
for text in '' "$(printf 'x%.0s' {1..100000})"; do
	run "$MFADESK" find "$text" --json
	is "$status $out" "0 []" "a search of ${#text} letters finds nobody"
done
for text in 'Ana <ana.rivera@example.edu>' 'mailto:ana.rivera@example.edu' 'ana.rivera@example.edu.' ' ANA.RIVERA@EXAMPLE.EDU '; do
	run "$MFADESK" find "$text"
	contains "$out" "Ana Rivera" "an address as it is pasted: $text"
done
run "$MFADESK" find '%'
unlike "$out" "Rivera" "% finds nobody"

# Cases.
refused 1 MD404 "nobody of that address" case open nobody@example.edu --ticket INC1 --by phone
refused 1 MD001 "a ticket that is none" case open ana.rivera@example.edu --ticket 'to be done' --by phone
refused 1 MD001 "an empty ticket" case open ana.rivera@example.edu --ticket '' --by phone
refused 1 MD001 "a ticket with a control character" case open ana.rivera@example.edu --ticket $'INC\n1' --by phone
refused 1 MD404 "no case at all" case note $id text
refused 1 MD403 "no case of one's own on the person" show ana.rivera@example.edu
run "$MFADESK" case open 'Ana Rivera <ANA.RIVERA@example.edu.>' --ticket INC1 --by counter --json
status_is 0 "an address as it is pasted opens a case"
case=$(jq -r .case.id <<<"$out")
method=$(jq -r '.methods[0].id' <<<"$out")
run "$MFADESK" case open carlos.rivera@example.edu --ticket INC2 --by counter --json
other=$(jq -r .case.id <<<"$out")
theirs=$(jq -r '.methods[0].id' <<<"$out")

refused 1 MD404 "a method of somebody else" suspend "$case" "$theirs" --reason lost
refused 1 MD404 "a method that does not exist" suspend "$case" $id --reason lost
refused 1 MD410 "without proof" revoke "$case" "$method" --reason lost
refused 1 MD001 "an empty note" case note "$case" ''
refused 1 MD001 "a note with a bidi control" case note "$case" $'abc\u202edef'
refused 1 MD001 "a note with an escape sequence" case note "$case" $'\x1b]0;title\x07'
refused 1 MD001 "an endless note" case note "$case" "$(printf 'x%.0s' {1..100000})"
refused 1 MD403 "an approval by an agent" approve "$case" restore
PGUSER=agent2 refused 1 MD404 "a case of another agent" case note "$case" text
PGUSER=agent2 refused 1 MD404 "a history of another agent's case" history "$case"
PGUSER=auditor refused 1 MD403 "an auditor who acts" case note "$case" text

# Telephone numbers.
"$MFADESK" proof record "$case" --kind document-in-person --document badge >/dev/null
for number in '' 'abc' '555' '508-555-CALL' '٥٠٨٥٥٥٠١٧٧' '+1 508 555 0177 0177 0177' '911' '5085550177;ext=1' $'508\u200b5550177'; do
	refused 1 MD001 "the number $(printf %q "$number")" phone add "$case" "$number" --kind phone
done
refused 1 MD451 "a number of a country that is not allowed" phone add "$case" "+882 16 5555 0177" --kind phone
for extension in abc '1 2' '*9' 1234567890123 ''; do
	run "$MFADESK" phone add "$case" 5085550177 --kind office_phone --extension "$extension"
	if [ -z "$extension" ]; then
		continue # none at all is none
	fi
	status_is 1 "the extension $extension"
	contains "$err" MD001 "... says why"
done

# Ids of requests.
request=7d1b5a52-31c7-4f0b-9a0e-3f2f66d8a001
run "$MFADESK" case note "$case" once --request $request --json
first=$out
run "$MFADESK" case note "$case" once --request $request --json
is "$out" "$first" "the same request again gives the same answer"
refused 1 MD409 "the same request with other words" case note "$case" twice --request $request
PGUSER=agent2 refused 1 MD409 "the request of somebody else" doubt raise carlos.rivera@example.edu --reason x --request $request
is "$(as postgres -c "SELECT count(*) FROM directory.request WHERE id = '$request'")" 1 "it is there once"
is "$(as postgres -c "SELECT count(*) FROM directory.request WHERE answer IS NULL")" 0 "no request is left without its answer"

# Disabled meanwhile.
as postgres -c "UPDATE directory.person SET status = 'disabled' WHERE email = 'carlos.rivera@example.edu'"
run "$MFADESK" suspend "$other" "$theirs" --reason lost
case $status in
0 | 1) pass "a person disabled meanwhile" ;;
*) fail "a person disabled meanwhile: $status $err" ;;
esac

done_testing
