# A desk's key, and what a worker sealed to it, as include/mfadesk/crypto/box.h describes it: . tests/lib/box.sh after tap.sh.
# Its authenticity is the unit tests'.
#
# $public_key              of the desk, hexadecimal digits
# box_open ABOUT SEALED    what is in the box, as bytes; both as the desk gets them
# hex, bytes DIGITS        to and from hexadecimal digits

hex() {
	od -An -v -tx1 | tr -d ' \n'
}

bytes() {
	printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"
}

openssl genpkey -algorithm X25519 -out "$TEST_DIR/desk.key"
public_key=$(openssl pkey -in "$TEST_DIR/desk.key" -pubout -outform DER | tail -c 32 | hex)

box_open() {
	local sender=${2:0:64} closed=${2:64} derived
	bytes "302a300506032b656e032100$sender" >"$TEST_DIR/sender.der"
	derived=$(openssl kdf -binary -keylen 44 -kdfopt digest:SHA256 -kdfopt "hexsalt:$sender$public_key" \
		-kdfopt "hexkey:$(openssl pkeyutl -derive -inkey "$TEST_DIR/desk.key" -peerkey "$TEST_DIR/sender.der" -peerform DER | hex)" \
		-kdfopt "info:mfadesk box 1 $1" HKDF | hex)
	bytes "${closed:0:-32}" | openssl enc -d -aes-256-ctr -K "${derived:0:64}" -iv "${derived:64}00000002"
}
