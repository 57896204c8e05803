-- Imports. A file goes by COPY into a table of lines, on which an administrator
-- has INSERT on some columns and nothing else; a function makes a plan of it,
-- says what is wrong with it, and carries it out (functions/admin_import*.sql).
-- Nothing here is worth keeping after a crash, so nothing is logged.

CREATE SCHEMA staging;

-- A cell is NULL where the file has no such column: what the directory has stays.
CREATE UNLOGGED TABLE staging.person_line (
	login text NOT NULL DEFAULT session_user,
	at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	run uuid NOT NULL,
	line bigint NOT NULL,
	fault text,  -- what made the line unreadable; then there are no cells
	external_id text,
	email text,
	name text,
	department text,
	title text,
	employee_number text,
	manager text,
	tier text,
	status text,
	aliases text
);

CREATE UNLOGGED TABLE staging.method_line (
	login text NOT NULL DEFAULT session_user,
	at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	run uuid NOT NULL,
	line bigint NOT NULL,
	fault text,
	external_id text,
	person text,
	kind text,
	device text,
	label text,
	number text,
	extension text,
	notification text,
	one_time_code text,
	"default" text,
	added_at text,
	confirmed_at text,
	last_used_at text,
	authority text
);

CREATE UNLOGGED TABLE staging.run (
	id uuid CONSTRAINT run_pkey PRIMARY KEY,
	login text NOT NULL,
	kind text NOT NULL CONSTRAINT run_kind_known CHECK (kind IN ('people', 'methods')),
	request_id uuid,  -- NULL: a dry run
	at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	file_sha256 text NOT NULL,
	counts jsonb NOT NULL DEFAULT '{}',
	stage int NOT NULL DEFAULT 0,         -- what is carried out now,
	line bigint NOT NULL DEFAULT 0,       -- and how far
	todo bigint NOT NULL DEFAULT 0,
	done bigint NOT NULL DEFAULT 0,
	state text NOT NULL DEFAULT 'planned' CONSTRAINT run_state_known
		CHECK (state IN ('planned', 'refused', 'done'))
);

-- One import does something at a time: whoever plans or carries out holds this row.
-- A plan that is made while another one is carried out would not fit when its turn comes.
CREATE TABLE staging.gate (
	one boolean CONSTRAINT gate_pkey PRIMARY KEY DEFAULT true CONSTRAINT gate_one CHECK (one)
);
INSERT INTO staging.gate DEFAULT VALUES;

-- One row a line. What is to be done comes in stages; NULL: nothing, because the
-- line is bad (then there is a reason) or because the directory says the same.
CREATE UNLOGGED TABLE staging.person_plan (
	run uuid NOT NULL,
	line bigint NOT NULL,
	stage int,
	reason text,
	external_id text,   -- NULL where it cannot be read
	person_id uuid,
	fresh boolean,      -- not in the directory yet
	email text,
	aliases text[],
	addresses text[],   -- both, folded; only where they change
	name text,
	department text,
	title text,
	employee_number text,
	manager text,
	manager_id uuid,
	manager_late boolean NOT NULL DEFAULT false,  -- the manager comes with this very file
	tier text,
	status text,
	changes text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX person_plan_stage_idx ON staging.person_plan (run, stage, line);
CREATE INDEX person_plan_person_idx ON staging.person_plan (run, person_id);
CREATE INDEX person_plan_line_idx ON staging.person_plan (run, line);
CREATE INDEX person_plan_late_idx ON staging.person_plan (run, line) WHERE manager_late;
CREATE INDEX person_plan_manager_idx ON staging.person_plan (run, manager_id) WHERE manager_late;
CREATE INDEX person_plan_bad_idx ON staging.person_plan (run, line) WHERE reason IS NOT NULL;

-- An address that a line wants and another person has.
CREATE UNLOGGED TABLE staging.address_move (
	run uuid NOT NULL,
	address text NOT NULL,
	taker bigint NOT NULL,  -- the line
	giver bigint            -- the line by which the other person gives it up; NULL: they keep it
);
CREATE INDEX address_move_giver_idx ON staging.address_move (run, giver);

CREATE UNLOGGED TABLE staging.method_plan (
	run uuid NOT NULL,
	line bigint NOT NULL,
	stage int,
	reason text,
	external_id text,
	authority text,
	method_id uuid,
	person_id uuid,
	fresh boolean,
	newcomer boolean,    -- the person has no sign-in method yet
	state text,          -- as the plan saw it
	kind text,
	device text,         -- '': on no known device
	label text,
	number text,
	extension text,
	notification boolean,
	one_time_code boolean,
	makes_default boolean,
	added_at timestamptz,
	confirmed_at timestamptz,
	last_used_at timestamptz,
	changes text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX method_plan_stage_idx ON staging.method_plan (run, stage, line);
CREATE INDEX method_plan_line_idx ON staging.method_plan (run, line);
CREATE INDEX method_plan_bad_idx ON staging.method_plan (run, line) WHERE reason IS NOT NULL;

-- A plan of a million lines in a table that was empty a second ago: without this
-- the planner takes it for empty and compares each line with each.
CREATE FUNCTION staging.measure() RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	ANALYZE staging.person_plan, staging.method_plan, staging.address_move;
END
$$;
