#!/usr/bin/env bash
# The desk on a directory of made-up people: what `make run` starts.
# Without a terminal it does the main job once by commands, each printed with its answer.
set -eu
cd "$(dirname "$0")/.."
mfadesk=${BUILD:-build}/mfadesk
admin=${BUILD:-build}/mfadesk-admin
sim=${BUILD:-build}/mfadesk-sim
worker=${BUILD:-build}/mfadeskd
unset "${!PG@}"

# What is wanted, looked for ten times a second for ten seconds.
wait_for() {
	local tries=100

	until "$@" >/dev/null 2>&1; do
		[ $((tries -= 1)) -gt 0 ] || return 1
		read -rt 0.1 <>"$folder/never" || :
	done
}

# A carrier and a worker beside the directory in $1: their files are in $folder, but the keys, which stay with it.
codes() {
	mkfifo "$folder/never"
	[ -f "$1/keys" ] || "$admin" key new "$1/keys" >/dev/null
	(umask 077 && head -c 24 /dev/urandom | base64 >"$folder/token")
	"$sim" serve --token-file "$folder/token" --port-file "$folder/port" 2>"$folder/carrier.log" &
	carrier=$!
	wait_for test -s "$folder/port" || { cat "$folder/carrier.log" >&2 && return 1; }
	{
		printf '[database]\nconninfo = host=%s port=%s dbname=%s user=mfadesk_worker\n' "$PGHOST" "$PGPORT" "$PGDATABASE"
		printf '[keys]\nfile = %s/keys\n' "$1"
		for channel in text call; do
			printf '[%s]\ndriver = twilio\nurl = http://127.0.0.1:%s\ntoken_file = %s/token\n' \
				$channel "$(cat "$folder/port")" "$folder"
			printf 'account = AC00000000000000000000000000000001\nfrom = +15085550100\n'
		done
		printf '[mail]\ndriver = webhook\nurl = http://127.0.0.1:%s/mail\ntoken_file = %s/token\n' \
			"$(cat "$folder/port")" "$folder"
	} >"$folder/mfadeskd.conf"
	"$worker" --config "$folder/mfadeskd.conf" 2>"$folder/worker.log" &
	worker_pid=$!
	wait_for grep -q ready "$folder/worker.log" || { cat "$folder/worker.log" >&2 && return 1; }
}

no_codes() {
	[ -z "$worker_pid$carrier" ] || kill $worker_pid $carrier 2>/dev/null || :
	wait
	rm -rf "$folder"
}

make_folder() {
	worker_pid='' carrier=''
	folder=$(mktemp -d /tmp/mfadesk-demo.XXXXXX)
	# The server of a directory that root starts runs as somebody else.
	chmod 711 "$folder"
}

# Whoever started the directory ends it, with the carrier and the worker; who came second only looks on.
desk() {
	local started=

	"$admin" embedded status >/dev/null 2>&1 || started=1
	"$admin" embedded start
	[ -z "$started" ] || trap 'no_codes; "$admin" embedded stop' EXIT
	eval "$("$admin" embedded env)"
	if [ -n "$started" ]; then
		make_folder
		codes "$("$admin" embedded status | sed -n 's/^directory *//p')"
	fi
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
	local who=ana.rivera@example.edu case phone lost challenge code

	make_folder
	trap '"$admin" embedded reset --dir "$folder/directory"; no_codes' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	echo "There is no terminal here: the main job, by commands, on a directory of made-up people that is gone afterwards."
	"$admin" embedded start --dir "$folder/directory" || { tail -n 20 "$folder/directory/log" >&2 && exit 1; }
	eval "$("$admin" embedded env --dir "$folder/directory")"
	codes "$folder/directory"

	# The client makes the ids: an answer that was lost can be asked for again.
	case=$(new_id)
	phone=$(new_id)
	challenge=$(new_id)
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
	do_it 0 test "$case" "$phone" --channel text --purpose confirm --request "$challenge"
	wait_for eval '"$mfadesk" challenge "$challenge" | grep -q delivered'
	printf '\n$ mfadesk-sim inbox +15085550177\n'
	"$sim" inbox +15085550177
	code=$("$sim" inbox +15085550177 | sed -n 's/.*Code \([0-9]\{6\}\).*/\1/p')
	do_it 0 answer "$challenge" <<<"$code"
	do_it 0 default "$case" "$phone"
	do_it 0 revoke "$case" "$lost" --reason lost
	do_it 0 show "$who"
	do_it 0 history "$case"
	do_it 0 case close "$case" --outcome "iPhone 12 lost and revoked, new number tested"
	echo
}

if [ -t 0 ] && [ -t 1 ]; then
	desk
else
	main_job
fi
