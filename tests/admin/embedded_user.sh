# The embedded directory of root and of a normal user: who runs the server, who gets in, which folders will do.
. tests/lib/tap.sh

[ "$(id -u)" = 0 ] || skip_all "needs root, to be two users"

# A copy that every user can run, wherever the project lies.
program=$TEST_DIR/bin/mfadesk-admin
mkdir "$TEST_DIR/bin" && cp "$MFADESK_ADMIN" "$program"
chmod -R go+rX "$TEST_DIR/bin"
mkdir "$TEST_DIR/nobody" "$TEST_DIR/daemon"
chown nobody "$TEST_DIR/nobody"
chown daemon "$TEST_DIR/daemon"

under() {
	local user=$1
	shift
	setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$TEST_DIR/$user" "$@"
}

at_exit '"$program" embedded reset --dir "$TEST_DIR/root" >/dev/null 2>&1'
at_exit '"$program" embedded reset --dir "$TEST_DIR/nobody/d" >/dev/null 2>&1'
at_exit 'under daemon env -u XDG_DATA_HOME "$program" embedded reset >/dev/null 2>&1'

login() {
	local user=$1 directory=$2 name=$3
	(eval "$("$program" embedded env --dir "$directory")" && under "$user" env PGUSER="$name" psql -XAtc 'SELECT session_user')
}

server_of() {
	stat -c %U "/proc/$(head -n 1 "$1/data/postmaster.pid")"
}

# Started by root.
run "$program" embedded start --dir "$TEST_DIR/root" --people 20
status_is 0 "root starts one"
isnt "$(server_of "$TEST_DIR/root")" root "the server does not run as root"
is "$(server_of "$TEST_DIR/root")" "$(stat -c %U "$TEST_DIR/root")" "but as the folder's owner"
is "$(login root "$TEST_DIR/root" agent)" agent "root gets in as the agent"
is "$(login root "$TEST_DIR/root" postgres)" postgres "and as the superuser"
run login daemon "$TEST_DIR/root" agent
isnt "$status" 0 "another user does not get in as the agent"
contains "$err" "eer authentication failed" "the server refuses"
run login daemon "$TEST_DIR/root" postgres
isnt "$status" 0 "nor as the superuser"
run under nobody "$program" embedded stop --dir "$TEST_DIR/root"
status_is 1 "another user cannot stop it"
run under nobody "$program" embedded reset --dir "$TEST_DIR/root"
status_is 1 "nor remove it"
is "$(login root "$TEST_DIR/root" agent)" agent "it runs"

# Started by a user.
run under nobody "$program" embedded start --dir "$TEST_DIR/nobody/d" --people 20
status_is 0 "a user starts one"
is "$(server_of "$TEST_DIR/nobody/d")" nobody "the server runs as that user"
is "$(login nobody "$TEST_DIR/nobody/d" lead)" lead "the user gets in"
is "$(login root "$TEST_DIR/nobody/d" auditor)" auditor "so does root"
run login daemon "$TEST_DIR/nobody/d" agent
isnt "$status" 0 "another user does not"
sockets=$(sed -n 's/^sockets //p' "$TEST_DIR/nobody/d/settings")
is "$(stat -c '%U %a' "$sockets")" "nobody 700" "the folder of the socket is the user's alone"

# Root works on a user's directory, and it stays the user's.
run "$program" embedded stop --dir "$TEST_DIR/nobody/d"
status_is 0 "root stops it"
run "$program" embedded start --dir "$TEST_DIR/nobody/d"
status_is 0 "root starts it again"
is "$(server_of "$TEST_DIR/nobody/d")" nobody "the server runs as its user still"
is "$(find "$TEST_DIR/nobody/d" ! -user nobody | wc -l)" 0 "nothing in it is root's"
is "$(login nobody "$TEST_DIR/nobody/d" agent)" agent "the user still gets in"
run under nobody "$program" embedded reset --dir "$TEST_DIR/nobody/d"
status_is 0 "the user removes it"

# A link in a user's folder does not lead root astray.
mkdir "$TEST_DIR/nobody/trap"
echo precious >"$TEST_DIR/precious"
ln -s "$TEST_DIR/precious" "$TEST_DIR/nobody/trap/mfadesk-embedded"
chown -hR nobody "$TEST_DIR/nobody/trap"
run "$program" embedded start --dir "$TEST_DIR/nobody/trap"
status_is 1 "a link in place of the marker is refused"
run "$program" embedded reset --dir "$TEST_DIR/nobody/trap"
status_is 1 "by reset too"
is "$(cat "$TEST_DIR/precious")" precious "what it leads to is untouched"

# The default folder of a user.
run under daemon env -u XDG_DATA_HOME "$program" embedded start --people 20
status_is 0 "without --dir"
ok "it is below the user's home" test -f "$TEST_DIR/daemon/.local/share/mfadesk/embedded/mfadesk-embedded"
run under daemon env -u XDG_DATA_HOME "$program" embedded reset
status_is 0 "and is removed there"
run under daemon env XDG_DATA_HOME="$TEST_DIR/daemon/data" "$program" embedded status
contains "$out" "$TEST_DIR/daemon/data/mfadesk/embedded" "XDG_DATA_HOME moves it"

# Folders that will not do.
mkdir -m 700 "$TEST_DIR/closed"
run "$program" embedded start --dir "$TEST_DIR/closed/d"
status_is 1 "a folder that the server's user cannot reach is refused"
contains "$err" "cannot reach $TEST_DIR/closed" "it says which folder is closed"
is "$(ls -A "$TEST_DIR/closed")" "" "nothing was made"
run under nobody "$program" embedded start --dir "$TEST_DIR/daemon/d"
status_is 1 "a folder that may not be written is refused"
contains "$err" "$TEST_DIR/daemon" "it says which"

# A user without a name, as in some containers: the server could not tell who is there.
run setpriv --reuid=54321 --regid=54321 --clear-groups env HOME="$TEST_DIR" "$program" embedded start --dir "$TEST_DIR/nobody/x"
status_is 1 "a user without a name is refused"
contains "$err" "not in the system's list of users" "it says why"

done_testing
