# The worker dies (SIGKILL) or stands still (SIGSTOP) at a mail that goes by SMTP: before and after every statement, and while
# the mail is with the server. Another one goes on: no mail goes twice, and what may have been taken is unknown.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/kill.sh
. tests/lib/notice.sh
. tests/lib/mail.sh

ok "a directory, a carrier and a configuration" worker_prepare
kill_prepare
ok "mail servers" mail_servers
mail_by "$good"
kill_limits+=("${smtp[@]}")
n=0
declare -A wanted

# wants WHEN FATE: what becomes of $notice when another worker comes.
wants() {
	wanted[$notice]="$1|$2"
}

for place in $(places 'tell[.].*'); do
	change_by_mail $((n += 1))
	way=dies_at
	case $place in
	*.release.*) way=stops_at ;;
	esac
	ok "$place: there it dies" $way "$place"
	case $place in
	*.start.after | *.call.before) wants "$place" "unknown 0" ;;
	*.call.after | *.result.before) wants "$place" "unknown 1" ;;
	*) wants "$place" "sent 1" ;;
	esac
done

# The server has it and does not answer.
has_arrived() {
	[[ $(fate) == *\ 1 ]]
}
mail_by "$faulty" silent-text
worker_config '[limits]' 'lease = 60 s' 'poll = 1 s' "${smtp[@]/2 s/20 s}"
change_by_mail $((n += 1))
worker_start
ok "the server has it all" wait_for 20 has_arrived
kill -KILL "$worker_pid"
ok "while it is with the server: there it dies" was_killed
wants "while it is with the server" "unknown 1"

# One that stands still until its lease is over does not send.
mail_by "$good"
stands_still() {
	grep -q '^State:.T' "/proc/$worker_pid/status"
}
slow=()
for place in tell.start.before tell.start.after tell.call.before tell.result.before; do
	change_by_mail $((n += 1))
	worker_config '[limits]' 'lease = 5 s' 'call_deadline = 2 s' 'poll = 1 s' "${smtp[@]}" '[test]' "pause_at = $place:1"
	worker_start
	slow+=("$worker_pid")
	ok "$place: there it stands still" wait_for 20 stands_still
	set_aside
	case $place in
	*.start.before) wants "$place, stands still" "sent 1" ;;
	*.result.before) wants "$place, stands still" "unknown 1" ;;
	*) wants "$place, stands still" "unknown 0" ;;
	esac
done
last=$EPOCHSECONDS
ran_out() {
	[ "$EPOCHSECONDS" -gt $((last + 5)) ]
}
ok "the leases run out" wait_for 20 ran_out

worker_config "${kill_limits[@]}"
worker_start
is_due
all_as_wanted() {
	for notice in "${!wanted[@]}"; do
		[ "$(fate)" = "${wanted[$notice]#*|}" ] || return 1
	done
}
wait_for 40 all_as_wanted
for pid in "${slow[@]}"; do
	kill -CONT "$pid"
done
for pid in "${slow[@]}"; do
	kill -TERM "$pid"
	wait "$pid"
	is $? 0 "a slow one goes on, and stops in order"
done
for notice in "${!wanted[@]}"; do
	is "$(fate)" "${wanted[$notice]#*|}" "${wanted[$notice]%|*}: what is said is so"
done
ok "the last worker stops in order" worker_stop
not_ok "no word of a sanitizer" grep -qE 'Sanitizer|runtime error' "$worker_log"

done_testing
