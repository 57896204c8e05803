# mfadesk-admin embedded: start, stop, env, reset; crashes; two at once; nobody else's folder or cluster is touched.
. tests/lib/tap.sh

a=$TEST_DIR/a
b="$TEST_DIR/it's b"
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$a" >/dev/null 2>&1'
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$b" >/dev/null 2>&1'

embedded() {
	"$MFADESK_ADMIN" embedded "$@"
}

# The variables of one directory, for one command.
within() {
	local directory=$1
	shift
	(eval "$(embedded env --dir "$directory")" && "$@")
}

as_super() {
	within "$1" env PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 -c "$2"
}

postmaster() {
	head -n 1 "$1/data/postmaster.pid" 2>/dev/null
}

# One that has died but was not reaped has gone too.
gone() {
	! readlink "/proc/$1/exe" >/dev/null
}

# Started.
run embedded status --dir "$a"
status_is 1 "status where there is nothing"
run embedded start --dir "$a" --people 30
status_is 0 "start"
contains "$out" "30 people" "it says how many people"
run embedded status --dir "$a"
status_is 0 "status where it runs"
contains "$out" "people    30" "it says how many people"
is "$(within "$a" psql -XAtc 'SELECT session_user')" agent "env leads there, as the agent"
for login in agent2 lead auditor administrator mfadesk_worker mfadesk_signin mfadesk_sim postgres; do
	is "$(within "$a" env PGUSER=$login psql -XAtc 'SELECT session_user')" $login "whoever started it may be $login"
done
contains "$(within "$a" psql -XAtc 'SELECT desk.whoami()')" '"demonstration": true' "it is a demonstration"
is "$(as_super "$a" 'SHOW listen_addresses')" "" "it listens on no network"
is "$(as_super "$a" "SELECT count(*) FROM pg_roles WHERE rolname = 'postgres' AND rolpassword IS NOT NULL AND rolpassword <> '********'")" 0 \
	"the superuser has no password"
is "$(as_super "$a" "SELECT count(*) FROM directory.staff JOIN pg_roles ON rolname = login WHERE rolconnlimit = 4")" 5 "four connections a login"
sockets=$(within "$a" sh -c 'echo "$PGHOST"')
ok "the path of the socket is short" test ${#sockets} -lt 80
is "$(stat -c %U "$sockets")" "$(stat -c %U "$a")" "the folder of the socket is the server's user's"
is "$(stat -c %a "$a/data")" 700 "the data is the server's user's alone"
first=$(postmaster "$a")
run embedded start --dir "$a"
status_is 0 "start again"
contains "$out" "already running" "it says that it runs"
is "$(postmaster "$a")" "$first" "it is the same server"
run embedded start --dir "$a" --people 40
contains "$err" "embedded reset" "another number of people needs a reset, it says so"

# People.
is "$(as_super "$a" "SELECT p.name || '|' || tier || '|' || email FROM directory.person p JOIN directory.unit u ON u.id = unit_id
	WHERE u.name = 'IT Security' AND title = 'Engineer'")" "Dana Rivera|privileged|dana.rivera@example.edu" "Dana Rivera is there"
is "$(as_super "$a" "SELECT string_agg(m.kind || ' ' || coalesce(d.name, '-') || ' ' || m.is_default, ', ' ORDER BY m.added_at DESC)
	FROM directory.person p JOIN directory.sign_in_method m ON m.person_id = p.id LEFT JOIN directory.device d ON d.id = m.device_id
	WHERE p.email = 'ana.rivera@example.edu'")" "authenticator iPhone 12 true, phone iPhone 12 false, office_phone - false" \
	"Ana Rivera has what the screens show"
is "$(as_super "$a" "SELECT m.name FROM directory.person p JOIN directory.person m ON m.id = p.manager_id
	WHERE p.email = 'ana.rivera@example.edu'")" "Wei Chen" "her manager is Wei Chen"

# Another one beside it, in a folder with a name that a shell would trip over; the same people.
run embedded start --dir "$b" --people 30
status_is 0 "a second directory"
list="SELECT md5(string_agg(concat_ws('|', p.id, p.name, p.email, p.tier, m.id, m.kind, m.number, m.state), E'\n' ORDER BY p.id, m.id))
	FROM directory.person p LEFT JOIN directory.sign_in_method m ON m.person_id = p.id"
is "$(as_super "$b" "$list")" "$(as_super "$a" "$list")" "the same people are made at every run"
isnt "$(within "$b" sh -c 'echo "$PGHOST"')" "$sockets" "each has a socket of its own"

# Whatever the environment says, a command works on its own folder.
second=$(postmaster "$b")
export PGDATA="$b/data" PGHOST="$(within "$b" sh -c 'echo "$PGHOST"')" PGHOSTADDR=127.0.0.1 PGPORT=1 PGUSER=lead PGSERVICE=none
run embedded stop --dir "$a"
status_is 0 "stop"
ok "the server has gone" gone "$first"
ok "the other one runs" kill -0 "$second"
run embedded stop --dir "$a"
status_is 0 "stop again"
run embedded env --dir "$a"
status_is 1 "env where it does not run"
is "$out" "" "it prints nothing that could be evaluated"
run embedded start --dir "$a"
status_is 0 "start after a stop"
unset PGDATA PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE
is "$(within "$a" sh -c 'echo "$PGHOST"')" "$sockets" "its socket is where it was, so that a desk finds it again"

# Killed, with a session that works.
as_super "$a" "CREATE TABLE public.kept (n int); INSERT INTO public.kept VALUES (7)"
as_super "$a" "INSERT INTO public.kept SELECT 8 FROM pg_sleep(600)" >/dev/null 2>&1 &
works() {
	[ "$(as_super "$a" "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)' AND state = 'active'")" = 1 ]
}
ok "a session is at work" wait_for 10 works
first=$(postmaster "$a")
kill -9 "$first"
run embedded start --dir "$a"
status_is 0 "start after the server was killed"
isnt "$(postmaster "$a")" "$first" "it is a new server"
is "$(as_super "$a" 'SELECT string_agg(n::text, $$,$$) FROM public.kept')" 7 "what was committed is there, and nothing else"
wait

# A pid file of a dead server whose number another program has now.
embedded stop --dir "$a" >/dev/null
if [ "$(id -u)" = 0 ]; then
	setpriv --reuid="$(stat -c %u "$a")" --clear-groups --regid="$(stat -c %g "$a")" tail -f /dev/null &
else
	tail -f /dev/null &
fi
other=$!
printf '%s\n%s\n1\n5432\n%s\n\n  1 1\nready\n' $other "$a/data" "$sockets" >"$a/data/postmaster.pid"
chown --reference="$a" "$a/data/postmaster.pid"
run embedded status --dir "$a"
status_is 1 "another program's process is not taken for the server"
run embedded start --dir "$a"
status_is 0 "start with such a pid file"
ok "the other program was left alone" kill -0 $other
kill $other

# The folder of the socket was removed, and somebody took its name.
embedded stop --dir "$a" >/dev/null
rm -rf "$sockets"
if [ "$(id -u)" = 0 ]; then
	mkdir "$sockets" && chmod 777 "$sockets" && chown daemon "$sockets"
	run embedded start --dir "$a"
	status_is 0 "start where somebody took the socket's name"
	isnt "$(within "$a" sh -c 'echo "$PGHOST"')" "$sockets" "the folder is not used"
	is "$(ls -A "$sockets")" "" "nothing was put there"
	embedded stop --dir "$a" >/dev/null
	rmdir "$sockets"
else
	skip 3 "needs root"
fi
sockets=$(sed -n 's/^sockets //p' "$a/settings")
rm -rf "$sockets"
ln -s "$TEST_DIR" "$sockets"
run embedded start --dir "$a"
status_is 0 "start where the name is a link"
isnt "$(within "$a" sh -c 'echo "$PGHOST"')" "$sockets" "the link is not followed"
rm "$sockets"

# Removed.
sockets=$(within "$a" sh -c 'echo "$PGHOST"')
run embedded reset --dir "$a"
status_is 0 "reset"
ok "the folder has gone" test ! -e "$a"
ok "so has the folder of the socket" test ! -e "$sockets"
ok "the other directory runs" kill -0 "$second"
run embedded reset --dir "$a"
status_is 1 "reset where there is nothing is refused"

# A folder with something else in it, ours or of the user that the server runs as.
for folder in precious theirs; do
	mkdir "$TEST_DIR/$folder"
	echo mine >"$TEST_DIR/$folder/file"
	[ $folder = precious ] || chown -R --reference="$b" "$TEST_DIR/$folder"
	owner=$(stat -c %U "$TEST_DIR/$folder")
	for verb in start stop reset; do
		run embedded $verb --dir "$TEST_DIR/$folder"
		status_is 1 "$verb on a folder of $owner's without the marker is refused"
		contains "$err" "not an embedded directory" "it says why"
	done
	is "$(cat "$TEST_DIR/$folder/file") $(ls -A "$TEST_DIR/$folder")" "mine file" "nothing in it was touched"
	is "$(stat -c %U "$TEST_DIR/$folder")" "$owner" "nor was it given away"
done
mkdir "$TEST_DIR/empty"
run embedded reset --dir "$TEST_DIR/empty"
status_is 1 "reset of an empty folder is refused too"
ok "it is still there" test -d "$TEST_DIR/empty"

# Two at once, and three.
for i in 1 2 3; do
	embedded start --dir "$a" --people 20 >"$TEST_DIR/start$i" 2>&1 &
	pids[i]=$!
done
for i in 1 2 3; do
	ok "start $i of three at once" wait "${pids[i]}" || diag "$(cat "$TEST_DIR/start$i")"
done
is "$(grep -lw 'already running' "$TEST_DIR"/start[123] | wc -l)" 2 "one started it, two found it running"
is "$(as_super "$a" 'SELECT count(*) FROM directory.person')" 20 "with one set of people"
embedded reset --dir "$a" >/dev/null

# The program killed in the middle of making it.
for sign in data.new data/postmaster.pid settings; do
	embedded start --dir "$a" --people 20 >/dev/null 2>&1 &
	starter=$!
	ok "it is as far as $sign" wait_for 60 test -e "$a/$sign"
	kill -9 $starter
	wait $starter 2>/dev/null
	run embedded start --dir "$a" --people 20
	status_is 0 "start again" && contains "$out" "20 people" "it is whole"
	embedded reset --dir "$a" >/dev/null
done

# What cannot be.
for people in 0 -1 x 12345678 ''; do
	run embedded start --dir "$a" "--people=$people"
	status_is 2 "--people=$people is refused"
done
ok "and nothing was made" test ! -e "$a"
run embedded
status_is 2 "no verb: exit status 2"
run embedded start now
status_is 2 "a word too many: exit status 2"

done_testing
