# mfadesk-admin key: made, added, rotated over and counted; a key that is missing is told.
. tests/lib/tap.sh

directory=$TEST_DIR/directory
keys=$TEST_DIR/keys
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$directory" >/dev/null 2>&1'

run "$MFADESK_ADMIN" key new "$keys"
status_is 0 "a first key"
contains "$out" "version 1 is the newest" "it says which"
contains "$out" "SIGHUP" "and what to do then"
is "$(stat -c %a "$keys")" 600 "the file is its owner's alone"
run "$MFADESK_ADMIN" key new "$keys"
contains "$out" "version 2 is the newest" "one more"
is "$(grep -c '^[12] ' "$keys")" 2 "both are in the file"
run "$MFADESK_ADMIN" key frobnicate "$keys"
status_is 2 "there are no other words"

"$MFADESK_ADMIN" embedded start --dir "$directory" --people 30 >/dev/null 2>&1
eval "$("$MFADESK_ADMIN" embedded env --dir "$directory")"
export PGUSER=mfadesk_worker
run "$MFADESK_ADMIN" key status "$keys"
status_is 0 "nothing is missing where there are no secrets"
contains "$out" "version 2 is in the file" "it lists the versions"
run "$MFADESK_ADMIN" key rotate "$keys"
status_is 0 "rotate without secrets"
contains "$out" "0 secrets are under version 2 now" "it says how many"
chmod 644 "$keys"
run "$MFADESK_ADMIN" key status "$keys"
status_is 1 "a file that others can read is refused"
chmod 600 "$keys"
PGUSER=agent run "$MFADESK_ADMIN" key rotate "$keys"
status_is 1 "only the worker's login may rotate"

done_testing
