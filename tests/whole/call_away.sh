# Calls from away, by keys: stolen abroad, only an office phone left, and who hangs up and calls another agent.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh
. tests/lib/call.sh

ok "a directory, a carrier and a worker" call_prepare
terminal_start 80x24 "$MFADESK"
expect "worker ok"

# Ayesha is abroad, her phone was stolen; she calls on video from the one that she bought.
call_begin "stolen abroad"
find_person ayesha INC3 v
replaced_page INC3
happened s 1
is "$(methods ayesha.qureshi@example.edu)" "authenticator active*, authenticator suspended, phone suspended" "all on it stops at once, without proof"
expect "▸2   Prove"
enter
passport
proof=$(query -c "SELECT p.id FROM directory.proof AS p JOIN directory.case_file AS c ON c.id = p.case_id WHERE c.ticket = 'INC3'")
ok "a colleague saw it too" env PGUSER=agent2 "$MFADESK" proof confirm "$(case_of INC3)" "$proof"
leave
enter
expect "PROVEN until" "which proves it"
replaced_page INC3
authenticator "Pixel 9"
finish
is "$(outcome INC3)" "closed stolen: iPhone 13, revoked Authenticator on iPhone 13, Phone +1 508-•••-0115" "closed"
is "$(proofs INC3)" "document-on-video passed agent2" "proven by two of the staff"
is "$(methods ayesha.qureshi@example.edu)" "authenticator active*, authenticator active tested, authenticator revoked, phone revoked" "new for stolen"
told INC3 "begin_replacement challenge finish"
call_end 21
leave

# Ana lost the phone that was all she had but the one on her desk, where she sits.
call_begin "only an office phone"
find_person ana.riv INC4 v
replaced_page INC4
happened l
is "$(methods ana.rivera@example.edu)" "authenticator suspended*, office_phone active, phone suspended" "the one on the desk goes on"
expect "▸2   Prove"
enter
expect "Call to Office phone"
press BTab
choose 1
enter
hear_code +15085550100
choose p
passport
expect "2 ✓ Prove" "two proofs of different kinds"
set_default "Office phone"
finish
is "$(outcome INC4)" "closed lost: iPhone 12, revoked Phone +1 508-•••-0142, Authenticator on iPhone 12" "closed"
is "$(proofs INC4)" "code passed, document-on-video passed" "proven by two"
is "$(methods ana.rivera@example.edu)" "authenticator revoked, office_phone active* tested, phone revoked" "the one on the desk is left"
told INC4 "begin_replacement set_default finish"
call_end 21
leave

# Carlos hangs up after the first proof; when he calls again a colleague answers.
call_begin "hangs up and calls another agent"
find_person carlos.riv INC110 v
choose p
press BTab
prove_by_code 1 +15085550113
choose K
expect "NOBODY IS HERE" "he is gone"
press C-q
ok "the first agent leaves" wait_for 10 terminal_ended
export PGUSER=agent2
terminal_start 80x24 "$MFADESK"
expect "worker ok"
find_person carlos.riv INC110 v
expect "agent has had a case open on this person" "the colleague sees whose case there is"
choose p
passport
expect "NOT PROVEN" "what was shown to the first does not count here"
choose p
press BTab
prove_by_code 1 +15085550113
expect "PROVEN until" "with a code of their own it is proven"
replaced_page INC110
happened k
set_default "Phone"
finish
is "$(outcome INC110)" "closed replaced, number kept: Galaxy S21, revoked Authenticator on Galaxy S21" "closed"
is "$(proofs INC110)" "code passed, document-on-video passed, code passed" "one proof for the first, two for the second"
is "$(methods carlos.rivera@example.edu)" "authenticator revoked, phone active* tested" "the number is the way in"
is "$(query -c "SELECT string_agg(login || ' ' || state, ', ' ORDER BY opened_at) FROM directory.case_file WHERE ticket = 'INC110'")" \
	"agent open, agent2 closed" "the first agent's case still waits"
told INC110 "begin_replacement set_default finish"
call_end 31
press C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
ok "the worker ends" worker_stop
done_testing
