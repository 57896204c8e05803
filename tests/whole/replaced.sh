# The replaced phone by keys on one page, with a worker and a carrier: to its end, and with a wait for another day.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh
. tests/lib/call.sh

ok "a directory, a carrier and a worker" call_prepare
terminal_start 80x24 "$MFADESK"
expect "worker ok"

# A new phone, the number is kept; at the counter, with a badge.
call_begin "new phone, number kept"
find_person ana.riv INC1 c
replaced_page INC1
happened k
expect "replaced, number kept · iPhone 12" "the app is suspended, the number goes on"
is "$(methods ana.rivera@example.edu)" "authenticator suspended*, office_phone active, phone active" "... in the rows"
badge
expect "▸3   Way in" "then a way in"
press Down Down
expect "▸5   Test"
enter
send_code +15085550142
expect "3 ✓ Way in           Phone +1 508-•••-0142" "the number is the way in"
set_default "Phone"
finish
is "$(outcome INC1)" "closed replaced, number kept: iPhone 12, revoked Authenticator on iPhone 12" "closed, with the lines for the ticket"
like "$(query -c "SELECT outcome FROM directory.case_file WHERE ticket = 'INC1' AND outcome LIKE 'replaced%'" | tail -n 2)" \
	$'^Tested: Phone [+]1 508-•••-0142[.] Default: Phone [+]1 508-•••-0142\nTook [0-9]+ min$' "... three of them"
is "$(methods ana.rivera@example.edu)" "authenticator revoked, office_phone active, phone active* tested" "the old app is revoked"
is "$(proofs INC1)" "document-in-person passed" "proven once"
told INC1 "begin_replacement set_default finish"
call_end
leave

# A new phone with a new number, lost on the way; on the telephone nothing can be proven.
call_begin "cannot be proven now"
find_person carlos.riv INC2 p
replaced_page INC2
happened l
expect "lost · " "all on it is suspended"
choose z
expect "Bring a badge" "what to bring is said"
enter
expect "could not be proven at" "and the case waits"
call_end
hide_handset
press Escape
expect "Carlos Rivera-Ortiz"
type K
expect "NOBODY IS HERE"
press C-q
ok "the desk may be left" wait_for 10 terminal_ended

# Another day, at the counter: it goes on where it was.
terminal_start 80x24 "$MFADESK"
expect "worker ok"
call_begin "new phone, new number"
press F3
expect "INC2"
enter
expect "NOBODY IS HERE"
choose b c
enter
expect "NOT PROVEN"
replaced_page INC2
expect "1 ✓ What happened" "what was done stays"
badge
expect "▸3   Way in"
choose a p
type "508 555 0188" && step
press Enter
choose w
type "Pixel 9" && step
press Enter
expect "confirm Phone +1 508-•••-0188" "the new number has to be confirmed"
enter
send_code +15085550188
expect "3 ✓ Way in           Phone +1 508-•••-0188"
set_default "Phone"
finish
is "$(outcome INC2)" "closed lost: Galaxy S21, revoked Phone +1 508-•••-0113, Authenticator on Galaxy S21" "closed"
is "$(methods carlos.rivera@example.edu)" "authenticator revoked, phone active* tested, phone revoked" "new for lost"
told INC2 "begin_replacement challenge set_default finish"
call_end 21
press C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
ok "and the terminal is as it was" terminal_restored
ok "the worker ends" worker_stop
done_testing
