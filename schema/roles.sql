-- The roles, the same for a fresh directory and an upgraded one. Roles belong to
-- the whole cluster; everything else in schema/ belongs to one database.
--
-- Nobody logs in as one of these. A staff login is made by the installer, is a
-- member of exactly one group, and has no other right (docs/SECURITY.md).

DO $$
DECLARE
	role_name text;
BEGIN
	FOREACH role_name IN ARRAY ARRAY[
		'mfadesk_owner',         -- owns the tables
		'mfadesk_definer',       -- owns the functions; has only the column grants they need
		'mfadesk_importer',      -- owns the functions of imports, which may change people; has the rights they need
		'mfadesk_granter',       -- owns the functions that put a login into a group and end sessions
		'mfadesk_courier',       -- owns the worker's functions; has only the column grants they need
		'mfadesk_agent', 'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator']
	LOOP
		IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
			EXECUTE pg_catalog.format('CREATE ROLE %I', role_name);
		END IF;
		EXECUTE pg_catalog.format(
			'ALTER ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD NULL',
			role_name);
	END LOOP;
END
$$;

-- The logins that are no person's: the worker's, and the sign-in service's. How
-- they show who they are (a certificate, a password) is the installer's to say, and stays as it is.
DO $$
DECLARE
	role_name text;
BEGIN
	FOREACH role_name IN ARRAY ARRAY['mfadesk_worker', 'mfadesk_signin'] LOOP
		IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
			EXECUTE pg_catalog.format('CREATE ROLE %I LOGIN', role_name);
		END IF;
		EXECUTE pg_catalog.format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role_name);
	END LOOP;
END
$$;

GRANT mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator TO mfadesk_granter WITH ADMIN OPTION;
GRANT pg_signal_backend, pg_read_all_stats TO mfadesk_granter;
