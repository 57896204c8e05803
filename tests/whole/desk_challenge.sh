# Codes by keys on a terminal, with a worker and a carrier: what arrives is read in the handset drawer and typed above it.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh

ok "a directory, a carrier and a worker" worker_prepare
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent
port=${sim_url#http://127.0.0.1:}
port=${port%%/*}

# newest PATTERN: what the newest text to $number, or call to it once it was answered, says.
text_code() {
	sim inbox "$1" | sed -n 's/.* text .*Code \([0-9]\{6\}\).*/\1/p' | head -n 1
}
call_code() {
	sim inbox "$1" | sed -n 's/.*Again: \([0-9, ]*\)\..*/\1/p' | head -n 1 | tr -d ' ,'
}
mark_shown() {
	terminal_screen | sed -n 's/.*Ask for the code marked \([A-Z][2-9]\):.*/\1/p'
}
# another_mark OLD: the drawer shows a mark that is not OLD.
another_mark() {
	[ -n "$(mark_shown)" ] && [ "$(mark_shown)" != "$1" ]
}
enter() {
	terminal_type "$1"
	terminal_keys Enter
}

# The first of the sample's people: an iPhone with authenticator and phone, and an office phone.
mobile=+15085550142
"$MFADESK" case close "$(query -c "SELECT case_id FROM public.phone WHERE number = '$mobile'")" --outcome "another day" >/dev/null
terminal_start 120x40 "$MFADESK"
expect "worker ok" "the top line knows the worker"
terminal_type ana.riv
expect "1 person"
terminal_keys Enter
expect "Ticket"
enter INC0048213
terminal_type c
terminal_keys Enter
expect "NOT PROVEN"
terminal_keys Down
expect "▸ Phone" "the phone is under the cursor"

# A text, a wrong code, the right one.
terminal_type tt
terminal_keys Enter
expect "Handset · DEMONSTRATION" "the handset opens by itself"
expect "✓ delivered" "the text is delivered"
mark=$(mark_shown)
code=$(text_code $mobile)
expect "Code $code ($mark)" "and can be read there, with the mark that is asked for"
enter "$(wrong_code "$code")"
expect "4 tries left" "a wrong code costs a try"
expect "wrong code" "and is told"
enter 123
expect "a code has six digits" "what cannot be a code costs none"
terminal_keys C-u
expect "4 tries left"

# A newer text takes its place: the older code is not taken for it.
terminal_keys N
ok "a newer one has another mark" wait_for 10 another_mark "$mark"
expect "✓ delivered" "it arrives"
newer=$(text_code $mobile)
enter "$code"
expect "wrong code" "the code of the older text is a wrong one"
enter "${newer:0:3} ${newer:3}"
expect "Passed: it works." "the newer passes, with a blank in it"
terminal_keys Enter
expect "tested now" "and the phone was tested now"

# A busy line, voicemail, a person.
sim fault $mobile busy >/dev/null
terminal_type tc
terminal_keys Enter
expect "Failed: busy" "a busy line"
sim fault clear >/dev/null
sim fault $mobile voicemail >/dev/null
terminal_keys N
expect "voicemail took the call: its code is void" "voicemail"
sim fault clear >/dev/null
terminal_keys N
expect "✓ ringing" "it rings"
expect "a answer" "the handset can answer"
terminal_keys a
expect "(a person)" "a person answers"
enter "$(call_code $mobile)"
expect "Passed: it works." "what was heard passes"
terminal_keys Enter

# A gateway that is down, and comes back.
mark=$(mark_shown)
sim_stop
terminal_type tt
terminal_keys Enter
expect "Waiting: the gateway cannot be reached" "a gateway that is down is told"
sim_serve --port "$port"
expect "✓ delivered" "the text goes out when it is back" 30
enter "$(text_code $mobile)"
expect "Passed: it works." "and passes"
terminal_keys Enter Escape
expect_gone "Handset"

# The number is kept on a new phone.
terminal_type m
expect "Number moved"
enter "iPhone 16"
expect "MD410: it is not proven who this is" "moving a number needs proof"
terminal_keys Escape
expect_gone "Number moved"
terminal_type pbp
terminal_keys Enter
expect "PROVEN until" "a badge at the counter"
terminal_type m
enter "iPhone 16"
expect "moved Phone" "with it, and the code that came back, the number is moved"
expect "▸ Phone" "the cursor stays on the phone"

# A new authenticator.
terminal_type e
expect "New authenticator"
enter "Pixel 9"
expect "They scan the code" "its QR code is shown"
uri() {
	terminal_screen | sed 's/^.\{45\} *//' | tr -d '\n' | grep -o 'secret=[A-Z2-7]*'
}
secret=$(uri)
secret=${secret#secret=}
is ${#secret} 32 "the demonstration shows its text too"
enter "$(oathtool --totp -b "$secret")"
expect "Passed: it is confirmed" "the code of the app confirms it"
terminal_keys Escape
expect "Pixel 9" "it is on the page"
is "$(query -c "SELECT state FROM directory.sign_in_method WHERE kind = 'authenticator' AND added_by = 'agent'")" active "active"
is "$(query -c "SELECT count(*) FROM directory.enrolment WHERE box IS NOT NULL")" 0 "and its secret is nowhere but sealed"

# A call to an extension.
terminal_keys C-u /
expect "Find ▸"
terminal_keys C-u
terminal_type dana.rivera
expect "1 person"
terminal_keys Enter
expect "Ticket"
enter INC77
terminal_type p
terminal_keys Enter
expect "Dana Rivera   "
terminal_keys Down Down Down
expect "▸ Office phone"
terminal_type t
expect "extension 22: ringing" "a call to an extension rings there"
terminal_keys a
expect "✓ answered" "it is answered"
enter "$(call_code +15085550114)"
expect "Passed: it works." "and its code passes"

# The worker is gone.
ok "the worker stops" worker_stop
expect "no worker" "the top line says that nobody sends" 30
terminal_keys Enter C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
is "$(terminal_status)" 0 "with status 0"
ok "and the terminal is as it was" terminal_restored

done_testing
