-- Notices: the messages that tell a person what was changed.

CREATE TABLE directory.notice (
	id uuid CONSTRAINT notice_pkey PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
	request_id uuid NOT NULL,    -- of the change
	person_id uuid NOT NULL CONSTRAINT notice_person_fkey REFERENCES directory.person,  -- who was changed
	case_id uuid CONSTRAINT notice_case_fkey REFERENCES directory.case_file,
	act text NOT NULL,
	what text NOT NULL CONSTRAINT notice_what_not_empty CHECK (what <> ''),
	ticket text NOT NULL,
	proof text NOT NULL,         -- how it was proven who asked, in plain words
	at timestamptz NOT NULL,
	template text NOT NULL CONSTRAINT notice_template_known CHECK (template IN ('mail', 'text', 'lead')),
	channel text NOT NULL CONSTRAINT notice_channel_of_template
		CHECK (channel = CASE template WHEN 'text' THEN 'text' ELSE 'mail' END),
	address text NOT NULL CONSTRAINT notice_address_form
		CHECK (address ~ CASE channel WHEN 'text' THEN '^[+][1-9][0-9]{6,14}$' ELSE '^[^@[:space:]]+@[^@[:space:]]+$' END),
	mark text CONSTRAINT notice_mark_of_texts CHECK ((mark IS NOT NULL) = (channel = 'text')),
	state text NOT NULL DEFAULT 'queued' CONSTRAINT notice_state_known
		CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')),
	sending_fence bigint,        -- of the job that may have sent it
	sending_at timestamptz,
	sent_at timestamptz,         -- taken by the gateway, or by the mail server
	delivered_at timestamptz,
	gateway text,
	gateway_id text,
	reason text,
	CONSTRAINT notice_sending_since CHECK ((sending_at IS NULL) = (sending_fence IS NULL)
		AND (state <> 'sending' OR sending_at IS NOT NULL)),
	CONSTRAINT notice_sent_since CHECK (state NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL),
	CONSTRAINT notice_delivered_since CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX notice_request_idx ON directory.notice (request_id);
CREATE INDEX notice_person_idx ON directory.notice (person_id, at);
CREATE INDEX notice_undelivered_idx ON directory.notice (at) WHERE state IN ('failed', 'unknown');

ALTER TABLE directory.job DROP CONSTRAINT job_kind_known,
	ADD CONSTRAINT job_kind_known CHECK (kind IN ('send', 'follow', 'check', 'withdraw', 'enrol', 'make_pass', 'try_pass', 'tell'));

INSERT INTO directory.setting (name, value) VALUES ('desk_mail', ''), ('time_zone', 'UTC');
INSERT INTO directory.period (name, value) VALUES
	('notice', '2 days'),        -- how long a notice is tried
	('old_address', '7 days');   -- how long what was revoked is still told
-- Notices count as codes do, and must leave room for them.
UPDATE directory.send_limit SET cap = 30 WHERE kind = 'number' AND cap = 10;
