/*
 * The files of schema/, in the order in which they are run; each ends with a
 * NUL. The table schema_files (include/mfadesk/admin/schema.h) is made here,
 * so that a file is named once. tests/check/schema_embedded.sh finds a missing one.
 */
	.macro	schema_file name
	.section .rodata
1:	.asciz	"\name"
2:	.incbin	"\name"
	.byte	0
	.section .data.rel.ro, "aw"
	.dc.a	1b, 2b
	.endm

	.section .data.rel.ro, "aw"
	.balign	16
	.globl	schema_files
	.type	schema_files, %object
schema_files:
	schema_file "roles.sql"
	schema_file "tables/0001_directory.sql"
	schema_file "tables/0002_search.sql"
	schema_file "tables/0003_policy.sql"
	schema_file "tables/0004_staging.sql"
	schema_file "tables/0005_challenge.sql"
	schema_file "tables/0006_errand.sql"
	schema_file "tables/0007_replacement.sql"
	schema_file "tables/0008_pass.sql"
	schema_file "tables/0009_notice.sql"
	schema_file "tables/0010_worklist.sql"
	schema_file "tables/0011_proof.sql"
	schema_file "tables/0012_lists.sql"
	schema_file "tables/0013_ends.sql"
	schema_file "tables/0014_mail.sql"
	schema_file "tables/0015_faster.sql"
	schema_file "functions/00_schemas.sql"
	schema_file "functions/10_rule_text.sql"
	schema_file "functions/11_rule_number.sql"
	schema_file "functions/12_rule_actor.sql"
	schema_file "functions/13_rule_request.sql"
	schema_file "functions/14_rule_ledger.sql"
	schema_file "functions/15_rule_case.sql"
	schema_file "functions/16_rule_proof.sql"
	schema_file "functions/17_rule_method.sql"
	schema_file "functions/18_rule_challenge.sql"
	schema_file "functions/19_rule_notice.sql"
	schema_file "functions/19_rule_pass.sql"
	schema_file "functions/19_rule_proof_ways.sql"
	schema_file "functions/19_rule_sign_out.sql"
	schema_file "functions/20_desk_whoami.sql"
	schema_file "functions/21_desk_find.sql"
	schema_file "functions/22_desk_case.sql"
	schema_file "functions/23_desk_account.sql"
	schema_file "functions/24_desk_proof.sql"
	schema_file "functions/25_desk_method.sql"
	schema_file "functions/25_desk_restore.sql"
	schema_file "functions/26_desk_doubt.sql"
	schema_file "functions/27_desk_history.sql"
	schema_file "functions/28_desk_challenge.sql"
	schema_file "functions/29_desk_enrol.sql"
	schema_file "functions/29_desk_proof_ways.sql"
	schema_file "functions/29_desk_recovery.sql"
	schema_file "functions/29_desk_worklist.sql"
	schema_file "functions/2a_desk_pass.sql"
	schema_file "functions/30_admin_staff.sql"
	schema_file "functions/31_admin_import.sql"
	schema_file "functions/31_admin_import_person.sql"
	schema_file "functions/32_admin_import_people.sql"
	schema_file "functions/33_admin_import_methods.sql"
	schema_file "functions/33_admin_import_notice.sql"
	schema_file "functions/34_admin_export.sql"
	schema_file "functions/35_desk_replacement.sql"
	schema_file "functions/36_desk_cases.sql"
	schema_file "functions/37_desk_lead.sql"
	schema_file "functions/40_worker.sql"
	schema_file "functions/41_worker_send.sql"
	schema_file "functions/42_worker_check.sql"
	schema_file "functions/43_worker_codes.sql"
	schema_file "functions/43_worker_notice.sql"
	schema_file "functions/43_worker_pass.sql"
	schema_file "functions/43_worker_sign_out.sql"
	schema_file "functions/50_signin.sql"
	schema_file "privileges.sql"
	schema_file "readback.sql"
	schema_file "sample.sql"
	schema_file "sim.sql"
	.section .data.rel.ro, "aw"
	.dc.a	0, 0
	.size	schema_files, . - schema_files

	.section .note.GNU-stack, "", %progbits
