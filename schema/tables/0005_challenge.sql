-- Challenges: authentications sent or asked for, the jobs of the worker that
-- sends and checks them, and how often that may be.

ALTER TABLE directory.sign_in_method
	ADD COLUMN failures int NOT NULL DEFAULT 0  -- wrong codes since one passed
		CONSTRAINT sign_in_method_failures_count CHECK (failures >= 0),
	ADD COLUMN tested_at timestamptz;

CREATE TABLE directory.challenge (
	id uuid CONSTRAINT challenge_pkey PRIMARY KEY,
	case_id uuid NOT NULL CONSTRAINT challenge_case_fkey REFERENCES directory.case_file,
	contact_id uuid NOT NULL CONSTRAINT challenge_contact_fkey REFERENCES directory.contact,
	person_id uuid NOT NULL CONSTRAINT challenge_person_fkey REFERENCES directory.person,
	method_id uuid NOT NULL CONSTRAINT challenge_method_fkey REFERENCES directory.sign_in_method,
	login text NOT NULL,
	purpose text NOT NULL CONSTRAINT challenge_purpose_known CHECK (purpose IN ('proof', 'confirm', 'test')),
	channel text NOT NULL CONSTRAINT challenge_channel_known CHECK (channel IN ('text', 'call', 'app')),
	mark text CONSTRAINT challenge_mark_form CHECK (mark ~ '^[A-HJ-NP-Z][2-9]$'),
	state text NOT NULL DEFAULT 'queued' CONSTRAINT challenge_state_known CHECK (state IN ('queued', 'sending', 'sent',
		'delivered', 'ringing', 'answered', 'checking', 'unknown', 'passed', 'failed', 'expired', 'cancelled')),
	back_to text CONSTRAINT challenge_back_to_known CHECK (back_to IN ('queued', 'sent', 'delivered', 'ringing',
		'answered', 'unknown')),
	typed text CONSTRAINT challenge_typed_form CHECK (typed ~ '^[0-9]{6}$'),  -- cleared by the check
	code_hash bytea CONSTRAINT challenge_code_hash_length CHECK (pg_catalog.octet_length(code_hash) = 32),
	code_key int,
	tries_left int NOT NULL DEFAULT 5 CONSTRAINT challenge_tries CHECK (tries_left BETWEEN 0 AND 5),
	wrong_at timestamptz,  -- the last wrong code
	created_at timestamptz NOT NULL,
	sending_fence bigint,  -- of the job that may have sent it
	sending_at timestamptz,
	sent_at timestamptz,
	delivered_at timestamptz,
	answered_at timestamptz,
	answered_by text CONSTRAINT challenge_answered_by_known CHECK (answered_by IN ('human', 'machine', 'unknown')),
	expires_at timestamptz NOT NULL,
	finished_at timestamptz,
	gateway text,
	gateway_id text,
	reason text,
	CONSTRAINT challenge_mark_of_messages CHECK ((mark IS NULL) = (channel = 'app')),
	CONSTRAINT challenge_checking_whole CHECK ((state = 'checking') = (back_to IS NOT NULL)
		AND (state = 'checking') = (typed IS NOT NULL)),
	CONSTRAINT challenge_wrong_since CHECK ((tries_left = 5) = (wrong_at IS NULL)),
	CONSTRAINT challenge_code_with_key CHECK ((code_hash IS NULL) = (code_key IS NULL)),
	CONSTRAINT challenge_code_while_open CHECK (code_hash IS NULL OR finished_at IS NULL),
	CONSTRAINT challenge_final_since CHECK ((state IN ('passed', 'failed', 'expired', 'cancelled')) = (finished_at IS NOT NULL)),
	CONSTRAINT challenge_sending_since CHECK ((sending_at IS NULL) = (sending_fence IS NULL)
		AND (state <> 'sending' OR sending_at IS NOT NULL)),
	CONSTRAINT challenge_sent_since CHECK (state NOT IN ('sent', 'delivered', 'ringing', 'answered') OR sent_at IS NOT NULL),
	CONSTRAINT challenge_delivered_since CHECK (state <> 'delivered' OR delivered_at IS NOT NULL AND channel = 'text'),
	CONSTRAINT challenge_call_states CHECK (state NOT IN ('ringing', 'answered') OR channel = 'call'),
	CONSTRAINT challenge_answered_since CHECK (state <> 'answered' OR answered_at IS NOT NULL),
	CONSTRAINT challenge_machine_is_void CHECK (answered_by IS DISTINCT FROM 'machine' OR state <> 'passed')
);
CREATE UNIQUE INDEX challenge_one_open_idx ON directory.challenge (method_id) WHERE finished_at IS NULL;
CREATE INDEX challenge_expires_idx ON directory.challenge (expires_at) WHERE finished_at IS NULL;
CREATE INDEX challenge_case_idx ON directory.challenge (case_id, created_at);
CREATE INDEX challenge_person_idx ON directory.challenge (person_id, finished_at);
CREATE INDEX challenge_wrong_idx ON directory.challenge (person_id, wrong_at) WHERE wrong_at IS NOT NULL;
CREATE INDEX challenge_contact_open_idx ON directory.challenge (contact_id) WHERE finished_at IS NULL;

CREATE TABLE directory.job (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT job_pkey PRIMARY KEY,
	challenge_id uuid NOT NULL CONSTRAINT job_challenge_fkey REFERENCES directory.challenge,
	kind text NOT NULL CONSTRAINT job_kind_known CHECK (kind IN ('send', 'follow', 'check', 'withdraw', 'enrol')),
	made_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),  -- of a check: when the code was typed
	run_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),  -- not before; of a claimed one: when its lease ends
	attempts int NOT NULL DEFAULT 0,
	fence bigint NOT NULL DEFAULT 0,  -- goes up with every claim: a result under an older one is dropped
	instance text,                    -- who holds it
	done_at timestamptz,
	outcome text,
	CONSTRAINT job_done_with_outcome CHECK ((done_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX job_one_open_idx ON directory.job (challenge_id, kind) WHERE done_at IS NULL;
CREATE INDEX job_due_idx ON directory.job (run_at, id) WHERE done_at IS NULL;

CREATE TABLE directory.dropped_result (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT dropped_result_pkey PRIMARY KEY,
	job_id bigint NOT NULL,
	fence bigint NOT NULL,
	result text NOT NULL,
	at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

CREATE TABLE directory.worker (
	instance text CONSTRAINT worker_pkey PRIMARY KEY,
	host text NOT NULL,
	version text NOT NULL,
	started_at timestamptz NOT NULL,
	seen_at timestamptz NOT NULL,
	stopped_at timestamptz
);
CREATE INDEX worker_seen_idx ON directory.worker (seen_at);

-- How often something may be sent, counted in windows that begin at multiples of
-- the period. The worker counts when it is about to send.
CREATE TABLE directory.send_limit (
	kind text CONSTRAINT send_limit_pkey PRIMARY KEY
		CONSTRAINT send_limit_kind_known CHECK (kind IN ('number', 'person', 'agent', 'range', 'all')),
	place int NOT NULL CONSTRAINT send_limit_place_key UNIQUE,  -- the order in which the counts are locked
	cap int NOT NULL CONSTRAINT send_limit_cap_positive CHECK (cap > 0),
	period interval NOT NULL CONSTRAINT send_limit_period_positive CHECK (period > interval '0')
);
INSERT INTO directory.send_limit (kind, place, cap, period) VALUES
	('number', 1, 10, '1 day'),
	('person', 2, 10, '1 hour'),
	('agent', 3, 60, '1 hour'),
	('range', 4, 200, '1 day'),   -- all numbers that differ in the last four digits only
	('all', 5, 2000, '1 hour');

CREATE TABLE directory.send_count (
	kind text NOT NULL CONSTRAINT send_count_kind_fkey REFERENCES directory.send_limit,
	subject text NOT NULL,
	began_at timestamptz NOT NULL,
	used int NOT NULL,
	CONSTRAINT send_count_pkey PRIMARY KEY (kind, subject)
);

-- What libphonenumber calls a number's kind, and whether such a one may be used.
CREATE TABLE directory.number_kind (
	kind text CONSTRAINT number_kind_pkey PRIMARY KEY,
	allowed boolean NOT NULL
);
INSERT INTO directory.number_kind (kind, allowed) VALUES
	('fixed line', true), ('mobile', true), ('fixed line or mobile', true), ('voip', true), ('personal number', false),
	('toll free', false), ('premium rate', false), ('shared cost', false), ('pager', false), ('uan', false),
	('voicemail', false), ('satellite', false), ('unknown', false);

CREATE TABLE directory.number_check (
	number text CONSTRAINT number_check_pkey PRIMARY KEY,
	kind text NOT NULL CONSTRAINT number_check_kind_fkey REFERENCES directory.number_kind,
	valid boolean NOT NULL,
	display text NOT NULL,
	checked_at timestamptz NOT NULL
);

-- An authenticator's secret, sealed: docs/SECURITY.md says under what.
CREATE TABLE directory.method_secret (
	method_id uuid CONSTRAINT method_secret_pkey PRIMARY KEY
		CONSTRAINT method_secret_method_fkey REFERENCES directory.sign_in_method,
	sealed bytea NOT NULL,
	key_version int NOT NULL,
	last_step bigint,              -- of the last code used: never again, nor any before it
	drift int NOT NULL DEFAULT 0,  -- steps that its clock is ahead
	made_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
CREATE INDEX method_secret_key_idx ON directory.method_secret (key_version);

-- The same secret on its way to one desk, sealed to a key that the desk made for it.
CREATE TABLE directory.enrolment (
	challenge_id uuid CONSTRAINT enrolment_pkey PRIMARY KEY
		CONSTRAINT enrolment_challenge_fkey REFERENCES directory.challenge,
	public_key bytea NOT NULL CONSTRAINT enrolment_public_key_length CHECK (pg_catalog.octet_length(public_key) = 32),
	box bytea
);

INSERT INTO directory.setting (name, value) VALUES ('issuer', 'mfadesk');
INSERT INTO directory.period (name, value) VALUES
	('code', '10 minutes'),           -- how long a code counts
	('new_number', '7 days'),         -- a number or authenticator changed since is no proof
	('first_wait', '30 seconds'),     -- after a failed challenge; doubles with each
	('longest_wait', '1 hour'),
	('number_check', '90 days'),      -- after which libphonenumber is asked again
	('worker_silent', '20 seconds');  -- after which the desks say so
INSERT INTO directory.agent_limit (kind, cap, period) VALUES ('start_challenge', 120, '1 hour');
INSERT INTO directory.policy (act, standing, proof, max_age, approval)
SELECT 'test', s.standing, 'none', NULL, false FROM (VALUES ('standard'), ('privileged'), ('self'), ('peer')) AS s (standing);
