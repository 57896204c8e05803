# Notices of one change: . tests/lib/notice.sh after worker.sh.
#
# change N [SQL]           the Nth person's phone is suspended, and this is done with it; sets $request, $number, $address
# notices CHANNEL          the states of those of $request
# tells CHANNEL STATE [SECONDS]  waits for all of them to be in it

change() {
	request=$(cat /proc/sys/kernel/random/uuid)
	number=$(query -c "SELECT number FROM public.phone WHERE n = $1")
	address=$(query -c "SELECT email FROM public.phone WHERE n = $1")
	query -v r="$request" -v n="$1" >/dev/null <<SQL
SELECT id, case_id FROM public.phone WHERE n = :n \\gset
BEGIN;
SET LOCAL SESSION AUTHORIZATION agent;
SELECT desk.suspend(:'r', :'case_id', NULL, :'id', 'lost');
RESET SESSION AUTHORIZATION;
${2:-}
COMMIT;
SQL
}

notices() {
	query -c "SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM directory.notice WHERE request_id = '$request' AND channel = '$1'"
}

told() {
	[ "$(notices "$1")" = "$2" ]
}

tells() {
	wait_for "${3:-15}" told "$1" "$2" || { diag "$1: $(notices "$1")"; diag "$(tail -n 5 "$worker_log")"; return 1; }
}
