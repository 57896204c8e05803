# Mail by the worker's configuration, to real SMTP servers: what arrives, what is refused, and that it is said.
# fast
. tests/lib/tap.sh

conf=$TEST_DIR/mfadeskd.conf

# The peer's standard input stays open until the end of the test: then the peer ends.
coproc peer { /usr/bin/python3 tests/lib/mail_peer.py "$TEST_DIR"; }
peer_pid=$!
at_exit "eval 'exec ${peer[1]}>&-'; wait $peer_pid 2>/dev/null"
read -r good starttls tls other _ nobody refusing _ <&"${peer[0]}"
(umask 077 && echo hunter2 >"$TEST_DIR/password" && echo hunter3 >"$TEST_DIR/wrong" && echo "1 $(openssl rand -hex 32)" >"$TEST_DIR/keys")

# config URL [LINE…]: what else is in [mail].
config() {
	printf '%s\n' '[database]' 'conninfo = dbname=none' '[keys]' "file = $TEST_DIR/keys" '[network]' \
		"ca_file = $TEST_DIR/ca.pem" '[mail]' 'driver = smtp' "url = $1" 'from = desk@example.edu' "${@:2}" >"$conf"
}

sign_in=('user = desk' "password_file = $TEST_DIR/password")

try() {
	run "$BUILD/mfadeskd" --config "$conf" --try mail "${1:-ana@example.edu}"
}

# arrived N: so many messages came to their end.
arrived() {
	[ -f "$TEST_DIR/$1" ] && [ ! -f "$TEST_DIR/$(($1 + 1))" ]
}

check() {
	run "$BUILD/mfadeskd" --config "$conf" --check-config
}

config "smtp://127.0.0.1:$good" 'from_name = Help Desk'
check
status_is 0 "a configuration with mail is good"
try
status_is 0 "a mail is taken by a server on this machine"
is "$out" sent "and that is said"
ok "it is there" arrived 1
message=$(tr -d '\r' <"$TEST_DIR/1")
contains "$message" "desk@example.edu ana@example.edu" "from the one to the other"
contains "$message" "From: Help Desk <desk@example.edu>" "with the sender's name"
contains "$message" "This is a trial of the help desk's mail. Nothing needs to be done." "and its words"

config "smtp://mail.localhost:$starttls" "${sign_in[@]}"
try
is "$status $out" "0 sent" "by STARTTLS with a sign-in"
ok "it is there" arrived 2
config "smtps://mail.localhost:$tls" "${sign_in[@]}"
try
is "$status $out" "0 sent" "by TLS from the start"
ok "it is there" arrived 3

config "smtp://mail.localhost:$starttls" 'user = desk' "password_file = $TEST_DIR/wrong"
try
is "$status $out" "1 refused: the mail server says 535" "a wrong password"
config "smtp://mail.localhost:$good"
try
status_is 1 "a server under another name than this machine's that offers no STARTTLS"
like "$out" '^not sent: .' "gets nothing: $out"
config "smtp://mail.localhost:$other"
try
status_is 1 "a certificate of another name"
like "$out" '^not sent: .*(certificate|subject name)' "is told: $out"
config "smtp://mail.localhost:$starttls" "${sign_in[@]}"
sed -i '/^ca_file/d; /^\[network\]/d' "$conf"
try
status_is 1 "a certificate of nobody known"
like "$out" '^not sent: .*certificate' "is told: $out"
config "smtp://127.0.0.1:$nobody"
try
status_is 1 "nobody there"
like "$out" '^not sent: .' "is told: $out"
config "smtp://127.0.0.1:$refusing"
try
is "$status $out" "1 refused: the mail server says 554" "a server that wants nobody"
config "smtp://127.0.0.1:$good"
try no-rcpt@example.edu
is "$status $out" "1 refused: the mail server says 550" "a receiver that is not there"
try later-rcpt@example.edu
is "$status $out" "1 not sent: the mail server says 451" "one that is to be tried again"
try 'ana@example.edu> RCPT TO:<eve@example.edu'
status_is 1 "an address that is none"
like "$out" '^not sent: .*no address' "is told: $out"
ok "nothing of these arrived" arrived 3

# wrong LINE TEXT: the line of [mail], counted from its own, that is named, and what is said of it.
wrong() {
	local section
	section=$(grep -n '^\[mail\]' "$conf" | cut -d: -f1)
	check
	contains "$status $err" "1 $conf:$((section + $1)): $2" "wrong: $2"
}

config http://example.edu
wrong 2 "the URL"
config smtp://user:secret@example.edu
wrong 2 "the URL"
unlike "$err" secret "what is set is not repeated"
config smtp://example.edu 'user = desk'
wrong 4 "user and password_file go together"
config smtp://example.edu "password_file = $TEST_DIR/password"
wrong 4 "user and password_file go together"
config smtp://example.edu 'deadline = 0'
wrong 4 "deadline has to be a time"
chmod 644 "$TEST_DIR/password"
config smtp://example.edu "${sign_in[@]}"
wrong 5 "$TEST_DIR/password can be used by others"
sed -i 's/^from = .*/from = the desk/' "$conf"
wrong 3 "from has to be the address of a mailbox"
sed -i '/^\[mail\]/,$d' "$conf"
check
status_is 0 "without mail it is good, too"
try
status_is 1 "but none is sent"
contains "$err" "no gateway is set up for this: [mail]" "as is said"

done_testing
