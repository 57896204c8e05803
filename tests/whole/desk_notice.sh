# A notice that fails is seen where the agent looks, at 80x24: on the account, as soon as it has failed.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh

ok "a directory, a carrier and a worker" worker_prepare
worker_start
ok "... which is ready" wait_for 10 grep -q 'ready instance=' "$worker_log"
export PGUSER=agent
"$MFADESK" case close "$(query -c "SELECT case_id FROM public.phone WHERE number = '+15085550142'")" --outcome "another day" >/dev/null
sim fault ana.rivera@example.edu 400 --count 1
sim fault +15085550142 opted-out --count 1

terminal_start 80x24 "$MFADESK"
expect "worker ok"
terminal_type ana.riv
expect "1 person"
terminal_keys Enter
expect "Ticket"
terminal_type INC1
terminal_keys Enter
terminal_type c
terminal_keys Enter
expect "NOT PROVEN"
ok "nothing is said of notices" terminal_lacks "Not told"
terminal_keys Down
expect "▸ Phone" "the phone is under the cursor"
terminal_type s
expect "Suspend"
terminal_type lS
expect "suspended Phone" "it is suspended"
expect "Handset" "what was told at another address opens the handset" 30
terminal_keys Escape
expect "! Not told by mail to ana.rivera@example.edu" "the mail that failed is on the account" 30
expect "! Not told by text to +1 508-•••-0142" "and the text" 30
expect "refused it (400)" "with the reason"

done_testing
