# The main job by keys, on a terminal, as agent: the screens lead through it and the rows agree.
. tests/lib/tap.sh
. tests/lib/database.sh
. tests/lib/terminal.sh

PGDATABASE=$(fresh_database desk_job)
export PGDATABASE

rows() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 -c "$1"
}

methods='SELECT string_agg(m.kind || $$ $$ || m.state, $$, $$ ORDER BY m.kind, m.added_at) FROM directory.sign_in_method AS m
	JOIN directory.person AS p ON p.id = m.person_id WHERE p.email = $$ana.rivera@example.edu$$'

terminal_start 80x24 "$MFADESK"
expect "Find ▸" "the first page is Find"
expect "DEMONSTRATION" "the embedded directory says what it is"

terminal_type riv
expect "3 people" "typing finds"
terminal_keys C-u
terminal_paste "Ana <ana.rivera@example.edu>"
expect "1 person" "a pasted address is dug out"
terminal_keys Enter
expect "Ana Rivera · ana.rivera@example.edu · Radiology" "the case is opened on a person with name and address"
terminal_type "no ticket"
terminal_keys Enter
terminal_type c
terminal_keys Enter
expect "MD001" "a ticket that is none is refused in the database's words"
terminal_keys Up Up
terminal_keys C-u
terminal_type INC0048213
terminal_keys Enter Enter Enter
expect "INC0048213 at the counter" "the case is open"
expect "NOT PROVEN: ask, do not tell." "and nothing is proven"
expect "▸*Authenticator" "the default is marked"
expect "•••-0142" "numbers are masked"
is "$(rows "SELECT ticket || ' ' || login || ' ' || state FROM directory.case_file")" "INC0048213 agent open" "the case is a row"

terminal_type a
terminal_type p
terminal_type "508 555 0199"
terminal_keys Enter
terminal_type w
terminal_type "iPhone 16"
terminal_keys Enter
expect "MD410: it is not proven who this is" "adding a phone needs proof"
expect "508 555 0199" "and what was typed is still there"
terminal_keys Escape
expect_gone "Add a phone"

terminal_type p
expect "Prove who it is"
terminal_type bp
terminal_keys Enter
expect "PROVEN until" "a badge at the counter proves"
expect "recorded the proof, "
is "$(rows "SELECT kind || ' ' || document || ' ' || result FROM directory.proof")" "document-in-person badge passed" "the proof is a row"

terminal_keys Up
terminal_type s
expect "Suspend iPhone 12"
terminal_type lS
expect "suspended iPhone 12 (2 sign-in methods), " "the lost phone is suspended as a whole"
is "$(rows "$methods")" "authenticator suspended, office_phone active, phone suspended" "the rows are suspended"

terminal_type a
terminal_type p
terminal_type "508 555 0199"
terminal_keys Enter
terminal_type w
terminal_type "iPhone 16"
terminal_keys Enter
expect "added a phone: pending, not confirmed yet, " "a phone is added on a new device"
expect "iPhone 16"
expect "•••-0199"
is "$(rows "SELECT m.number || ' ' || d.name FROM directory.sign_in_method AS m JOIN directory.device AS d ON d.id = m.device_id WHERE m.state = 'pending'
	AND m.added_by = 'agent'")" "+15085550199 iPhone 16" "the number is a row, as E.164"

# The cursor stands on iPhone 12; its two methods, iPhone 16 and the new phone follow.
terminal_keys Down Down Down Down
expect "▸ Phone           text, call  •••-0199"
terminal_type d
expect "Default sign-in method: Phone •••-0199 on iPhone 16"
terminal_keys Enter
expect "MD451: not confirmed yet" "an unconfirmed phone cannot be the default"
terminal_keys Escape
expect_gone "MD451"

terminal_keys Home
terminal_type x
expect "Ends for good: Authenticator (the default), Phone •••-0142." "revoking names what it will do"
terminal_type l
terminal_keys Enter
expect "▸X revoke" "Enter does not revoke"
is "$(rows "$methods")" "authenticator suspended, office_phone active, phone suspended, phone pending" "nothing was revoked yet"
terminal_type X
expect "revoked iPhone 12 (2 sign-in methods), " "its capital letter does"
is "$(rows "$methods")" "authenticator revoked, office_phone active, phone revoked, phone pending" "the rows are revoked"
expect_gone "▸iPhone 12" "what is revoked is out of sight"
terminal_type h
expect "revoked" "unless all ever is asked for"
terminal_type h

terminal_keys F4
expect "Ledger · Ana Rivera"
expect "revoked iPhone 12: lost" "the ledger has it"
terminal_keys Enter
expect "Ticket:  INC0048213" "an entry opens to its fields"
terminal_keys Escape Escape
expect "PROVEN until"

terminal_type c
terminal_type "new phone in use"
terminal_keys Enter
expect "closed INC0048213, " "the case is closed"
is "$(rows "SELECT state || ' ' || outcome FROM directory.case_file")" "closed new phone in use" "the row is closed"

terminal_keys C-u
terminal_type qureshi
expect "Qureshi" "qureshi is typed, q and all"
terminal_keys C-q
ok "Ctrl-Q quits" wait_for 10 terminal_ended
is "$(terminal_status)" 0 "with status 0"
ok "and the terminal is as it was" terminal_restored

done_testing
