# The documents: links lead somewhere, commands in them exist, and the rest that a reader would trip over.
# fast
. tests/lib/tap.sh

mapfile -t pages < <(find README.md docs tests -name '*.md' | sort)
for page in "${pages[@]}"; do
	broken=
	while read -r link; do
		target=${link%%#*}
		case $target in
		'' | http://* | https://* | mailto:*) continue ;;
		esac
		[ -e "$(dirname "$page")/$target" ] || broken+=" $link"
	done < <(grep -oE '\]\([^)]+\)' "$page" | sed 's/^](//; s/)$//')
	is "$broken" "" "$page: every link leads somewhere"
	is "$(grep -nE '^.{171,}' "$page" | grep -vE '^[0-9]+:\||https?:')" "" "$page: lines can be read"
done

missing=
for path in $(grep -hoE '`(src|tests|schema|docs|include)/[A-Za-z0-9_./-]+`' README.md docs/*.md tests/lib/README.md | tr -d '`' | sort -u); do
	[ -e "$path" ] || missing+=" $path"
done
is "$missing" "" "every path in the documents is there"

# A command line in a block of code, or within a line, has the program's name at its start, or behind variables and sudo.
blocks=$(awk 'FNR == 1 { inside = 0 } /^```/ { inside = !inside; next } inside' README.md docs/*.md
	grep -hoE '`mfadesk[^`]*`' README.md docs/*.md | tr -d '`')
named() {
	grep -oE "^((sudo|env|-u|postgres|[A-Z]+=[^ ]*) )*$1 [a-z-]+( [a-z-]+)?" <<<"$blocks" | grep -oE "$1 .*" | sort -u
}
while read -r _ first second; do
	if "$MFADESK" help "$first" "${second:-}" >/dev/null 2>&1 || "$MFADESK" help "$first" >/dev/null 2>&1; then
		pass "in the docs and in the program: mfadesk $first $second"
	else
		fail "in the docs alone: mfadesk $first $second"
	fi
done < <(named mfadesk | grep -v -- --version)

admin_help=$("$MFADESK_ADMIN" help 2>&1)
while read -r _ first second; do
	contains "$admin_help" "$first" "in the docs and in the program: mfadesk-admin $first"
done < <(named mfadesk-admin)
for command in 'schema install' 'schema upgrade' 'schema status' 'people import' 'people export' 'methods import' 'staff add' 'staff lock' \
	'staff list' 'embedded start' 'embedded stop' 'embedded status' 'embedded env' 'embedded reset'; do
	contains "$(cat docs/mfadesk-admin.1)" "$command" "the manual tells of: mfadesk-admin $command"
	contains "$(cat docs/OPERATIONS.md docs/IMPORT.md)" "mfadesk-admin $command" "the documents tell of: mfadesk-admin $command"
done

while read -r target; do
	ok "make has the target named in the docs: $target" grep -qE "^$target:" Makefile
done < <({ grep -hoE '`make [a-z-]+' README.md docs/*.md; grep -oE '(^|; )make [a-z-]+' <<<"$blocks"; } | grep -oE '[a-z-]+$' | sort -u)

contains "$(cat README.md)" "does not change Entra" "the README says what this directory does not do"

done_testing
