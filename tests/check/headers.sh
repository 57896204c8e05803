# Every header can be included alone, and first.
. tests/lib/tap.sh

flags=$(make -s CC=gcc WERROR=1 flags)
alone() {
	eval "$flags -fsyntax-only -Wno-unused-function -I$(dirname "$1") -include $1 -x c /dev/null -MF /dev/null"
}

while read -r header; do
	ok "$header stands alone" alone "$header"
	guard=$(basename "$header" | tr 'a-z.-' 'A-Z__')
	like "$(cat "$header")" "#ifndef ([A-Z0-9_]*$guard)"$'\n'"#define ([A-Z0-9_]*$guard)"$'\n' "$header has a guard of its name"
done < <(find include src -name '*.h' | sort)

done_testing
