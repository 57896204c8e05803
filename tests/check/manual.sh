# docs/ holds what the programs say of themselves: manual pages, key list and completion made from the table of acts.
# fast
. tests/lib/tap.sh

current() {
	local file=$1
	shift
	"$@" | diff -u "$file" -
}

ok "docs/mfadesk.1 is current (make docs)" current docs/mfadesk.1 "$MFADESK" help --manual
ok "docs/KEYS.md is current (make docs)" current docs/KEYS.md "$MFADESK" help --keys
ok "docs/mfadesk.bash is current (make docs)" current docs/mfadesk.bash "$MFADESK" help --completion
ok "docs/mfadesk-admin.1 is current (make docs)" current docs/mfadesk-admin.1 "$MFADESK_ADMIN" help --manual

# The pages have no date: they change when the table of acts does.
lint() {
	! mandoc -T lint -W warning "$1" | grep -v 'missing date'
}

for page in docs/mfadesk.1 docs/mfadesk-admin.1; do
	ok "$page is a clean manual page" lint "$page"
	ok "$page can be shown at 80 columns" sh -c 'mandoc -T utf8 -O width=78 "$1" | col -b | awk "length > 80 { exit 1 }"' sh "$page"
done

# The interface of the commands.
commands='find|find-number|case open|case close|case list|case take|case note|case gone|show|proof record|proof confirm
approve|suspend|restore|revoke|default|phone add|number|doubt raise|doubt clear|history|whoami'
manual=$(mandoc -T utf8 docs/mfadesk.1 | col -b)
list=$("$MFADESK" help)
while read -r command; do
	contains "$manual" "$command" "the manual tells of: $command"
	contains "$list" "$command" "the list of commands has: $command"
	# shellcheck disable=SC2086 # a command of two words
	ok "there is help on: $command" "$MFADESK" help $command
done < <(tr '|' '\n' <<<"$commands")

ok "the completion can be loaded" bash -c '. docs/mfadesk.bash; complete -p mfadesk'

done_testing
