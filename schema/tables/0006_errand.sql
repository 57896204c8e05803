-- Jobs of the worker that are about no challenge, and secrets that one desk is shown once.

ALTER TABLE directory.job
	ALTER COLUMN challenge_id DROP NOT NULL,
	ADD COLUMN subject uuid,
	ADD CONSTRAINT job_about_one CHECK ((challenge_id IS NULL) <> (subject IS NULL));
CREATE UNIQUE INDEX job_one_open_errand_idx ON directory.job (subject, kind) WHERE done_at IS NULL;

-- On its way to the desk that made the key; taken away when it was shown, or its subject is over.
CREATE TABLE directory.box (
	subject uuid CONSTRAINT box_pkey PRIMARY KEY,
	login text NOT NULL,
	public_key bytea NOT NULL CONSTRAINT box_public_key_length CHECK (pg_catalog.octet_length(public_key) = 32),
	box bytea
);
