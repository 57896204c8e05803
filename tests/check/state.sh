# The program's state is one struct that owns everything: no variable outlives its function, but for these.
# fast
. tests/lib/tap.sh

# FILE SYMBOL: what a signal or the end of memory must find, the name before every line of the log;
# where a test has the worker die or stand still; the one instance of libphonenumber's library, and what C++ puts beside it.
allowed='
src/base/memory.o exhausted_hook
src/base/log.o program
src/base/loop_signal.o arrived
src/tui/restore.o restore
src/worker/point.o chosen
src/phone/phone.o _ZZL7libraryvE4util
src/phone/phone.o _ZGVZL7libraryvE4util
src/phone/phone.o _ZStL8__ioinit
src/phone/phone.o DW.ref.__gxx_personality_v0
'

# .data.rel.ro holds constant tables of pointers: read-only after the start.
found=$(find "$BUILD/src" -name '*.o' -print0 | sort -z | xargs -0 objdump -t | awk -v build="$BUILD/" '
	/file format/ { object = $1; sub(/:$/, "", object); sub(build, "", object) }
	/ O / && $0 ~ /[ \t]\.(bss|data|tbss|tdata)([ \t.]|$)/ && $0 !~ /\.data\.rel\.ro/ { print object, $NF }
	/\*COM\*/ { print object, $NF }')

while read -r line; do
	[ -n "$line" ] || continue
	if [[ $allowed == *"$line"* ]]; then
		pass "known: $line"
	else
		fail "unknown state at file scope: $line"
	fi
done <<<"$found"
ok "the objects were looked at" test "$(find "$BUILD/src" -name '*.o' | wc -l)" -gt 20

done_testing
