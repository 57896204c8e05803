# No test waits for a time: it waits for a condition (wait_for in tests/lib/tap.sh, the one place that pauses).
# fast
. tests/lib/tap.sh

is "$(grep -rnE '(^|[;&|({`[:space:]])sleep[[:space:]]+[0-9."$]' --include='*.sh' --include=run --include=one tests .ci docs |
	grep -v '^tests/lib/tap.sh:' | grep -v '^tests/check/sleeps.sh:')" "" "no script sleeps"
is "$(grep -rnE '\b(sleep|usleep|nanosleep)[[:space:]]*\(' --include='*.[ch]' tests)" "" "no C test sleeps"
is "$(grep -rnE 'time\.sleep|from time import' --include='*.py' tests)" "" "no helper in Python sleeps"
is "$(grep -c 'sleep 0' tests/lib/tap.sh)" 1 "one place pauses"

done_testing
