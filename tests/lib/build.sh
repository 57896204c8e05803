# use_build FOLDER: whose programs are tested.
use_build() {
	export BUILD=$1
	case $BUILD in
	/*) MFADESK=$BUILD/mfadesk MFADESK_ADMIN=$BUILD/mfadesk-admin ;;
	*) MFADESK=$PWD/$BUILD/mfadesk MFADESK_ADMIN=$PWD/$BUILD/mfadesk-admin ;;
	esac
	export MFADESK MFADESK_ADMIN
	# A build with the sanitizers takes its time.
	case $BUILD in
	*/asan) export TEST_PATIENCE=${TEST_PATIENCE:-3} ;;
	esac
}
