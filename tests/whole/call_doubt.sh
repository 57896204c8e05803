# Calls that need care, by keys: a privileged person, the wrong person of the same name, and an impostor who gets annoyed.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh
. tests/lib/call.sh

ok "a directory, a carrier and a worker" call_prepare
terminal_start 80x24 "$MFADESK"
expect "worker ok"

# Dana is privileged: a lead approves what gives her a way in, and its end.
call_begin "privileged"
find_person dana.riv INC7 c
replaced_page INC7
happened k 2
badge
expect "▸3   Way in"
choose e
expect "New authenticator"
type "iPhone 17" && step
press Enter
expect "MD412: a second person is needed" "a lead has to approve it"
ok "a lead does" env PGUSER=lead "$MFADESK" approve "$(case_of INC7)" enrol finish
press Enter
scan_code "iPhone 17"
finish
is "$(outcome INC7)" "closed replaced, number kept: iPhone 15, revoked Authenticator on iPhone 15" "closed"
is "$(proofs INC7)" "document-in-person passed" "proven"
is "$(methods dana.rivera@example.edu)" "authenticator active tested, authenticator revoked, office_phone active, passkey active*" "new for old"
is "$(query -c "SELECT count(*) FROM directory.approval WHERE used_by_request IS NOT NULL")" 2 "two approvals were used up"
told INC7 "begin_replacement challenge finish"
call_end
leave

# Emma Johnson of Surgery is at the counter; the agent opens the one of Pharmacy.
call_begin "the wrong person of the same name"
press C-u
type "emma johnson" && step
expect "2 people" "two are found"
enter
expect "Ticket"
type INC9 && step
press Enter
choose c
enter
expect "NOT PROVEN"
choose s
expect "Suspend Phone"
choose l S
expect "suspended Phone" "what is the other's is suspended"
hide_handset
is "$(methods emma.johnson@example.edu)" "phone suspended*" "in the rows too"
choose u
expect "Undo: give back Phone"
enter
expect "gave back" "the badge shows who it is: it is undone at once"
hide_handset
is "$(methods emma.johnson@example.edu)" "phone active*" "and as it was"
choose c
expect "Close the case"
type "wrong person" && step
press Enter
expect "closed INC9"
is "$(outcome INC9)" "closed wrong person" "the case says why it was closed"
told INC9 "suspend restore"
find_person emma.johnson2 INC109 c
replaced_page INC109
happened l
badge
expect "▸3   Way in           confirm Alternate phone" "the number that waits is the way in"
enter
hear_code +15085550117
expect "3 ✓ Way in           Alternate phone"
set_default "Alternate phone"
finish
is "$(outcome INC109)" "closed lost: iPhone SE, revoked Authenticator on iPhone SE" "closed"
is "$(methods emma.johnson2@example.edu)" "alternate_phone active* tested, authenticator revoked" "the right one has a way in"
told INC109 "begin_replacement challenge set_default finish"
call_end 32
leave

# Who says to be Carlos can read no code, shows no document, and gets loud.
before=$(methods carlos.rivera@example.edu)
call_begin "an impostor who gets annoyed"
find_person carlos.riv INC8 p
choose p
expect "Prove who it is"
choose 1
enter
expect "✓ delivered" "the code goes to Carlos's phone"
type "$(wrong_code "$(code_in +15085550113)")" && step
press Enter
expect "4 tries left" "a guess costs a try"
choose X
expect "Cancelled" "the agent gives up on it"
press Enter
hide_handset
choose !
expect "Doubt: is it really this person?"
type "guessed a code, shouted" && step
press Enter
expect "raised doubt" "the doubt is raised"
choose c
expect "Close the case"
type "not proven" && step
press Enter
expect "closed INC8"
call_end
is "$(methods carlos.rivera@example.edu)" "$before" "nothing of Carlos's was changed"
is "$(outcome INC8)" "closed not proven" "the case says why it was closed"
is "$(proofs INC8)" "code failed" "what was given up after a wrong code failed"
press C-q
ok "the agent leaves" wait_for 10 terminal_ended
export PGUSER=agent2
terminal_start 80x24 "$MFADESK"
expect "worker ok"
find_person carlos.riv INC108 p
expect "Doubt, raised by agent: guessed a code, shouted." "the next agent reads of the doubt"
expect "1 proof failed or refused in the last days" "and of the failed proof"
choose p
expect "not now: there is doubt" "and no way is open"
press C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
ok "the worker ends" worker_stop
done_testing
