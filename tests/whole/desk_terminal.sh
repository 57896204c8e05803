# The desk and its terminal: sizes, signals, locales, and terminals that will not do.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/terminal.sh

PGDATABASE=$(fresh_database desk_terminal)
export PGDATABASE

open_case() {
	terminal_type ana.rivera
	expect "1 person" "$1: found"
	terminal_keys Enter
	expect "Ticket" "$1: a ticket is asked for"
	terminal_type "$2"
	terminal_keys Enter
	terminal_type p
	terminal_keys Enter
	expect "NOT PROVEN" "$1: the account is open"
}

terminal_start 80x24 "$MFADESK"
expect "Find ▸"
open_case 80x24 INC0000001

terminal_type a
terminal_type o
terminal_type "508 555 01"
terminal_resize 40x10
expect "▸Number     508 555 01" "a resize in the middle of a form keeps what was typed"
terminal_type 77
expect "508 555 0177" "and typing goes on"
terminal_resize 30x8
expect "too small: 40x10 is the least" "too small is said"
terminal_type 8
terminal_resize 200x60
expect "508 555 01778" "and nothing is lost by it"
terminal_keys Escape
expect_gone "Add a phone"

# Every key that a terminal may send does something harmless.
terminal_keys C-l Left Right Delete IC F5 F6 F12 C-t
expect "NOT PROVEN" "keys that mean nothing do nothing"
terminal_keys C-c
expect "Ctrl-Q quits." "Ctrl-C says how to quit"
terminal_keys F1
expect "Help" "F1 is help"
terminal_keys Escape
terminal_keys Down
terminal_type :
expect "Acts" "a colon lists the acts"
terminal_type "show n"
terminal_keys Enter
expect "Show the number of Phone" "and one of them begins"
terminal_keys Escape

state() {
	sed 's/.*) \(.\).*/\1/' "/proc/$(terminal_pid)/stat"
}
is_stopped() {
	[ "$(state)" = T ]
}
kill -s TSTP "$(terminal_pid)"
ok "SIGTSTP stops it" wait_for 10 is_stopped
is "$(terminal_tmux display-message -p -t test '#{alternate_on}')" 0 "with the ordinary screen"
kill -s CONT "$(terminal_pid)"
expect "NOT PROVEN" "and SIGCONT brings the page back"
terminal_type n
terminal_type "still here"
expect "still here" "with its keys"
terminal_keys Escape

for signal in TERM HUP; do
	kill -s "$signal" "$(terminal_pid)"
	ok "SIG$signal ends it" wait_for 10 terminal_ended
	is "$(terminal_status)" "$((128 + $(kill -l "$signal")))" "with the status of SIG$signal"
	ok "and SIG$signal leaves the terminal as it was" terminal_restored
	terminal_start 80x24 "$MFADESK"
	expect "Find ▸"
done

# The own case is still open: no ticket is asked for again.
terminal_type ana.rivera
expect "1 person"
terminal_keys Enter
expect "INC0000001 by phone" "after the end of the program the case is still there"

# A sanitizer would take the signal for a finding of its own.
terminal_start 80x24 env ASAN_OPTIONS="${ASAN_OPTIONS:-}:handle_segv=0" "$MFADESK"
expect "Find ▸"
kill -s SEGV "$(terminal_pid)"
ok "SIGSEGV ends it" wait_for 10 terminal_ended
ok "and a crash leaves the terminal as it was" terminal_restored

TERMINAL_LOCALE=C terminal_start 80x24 "$MFADESK"
expect "Find" "it starts in the locale C"
terminal_keys C-q
ok "and ends there" wait_for 10 terminal_ended

terminal_start 80x24 env NO_COLOR=1 "$MFADESK"
expect "Find ▸" "it starts without colours"
terminal_type ri
expect "people"
unlike "$(terminal_tmux capture-pane -e -p -t test)" $'\e\\[[0-9;]*3[0-7]' "and sends no colour"
terminal_keys C-q
ok "and ends without them" wait_for 10 terminal_ended

run env TERM=dumb "$MFADESK"
status_is 1 "without a terminal it fails"
like "$err" "mfadesk needs a terminal" "and says what it needs"
terminal_start 80x24 env TERM=dumb "$MFADESK"
expect "TERM is dumb" "TERM=dumb is told what is needed"
ok "and TERM=dumb ends it" wait_for 10 terminal_ended
is "$(terminal_status)" 1 "with status 1"

# The end of the terminal is the end of the program.
terminal_start 80x24 "$MFADESK"
expect "Find ▸"
pid=$(terminal_pid)
terminal_stop
ok "a closed terminal ends it" wait_for 10 eval "! kill -0 $pid"

done_testing
