-- Temporary access passes, and the sign-in service that takes them.

CREATE TABLE directory.pass (
	id uuid CONSTRAINT pass_pkey PRIMARY KEY,
	case_id uuid NOT NULL CONSTRAINT pass_case_fkey REFERENCES directory.case_file,
	person_id uuid NOT NULL CONSTRAINT pass_person_fkey REFERENCES directory.person,
	login text NOT NULL,
	form text NOT NULL CONSTRAINT pass_form_known CHECK (form IN ('words', 'characters')),
	minutes int NOT NULL CONSTRAINT pass_minutes_range CHECK (minutes BETWEEN 10 AND 480),
	asked_at timestamptz NOT NULL,
	salt bytea CONSTRAINT pass_salt_length CHECK (pg_catalog.octet_length(salt) = 16),
	hash bytea CONSTRAINT pass_hash_length CHECK (pg_catalog.octet_length(hash) = 32),  -- forgotten when it is over
	made_at timestamptz,     -- by the worker; its minutes count from then
	expires_at timestamptz,
	used_at timestamptz,
	cancelled_at timestamptz,
	cancelled_why text,
	CONSTRAINT pass_made_whole CHECK ((made_at IS NULL) = (expires_at IS NULL) AND (hash IS NULL) = (salt IS NULL)
		AND (hash IS NULL OR made_at IS NOT NULL)),
	CONSTRAINT pass_over_once CHECK (used_at IS NULL OR cancelled_at IS NULL),
	CONSTRAINT pass_used_was_made CHECK (used_at IS NULL OR made_at IS NOT NULL),
	CONSTRAINT pass_cancelled_with_reason CHECK ((cancelled_at IS NULL) = (cancelled_why IS NULL)),
	CONSTRAINT pass_forgotten_when_over CHECK (hash IS NULL OR used_at IS NULL AND cancelled_at IS NULL)
);
CREATE UNIQUE INDEX pass_one_open_idx ON directory.pass (person_id) WHERE used_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX pass_case_idx ON directory.pass (case_id, asked_at);
CREATE INDEX pass_expires_idx ON directory.pass (expires_at) WHERE hash IS NOT NULL;

-- A pass that was typed at the sign-in service. Of nobody and of somebody without a pass alike.
CREATE TABLE directory.pass_try (
	id uuid CONSTRAINT pass_try_pkey PRIMARY KEY,
	subject text NOT NULL,  -- a person's id, or the hash of an address that is nobody's: what is counted
	person_id uuid CONSTRAINT pass_try_person_fkey REFERENCES directory.person,
	typed text,             -- cleared by the check
	at timestamptz NOT NULL,
	xid xid8 NOT NULL,
	state text NOT NULL DEFAULT 'checking' CONSTRAINT pass_try_state_known CHECK (state IN ('checking', 'accepted', 'refused')),
	finished_at timestamptz,
	CONSTRAINT pass_try_typed_while_checking CHECK ((state = 'checking') = (typed IS NOT NULL)),
	CONSTRAINT pass_try_finished_since CHECK ((state = 'checking') = (finished_at IS NULL))
);
CREATE INDEX pass_try_open_idx ON directory.pass_try (at) WHERE finished_at IS NULL;

-- How often passes may be tried, counted by the worker before it looks at one.
CREATE TABLE directory.try_limit (
	kind text CONSTRAINT try_limit_pkey PRIMARY KEY CONSTRAINT try_limit_kind_known CHECK (kind IN ('person', 'all')),
	place int NOT NULL CONSTRAINT try_limit_place_key UNIQUE,  -- the order in which the counts are locked
	cap int NOT NULL CONSTRAINT try_limit_cap_positive CHECK (cap > 0),
	period interval NOT NULL CONSTRAINT try_limit_period_positive CHECK (period > interval '0')
);
INSERT INTO directory.try_limit (kind, place, cap, period) VALUES
	('person', 1, 10, '1 hour'),
	('all', 2, 1000, '1 hour');

CREATE TABLE directory.try_count (
	kind text NOT NULL CONSTRAINT try_count_kind_fkey REFERENCES directory.try_limit,
	subject text NOT NULL,
	began_at timestamptz NOT NULL,
	used int NOT NULL,
	CONSTRAINT try_count_pkey PRIMARY KEY (kind, subject)
);

ALTER TABLE directory.job
	DROP CONSTRAINT job_kind_known,
	ADD CONSTRAINT job_kind_known CHECK (kind IN ('send', 'follow', 'check', 'withdraw', 'enrol', 'make_pass', 'try_pass'));

INSERT INTO directory.setting (name, value) VALUES
	('pass_form', 'words'),
	('pass_minutes', '60');  -- the longest that one may be asked for: 10 to 480
INSERT INTO directory.period (name, value) VALUES
	('pass', '60 minutes'),       -- of one that was asked for without minutes
	('pass_making', '5 minutes'), -- one that no worker made by then is given up
	('pass_try', '1 minute');     -- one that no worker checked by then is refused
INSERT INTO directory.policy (act, standing, proof, max_age, approval)
SELECT 'cancel_pass', s.standing, 'none', NULL, false FROM (VALUES ('standard'), ('privileged'), ('self'), ('peer')) AS s (standing);
