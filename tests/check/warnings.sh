# gcc and clang have nothing to say about any source file. What gcc finds only while it optimises stops make check earlier.
. tests/lib/tap.sh

mapfile -t sources < <(find src tests -name '*.c' ! -path 'tests/fuzz/*' | sort)

compile() {
	local compiler=$1
	shift
	printf '%s\n' "$@" | xargs -P 2 -n 8 sh -c 'flags=$1; shift
		for source; do eval "$flags -fsyntax-only -MF /dev/null $source" || exit 255; done' sh \
		"$(make -s CC="$compiler" WERROR=1 flags)"
}

ok "gcc" compile gcc "${sources[@]}"
ok "clang" compile clang "${sources[@]}" tests/fuzz/*_fuzz.c

mapfile -t sources < <(find src tests -name '*.cc' | sort)
for compiler in g++ clang++; do
	flags=$(make -s CXX=$compiler WERROR=1 flags-cc)
	for source in "${sources[@]}"; do
		ok "$compiler $source" eval "$flags -fsyntax-only -MF /dev/null $source"
	done
done

done_testing
