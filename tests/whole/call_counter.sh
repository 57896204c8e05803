# Calls at the counter, by keys: who was never registered, who has two phones, who walks in with a badge, and the text that
# does not arrive.
. tests/lib/tap.sh
. tests/lib/sim.sh
. tests/lib/worker.sh
. tests/lib/terminal.sh
. tests/lib/call.sh

ok "a directory, a carrier and a worker" call_prepare
terminal_start 80x24 "$MFADESK"
expect "worker ok"

# Tomás never registered: there is nothing to suspend.
call_begin "not registered yet"
find_person tomas INC5 c
replaced_page INC5
happened n
badge
authenticator "Fairphone 5"
set_default "Authenticator"
finish
is "$(outcome INC5)" "closed nothing to suspend" "closed, with what was done"
is "$(proofs INC5)" "document-in-person passed" "proven once"
is "$(methods tomas.obriain@example.edu)" "authenticator active* tested" "one way in, tested, the default"
told INC5 "challenge set_default finish"
call_end
leave

# Priya carries two phones; the older one is lost, with the app on it.
query >/dev/null <<'SQL'
WITH device AS (INSERT INTO directory.device (id, person_id, name, authority, created_at)
	SELECT gen_random_uuid(), id, 'Galaxy S24', 'here', now() - interval '300 days' FROM directory.person WHERE email = 'priya.raman@example.edu'
	RETURNING id, person_id)
INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, label, number, state, is_default, authority, added_at, added_by,
	confirmed_at, confirmed_by_code, number_changed_at)
SELECT gen_random_uuid(), person_id, id, 'phone', '', '+15085550133', 'active', false, 'here', now() - interval '300 days', 'import',
	now() - interval '300 days', true, now() - interval '300 days' FROM device;
SQL
call_begin "two phones"
find_person priya.ram INC6 c
replaced_page INC6
happened l 2
is "$(methods priya.raman@example.edu)" "authenticator suspended*, phone active" "only what is on the lost one stops"
badge
expect "▸3   Way in"
press Down Down
expect "▸5   Test"
enter
send_code +15085550133
expect "3 ✓ Way in           Phone +1 508-•••-0133" "the other phone is the way in"
set_default "Phone"
finish
is "$(outcome INC6)" "closed lost: iPhone 11, revoked Authenticator on iPhone 11" "closed, with what was revoked"
is "$(methods priya.raman@example.edu)" "authenticator revoked, phone active* tested" "the other phone stays, tested"
told INC6 "begin_replacement set_default finish"
call_end 21
leave

# Carlos walks in with his badge and a new phone that has a new number.
call_begin "walk-in with a badge"
find_person carlos.riv INC11 c
replaced_page INC11
happened c
badge
authenticator "Pixel 9"
choose a p
type "508 555 0189" && step
press Enter
choose 1
press Enter
expect "▸5   Test             Phone +1 508-•••-0189" "the number has to be confirmed"
enter
send_code +15085550189
set_default "Authenticator"
finish
is "$(outcome INC11)" "closed replaced, number changed: Galaxy S21, revoked Phone +1 508-•••-0113, Authenticator on Galaxy S21" "closed"
is "$(methods carlos.rivera@example.edu)" "authenticator active* tested, authenticator revoked, phone active tested, phone revoked" "new for old"
told INC11 "begin_replacement challenge challenge set_default finish"
call_end 27
leave

# Ayesha's text does not arrive: a call does.
sim fault +15085550115 undelivered >/dev/null
call_begin "the text that does not arrive"
find_person ayesha INC12 c
replaced_page INC12
happened k 1
badge
expect "▸3   Way in"
press Down Down
expect "▸5   Test"
enter
enter
expect "Failed: " "the carrier says that it did not arrive"
choose C
hear_code +15085550115
expect "6 ✓ Default          Authenticator on iPad Air" "the tablet's app is the default since"
finish
is "$(outcome INC12)" "closed replaced, number kept: iPhone 13, revoked Authenticator on iPhone 13" "closed"
is "$(methods ayesha.qureshi@example.edu)" "authenticator active*, authenticator revoked, phone active tested" "the call was the test"
told INC12 "begin_replacement finish"
call_end

press C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
ok "and the terminal is as it was" terminal_restored
ok "the worker ends" worker_stop
done_testing
