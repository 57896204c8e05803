# The shell scripts can be read by their shells.
# fast
. tests/lib/tap.sh

while read -r script; do
	case $(head -n 1 "$script") in
	'#!/bin/sh'*) ok "$script" sh -n "$script" ;;
	'#!'*perl*) ok "$script" perl -c "$script" ;;
	*) ok "$script" bash -n "$script" ;;
	esac
done < <(find tests docs .ci -type f \( -name '*.sh' -o -path 'tests/lib/*' -o -path tests/run -o -path tests/bench/run -o -path '.ci/*' \) ! -name '*.md' ! -name '*.py' ! -name '*.sql' | sort)

done_testing
