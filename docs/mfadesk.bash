# bash completion for mfadesk: made by `mfadesk help --completion`.
_mfadesk()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
	local first=${COMP_WORDS[1]} command words=
	command=$first
	case $first in
	case|proof|approval|phone|doubt|pass|recovery-codes) command="$first ${COMP_WORDS[2]}" ;;
	esac
	case "$command $previous" in
	'case open --by') words='phone counter video' ;;
	'case close --suspensions') words='keep undo' ;;
	'proof record --kind') words='document-in-person document-on-video' ;;
	'proof record --document') words='badge passport driving-licence national-id' ;;
	'proof record --result') words='passed refused failed' ;;
	'proof start --channel') words='text call app' ;;
	'suspend --reason') words='lost stolen replaced other' ;;
	'revoke --reason') words='lost stolen replaced other' ;;
	'phone add --kind') words='phone alternate_phone office_phone' ;;
	'doubt raise --suspensions') words='keep undo' ;;
	'test --channel') words='text call app' ;;
	'test --purpose') words='proof confirm test' ;;
	'case begin --what') words='lost stolen kept changed nothing' ;;
	'replaced-phone --by') words='phone counter video' ;;
	'replaced-phone --what') words='lost stolen kept changed nothing' ;;
	'replaced-phone --channel') words='text call app' ;;
	*)
		if [[ $COMP_CWORD -eq 1 ]]; then
			words='whoami find find-number case show proof approval approve suspend restore revoke default phone number doubt history test answer challenge cancel enrol number-moved replaced-phone pass recovery-codes worklist help'
		elif [[ $COMP_CWORD -eq 2 && $current != -* ]]; then
		case $first in
		case) words='open list take steps note gone close begin stuck finish reopen ' ;;
		proof) words='record confirm status start ' ;;
		approval) words='ask ' ;;
		phone) words='add ' ;;
		doubt) words='raise clear ' ;;
		pass) words='issue cancel ' ;;
		recovery-codes) words='issue ' ;;
		esac
		else
		case $command in
		'whoami') words='--json --connect' ;;
		'find') words='--limit --json --connect' ;;
		'find-number') words='--reason --request --json --connect' ;;
		'case open') words='--ticket --by --id --request --json --connect' ;;
		'case list') words='--all --json --connect' ;;
		'case take') words='--reason --request --json --connect' ;;
		'case steps') words='--json --connect' ;;
		'case note') words='--request --json --connect' ;;
		'case gone') words='--request --json --connect' ;;
		'case close') words='--outcome --suspensions --request --json --connect' ;;
		'show') words='--json --connect' ;;
		'proof record') words='--kind --document --result --request --json --connect' ;;
		'proof confirm') words='--request --json --connect' ;;
		'proof status') words='--json --connect' ;;
		'proof start') words='--channel --wait --request --json --connect' ;;
		'approval ask') words='--target --request --json --connect' ;;
		'approve') words='--request --json --connect' ;;
		'suspend') words='--reason --request --json --connect' ;;
		'restore') words='--request --json --connect' ;;
		'revoke') words='--reason --request --json --connect' ;;
		'default') words='--request --json --connect' ;;
		'phone add') words='--extension --kind --device --request --json --connect' ;;
		'number') words='--reason --request --json --connect' ;;
		'doubt raise') words='--reason --suspensions --request --json --connect' ;;
		'doubt clear') words='--reason --request --json --connect' ;;
		'history') words='--limit --json --connect' ;;
		'test') words='--channel --purpose --wait --request --json --connect' ;;
		'answer') words='--request --json --connect' ;;
		'challenge') words='--json --connect' ;;
		'cancel') words='--request --json --connect' ;;
		'enrol') words='--device --png --text --request --json --connect' ;;
		'number-moved') words='--device --request --json --connect' ;;
		'case begin') words='--what --device --request --json --connect' ;;
		'case stuck') words='--request --json --connect' ;;
		'case finish') words='--request --json --connect' ;;
		'case reopen') words='--reason --request --json --connect' ;;
		'replaced-phone') words='--ticket --by --same-contact --what --device --proof --way-in --number --new-device --channel --png --backup --default --finish --json --connect' ;;
		'pass issue') words='--minutes --request --json --connect' ;;
		'pass cancel') words='--request --json --connect' ;;
		'recovery-codes issue') words='--file --request --json --connect' ;;
		'worklist') words='--after --limit --csv --json --connect' ;;
		esac
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _mfadesk mfadesk
