# A program on a terminal of its own (tmux on a private socket): . tests/lib/terminal.sh after tap.sh.

terminal_tmux() {
	tmux -u -S "$TEST_DIR/tmux" -f "$TEST_DIR/tmux.conf" "$@"
}

terminal_exit() {
	[ -S "$TEST_DIR/tmux" ] && terminal_tmux kill-server 2>/dev/null
	return 0
}

# What runs on the terminal: the program, whose process and end are written down. tmux itself loses an exit
# status now and then. The terminal stays open after the end, to be looked at.
terminal_session() {
	local folder=$1
	shift
	stty -g >"$folder/.stty"
	(
		echo "$BASHPID" >"$folder/.pid"
		exec "$@"
	)
	echo $? >"$folder/.ended"
	stty -g >"$folder/.stty_after"
	exec tail -f /dev/null
}

# terminal_start WIDTHxHEIGHT COMMAND [ARGUMENT…]: one at a time; a second one replaces the first.
terminal_start() {
	local size=$1
	shift
	terminal_stop
	rm -f "$TEST_DIR"/.{stty,pid,ended,stty_after}
	cat >"$TEST_DIR/tmux.conf" <<-'CONF'
		set -g status off
		set -g escape-time 0
		set -g default-terminal tmux-256color
		set -g default-shell /bin/sh
		set -g history-limit 2000
	CONF
	TMUX='' LC_ALL=${TERMINAL_LOCALE-C.UTF-8} terminal_tmux new-session -d -s test -x "${size%x*}" -y "${size#*x}" -- \
		bash -c "$(declare -f terminal_session)"'; terminal_session "$@"' bash "$TEST_DIR" "$@" || return 1
	wait_for 10 test -s "$TEST_DIR/.pid"
}

terminal_stop() {
	terminal_exit
	if [ -S "$TEST_DIR/tmux" ]; then
		wait_for 5 terminal_gone
		rm -f "$TEST_DIR/tmux"
	fi
}

terminal_gone() {
	! terminal_tmux has-session 2>/dev/null
}

# terminal_keys KEY…: keys by tmux's names: Enter Escape Tab C-q F1 Up PPage BSpace.
terminal_keys() {
	terminal_tmux send-keys -t test -- "$@"
}

# terminal_type TEXT: typed as it is.
terminal_type() {
	terminal_tmux send-keys -t test -l -- "$1"
}

# terminal_paste TEXT: as a bracketed paste when the program asked for it.
terminal_paste() {
	terminal_tmux set-buffer -b paste -- "$1"
	terminal_tmux paste-buffer -p -d -b paste -t test
}

# The screen as text, trailing spaces dropped.
terminal_screen() {
	terminal_tmux capture-pane -p -t test
}

terminal_shows() {
	[[ $(terminal_screen) == *"$1"* ]]
}

terminal_lacks() {
	[[ $(terminal_screen) != *"$1"* ]]
}

terminal_resize() {
	terminal_tmux resize-window -t test -x "${1%x*}" -y "${1#*x}"
}

# The process of the program.
terminal_pid() {
	cat "$TEST_DIR/.pid"
}

terminal_ended() {
	[ -s "$TEST_DIR/.stty_after" ]
}

# Its exit status; 128 and the signal's number where a signal ended it; "" while it runs.
terminal_status() {
	[ ! -s "$TEST_DIR/.ended" ] || cat "$TEST_DIR/.ended"
}

# After the end: the terminal's modes are as they were, and it shows its ordinary screen again.
terminal_restored() {
	terminal_ended && cmp -s "$TEST_DIR/.stty" "$TEST_DIR/.stty_after" &&
		[ "$(terminal_tmux display-message -p -t test '#{alternate_on}')" = 0 ] &&
		[ "$(terminal_tmux display-message -p -t test '#{cursor_flag}')" = 1 ]
}

# expect TEXT [DESCRIPTION [SECONDS]]: a test: the text comes to the screen within 10 seconds.
expect() {
	if wait_for "${3:-10}" terminal_shows "$1"; then
		pass "${2:-the screen shows: $1}"
	else
		fail "${2:-the screen shows: $1}"
		diag "waited for: $1"
		diag "$(terminal_screen)"
		return 1
	fi
}

# expect_gone TEXT [DESCRIPTION [SECONDS]]: the text leaves the screen.
expect_gone() {
	if wait_for "${3:-10}" terminal_lacks "$1"; then
		pass "${2:-the screen no longer shows: $1}"
	else
		fail "${2:-the screen no longer shows: $1}"
		diag "$(terminal_screen)"
		return 1
	fi
}

at_exit terminal_exit
