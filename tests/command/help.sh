# Help, manual, keys and completion say what the commands are; what cannot be written was not answered.
. tests/lib/tap.sh

run "$MFADESK" --version
like "$out" '^mfadesk [0-9]+\.[0-9]+\.[0-9]+$' "--version"
run "$MFADESK" help
status_is 0 "help"
list=$out
run "$MFADESK" --help
is "$out" "$list" "--help is the same"

commands=$(grep -o '^mfadesk [a-z -]*[a-z]' <<<"$list" | sed 's/^mfadesk //; s/ --.*//')
wanted=$(printf '%s\n' whoami find find-number 'case open' 'case list' 'case take' 'case note' 'case gone' 'case close' show \
	'proof record' 'proof confirm' 'proof status' 'proof start' 'approval ask' approve suspend restore revoke default 'phone add' number 'doubt raise' 'doubt clear' history \
	test answer challenge cancel enrol number-moved 'case steps' 'case begin' 'case stuck' 'case finish' 'case reopen' replaced-phone \
	'pass issue' 'pass cancel' 'recovery-codes issue' worklist)
is "$(sort <<<"$commands")" "$(sort <<<"$wanted")" "help lists every command"

"$MFADESK" help --manual >"$TEST_DIR/mfadesk.1"
"$MFADESK" help --keys >"$TEST_DIR/keys.md"
"$MFADESK" help --completion >"$TEST_DIR/completion"
while IFS= read -r command; do
	read -ra words <<<"$command"
	run "$MFADESK" help "${words[@]}"
	usage=$(head -n 1 <<<"$out")
	[ "$status" = 0 ] && [[ $usage == "usage: mfadesk $command"* ]] && [[ $out == *"--json"* ]]
	is $? 0 "help $command"
	run "$MFADESK" "${words[@]}" --help
	is "$(head -n 1 <<<"$out")" "$usage" "$command --help"
	ok "the manual has $command" grep -qF ".SS mfadesk $(sed 's/-/\\-/g' <<<"$command")" "$TEST_DIR/mfadesk.1"
done <<<"$wanted"
run "$MFADESK" help nothing
status_is 2 "help for what is no command"
run "$MFADESK" help --nothing
status_is 2 "help for what is no topic"

for key in s d x '!' K F3; do
	ok "the keys have $key" grep -qF "| \`$key\` |" "$TEST_DIR/keys.md"
done

# complete WORD…: what bash would offer for the last of them.
complete_words() {
	(
		. "$TEST_DIR/completion"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		COMPREPLY=()
		_mfadesk
		echo "${COMPREPLY[*]}"
	)
}
is "$(complete_words mfadesk find)" "find find-number" "completion of a command"
is "$(complete_words mfadesk case c)" "close" "completion of a second word"
is "$(complete_words mfadesk suspend --re)" "--reason --request" "completion of an option"
is "$(complete_words mfadesk case open x --by '')" "phone counter video" "completion of what it can be"
is "$(complete_words mfadesk find --l)" "--limit" "completion of an option at once"

if [ -w /dev/full ]; then
	"$MFADESK" help >/dev/full 2>"$TEST_DIR/full"
	is $? 1 "a full disk"
	contains "$(cat "$TEST_DIR/full")" "could not be written: No space left" "... is told"
fi
(
	"$MFADESK" help --manual 2>"$TEST_DIR/pipe"
	echo $? >"$TEST_DIR/code"
) | head -c 1 >/dev/null
case $(cat "$TEST_DIR/code") in
0 | 1) pass "a pipe that is closed" ;;
*) fail "a pipe that is closed: $(cat "$TEST_DIR/code")" ;;
esac

# Without a UTF-8 locale every byte is ASCII.
LC_ALL=C run "$MFADESK" help
not_ok "help is ASCII in the C locale" grep -qP '[^\x00-\x7f]' "$TEST_DIR/.out"

done_testing
