-- The directory: people, the devices they carry, their sign-in methods, the
-- staff who help them, and the work done. Forward only: never edited after a
-- release, the next change is the next number.

CREATE SCHEMA directory;
CREATE SCHEMA ledger;

CREATE TABLE directory.schema_version (
	version int CONSTRAINT schema_version_pkey PRIMARY KEY,
	name text NOT NULL,
	applied_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
-- The installer writes this row first for every later file; here the table had to come before it.
INSERT INTO directory.schema_version (version, name) VALUES (1, '0001_directory.sql');

CREATE TABLE directory.unit (
	id int GENERATED ALWAYS AS IDENTITY CONSTRAINT unit_pkey PRIMARY KEY,
	name text NOT NULL CONSTRAINT unit_name_key UNIQUE
);

CREATE TABLE directory.person (
	id uuid CONSTRAINT person_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	external_id text CONSTRAINT person_external_id_key UNIQUE,
	email text NOT NULL CONSTRAINT person_email_form CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
	aliases text[] NOT NULL DEFAULT '{}',
	name text NOT NULL CONSTRAINT person_name_not_empty CHECK (name <> ''),
	unit_id int NOT NULL CONSTRAINT person_unit_fkey REFERENCES directory.unit,
	title text NOT NULL DEFAULT '',
	employee_number text CONSTRAINT person_employee_number_form CHECK (employee_number ~ '^[0-9]{1,20}$'),
	manager_id uuid CONSTRAINT person_manager_fkey REFERENCES directory.person DEFERRABLE INITIALLY DEFERRED,
	tier text NOT NULL DEFAULT 'standard' CONSTRAINT person_tier_known CHECK (tier IN ('standard', 'privileged')),
	status text NOT NULL DEFAULT 'active' CONSTRAINT person_status_known CHECK (status IN ('active', 'disabled')),
	authority text NOT NULL DEFAULT 'here' CONSTRAINT person_authority_not_empty CHECK (authority <> ''),
	version bigint NOT NULL DEFAULT 1,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	changed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	CONSTRAINT person_not_own_manager CHECK (manager_id <> id)
);
CREATE INDEX person_employee_number_idx ON directory.person (employee_number) WHERE employee_number IS NOT NULL;
CREATE INDEX person_unit_idx ON directory.person (unit_id);
CREATE INDEX person_manager_idx ON directory.person (manager_id) WHERE manager_id IS NOT NULL;

CREATE TABLE directory.device (
	id uuid CONSTRAINT device_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	person_id uuid NOT NULL CONSTRAINT device_person_fkey REFERENCES directory.person,
	name text NOT NULL CONSTRAINT device_name_not_empty CHECK (name <> ''),
	authority text NOT NULL DEFAULT 'here' CONSTRAINT device_authority_not_empty CHECK (authority <> ''),
	external_id text,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	CONSTRAINT device_person_name_key UNIQUE (person_id, name),
	CONSTRAINT device_external_id_key UNIQUE (authority, external_id),
	CONSTRAINT device_id_person_key UNIQUE (id, person_id)
);

CREATE TABLE directory.sign_in_method (
	id uuid CONSTRAINT sign_in_method_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	person_id uuid NOT NULL CONSTRAINT sign_in_method_person_fkey REFERENCES directory.person,
	device_id uuid,
	kind text NOT NULL CONSTRAINT sign_in_method_kind_known CHECK (kind IN ('authenticator', 'phone',
		'alternate_phone', 'office_phone', 'passkey', 'hardware_token', 'email')),
	label text NOT NULL DEFAULT '',
	number text CONSTRAINT sign_in_method_number_e164 CHECK (number ~ '^[+][1-9][0-9]{6,14}$'),
	extension text CONSTRAINT sign_in_method_extension_form CHECK (extension ~ '^[0-9]{1,10}$'),
	notification boolean NOT NULL DEFAULT false,
	one_time_code boolean NOT NULL DEFAULT false,
	state text NOT NULL CONSTRAINT sign_in_method_state_known
		CHECK (state IN ('pending', 'active', 'suspended', 'revoked')),
	state_before text CONSTRAINT sign_in_method_state_before_known CHECK (state_before IN ('pending', 'active')),
	is_default boolean NOT NULL DEFAULT false,
	authority text NOT NULL DEFAULT 'here' CONSTRAINT sign_in_method_authority_not_empty CHECK (authority <> ''),
	external_id text,
	added_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	added_by text NOT NULL,
	confirmed_at timestamptz,
	confirmed_by_code boolean NOT NULL DEFAULT false,
	suspended_at timestamptz,
	suspended_by_request uuid,
	suspended_case uuid,
	revoked_at timestamptz,
	reason text CONSTRAINT sign_in_method_reason_known CHECK (reason IN ('lost', 'stolen', 'replaced', 'other')),
	last_used_at timestamptz,
	number_changed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	CONSTRAINT sign_in_method_device_fkey FOREIGN KEY (device_id, person_id)
		REFERENCES directory.device (id, person_id),
	CONSTRAINT sign_in_method_external_id_key UNIQUE (authority, external_id),
	CONSTRAINT sign_in_method_number_of_phones CHECK ((number IS NOT NULL)
		= (kind IN ('phone', 'alternate_phone', 'office_phone'))),
	CONSTRAINT sign_in_method_extension_of_office CHECK (extension IS NULL OR kind = 'office_phone'),
	CONSTRAINT sign_in_method_authenticator_can_something CHECK ((kind = 'authenticator')
		= (notification OR one_time_code)),
	CONSTRAINT sign_in_method_pending_unconfirmed CHECK (state <> 'pending' OR confirmed_at IS NULL),
	CONSTRAINT sign_in_method_active_confirmed CHECK (state <> 'active' OR confirmed_at IS NOT NULL),
	CONSTRAINT sign_in_method_suspended_since CHECK (CASE state WHEN 'suspended' THEN suspended_at IS NOT NULL
		AND state_before IS NOT NULL WHEN 'revoked' THEN true ELSE suspended_at IS NULL AND state_before IS NULL END),
	CONSTRAINT sign_in_method_revoked_since CHECK ((state = 'revoked') = (revoked_at IS NOT NULL)),
	CONSTRAINT sign_in_method_reason_tied CHECK ((reason IS NULL) = (state IN ('pending', 'active'))),
	CONSTRAINT sign_in_method_code_confirms CHECK (NOT confirmed_by_code OR confirmed_at IS NOT NULL),
	CONSTRAINT sign_in_method_default_usable CHECK (NOT is_default OR confirmed_at IS NOT NULL AND state <> 'revoked')
);
CREATE INDEX sign_in_method_person_idx ON directory.sign_in_method (person_id);
CREATE INDEX sign_in_method_device_idx ON directory.sign_in_method (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX sign_in_method_number_idx ON directory.sign_in_method (number) WHERE number IS NOT NULL;
CREATE INDEX sign_in_method_last_four_idx ON directory.sign_in_method ((pg_catalog.right(number, 4)))
	WHERE number IS NOT NULL AND state <> 'revoked';
CREATE UNIQUE INDEX sign_in_method_one_default_idx ON directory.sign_in_method (person_id) WHERE is_default;

-- Staff: every login belongs to one person; a person may have several logins.

CREATE TABLE directory.staff (
	login text CONSTRAINT staff_pkey PRIMARY KEY,
	person_id uuid NOT NULL CONSTRAINT staff_person_fkey REFERENCES directory.person,
	role text NOT NULL CONSTRAINT staff_role_known CHECK (role IN ('agent', 'lead', 'auditor', 'administrator')),
	counter boolean NOT NULL DEFAULT false,  -- may see a document in person
	added_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	locked_at timestamptz
);
CREATE INDEX staff_person_idx ON directory.staff (person_id);

-- No row: everybody is in scope.
CREATE TABLE directory.staff_unit (
	login text NOT NULL CONSTRAINT staff_unit_login_fkey REFERENCES directory.staff,
	unit_id int NOT NULL CONSTRAINT staff_unit_unit_fkey REFERENCES directory.unit,
	CONSTRAINT staff_unit_pkey PRIMARY KEY (login, unit_id)
);

-- The work.

-- `case` is a word of SQL's own, so the table is the case's file.
CREATE TABLE directory.case_file (
	id uuid CONSTRAINT case_file_pkey PRIMARY KEY,
	ticket text NOT NULL CONSTRAINT case_file_ticket_not_empty CHECK (ticket <> ''),
	person_id uuid NOT NULL CONSTRAINT case_file_person_fkey REFERENCES directory.person,
	login text NOT NULL,               -- who holds it
	opened_by text NOT NULL,
	opened_at timestamptz NOT NULL,
	state text NOT NULL DEFAULT 'open' CONSTRAINT case_file_state_known CHECK (state IN ('open', 'closed')),
	closed_at timestamptz,
	outcome text,
	last_at timestamptz NOT NULL,      -- last act; idle for 8 hours is put aside
	held_xid xid8 NOT NULL,            -- the transaction that gave it to `login` (DESIGN rule 2)
	CONSTRAINT case_file_closed_since CHECK ((state = 'closed') = (closed_at IS NOT NULL)
		AND (state = 'closed') = (outcome IS NOT NULL))
);
CREATE UNIQUE INDEX case_file_one_open_idx ON directory.case_file (person_id, login) WHERE state = 'open';
CREATE INDEX case_file_login_idx ON directory.case_file (login, opened_at);
CREATE INDEX case_file_open_idx ON directory.case_file (opened_at) WHERE state = 'open';
CREATE INDEX case_file_person_idx ON directory.case_file (person_id, opened_at);

CREATE TABLE directory.contact (
	id uuid CONSTRAINT contact_pkey PRIMARY KEY,
	case_id uuid NOT NULL CONSTRAINT contact_case_fkey REFERENCES directory.case_file,
	login text NOT NULL,
	here_by text NOT NULL CONSTRAINT contact_here_by_known CHECK (here_by IN ('phone', 'counter', 'video')),
	started_at timestamptz NOT NULL,
	ended_at timestamptz,
	ended_why text CONSTRAINT contact_ended_why_known
		CHECK (ended_why IN ('gone', 'taken', 'new contact', 'closed')),
	CONSTRAINT contact_ended_with_reason CHECK ((ended_at IS NULL) = (ended_why IS NULL))
);
CREATE UNIQUE INDEX contact_one_open_idx ON directory.contact (case_id) WHERE ended_at IS NULL;
CREATE INDEX contact_case_idx ON directory.contact (case_id);

CREATE TABLE directory.proof (
	id uuid CONSTRAINT proof_pkey PRIMARY KEY,
	contact_id uuid NOT NULL CONSTRAINT proof_contact_fkey REFERENCES directory.contact,
	case_id uuid NOT NULL CONSTRAINT proof_case_fkey REFERENCES directory.case_file,
	person_id uuid NOT NULL CONSTRAINT proof_person_fkey REFERENCES directory.person,
	kind text NOT NULL,
	rests_on text NOT NULL,  -- two proofs count only when this differs: 'device <id>', 'no device', 'office <id>', 'person <id>', 'document', 'codes'
	document text CONSTRAINT proof_document_known
		CHECK (document IN ('badge', 'passport', 'driving-licence', 'national-id')),
	result text NOT NULL CONSTRAINT proof_result_known CHECK (result IN ('passed', 'failed', 'refused')),
	recorded_by text NOT NULL,
	at timestamptz NOT NULL,
	confirmed_by text,
	confirmed_at timestamptz,
	CONSTRAINT proof_document_of_documents CHECK ((document IS NOT NULL)
		= (kind IN ('document-in-person', 'document-on-video'))),
	CONSTRAINT proof_confirmed_by_somebody CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
CREATE INDEX proof_contact_idx ON directory.proof (contact_id);
CREATE INDEX proof_case_idx ON directory.proof (case_id);
CREATE INDEX proof_person_bad_idx ON directory.proof (person_id, at) WHERE result <> 'passed';

CREATE TABLE directory.approval (
	id uuid CONSTRAINT approval_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	request_id uuid NOT NULL,
	case_id uuid NOT NULL CONSTRAINT approval_case_fkey REFERENCES directory.case_file,
	act text NOT NULL,
	target text,             -- a method, a device, the last four digits; NULL: any one
	approved_by text NOT NULL,
	at timestamptz NOT NULL,
	used_by_request uuid     -- one approval lets one act through
);
CREATE INDEX approval_case_idx ON directory.approval (case_id, act) WHERE used_by_request IS NULL;

CREATE TABLE directory.doubt (
	id uuid CONSTRAINT doubt_pkey PRIMARY KEY,
	person_id uuid NOT NULL CONSTRAINT doubt_person_fkey REFERENCES directory.person,
	raised_by text NOT NULL,
	raised_at timestamptz NOT NULL,
	reason text NOT NULL,
	cleared_by text,
	cleared_at timestamptz,
	cleared_why text,
	CONSTRAINT doubt_cleared_whole CHECK ((cleared_at IS NULL) = (cleared_by IS NULL)
		AND (cleared_at IS NULL) = (cleared_why IS NULL))
);
CREATE UNIQUE INDEX doubt_one_open_idx ON directory.doubt (person_id) WHERE cleared_at IS NULL;
CREATE INDEX doubt_person_idx ON directory.doubt (person_id, cleared_at);

-- Every change, once (DESIGN rule 4). The answer holds ids and states only.
CREATE TABLE directory.request (
	id uuid CONSTRAINT request_pkey PRIMARY KEY,
	login text NOT NULL,
	act text NOT NULL,
	digest bytea NOT NULL,
	xid xid8 NOT NULL,
	at timestamptz NOT NULL,
	answer jsonb,
	private jsonb  -- what the second function of a pair, or an undo, needs: ids and states only
);

-- One row an agent and kind; the caller's transaction locks its own row only. Of
-- the person, not of the login: a second login is not a second allowance.
CREATE TABLE directory.quota (
	person_id uuid NOT NULL CONSTRAINT quota_person_fkey REFERENCES directory.person,
	kind text NOT NULL,
	uses timestamptz[] NOT NULL DEFAULT '{}',
	subjects uuid[] NOT NULL DEFAULT '{}',
	CONSTRAINT quota_pkey PRIMARY KEY (person_id, kind),
	CONSTRAINT quota_pairs CHECK (pg_catalog.cardinality(uses) = pg_catalog.cardinality(subjects))
);

-- The record (DESIGN section 9).

CREATE TABLE ledger.leaf (
	id uuid CONSTRAINT leaf_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	at timestamptz NOT NULL,
	login text NOT NULL,
	act text NOT NULL,
	request_id uuid,
	case_id uuid,
	person_id uuid,
	targets uuid[] NOT NULL DEFAULT '{}',
	outcome text NOT NULL,
	body bytea NOT NULL,
	hash bytea NOT NULL,
	CONSTRAINT leaf_hash_of_body CHECK (hash = pg_catalog.sha256('\x00'::bytea || body)),
	CONSTRAINT leaf_body_magic CHECK (pg_catalog.substring(body, 1, 4) = '\x4d46414c'::bytea)
);
CREATE INDEX leaf_at_idx ON ledger.leaf (at);
CREATE INDEX leaf_login_idx ON ledger.leaf (login, at);
CREATE INDEX leaf_case_idx ON ledger.leaf (case_id, at) WHERE case_id IS NOT NULL;
CREATE INDEX leaf_person_idx ON ledger.leaf (person_id, at) WHERE person_id IS NOT NULL;

-- What may have to be forgotten: the leaf holds only SHA-256(salt || value).
CREATE TABLE ledger.value (
	leaf_id uuid NOT NULL CONSTRAINT value_leaf_fkey REFERENCES ledger.leaf,
	tag int NOT NULL,
	salt bytea NOT NULL CONSTRAINT value_salt_length CHECK (pg_catalog.octet_length(salt) = 16),
	value text,  -- NULL: erased
	CONSTRAINT value_pkey PRIMARY KEY (leaf_id, tag)
);

CREATE FUNCTION ledger.refuse_change() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION USING ERRCODE = 'MD451', MESSAGE = 'the ledger is only added to',
		HINT = 'A value may be erased; a leaf is never changed or removed.';
END
$$;
CREATE TRIGGER leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.leaf
	FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
