# The main job by commands, each with --json: the shapes that are an interface.
. tests/lib/tap.sh
. tests/lib/database.sh

PGDATABASE=$(fresh_database job)
export PGDATABASE

# json DESCRIPTION FILTER COMMAND…: it succeeds with one JSON document for which the filter is true; kept in $out.
json() {
	local description=$1 filter=$2
	shift 2
	run "$MFADESK" --json "$@"
	if [ "$status" = 0 ] && [ -z "$err" ] && jq -se "length == 1 and (.[0] | $filter)" <<<"$out" >/dev/null; then
		pass "$description"
	else
		fail "$description"
		diag "status $status: $err"
		diag "$out"
	fi
}

get() {
	jq -r "$1" <<<"$out"
}

change='(keys == ["at","case","ids","request","state"]) and (.at | test("^[0-9-]{10}T[0-9:]{8}Z$"))'
account='(keys == ["case","challenges","codes_left","devices","methods","pass","person","proof","suspended_here","telling","warnings"])
	and (.person | keys == ["aliases","department","email","id","manager","name","status","tier","title","version"])
	and (.person.manager | keys == ["email","id","name"])
	and (.devices | all(keys == ["id","name","state"]))
	and (.methods | all(keys == ["added_at","added_by","authority","channels","confirmed_at","default","device","id","kind",
		"label","last_used_at","number","reason","revoked_at","state","tested_at"]))
	and (.methods | all(.number == null or (.number | contains("•"))))
	and (.case | del(.person) | keys == ["agent","by","id","opened_at","proven_until","state","ticket","waiting"])
	and (.warnings | all(keys == ["code","text"]))'

json "whoami" '.login == "agent" and .role == "agent" and .counter and .schema > 0' whoami
json "find" 'length == 3 and all(keys == ["department","email","employee_number","id","name","status","title"])' find riv
json "find with a limit" 'length == 1' find riv --limit 1
json "find nobody" '. == []' find zzzzzz
json "find by the last four digits" 'any(.email == "ana.rivera@example.edu")' find 0142

json "case open" "$account and .case.by == \"counter\" and .case.proven_until == null" \
	case open ana.rivera@example.edu --ticket INC0048213 --by counter
case=$(get .case.id)
device=$(get '.devices[] | select(.name == "iPhone 12") | .id')
phone=$(get '.methods[] | select(.kind == "phone") | .id')
app=$(get '.methods[] | select(.kind == "authenticator") | .id')
office=$(get '.methods[] | select(.kind == "office_phone") | .id')
is "$(get '.methods[] | select(.kind == "authenticator") | .channels | sort | join(",")')" "app,notification" "an authenticator's channels"
is "$(get '.methods[] | select(.kind == "phone") | .channels | sort | join(",")')" "call,text" "a phone's channels"

id=0b0ce9a2-6f3b-4a57-8f0c-1f8f5e0a3d11
json "case open with an id of its own" ".case.id == \"$id\"" case open carlos.rivera@example.edu --ticket INC1 --by phone --id=$id
carlos=$(get '.methods[0].id')
json "case open again: a new contact in the same case" ".case.id == \"$id\" and .case.by == \"video\"" \
	case open carlos.rivera@example.edu --by video --ticket INC1
json "case list" 'length == 2 and all(.person | keys == ["email","id","name"])' case list
json "show" "$account and .case.id == \"$case\"" show ana.rivera@example.edu
json "case note" "$change and .case == \"$case\"" case note "$case" "speaks of the old phone"
json "a note that looks like an option" "$change" case note "$case" -- --all

json "suspend a device" "$change and .state == \"suspended\" and (.ids | length == 2)" suspend "$case" "$device" --reason lost
json "restore within 5 minutes" "$change" restore "$case" "$device"
json "suspend a method" "$change and .ids == [\"$app\"]" suspend "$case" "$app" --reason=stolen
json "proof record" "$change and .state == \"passed\"" proof record "$case" --kind document-in-person --document badge
json "phone add" "$change and .state == \"pending\"" phone add "$case" "(508) 555-0177" --kind alternate_phone --device "old Nokia"
added=$(get '.ids[0]')
json "it is there, on its device" \
	".methods[] | select(.id == \"$added\") | .kind == \"alternate_phone\" and .state == \"pending\"" show ana.rivera@example.edu
json "phone add on no device" "$change" phone add "$case" 5085550178 --extension 12 --kind office_phone --device none

run "$MFADESK" default "$case" "$added"
status_is 1 "a number that is not confirmed is no default"
contains "$err" "mfadesk: MD451: " "... and the reason has its code"
like "$err" $'\n  [A-Z]' "... and a line says what to do"
is "$out" "" "... and nothing on stdout"

json "default" "$change" default "$case" "$office"
json "revoke" "$change and .state == \"revoked\"" revoke "$case" "$app" --reason lost
json "number" '. == {"number":"+15085550142","extension":null}' number "$case" "$phone" --reason "to ring them"
json "find-number" 'any(.email == "ana.rivera@example.edu")' find-number "+1 508 555 0142" --reason "a text to this number"
json "history of a case" "length > 8 and all(.case == \"$case\" or .case == null)
	and all(keys - [\"text\"] == [\"act\",\"at\",\"case\",\"outcome\",\"reason\",\"targets\",\"ticket\",\"who\"])" history "$case"
json "history by email" 'length == 2' history ana.rivera@example.edu --limit 2
json "case gone" "$change" case gone "$case"
json "doubt raise" "$change" doubt raise carlos.rivera@example.edu --reason "does not know his own name"
json "case begin" "$change and .state == \"begun\"" case begin "$id" --what nothing
json "case stuck" '.state == "stuck" and (.bring | test("^Bring a badge"))' case stuck "$id"
ok "case stuck says what to bring" grep -q '^Bring a badge' <("$MFADESK" case stuck "$id")
json "case close" "$change and .state == \"closed\"" case close "$case" --outcome "new phone added"
json "show, closed a moment ago" '.case.state == "closed"' show ana.rivera@example.edu

export PGUSER=lead
json "case list --all" 'any(.agent == "agent")' case list --all
json "doubt clear" "$change" doubt clear carlos.rivera@example.edu --reason "it was him"
json "approve" "$change" approve "$id" restore "add_phone"
json "approve one target" "$change" approve "$id" "revoke=$carlos"

export PGUSER=agent2
json "case take" "$change" case take "$id" --reason "shift is over"
json "the case goes on" "$account" case open carlos.rivera@example.edu --ticket INC1 --by video
json "proof on video" "$change" proof record "$id" --kind document-on-video --document passport --result passed
proof=$(get '.ids[0]')
export PGUSER=agent
json "proof confirm" "$change" proof confirm "$id" "$proof"

done_testing
