# `make install` puts everything where the programs, the manual and the unit say that it is.
. tests/lib/tap.sh

run make -s install BUILD="$BUILD" DESTDIR="$TEST_DIR" PREFIX=/usr
status_is 0 "make install"
for file in bin/mfadesk bin/mfadeskd bin/mfadesk-admin bin/mfadesk-sim share/man/man1/mfadesk.1 share/man/man1/mfadesk-admin.1 \
	share/man/man1/mfadesk-sim.1 share/bash-completion/completions/mfadesk share/doc/mfadesk/mfadeskd.conf \
	lib/systemd/system/mfadeskd.service; do
	ok "$file" test -s "$TEST_DIR/usr/$file"
done
is "$("$TEST_DIR/usr/bin/mfadesk" --version)" "$("$MFADESK" --version)" "what is installed runs"
while read -r program; do
	ok "the unit starts $program, which is there" test -x "$TEST_DIR$program"
done < <(sed -n 's/^Exec[A-Z][A-Za-z]*=\(\/usr[^ ]*\).*/\1/p' "$TEST_DIR/usr/lib/systemd/system/mfadeskd.service")
is "$(sed -n 's/^ExecStart=//p' "$TEST_DIR/usr/lib/systemd/system/mfadeskd.service")" /usr/bin/mfadeskd "by its place"

done_testing
