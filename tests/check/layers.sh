# A layer uses what is below it and nothing else; each outside library has one folder (docs/ARCHITECTURE.md).
# fast
. tests/lib/tap.sh

declare -A below=(
	[base]=""
	[domain]="base"
	[crypto]="base domain"
	[qr]="base crypto"
	[phone]="base domain"
	[act]="base domain crypto"
	[store]="base domain crypto act"
	[worker]="base domain crypto phone act store net"
	[net]="base domain crypto"
	[tui]="base domain crypto qr act"
	[desk]="base domain crypto act store tui"
	[cli]="base domain crypto qr act store"
	[admin]="base domain crypto act store"
	[sim]="base domain crypto act store"
	[bin]="base domain crypto qr act store tui desk cli admin sim worker"
)

curses='n?curses[a-z]*\.h|ncurses[a-z]*/|term\.h|term_entry\.h|termcap\.h'
# The folder that may use a library: by its headers, and by the names that it exports.
declare -A headers=(
	[store]='libpq-fe\.h|libpq/|postgres_ext\.h'
	[tui]="$curses"
	[qr]='qrencode\.h|png\.h'
	[crypto]='openssl/'
	[act]='jansson\.h'
	[base]='utf8proc\.h|ini\.h'
	[phone]='phonenumbers/'
	[net]='curl/'
	[sim]='microhttpd\.h'
)
declare -A symbols=(
	[store]='PQ[a-z]|pg_[a-z]|lo_'
	[tui]='initscr|newterm|endwin|tigetstr|setupterm|stdscr|LINES$|COLS$|wget_wch|wadd_wch'
	[qr]='QR(code|input|raw|spec)_|png_'
	[crypto]='EVP_|CRYPTO_|OPENSSL_|RAND_|SHA[0-9]|HMAC|ERR_|BIO_|SSL_'
	[act]='json_|jansson_'
	[base]='utf8proc_|ini_parse'
	[phone]='_ZN[A-Z]*4i18n12phonenumbers'
	[net]='curl_'
	[sim]='MHD_'
)
# Documents of the database and answers of gateways are read with the same library; a simulated carrier and the worker are
# served by the same one.
declare -A shared=([act]="net" [sim]="net")

includes_from() {
	grep -rhoE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]+"' "$@" 2>/dev/null | sed 's/.*"\(.*\)"/\1/' | sort -u
}

for layer in "${!below[@]}"; do
	[ -d "src/$layer" ] || continue
	wrong=
	for header in $(includes_from "src/$layer" "include/mfadesk/$layer"); do
		case $header in
		mfadesk/*/*)
			used=${header#mfadesk/}
			used=${used%%/*}
			[[ " ${below[$layer]} $layer " == *" $used "* ]] || wrong+=" $header"
			;;
		*) [ -f "src/$layer/$header" ] || wrong+=" $header" ;;
		esac
	done
	is "$wrong" "" "$layer includes only what is below it"
done

for layer in "${!headers[@]}"; do
	strangers=$(grep -rlE "^[[:space:]]*#[[:space:]]*include[[:space:]]*<(${headers[$layer]})" src include |
		grep -v "^src/$layer/" | grep -v "^src/${shared[$layer]:-$layer}/")
	is "$strangers" "" "the library of $layer is included nowhere else"
done
is "$(grep -rlE "#[[:space:]]*include[[:space:]]*<($curses)" src | wc -l)" 1 "one file of tui includes curses"

# What is really linked: FROM TO SYMBOL where one layer leaves a symbol open and another defines it.
for layer in "${!below[@]}"; do
	[ -f "$BUILD/lib$layer.a" ] || continue
	nm --defined-only -g "$BUILD/lib$layer.a" 2>/dev/null | awk -v layer="$layer" 'NF == 3 { print layer, $3 }'
done | sort -u >"$TEST_DIR/defined"
for layer in "${!below[@]}"; do
	[ -f "$BUILD/lib$layer.a" ] || continue
	nm -u "$BUILD/lib$layer.a" 2>/dev/null | awk -v layer="$layer" '$1 == "U" { sub(/@.*/, "", $2); print layer, $2 }'
done | sort -u >"$TEST_DIR/open"
awk 'NR == FNR { owner[$2] = $1; next } $2 in owner && owner[$2] != $1 { print $1, owner[$2], $2 }' \
	"$TEST_DIR/defined" "$TEST_DIR/open" >"$TEST_DIR/uses"
ok "the libraries are built and hold symbols" test "$(wc -l <"$TEST_DIR/defined")" -gt 100
ok "and use each other's" test "$(wc -l <"$TEST_DIR/uses")" -gt 50
# C++ gives the same inline function to every object that uses it.
is "$(awk '$2 !~ /^_Z/ { print $2 }' "$TEST_DIR/defined" | sort | uniq -d)" "" "no symbol is in two layers"

# What no layer defines comes from a library.
awk 'NR == FNR { own[$2]; next } !($2 in own)' "$TEST_DIR/defined" "$TEST_DIR/open" >"$TEST_DIR/foreign"

for layer in "${!below[@]}"; do
	wrong=$(awk -v layer="$layer" -v below=" ${below[$layer]} " \
		'$1 == layer && !index(below, " " $2 " ") { print $3 " (" $2 ")" }' "$TEST_DIR/uses")
	is "$wrong" "" "$layer links only what is below it"
	for library in "${!symbols[@]}"; do
		[ "$library" != "$layer" ] && [ "${shared[$library]:-}" != "$layer" ] || continue
		is "$(grep -E "^$layer (${symbols[$library]})" "$TEST_DIR/foreign")" "" "$layer calls no library of $library"
	done
done

for main in src/bin/*.c; do
	ok "$main is under 100 lines" test "$(wc -l <"$main")" -lt 100
	is "$(grep -cE '^main\(' "$main")" 1 "$main has one main()"
done

done_testing
