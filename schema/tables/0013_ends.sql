-- How cases end: what they suspended is decided, sessions end; what nobody asks for any more is removed.

CREATE INDEX sign_in_method_suspended_case_idx ON directory.sign_in_method (suspended_case) WHERE suspended_case IS NOT NULL;

-- That the person's sessions end, asked of the worker's hook.
CREATE TABLE directory.sign_out (
	id uuid CONSTRAINT sign_out_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	request_id uuid NOT NULL,    -- of the act that it follows
	person_id uuid NOT NULL CONSTRAINT sign_out_person_fkey REFERENCES directory.person,
	case_id uuid NOT NULL CONSTRAINT sign_out_case_fkey REFERENCES directory.case_file,
	at timestamptz NOT NULL,     -- sessions that began before this are meant
	state text NOT NULL DEFAULT 'queued' CONSTRAINT sign_out_state_known
		CHECK (state IN ('queued', 'sending', 'ended', 'failed', 'unknown', 'no hook')),
	sending_fence bigint,        -- of the job that may have told the hook
	finished_at timestamptz,
	reason text,
	CONSTRAINT sign_out_sending_since CHECK (state <> 'sending' OR sending_fence IS NOT NULL),
	CONSTRAINT sign_out_finished_since CHECK ((state IN ('queued', 'sending')) = (finished_at IS NULL))
);
CREATE INDEX sign_out_case_idx ON directory.sign_out (case_id, at);
CREATE INDEX sign_out_person_idx ON directory.sign_out (person_id, at);
ALTER TABLE directory.job DROP CONSTRAINT job_kind_known,
	ADD CONSTRAINT job_kind_known CHECK (kind IN ('send', 'follow', 'check', 'withdraw', 'enrol', 'make_pass', 'try_pass', 'tell',
		'make_codes', 'sign_out'));
INSERT INTO directory.period (name, value) VALUES ('sign_out', '1 day');  -- how long a hook that cannot be reached is tried

INSERT INTO directory.setting (name, value) VALUES ('desk_hours', '');  -- when somebody is in desk_room, as people say it

-- Tries of passes, and how often they were made.
INSERT INTO directory.period (name, value) VALUES ('pass_result', '10 minutes');  -- how long what came of a try is said
CREATE INDEX pass_try_finished_idx ON directory.pass_try (at) WHERE finished_at IS NOT NULL;
CREATE INDEX try_count_began_idx ON directory.try_count (kind, began_at);
