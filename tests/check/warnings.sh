# gcc and clang have nothing to say about any source file.
. tests/lib/tap.sh

mapfile -t sources < <(find src tests -name '*.c' ! -path 'tests/fuzz/*' | sort)

compile() {
	local compiler=$1
	shift
	make -s CC="$compiler" WERROR=1 flags >"$TEST_DIR/$compiler.flags"
	printf '%s\n' "$@" | xargs -P 2 -n 8 sh -c 'flags=$1; output=$2; shift 2
		for source; do eval "$flags $output $source" || exit 255; done' sh "$(cat "$TEST_DIR/$compiler.flags")" "-MF /dev/null $output"
}

output='-c -o /dev/null'
ok "gcc" compile gcc "${sources[@]}"
output=-fsyntax-only
ok "clang" compile clang "${sources[@]}" tests/fuzz/*_fuzz.c

mapfile -t sources < <(find src tests -name '*.cc' | sort)
for compiler in g++ clang++; do
	flags=$(make -s CXX=$compiler WERROR=1 flags-cc)
	for source in "${sources[@]}"; do
		ok "$compiler $source" eval "$flags -fsyntax-only -MF /dev/null $source"
	done
done

done_testing
