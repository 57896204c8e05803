# Mail servers that keep what comes to them: . tests/lib/mail.sh after worker.sh and notice.sh.
#
# mail_servers             starts them (mail_peer.py); sets $good and $faulty, their ports
# mail_by PORT [SENDER]    sets the array smtp: [mail] by that server; the sender's name is the fault
# change_by_mail N         as change, told by one mail alone; sets $notice
# fate                     of $notice: its state, and how often it came to a server
# comes_to_state STATE [SECONDS]  waits for it to have this state

mail_servers() {
	mkdir "$TEST_DIR/mail" && mkfifo "$TEST_DIR/mail.open" || return 1
	/usr/bin/python3 tests/lib/mail_peer.py "$TEST_DIR/mail" <"$TEST_DIR/mail.open" >"$TEST_DIR/mail.ports" &
	# It ends with its standard input.
	exec {mail_open}>"$TEST_DIR/mail.open"
	at_exit "exec $mail_open>&-; wait $! 2>/dev/null"
	wait_for 30 test -s "$TEST_DIR/mail.ports" && read -r good _ _ _ faulty _ <"$TEST_DIR/mail.ports"
}

mail_by() {
	smtp=('[mail]' 'driver = smtp' "url = smtp://127.0.0.1:$1" "from = ${2:-desk}@example.edu" 'deadline = 2 s')
}

change_by_mail() {
	change "$1" "UPDATE directory.job SET done_at = now(), outcome = 'not wanted' WHERE subject IN
		(SELECT o.id FROM directory.notice AS o, directory.person AS p WHERE o.request_id = :'r' AND p.id = o.person_id AND o.address <> p.email);"
	notice=$(query -c "SELECT id FROM directory.notice WHERE request_id = '$request' AND address = '$address'")
}

fate() {
	local state
	state=$(query -c "SELECT state FROM directory.notice WHERE id = '$notice'")
	echo "$state $(grep -lrF "$notice@" "$TEST_DIR/mail" | wc -l)"
}

has_come_to() {
	[[ $(fate) == "$1 "* ]]
}

comes_to_state() {
	wait_for "${2:-15}" has_come_to "$1" || { diag "it is $(fate)"; diag "$(tail -n 5 "$worker_log")"; return 1; }
}
