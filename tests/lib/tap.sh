# What a test script begins with: `. tests/lib/tap.sh` (bash, from the project's folder).
# Results go to stdout as TAP; README.md lists the functions.

set -u

tap_count=0
tap_failed=0
tap_finished=
tap_at_exit=()

# A folder of the test's own, gone when it ends. Others may pass through it, so that a
# server which runs as another user can be given a folder below.
TEST_DIR=$(mktemp -d "${TMPDIR:-/tmp}/t.XXXXXX") || exit 1
chmod 711 "$TEST_DIR"

tap_exit() {
	local status=$? i
	trap '' INT TERM HUP
	for ((i = ${#tap_at_exit[@]} - 1; i >= 0; i--)); do
		eval "${tap_at_exit[i]}"
	done
	rm -rf "$TEST_DIR"
	[ -n "$tap_finished" ] || echo "# the script ended early, with status $status, after test $tap_count"
	exit "$status"
}
trap tap_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# at_exit 'COMMANDS': run when the script ends, however it does; the last one given runs first.
at_exit() {
	tap_at_exit+=("$1")
}

diag() {
	local line
	while IFS= read -r line; do
		printf '#   %s\n' "$line"
	done <<<"$*"
}

pass() {
	tap_count=$((tap_count + 1))
	printf 'ok %d - %s\n' "$tap_count" "$1"
}

fail() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	printf 'not ok %d - %s\n' "$tap_count" "$1"
	return 1
}

tap_command() {
	local text="status $1 of: ${*:2}"
	diag "${text:0:300}"
}

# ok DESCRIPTION COMMAND [ARGUMENT…]: the command succeeds. What it printed is shown when it does not.
ok() {
	local description=$1 code
	shift
	if "$@" >"$TEST_DIR/.ok" 2>&1 </dev/null; then
		pass "$description"
	else
		code=$?
		fail "$description"
		tap_command "$code" "$@"
		diag "$(tail -n 40 "$TEST_DIR/.ok" | tr -d '\000')"
		return 1
	fi
}

# not_ok DESCRIPTION COMMAND [ARGUMENT…]: the command fails by itself (a crash does not count).
not_ok() {
	local description=$1 code
	shift
	"$@" >"$TEST_DIR/.ok" 2>&1 </dev/null
	code=$?
	if [ "$code" -gt 0 ] && [ "$code" -lt 99 ]; then
		pass "$description"
	else
		fail "$description"
		tap_command "$code" "$@"
		diag "$(tail -n 40 "$TEST_DIR/.ok" | tr -d '\000')"
		return 1
	fi
}

# is GOT WANTED DESCRIPTION
is() {
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		fail "$3"
		diag "got:    $1"
		diag "wanted: $2"
		return 1
	fi
}

isnt() {
	if [ "$1" != "$2" ]; then
		pass "$3"
	else
		fail "$3"
		diag "got what it must not be: $1"
		return 1
	fi
}

# like TEXT PATTERN DESCRIPTION: an extended regular expression is found in the text.
like() {
	if [[ $1 =~ $2 ]]; then
		pass "$3"
	else
		fail "$3"
		diag "text:    $1"
		diag "is not like: $2"
		return 1
	fi
}

unlike() {
	if [[ $1 =~ $2 ]]; then
		fail "$3"
		diag "text:    $1"
		diag "is like: $2"
		return 1
	else
		pass "$3"
	fi
}

# contains TEXT PART DESCRIPTION: the part is found in the text, byte for byte.
contains() {
	if [[ $1 == *"$2"* ]]; then
		pass "$3"
	else
		fail "$3"
		diag "text:      $1"
		diag "is without: $2"
		return 1
	fi
}

# run COMMAND [ARGUMENT…]: leaves its exit status in $status, stdout in $out and stderr in $err.
# stdin is empty unless run stands at the end of a redirection: `run cat <file`.
run() {
	"$@" >"$TEST_DIR/.out" 2>"$TEST_DIR/.err"
	status=$?
	out=$(tr -d '\000' <"$TEST_DIR/.out")
	err=$(tr -d '\000' <"$TEST_DIR/.err")
	return 0
}

# status_is WANTED DESCRIPTION: of the last `run`.
status_is() {
	if [ "$status" = "$1" ]; then
		pass "$2"
	else
		fail "$2"
		diag "status $status, wanted $1"
		diag "stdout: $out"
		diag "stderr: $err"
		return 1
	fi
}

# skip COUNT REASON: counts as failed where CI=true, unless the reason names shared/.
skip() {
	local i
	for ((i = 0; i < $1; i++)); do
		tap_count=$((tap_count + 1))
		printf 'ok %d # SKIP %s\n' "$tap_count" "$2"
	done
}

skip_all() {
	tap_finished=1
	echo "1..0 # SKIP $1"
	exit 0
}

# plan COUNT: at the start, where the number of tests is known; done_testing ends the script in any case.
plan() {
	tap_planned=$1
	echo "1..$1"
}

done_testing() {
	tap_finished=1
	[ -n "${tap_planned:-}" ] || echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}

# wait_for SECONDS COMMAND [ARGUMENT…]: until the command succeeds; fails when the deadline passes.
# The one place where a test may pause.
wait_for() {
	local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000 * ${TEST_PATIENCE:-1}))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "${EPOCHREALTIME/[.,]/}" -lt "$deadline" ] || return 1
		sleep 0.03
	done
}

# free_ports N: N ports of 127.0.0.1 that nobody has now, in one line.
free_ports() {
	python3 -c "
import socket
sockets = [socket.socket() for _ in range($1)]
for one in sockets: one.bind(('127.0.0.1', 0))
print(*(one.getsockname()[1] for one in sockets))"
}
