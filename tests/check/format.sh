# clang-format has nothing to change; every text file ends well.
. tests/lib/tap.sh

for folder in src include tests; do
	mapfile -t sources < <(find "$folder" -name '*.[ch]' -o -name '*.cc' | sort)
	ok "$folder is formatted" clang-format --dry-run -Werror "${sources[@]}"
done

mapfile -t texts < <(find Makefile README.md docs src include schema tests .ci -type f ! -path '*/golden/*' 2>/dev/null | sort)
is "$(grep -lE '[[:blank:]]$' "${texts[@]}" | grep -vE '\.(txt|csv|golden)$')" "" "no line ends in blanks"
is "$(for text in "${texts[@]}"; do [ -z "$(tail -c 1 "$text")" ] || echo "$text"; done | grep -vE '\.(txt|csv|golden|json)$')" "" \
	"every file ends with a line end"

done_testing
