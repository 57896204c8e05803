/* The columns of the files, and the statements that take them in. docs/IMPORT.md describes them for people. */
#include "import.h"

/* What import_run.c reads of an answer, in the order of struct import_answer. */
#define ANSWER                                                                                                         \
	"SELECT v->>'applied', v->>'left', v->>'bad', v->>'read', v->>'added', v->>'changed', v->>'unchanged',"        \
	" v->>'disabled', v#>>'{refused,code}', v#>>'{refused,message}', v#>>'{refused,hint}',"                        \
	" (SELECT pg_catalog.string_agg(n, E'\\n') FROM pg_catalog.jsonb_array_elements_text(v->'notes') AS n), "      \
	"v::text"

const struct import_kind import_people = {
	.word = "people",
	.columns = {{"external_id", true}, {"email", true}, {"name", true}, {"department", false}, {"title", false},
		{"employee_number", false}, {"manager", false}, {"tier", false}, {"status", false}, {"aliases", false}},
	.copy = "COPY staging.person_line (run, line, fault, external_id, email, name, department, title,"
		" employee_number, manager, tier, status, aliases) FROM STDIN",
	.start = ANSWER " FROM admin.import_people($1, $2, $3, $4, $5, $6, $7) AS v",
};

/* Sign-in methods that are missing in a file stay: a method is never ended by an import. */
const struct import_kind import_methods = {
	.word = "methods",
	.columns = {{"external_id", true}, {"person", true}, {"kind", true}, {"device", false}, {"label", false},
		{"number", false}, {"extension", false}, {"notification", false}, {"one_time_code", false},
		{"default", false}, {"added_at", false}, {"confirmed_at", false}, {"last_used_at", false},
		{"authority", false}},
	.copy = "COPY staging.method_line (run, line, fault, external_id, person, kind, device, label, number,"
		" extension, notification, one_time_code, \"default\", added_at, confirmed_at, last_used_at, authority)"
		" FROM STDIN",
	.start = ANSWER " FROM admin.import_methods($1, $2, $3, $4, $5, $6, $7) AS v",
};

const char *const import_step = ANSWER " FROM admin.import_step($1, $2) AS v";
