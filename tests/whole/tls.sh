# TLS to PostgreSQL: who the server is is proven to desk, commands, administrator and worker alike, or nothing is said to it.
. tests/lib/tap.sh
. tests/lib/server.sh

certificates=$TEST_DIR/certificates
mkdir "$certificates"
request() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "$@" 2>"$certificates/openssl"
}
# authority NAME, certificate NAME AUTHORITY ALTERNATIVE_NAME
authority() {
	request -x509 -days 2 -subj "/CN=$1" -keyout "$certificates/$1.key" -out "$certificates/$1.crt"
}
certificate() {
	request -subj "/CN=$1" -keyout "$certificates/$1.key" -out "$certificates/$1.csr" &&
		openssl x509 -req -days 2 -in "$certificates/$1.csr" -CA "$certificates/$2.crt" -CAkey "$certificates/$2.key" \
			-extfile <(echo "subjectAltName=$3") -out "$certificates/$1.crt" 2>"$certificates/openssl"
}
ok "an authority" authority ours
ok "another" authority theirs
ok "a certificate of the server" certificate server ours DNS:localhost

directory=$TEST_DIR/directory
ok "a directory" server_make "$directory"
install -m 600 "$certificates/server.key" "$directory/data/server.key"
install -m 600 "$certificates/server.crt" "$directory/data/server.crt"
owned_by_server "$directory/data/server.key"
owned_by_server "$directory/data/server.crt"
server_hba "$directory" 'hostssl mfadesk all 127.0.0.1/32 scram-sha-256'
server_settings "$directory" 'ssl = on' "ssl_min_protocol_version = 'TLSv1.2'" 'log_connections = on'
ok "its server speaks TLS" server_start "$directory"
at "$directory" -c "ALTER ROLE agent PASSWORD 'sesame'; ALTER ROLE mfadesk_worker PASSWORD 'sesame'; ALTER ROLE administrator PASSWORD 'sesame'"

port=$(<"$directory/port")
export PGPASSFILE=$TEST_DIR/passfile
(umask 077 && echo '*:*:*:*:sesame' >"$PGPASSFILE")
# to HOST LOGIN AUTHORITY [KEYWORD=VALUE…]: a conninfo
to() {
	local host=$1 login=$2 root=$3
	shift 3
	echo "host=$host hostaddr=127.0.0.1 port=$port dbname=mfadesk user=$login sslmode=verify-full sslrootcert=$certificates/$root.crt $*"
}

run "$MFADESK" --connect "$(to localhost agent ours)" whoami
status_is 0 "the right authority and the right name: the desk's command is answered"
like "$(tail -n 5 "$directory/log")" 'user=agent .*SSL enabled \(protocol=TLSv1\.[23]' "by TLS"

run "$MFADESK" --connect "$(to db.example.edu agent ours)" whoami
status_is 3 "another name than the certificate's is refused"
like "$err" '"localhost".* does not match host name "db\.example\.edu"' "it says which name the certificate has"
contains "$err" "Use the host name that is in the server's certificate." "and what to do"
run "$MFADESK" --connect "$(to localhost agent theirs)" whoami
status_is 3 "another authority is refused"
contains "$err" "certificate verify failed" "it says so"
contains "$err" "name its file with sslrootcert=FILE" "and what to do"
run "$MFADESK" --connect "$(to localhost agent none)" whoami
status_is 3 "an authority's file that is not there"
contains "$err" "Name the file of the authority's certificate with sslrootcert=FILE." "says what to do"
run env HOME="$TEST_DIR" "$MFADESK" --connect "host=db.example.edu hostaddr=127.0.0.1 port=$port dbname=mfadesk user=agent sslmode=verify-ca sslrootcert=$certificates/ours.crt" whoami
status_is 0 "verify-ca, where somebody chose it, asks for no name"
run "$MFADESK" --connect "host=localhost hostaddr=127.0.0.1 port=$port dbname=mfadesk user=agent sslmode=disable" whoami
status_is 3 "without TLS the server does not let in"
contains "$err" "The server does not let this login in from here" "and the desk says so"

run "$MFADESK_ADMIN" staff list --connect "$(to localhost administrator ours)"
status_is 0 "the administrator's program: the same"
run "$MFADESK_ADMIN" staff list --connect "$(to db.example.edu administrator ours)"
isnt "$status" 0 "and a wrong name"
contains "$err" "Use the host name that is in the server's certificate." "with the same words"

# The worker goes on trying, as a certificate may be mended under it.
(umask 077 && echo "1 $(openssl rand -hex 32)" >"$TEST_DIR/keys")
worker() {
	printf '[database]\nconninfo = %s\n[keys]\nfile = %s/keys\n' "$(to "$1" mfadesk_worker ours)" "$TEST_DIR" >"$TEST_DIR/mfadeskd.conf"
	"$BUILD/mfadeskd" --config "$TEST_DIR/mfadeskd.conf" 2>"$TEST_DIR/worker.log" &
	worker_pid=$!
	at_exit "kill -KILL $worker_pid 2>/dev/null"
}
worker localhost
ok "the worker: the right name" wait_for 10 grep -q ' connected to=' "$TEST_DIR/worker.log"
kill "$worker_pid" && wait "$worker_pid"
worker db.example.edu
ok "and a wrong one" wait_for 10 grep -q 'does not match host name' "$TEST_DIR/worker.log"
not_ok "it is never connected" grep -q ' connected to=' "$TEST_DIR/worker.log"
kill "$worker_pid" && wait "$worker_pid"

done_testing
