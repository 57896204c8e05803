# What the compiler and the linker were asked for is in the programs.
# fast
. tests/lib/tap.sh

declare -A libraries=(
	[mfadesk]='libpq|libncursesw|libtinfo|libcrypto|libjansson|libutf8proc|libqrencode|libpng16|libc'
	[mfadesk-admin]='libpq|libcrypto|libjansson|libutf8proc|libc'
	[mfadeskd]='libpq|libcurl|libmicrohttpd|libcrypto|libjansson|libutf8proc|libinih|libphonenumber|libstdc\+\+|libgcc_s|libm|libc'
	[mfadesk-sim]='libmicrohttpd|libpq|libcrypto|libjansson|libutf8proc|libc'
)

for name in mfadesk mfadeskd mfadesk-admin mfadesk-sim; do
	program=$BUILD/$name
	header=$(readelf -hW "$program")
	segments=$(readelf -lW "$program")
	dynamic=$(readelf -dW "$program")
	open=$(nm -D --undefined-only "$program" | sed 's/@.*//; s/.* //')
	like "$header" 'Type: +DYN' "$name is position-independent"
	contains "$segments" INTERP "$name is a program, not a library"
	contains "$segments" GNU_RELRO "$name has read-only relocations"
	like "$dynamic" 'BIND_NOW|FLAGS_1.*NOW' "$name binds everything at its start"
	like "$segments" 'GNU_STACK.* RW +0x' "$name has a stack that cannot be executed"
	unlike "$segments" ' RWE ' "$name has no memory to write and to execute"
	unlike "$dynamic" 'TEXTREL|RPATH|RUNPATH' "$name has no text relocations, no search path of its own"
	contains "$open" __stack_chk_fail "$name has the stack protector"
	like "$open" '__[a-z]*printf_chk' "$name has fortified calls"
	is "$(sed -n 's/.*NEEDED.*\[\([^]]*\)\].*/\1/p' <<<"$dynamic" | grep -vE "^(${libraries[$name]})\.so")" "" "$name needs no other library"
done

done_testing
