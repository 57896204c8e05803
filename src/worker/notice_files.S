/* The built-in templates of notices: docs/notices, each ended by a NUL. */
	.macro	notice_file symbol, name
	.section .rodata
	.globl	\symbol
	.type	\symbol, %object
\symbol:
	.incbin	"\name"
	.byte	0
	.endm

	notice_file notice_mail, "notices/mail.txt"
	notice_file notice_text, "notices/text.txt"
	notice_file notice_lead, "notices/lead.txt"

	.section .note.GNU-stack, "", %progbits
