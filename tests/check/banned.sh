# Calls that have no place in the source, seen in the code alone: comments and texts are taken out first.
# fast
. tests/lib/tap.sh

# Prints FILE:LINE:CODE without comments and string literals.
code_of() {
	perl -0777 -ne '
		s{(/\*.*?\*/)|(//[^\n]*)|"((?:\\.|[^"\\])*)"}{
			my $whole = $&;
			my $lines = $whole =~ tr/\n//;
			($whole =~ /^"/ ? "\"\"" : "") . "\n" x $lines }gesx;
		my $line = 0;
		print map { $line++; "$ARGV:$line:$_\n" } split /\n/, $_, -1' "$@"
}
mapfile -t sources < <(find src include -name '*.[ch]' -o -name '*.cc' | sort)
code_of "${sources[@]}" >"$TEST_DIR/code"
ok "there is code to look at" test "$(wc -l <"$TEST_DIR/code")" -gt 1000

# The exceptions: the remains of a killed server are nobody's children, so they can only be asked for again and again.
# banned NAMES WHY [EXCEPT-FILES]
banned() {
	is "$(grep -E "[^A-Za-z0-9_](${1})[[:space:]]*\(" "$TEST_DIR/code" | grep -vE "^(${3:-nowhere}):")" "" "$2"
}

banned 'strcpy|strcat|sprintf|vsprintf|stpcpy|gets|strncpy|strncat|wcscpy|wcscat' 'nothing writes without a bound'
banned 'scanf|sscanf|fscanf|atoi|atol|atoll|atof|strtok' 'numbers are read with their limits, words without hidden state'
banned 'system|popen|alloca' 'no shell, no unbounded stack'
banned 'rand|srand|random|srandom|drand48' 'randomness comes from the system'
banned 'sleep|usleep|nanosleep|clock_nanosleep' 'nothing sleeps: it waits for something' 'src/admin/embedded_server\.c'
banned 'malloc|calloc|realloc|strdup|strndup|asprintf|vasprintf' 'memory comes from base/memory' 'src/base/(memory|arena)\.c'
banned 'PQexec|PQexecParams|PQexecPrepared|PQprepare|PQconnectdb|PQconnectdbParams|PQcancel|PQreset' \
	'only the blocking session blocks in libpq' 'src/store/(session[a-z_]*|connect)\.c'
banned 'setlocale' 'the locale is chosen in one place' 'src/base/text[a-z_]*\.c'
banned 'iswprint|isprint' 'libc does not decide what is printable'

is "$(grep -rnE '\b(TODO|FIXME|XXX)\b' src include schema tests/unit tests/screen tests/sql)" "" "nothing is left for later"
is "$(grep -nE '^[^:]*:[0-9]*:.*\b[a-z_]+_t;$' "$TEST_DIR/code" | grep typedef)" "" "no type of our own ends in _t"

done_testing
