# A real Kannel between the worker and a fake carrier: . tests/lib/kannel.sh after worker.sh.
#
# kannel_prepare               a directory with people, ports and a configuration; sets $report_port
# kannel_config [LINE…]        writes bearerbox's and smsbox's, with these lines for the carrier; kannel_prepare does so too
# kannel_start, kannel_stop    bearerbox and smsbox
# carrier_start, carrier_stop  fakesmsc; what arrives there is in $carrier_log
# arrived                      how many texts to $number did
# arrived_texts                all of them, as fakesmsc writes them
# code_that_arrived            the code in the newest
# report QUERY [METHOD [PATH]] what the worker's listener says to it: a status
# report_key ID                the key of a report's address, made without mfadesk
#
# The configuration of the worker is Kannel's from here on: worker_config.

kannel_token=sesame-0123456789
carrier_log=$TEST_DIR/carrier.log
fakesmsc=/usr/lib/kannel/test/fakesmsc

worker_config() {
	{
		printf '[database]\nconninfo = host=%s port=%s dbname=%s user=mfadesk_worker\n' "$PGHOST" "$PGPORT" "$PGDATABASE"
		printf '[keys]\nfile = %s/keys\n' "$TEST_DIR"
		printf '[reports]\nlisten = 127.0.0.1:%s\n' "$report_port"
		printf '[text]\ndriver = kannel\nurl = http://127.0.0.1:%s\nusername = desk\ntoken_file = %s/kannel.token\n' \
			"$sendsms_port" "$TEST_DIR"
		printf 'from = 15085550100\nreport_url = http://127.0.0.1:%s/report\n' "$report_port"
		printf '%s\n' "$@"
	} >"$worker_conf"
}

kannel_config() {
	cat >"$TEST_DIR/kannel.conf" <<-END
		group = core
		admin-port = $admin_port
		admin-interface = 127.0.0.1
		admin-password = $(openssl rand -hex 16)
		smsbox-port = $box_port
		smsbox-interface = 127.0.0.1
		box-allow-ip = 127.0.0.1
		dlr-storage = internal

		group = smsc
		smsc = fake
		smsc-id = carrier
		our-host = 127.0.0.1
		port = $carrier_port
		connect-allow-ip = 127.0.0.1
		$(printf '%s\n' "$@")

		group = smsbox
		bearerbox-host = 127.0.0.1
		sendsms-port = $sendsms_port
		sendsms-interface = 127.0.0.1
		http-request-retry = 100
		http-queue-delay = 1

		group = sendsms-user
		username = desk
		password = $kannel_token
		max-messages = 3
		concatenation = true
	END
}

kannel_prepare() {
	worker_directory || return 1
	read -r admin_port box_port carrier_port sendsms_port report_port <<<"$(free_ports 5)"
	(umask 077 && echo "$kannel_token" >"$TEST_DIR/kannel.token")
	: >"$carrier_log"
	kannel_config && worker_config
}

listens() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

kannel_start() {
	bearerbox "$TEST_DIR/kannel.conf" >"$TEST_DIR/bearerbox.log" 2>&1 &
	bearerbox_pid=$!
	at_exit "kill -KILL $bearerbox_pid 2>/dev/null; wait $bearerbox_pid 2>/dev/null"
	wait_for 20 listens "$box_port" || return 1
	smsbox "$TEST_DIR/kannel.conf" >"$TEST_DIR/smsbox.log" 2>&1 &
	smsbox_pid=$!
	at_exit "kill -KILL $smsbox_pid 2>/dev/null; wait $smsbox_pid 2>/dev/null"
	wait_for 20 listens "$sendsms_port"
}

kannel_stop() {
	kill -KILL "$smsbox_pid" "$bearerbox_pid"
	wait "$smsbox_pid" "$bearerbox_pid" 2>/dev/null
	true
}

carrier_start() {
	"$fakesmsc" -H 127.0.0.1 -r "$carrier_port" -m 0 '1 2 text it sends nothing' >>"$carrier_log" 2>&1 &
	carrier_pid=$!
	at_exit "kill -KILL $carrier_pid 2>/dev/null; wait $carrier_pid 2>/dev/null"
}

carrier_stop() {
	kill -KILL "$carrier_pid"
	wait "$carrier_pid" 2>/dev/null
	true
}

arrived() {
	grep -cF " $number " "$carrier_log"
}

arrived_texts() {
	sed -n "s/.*Got message [0-9]*: <[^ ]* $number \(.*\)>\$/\1/p" "$carrier_log"
}

code_that_arrived() {
	arrived_texts | sed 's/%00//g' | grep -oE 'Code[ +][0-9]{6}' | grep -oE '[0-9]{6}' | tail -n 1
}

report() {
	local status
	exec 3<>"/dev/tcp/127.0.0.1/$report_port" || return 1
	printf '%s %s?%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' "${2:-GET}" "${3:-/report}" "$1" >&3
	read -r _ status _ <&3
	exec 3>&-
	echo "$status"
}

report_key() {
	local under
	under=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "key:$kannel_token" -kdfopt 'info:mfadesk delivery reports' HKDF)
	printf %s "$1" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:${under//:/}" | sed 's/.* //'
}
