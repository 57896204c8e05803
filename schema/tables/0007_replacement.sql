-- The replaced phone: a case's whole job. What was done stands in the rows that it changed; here is what they cannot say.

CREATE TABLE directory.replacement (
	case_id uuid CONSTRAINT replacement_pkey PRIMARY KEY CONSTRAINT replacement_case_fkey REFERENCES directory.case_file,
	what text NOT NULL CONSTRAINT replacement_what_known CHECK (what IN ('lost', 'stolen', 'kept', 'changed', 'nothing')),
	device_id uuid CONSTRAINT replacement_device_fkey REFERENCES directory.device,
	begun_at timestamptz NOT NULL,
	stuck_at timestamptz,    -- this person cannot be proven now
	aftercare_at timestamptz,  -- finished but for the pass, which must be used
	finished_at timestamptz,
	CONSTRAINT replacement_device_or_nothing CHECK ((what = 'nothing') = (device_id IS NULL))
);
