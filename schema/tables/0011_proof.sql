-- Saved recovery codes, proofs that rest on no sign-in method of the person, and what waits for a lead.

-- Ten codes that were made together; the newest that is made and not replaced counts.
CREATE TABLE directory.code_set (
	id uuid CONSTRAINT code_set_pkey PRIMARY KEY,
	person_id uuid NOT NULL CONSTRAINT code_set_person_fkey REFERENCES directory.person,
	case_id uuid NOT NULL CONSTRAINT code_set_case_fkey REFERENCES directory.case_file,
	contact_id uuid NOT NULL CONSTRAINT code_set_contact_fkey REFERENCES directory.contact,
	login text NOT NULL,
	asked_at timestamptz NOT NULL,
	salt bytea CONSTRAINT code_set_salt_length CHECK (pg_catalog.octet_length(salt) = 16),
	cost int CONSTRAINT code_set_cost_range CHECK (cost BETWEEN 10 AND 20),  -- scrypt's N is 2 to this
	made_at timestamptz,
	replaced_at timestamptz,
	CONSTRAINT code_set_made_whole CHECK ((made_at IS NULL) = (salt IS NULL) AND (made_at IS NULL) = (cost IS NULL)),
	CONSTRAINT code_set_replaced_made CHECK (replaced_at IS NULL OR made_at IS NOT NULL)
);
CREATE UNIQUE INDEX code_set_one_idx ON directory.code_set (person_id) WHERE made_at IS NOT NULL AND replaced_at IS NULL;
CREATE INDEX code_set_contact_idx ON directory.code_set (contact_id);

CREATE TABLE directory.recovery_code (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT recovery_code_pkey PRIMARY KEY,
	set_id uuid NOT NULL CONSTRAINT recovery_code_set_fkey REFERENCES directory.code_set,
	hash bytea NOT NULL CONSTRAINT recovery_code_hash_length CHECK (pg_catalog.octet_length(hash) = 32),
	used_at timestamptz
);
CREATE INDEX recovery_code_set_idx ON directory.recovery_code (set_id) WHERE used_at IS NULL;

-- A recovery code goes to nobody: it is typed. A manager's code goes to a method of another person.
ALTER TABLE directory.challenge
	ALTER COLUMN method_id DROP NOT NULL,
	DROP CONSTRAINT challenge_channel_known,
	ADD CONSTRAINT challenge_channel_known CHECK (channel IN ('text', 'call', 'app', 'recovery')),
	DROP CONSTRAINT challenge_mark_of_messages,
	ADD CONSTRAINT challenge_mark_of_messages CHECK ((mark IS NULL) = (channel IN ('app', 'recovery'))),
	DROP CONSTRAINT challenge_typed_form,
	ADD CONSTRAINT challenge_typed_form CHECK (typed ~ CASE channel WHEN 'recovery' THEN '^[0-9A-HJKMNP-TV-Z]{16}$'
		ELSE '^[0-9]{6}$' END),
	ADD CONSTRAINT challenge_recovery_to_nobody CHECK ((method_id IS NULL) = (channel = 'recovery')
		AND (channel <> 'recovery' OR purpose = 'proof'));
DROP INDEX directory.challenge_one_open_idx;
CREATE UNIQUE INDEX challenge_one_open_idx ON directory.challenge (method_id, person_id) WHERE finished_at IS NULL;
CREATE UNIQUE INDEX challenge_one_recovery_idx ON directory.challenge (person_id)
	WHERE finished_at IS NULL AND channel = 'recovery';

ALTER TABLE directory.job
	DROP CONSTRAINT job_kind_known,
	ADD CONSTRAINT job_kind_known CHECK (kind IN ('send', 'follow', 'check', 'withdraw', 'enrol', 'make_pass', 'try_pass', 'tell',
		'make_codes'));

-- What an agent asked a lead to approve. It waits until such an approval was given.
CREATE TABLE directory.approval_wish (
	id uuid CONSTRAINT approval_wish_pkey PRIMARY KEY,
	case_id uuid NOT NULL CONSTRAINT approval_wish_case_fkey REFERENCES directory.case_file,
	act text NOT NULL,
	target text,
	asked_by text NOT NULL,
	asked_at timestamptz NOT NULL
);
CREATE INDEX approval_wish_case_idx ON directory.approval_wish (case_id, asked_at);
CREATE INDEX approval_wish_asked_idx ON directory.approval_wish (asked_at);

INSERT INTO directory.period (name, value) VALUES ('started_act', '5 minutes'); -- after the proof's end, for what was asked of a lead before
