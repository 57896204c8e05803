-- Settings and policy: data, so that a university changes a row and not a function.

CREATE TABLE directory.setting (
	name text CONSTRAINT setting_pkey PRIMARY KEY,
	value text NOT NULL
);

-- What an act needs (DESIGN rule 8). Standing is what the person is to the agent who acts.
CREATE TABLE directory.policy (
	act text NOT NULL,
	standing text NOT NULL CONSTRAINT policy_standing_known
		CHECK (standing IN ('standard', 'privileged', 'self', 'peer')),
	proof text NOT NULL CONSTRAINT policy_proof_known
		CHECK (proof IN ('none', 'contact', 'case')),
	max_age interval CONSTRAINT policy_max_age_positive CHECK (max_age > interval '0'),
	approval boolean NOT NULL,
	CONSTRAINT policy_pkey PRIMARY KEY (act, standing),
	CONSTRAINT policy_age_needs_proof CHECK (max_age IS NULL OR proof <> 'none')
);

-- The closed list of proofs, and how much each is worth.
CREATE TABLE directory.proof_kind (
	kind text CONSTRAINT proof_kind_pkey PRIMARY KEY,
	recorded_by text NOT NULL CONSTRAINT proof_kind_recorded_by_known
		CHECK (recorded_by IN ('agent', 'worker')),
	alone text NOT NULL CONSTRAINT proof_kind_alone_known
		CHECK (alone IN ('always', 'confirmed', 'never')),  -- confirmed: when another staff person confirmed it
	needs_by text CONSTRAINT proof_kind_needs_by_known
		CHECK (needs_by IN ('phone', 'counter', 'video')),
	needs_counter boolean NOT NULL DEFAULT false,
	daily_limit int CONSTRAINT proof_kind_daily_limit_positive CHECK (daily_limit > 0)
);

-- How often one agent may do what would hurt if done often: a sliding window.
CREATE TABLE directory.agent_limit (
	kind text CONSTRAINT agent_limit_pkey PRIMARY KEY,
	cap int NOT NULL CONSTRAINT agent_limit_cap_positive CHECK (cap > 0),
	period interval NOT NULL CONSTRAINT agent_limit_period_positive CHECK (period > interval '0')
);

-- How long things last.
CREATE TABLE directory.period (
	name text CONSTRAINT period_pkey PRIMARY KEY,
	value interval NOT NULL CONSTRAINT period_positive CHECK (value > interval '0')
);
INSERT INTO directory.period (name, value) VALUES
	('undo', '5 minutes'),          -- the agent who suspended may take it back without proof
	('idle', '8 hours'),            -- after which a case must be taken up again
	('approval', '1 hour'),
	('after_close', '60 minutes'),  -- a closed case can still be read by who held it
	('bad_proofs', '7 days'),       -- in which three failed or refused proofs raise doubt
	('recent_change', '7 days');    -- in which an added method is worth a warning

ALTER TABLE directory.proof ADD CONSTRAINT proof_kind_fkey FOREIGN KEY (kind) REFERENCES directory.proof_kind;
ALTER TABLE directory.quota ADD CONSTRAINT quota_kind_fkey FOREIGN KEY (kind) REFERENCES directory.agent_limit;

-- Which countries' numbers may be used, and how a number is written there. The
-- worker asks libphonenumber besides; this is what can be known without it.
CREATE TABLE directory.country (
	code text CONSTRAINT country_pkey PRIMARY KEY CONSTRAINT country_code_form CHECK (code ~ '^[A-Z]{2}$'),
	calling_code text NOT NULL CONSTRAINT country_calling_code_form CHECK (calling_code ~ '^[1-9][0-9]{0,2}$'),
	trunk_prefix text NOT NULL CONSTRAINT country_trunk_prefix_form CHECK (trunk_prefix ~ '^[0-9]*$'),
	international_prefix text NOT NULL CONSTRAINT country_international_prefix_form
		CHECK (international_prefix ~ '^[0-9]+$'),
	national_form text NOT NULL,  -- a regular expression over the national significant number
	allowed boolean NOT NULL
);
CREATE INDEX country_calling_code_idx ON directory.country (calling_code);

INSERT INTO directory.setting (name, value) VALUES
	('desk_name', 'the help desk'),
	('desk_telephone', ''),
	('desk_room', ''),
	('country', 'US'),
	('ticket_pattern', '^[A-Za-z]{0,10}-?[0-9]{1,15}$'),
	('ticket_example', 'INC0048213'),
	('demonstration', 'false');

INSERT INTO directory.proof_kind (kind, recorded_by, alone, needs_by, needs_counter, daily_limit) VALUES
	('code', 'worker', 'never', NULL, false, NULL),
	('app', 'worker', 'never', NULL, false, NULL),
	('recovery-code', 'worker', 'never', NULL, false, NULL),
	('manager', 'worker', 'never', NULL, false, NULL),
	('document-in-person', 'agent', 'always', 'counter', true, 10),
	('document-on-video', 'agent', 'confirmed', 'video', false, NULL);

INSERT INTO directory.policy (act, standing, proof, max_age, approval)
SELECT a.act, s.standing, a.proof, a.max_age, s.standing <> 'standard' AND a.guarded
FROM (VALUES
		('suspend', 'none', NULL::interval, false),
		('note', 'none', NULL, false),
		('close_case', 'none', NULL, false),
		('raise_doubt', 'none', NULL, false),
		('restore', 'contact', interval '15 minutes', true),
		('add_phone', 'contact', interval '15 minutes', true),
		('move_number', 'contact', interval '15 minutes', true),
		('enrol', 'contact', interval '15 minutes', true),
		('issue_pass', 'contact', interval '15 minutes', true),
		('issue_recovery_codes', 'contact', interval '15 minutes', true),
		('set_default', 'contact', interval '15 minutes', true),
		('revoke', 'case', NULL, true),
		('finish', 'case', NULL, true),
		('reveal_number', 'none', NULL, true)
	) AS a (act, proof, max_age, guarded),
	(VALUES ('standard'), ('privileged'), ('self'), ('peer')) AS s (standing);

INSERT INTO directory.agent_limit (kind, cap, period) VALUES
	('suspend_person', 5, '1 hour'),
	('suspend_privileged', 1, '1 day'),
	('document-in-person', 10, '1 day'),
	('open_case', 60, '1 hour'),
	('take_case', 20, '1 hour'),
	('find_number', 10, '1 hour'),
	('reveal_number', 20, '1 hour'),
	('raise_doubt', 10, '1 hour');

INSERT INTO directory.country (code, calling_code, trunk_prefix, international_prefix, national_form, allowed) VALUES
	('US', '1', '1', '011', '^[2-9][0-9]{2}[2-9][0-9]{6}$', true),
	('CA', '1', '1', '011', '^[2-9][0-9]{2}[2-9][0-9]{6}$', true),
	('GB', '44', '0', '00', '^[1-9][0-9]{8,9}$', true),
	('IE', '353', '0', '00', '^[1-9][0-9]{6,9}$', true),
	('FR', '33', '0', '00', '^[1-9][0-9]{8}$', true),
	('DE', '49', '0', '00', '^[1-9][0-9]{5,12}$', true),
	('AT', '43', '0', '00', '^[1-9][0-9]{5,12}$', true),
	('CH', '41', '0', '00', '^[1-9][0-9]{8}$', true),
	('ES', '34', '', '00', '^[5-9][0-9]{8}$', true),
	('PT', '351', '', '00', '^[2-9][0-9]{8}$', true),
	('IT', '39', '', '00', '^[03][0-9]{5,10}$', true),
	('NL', '31', '0', '00', '^[1-9][0-9]{8}$', true),
	('BE', '32', '0', '00', '^[1-9][0-9]{7,8}$', true),
	('PL', '48', '', '00', '^[1-9][0-9]{8}$', true),
	('SE', '46', '0', '00', '^[1-9][0-9]{6,9}$', true),
	('NO', '47', '', '00', '^[2-9][0-9]{7}$', true),
	('DK', '45', '', '00', '^[2-9][0-9]{7}$', true),
	('FI', '358', '0', '00', '^[1-9][0-9]{5,10}$', true),
	('GR', '30', '', '00', '^[2-9][0-9]{9}$', true),
	('IN', '91', '0', '00', '^[1-9][0-9]{9}$', true),
	('CN', '86', '0', '00', '^[1-9][0-9]{8,10}$', true),
	('JP', '81', '0', '010', '^[1-9][0-9]{8,9}$', true),
	('KR', '82', '0', '00', '^[1-9][0-9]{7,9}$', true),
	('AU', '61', '0', '0011', '^[1-9][0-9]{8}$', true),
	('NZ', '64', '0', '00', '^[1-9][0-9]{7,9}$', true),
	('BR', '55', '0', '00', '^[1-9][0-9]{9,10}$', true),
	('MX', '52', '', '00', '^[1-9][0-9]{9}$', true);
