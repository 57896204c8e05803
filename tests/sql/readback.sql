-- The installer reads every privilege back: whatever is granted by hand, of each kind, makes it stop.
-- privileges.sql comes first there and takes back what it can; here readback.sql is alone, to see that it looks.
\ir ../lib/desk.sql
SELECT plan(41);

\set readback `cat schema/readback.sql`
CREATE FUNCTION tap.read_back(p_by_hand text, p_readback text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE p_by_hand;
	EXECUTE p_readback;
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE = 'nothing wrong';
EXCEPTION WHEN SQLSTATE 'TRIAL' OR SQLSTATE 'MD451' THEN
	RETURN SQLERRM;
END
$$;

-- A fresh directory is in order. pgTAP's own schema is no part of it.
SELECT is(tap.read_back('SELECT 1', :'readback'), 'nothing wrong', 'as it was installed, nothing is wrong');

SELECT matches(tap.read_back(t.by_hand, :'readback'), t.wanted, t.by_hand)
FROM (VALUES
	-- functions
	('GRANT EXECUTE ON FUNCTION desk.find(text, int) TO PUBLIC', 'desk.find.* can be called by PUBLIC'),
	('GRANT EXECUTE ON FUNCTION desk.find(text, int) TO agent', 'desk.find.* can be called by agent'),
	('GRANT EXECUTE ON FUNCTION desk.find(text, int) TO mfadesk_agent WITH GRANT OPTION', 'can be given on by mfadesk_agent'),
	('GRANT EXECUTE ON FUNCTION rule.bump(uuid, bigint) TO mfadesk_lead', 'rule.bump.* can be called by mfadesk_lead'),
	('GRANT EXECUTE ON FUNCTION directory.fold(text) TO PUBLIC', 'directory.fold.* can be called by PUBLIC'),
	('GRANT EXECUTE ON FUNCTION admin.staff() TO mfadesk_lead', 'admin.staff.* can be called by mfadesk_lead'),
	('CREATE FUNCTION desk.backdoor() RETURNS int LANGUAGE sql RETURN 1', 'desk.backdoor'),
	('ALTER FUNCTION desk.whoami() SECURITY INVOKER', 'desk.whoami'),
	('ALTER FUNCTION desk.whoami() STRICT', 'desk.whoami'),
	('ALTER FUNCTION desk.whoami() RESET lock_timeout', 'desk.whoami'),
	('ALTER FUNCTION desk.whoami() SET search_path = public', 'desk.whoami'),
	('ALTER FUNCTION desk.whoami() OWNER TO postgres', 'desk.whoami'),
	('ALTER FUNCTION rule.guard(text) SECURITY DEFINER SET search_path = pg_catalog, pg_temp', 'runs with its owner''s rights'),
	('ALTER FUNCTION rule.end_sessions(text) RESET search_path', 'without a fixed search_path'),
	-- tables, columns, sequences, schemas
	('GRANT SELECT ON directory.person TO agent', 'directory.person: agent has SELECT'),
	('GRANT SELECT ON ledger.value TO PUBLIC', 'ledger.value: PUBLIC has SELECT'),
	('GRANT INSERT ON staging.person_line TO mfadesk_administrator', 'staging.person_line: mfadesk_administrator has INSERT'),
	('GRANT UPDATE (state) ON directory.sign_in_method TO mfadesk_lead', 'sign_in_method.state: mfadesk_lead has UPDATE'),
	('GRANT USAGE ON SEQUENCE directory.unit_id_seq TO agent', 'unit_id_seq: agent has USAGE'),
	('GRANT USAGE ON SCHEMA directory TO mfadesk_auditor', 'schema directory: mfadesk_auditor has USAGE'),
	('GRANT CREATE ON SCHEMA desk TO mfadesk_agent', 'schema desk: mfadesk_agent has CREATE'),
	('GRANT CREATE ON SCHEMA public TO PUBLIC', 'schema public'),
	('CREATE SCHEMA elsewhere; GRANT CREATE ON SCHEMA elsewhere TO PUBLIC', 'create things in schema elsewhere'),
	('ALTER TABLE directory.person OWNER TO postgres', 'directory.person is not mfadesk_owner'),
	('GRANT DELETE ON directory.proof TO mfadesk_definer', 'may remove or empty directory.proof'),
	('GRANT TRUNCATE ON ledger.leaf TO mfadesk_importer', 'may remove or empty ledger.leaf'),
	('GRANT UPDATE (body) ON ledger.leaf TO mfadesk_definer', 'may change a leaf'),
	-- what PostgreSQL gives to everybody
	(format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database()), 'everybody may TEMP'),
	('GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC', 'language plpgsql'),
	('GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC', 'pg_advisory_lock'),
	('GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC', 'lo_create'),
	('GRANT EXECUTE ON FUNCTION pg_stat_get_xact_tuples_fetched(oid) TO PUBLIC', 'pg_stat_get_xact_tuples_fetched'),
	-- roles
	('ALTER ROLE mfadesk_definer LOGIN', 'mfadesk_definer has attributes'),
	('ALTER ROLE agent CREATEROLE', 'staff login agent has rights of its own'),
	('GRANT mfadesk_owner TO agent', 'agent is a member of mfadesk_owner'),
	('GRANT mfadesk_lead TO agent', 'agent is a member of mfadesk_lead'),
	('GRANT mfadesk_agent TO agent WITH ADMIN OPTION', 'agent is a member of mfadesk_agent'),
	('GRANT pg_read_all_data TO mfadesk_agent', 'mfadesk_agent is a member of pg_read_all_data'),
	('GRANT pg_read_all_data TO auditor', 'auditor is a member of pg_read_all_data'),
	('GRANT SET ON PARAMETER session_replication_role TO mfadesk_agent', 'parameter session_replication_role: mfadesk_agent has SET')
	) AS t (by_hand, wanted);

SELECT * FROM finish();
