# A layer uses what is below it and nothing else; each outside library has one folder (docs/ARCHITECTURE.md).
# fast
. tests/lib/tap.sh

declare -A below=(
	[base]=""
	[domain]="base"
	[crypto]="base domain"
	[phone]="base domain"
	[act]="base domain crypto"
	[store]="base domain crypto act"
	[tui]="base domain crypto act"
	[desk]="base domain crypto act store tui"
	[cli]="base domain crypto act store"
	[admin]="base domain crypto act store"
	[bin]="base domain crypto act store tui desk cli admin"
)

# The folder that may use a library: by its headers, and by the names that it exports.
declare -A headers=(
	[store]='libpq-fe\.h|libpq/|postgres_ext\.h'
	[tui]='n?curses[a-z]*\.h|ncurses[a-z]*/|term\.h|term_entry\.h|termcap\.h'
	[crypto]='openssl/'
	[act]='jansson\.h'
	[base]='utf8proc\.h|ini\.h'
	[phone]='phonenumbers/'
)
declare -A symbols=(
	[store]='PQ[a-z]|pg_[a-z]|lo_'
	[tui]='initscr|newterm|endwin|tigetstr|setupterm|stdscr|LINES$|COLS$|wget_wch|wadd_wch'
	[crypto]='EVP_|CRYPTO_|OPENSSL_|RAND_|SHA[0-9]|HMAC|ERR_|BIO_|SSL_'
	[act]='json_|jansson_'
	[base]='utf8proc_|ini_parse'
	[phone]='_ZN[A-Z]*4i18n12phonenumbers'
)

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
		grep -v "^src/$layer/")
	is "$strangers" "" "the library of $layer is included nowhere else"
done
is "$(grep -rlE "#[[:space:]]*include[[:space:]]*<(${headers[tui]})" src | wc -l)" 1 "one file of tui includes curses"

# What is really linked: a symbol that a layer leaves open and another defines.
declare -A owner=()
for layer in "${!below[@]}"; do
	[ -f "$BUILD/lib$layer.a" ] || continue
	while read -r symbol; do
		[ -z "${owner[$symbol]:-}" ] || [ "${owner[$symbol]}" = "$layer" ] || fail "$symbol is in ${owner[$symbol]} and in $layer"
		owner[$symbol]=$layer
	done < <(nm -A --defined-only -g "$BUILD/lib$layer.a" 2>/dev/null | awk '{ print $NF }' | sort -u)
done
is "$([ ${#owner[@]} -gt 100 ] && echo many)" many "the libraries are built and hold symbols"

for layer in "${!below[@]}"; do
	[ -f "$BUILD/lib$layer.a" ] || continue
	wrong=
	open=$(nm -u "$BUILD/lib$layer.a" 2>/dev/null | awk 'NF { print $NF }' | sed 's/@.*//' | sort -u)
	for symbol in $open; do
		used=${owner[$symbol]:-}
		[ -z "$used" ] || [[ " ${below[$layer]} $layer " == *" $used "* ]] || wrong+=" $symbol($used)"
	done
	is "$wrong" "" "$layer links only what is below it"
	for library in "${!symbols[@]}"; do
		[ "$library" != "$layer" ] || continue
		is "$(grep -E "^(${symbols[$library]})" <<<"$open")" "" "$layer calls no library of $library"
	done
done

for main in src/bin/*.c; do
	ok "$main is under 100 lines" test "$(wc -l <"$main")" -lt 100
	is "$(grep -cE '^main\(' "$main")" 1 "$main has one main()"
done

done_testing
