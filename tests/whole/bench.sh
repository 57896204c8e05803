# The measurements run to their end and print every row; how fast it was is no test's matter.
. tests/lib/tap.sh

export BENCH_DIR=$TEST_DIR/bench BENCH_DOCS=$TEST_DIR/table.md DESKS=4
at_exit '"$MFADESK_ADMIN" embedded reset --dir "$BENCH_DIR/people-2000" >/dev/null 2>&1'
PEOPLE=2000 QUERIES=20 run tests/bench/run
status_is 0 "2,000 people are made and measured"
contains "$err" "making 2000 people took" "it says how long the making took"

for row in "a bare SELECT 1" "exact email" "type-ahead, 2 letters" "type-ahead, 10 letters" "inside a word, 3 letters" "two words" "two words of two letters" \
	"nothing found" "scope of ten, 2 letters" "opening a case, with its account" "worklist one-method" "worklist agents-word" \
	"psql -c 'select 1'" "from start to first paint" "list: key to paint" "bytes of a cursor move" "typing in Find: key to paint" \
	"opening an account: key to paint" "private memory" "idle: processor time a second" \
	"claim loop without a carrier" "libcurl's multi loop without the directory" "challenges sent, 1 worker" "challenges sent, 4 workers" \
	"from commit to claim" "private memory, 100 waiting" "bare COPY of the file" "people imported" "searches while it runs" \
	"resident memory, the file" "no pool: find" "no pool: close the case" "no pool: connections of the server"; do
	like "$out" "  $row  +[0-9.]+ " "on the terminal: $row"
	contains "$(cat "$BENCH_DOCS")" "| $row | " "in Markdown: $row"
done
unlike "$(cat "$BENCH_DOCS")" "$(hostname)|$TEST_DIR" "no name of this machine"

PEOPLE=2000 QUERIES=5 run tests/bench/run query
status_is 0 "once more, on the people of before"
unlike "$err" "making" "who are not made anew"

done_testing
