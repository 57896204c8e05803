#!/usr/bin/env bash
# The desk on a directory of made-up people: what `make run` starts.
# Without a terminal it does the main job once by commands, each printed with its answer.
set -eu
cd "$(dirname "$0")/.."
mfadesk=${BUILD:-build}/mfadesk
admin=${BUILD:-build}/mfadesk-admin
unset "${!PG@}"

desk() {
	local started=

	"$admin" embedded status >/dev/null 2>&1 || started=1
	"$admin" embedded start
	[ -z "$started" ] || trap '"$admin" embedded stop' EXIT
	eval "$("$admin" embedded env)"
	"$mfadesk"
}

# do_it WANTED-STATUS COMMAND…: printed as it would be typed.
do_it() {
	local wanted=$1 status=0 word line=
	shift
	for word; do
		case $word in
		*[!A-Za-z0-9@_.,:/+-]* | '') line+=" \"$word\"" ;;
		*) line+=" $word" ;;
		esac
	done
	printf '\n$ mfadesk%s\n' "$line"
	"$mfadesk" "$@" 2>&1 || status=$?
	[ "$status" -eq "$wanted" ] || { echo "mfadesk: exit status $status, and $wanted was expected" >&2 && exit 1; }
}

new_id() {
	cat /proc/sys/kernel/random/uuid
}

# The first word of the line of `show` that holds a name is its id.
id_of() {
	"$mfadesk" show "$who" | awk -v name="$1" 'index($0, name) { print $1; exit }'
}

# A phone is lost: the caller stands at the counter, with a badge.
main_job() {
	local who=ana.rivera@example.edu case phone lost

	folder=$(mktemp -d /tmp/mfadesk-demo.XXXXXX)
	# The server of a directory that root starts runs as somebody else.
	chmod 711 "$folder"
	trap '"$admin" embedded reset --dir "$folder/directory"; rm -rf "$folder"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	echo "There is no terminal here: the main job, by commands, on a directory of made-up people that is gone afterwards."
	"$admin" embedded start --dir "$folder/directory" || { tail -n 20 "$folder/directory/log" >&2 && exit 1; }
	eval "$("$admin" embedded env --dir "$folder/directory")"

	# The client makes the ids: an answer that was lost can be asked for again.
	case=$(new_id)
	phone=$(new_id)
	do_it 0 whoami
	do_it 0 find riv
	do_it 0 case open "$who" --ticket INC0048213 --by counter --id "$case"
	lost=$(id_of "iPhone 12")
	do_it 0 suspend "$case" "$lost" --reason lost
	do_it 1 revoke "$case" "$lost" --reason lost
	echo "(refused, as it must be: nobody has looked at a document yet)"
	do_it 0 proof record "$case" --kind document-in-person --document badge
	do_it 0 phone add "$case" "508 555 0177" --kind phone --device "Pixel 9" --request "$phone"
	do_it 1 default "$case" "$phone"
	echo "(refused, as it must be: no code has come back from the new number)"
	do_it 0 default "$case" "$(id_of "Office phone")"
	do_it 0 revoke "$case" "$lost" --reason lost
	do_it 0 show "$who"
	do_it 0 history "$case"
	do_it 0 case close "$case" --outcome "iPhone 12 lost and revoked, new number added"
	echo
}

if [ -t 0 ] && [ -t 1 ]; then
	desk
else
	main_job
fi
