-- Reads every privilege back and raises where one is not as privileges.sql
-- means it: a REVOKE by somebody who had not granted it is only a warning.

DO $$
DECLARE
	v_wrong text;
BEGIN
	WITH ours AS (
		SELECT n.oid, n.nspname AS name FROM pg_catalog.pg_namespace AS n
		WHERE n.nspname IN ('directory', 'ledger', 'staging', 'rule', 'desk', 'admin', 'worker', 'signin')),
	functions AS (
		SELECT p.oid, p.oid::pg_catalog.regprocedure::text AS signature, o.name AS schema, p.prosecdef, p.proisstrict, p.proconfig,
			pg_catalog.pg_get_userbyid(p.proowner) AS owner, p.proowner, p.proacl
		FROM pg_catalog.pg_proc AS p JOIN ours AS o ON o.oid = p.pronamespace),
	grants AS (  -- what anybody but the owner holds; no ACL at all means PUBLIC
		SELECT f.signature AS object, f.schema, a.grantee, a.is_grantable, COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') AS who
		FROM functions AS f, LATERAL pg_catalog.aclexplode(COALESCE(f.proacl, pg_catalog.acldefault('f', f.proowner))) AS a
		WHERE a.grantee <> f.proowner),
	wrong AS (
		SELECT 'function ' || f.signature || ' is not as every function for staff must be' AS what
		FROM functions AS f
		WHERE (f.schema IN ('desk', 'admin') OR EXISTS (SELECT FROM grants AS g WHERE g.object = f.signature AND g.who IN ('mfadesk_worker', 'mfadesk_signin')))
			AND (NOT f.prosecdef OR f.proisstrict
			OR f.owner NOT IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier')
			OR NOT (f.proconfig @> ARRAY['search_path=pg_catalog, pg_temp', 'lock_timeout=2s']))
		UNION ALL
		SELECT 'function ' || f.signature || ' runs with its owner''s rights without a fixed search_path'
		FROM functions AS f WHERE f.prosecdef AND NOT COALESCE(f.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)
		UNION ALL
		SELECT 'function ' || f.signature || ' runs with its owner''s rights' FROM functions AS f
		WHERE f.schema = 'rule' AND f.prosecdef AND f.owner <> 'mfadesk_granter'
		UNION ALL
		SELECT 'function ' || g.object || ' can be given on by ' || g.who FROM grants AS g WHERE g.is_grantable
		UNION ALL
		SELECT 'function ' || g.object || ' can be called by ' || g.who FROM grants AS g
		WHERE g.who NOT IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier')
			AND NOT (g.schema = 'worker' AND g.who = 'mfadesk_worker')
			AND NOT (g.schema = 'signin' AND g.who = 'mfadesk_signin')
			AND NOT (g.schema = 'desk' AND g.who IN ('mfadesk_agent', 'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator'))
			AND NOT (g.schema = 'admin' AND g.who = 'mfadesk_administrator')
		UNION ALL
		SELECT 'table ' || c.oid::pg_catalog.regclass || ': ' || COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC')
			|| ' has ' || a.privilege_type
		FROM pg_catalog.pg_class AS c JOIN ours AS o ON o.oid = c.relnamespace,
			LATERAL pg_catalog.aclexplode(c.relacl) AS a
		WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND a.grantee <> c.relowner
			AND COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') NOT IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier')
		UNION ALL
		SELECT 'column ' || at.attrelid::pg_catalog.regclass || '.' || at.attname || ': '
			|| COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') || ' has ' || a.privilege_type
		FROM pg_catalog.pg_attribute AS at JOIN pg_catalog.pg_class AS c ON c.oid = at.attrelid JOIN ours AS o ON o.oid = c.relnamespace,
			LATERAL pg_catalog.aclexplode(at.attacl) AS a
		WHERE a.grantee <> c.relowner
			AND COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') NOT IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier')
			AND NOT (o.name = 'staging' AND a.privilege_type = 'INSERT' AND at.attname NOT IN ('login', 'at')
				AND pg_catalog.pg_get_userbyid(a.grantee) = 'mfadesk_administrator')
		UNION ALL
		SELECT 'schema ' || n.nspname || ': ' || COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') || ' has ' || a.privilege_type
		FROM pg_catalog.pg_namespace AS n, LATERAL pg_catalog.aclexplode(n.nspacl) AS a
		WHERE n.nspname IN ('directory', 'ledger', 'staging', 'rule', 'desk', 'admin', 'worker', 'signin', 'public') AND a.grantee <> n.nspowner
			AND COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') NOT IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_granter', 'mfadesk_courier')
			AND NOT (a.privilege_type = 'USAGE' AND n.nspname = 'worker' AND pg_catalog.pg_get_userbyid(a.grantee) = 'mfadesk_worker')
			AND NOT (a.privilege_type = 'USAGE' AND n.nspname = 'signin' AND pg_catalog.pg_get_userbyid(a.grantee) = 'mfadesk_signin')
			AND NOT (a.privilege_type = 'USAGE' AND n.nspname = 'desk'
				AND pg_catalog.pg_get_userbyid(a.grantee) IN ('mfadesk_agent', 'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator'))
			AND NOT (a.privilege_type = 'USAGE' AND n.nspname IN ('admin', 'staging')
				AND pg_catalog.pg_get_userbyid(a.grantee) = 'mfadesk_administrator')
		UNION ALL
		SELECT 'owner of ' || c.oid::pg_catalog.regclass || ' is not mfadesk_owner'
		FROM pg_catalog.pg_class AS c JOIN ours AS o ON o.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_catalog.pg_get_userbyid(c.relowner) <> 'mfadesk_owner'
		UNION ALL
		SELECT r.rolname || ' may remove or empty ' || c.oid::pg_catalog.regclass
		FROM pg_catalog.pg_class AS c JOIN ours AS o ON o.oid = c.relnamespace,
			pg_catalog.pg_roles AS r
		WHERE r.rolname IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier') AND c.relkind IN ('r', 'p') AND o.name IN ('directory', 'ledger')
			AND c.relname <> 'staff_unit' AND NOT (r.rolname = 'mfadesk_courier' AND c.relname IN ('pass_try', 'try_count'))
			AND pg_catalog.has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE')
		UNION ALL
		SELECT r.rolname || ' may change a leaf' FROM pg_catalog.pg_roles AS r
		WHERE r.rolname IN ('mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier')
			AND pg_catalog.has_any_column_privilege(r.oid, 'ledger.leaf', 'UPDATE')
		UNION ALL
		SELECT 'everybody may ' || a.privilege_type || ' database ' || d.datname
		FROM pg_catalog.pg_database AS d, LATERAL pg_catalog.aclexplode(COALESCE(d.datacl, pg_catalog.acldefault('d', d.datdba))) AS a
		WHERE d.datname = pg_catalog.current_database() AND a.grantee = 0
		UNION ALL
		SELECT 'everybody may use the language ' || l.lanname
		FROM pg_catalog.pg_language AS l, LATERAL pg_catalog.aclexplode(COALESCE(l.lanacl, pg_catalog.acldefault('l', l.lanowner))) AS a
		WHERE l.lanname = 'plpgsql' AND a.grantee = 0
		UNION ALL
		SELECT 'everybody may call ' || p.oid::pg_catalog.regprocedure
		FROM pg_catalog.pg_proc AS p, LATERAL pg_catalog.aclexplode(COALESCE(p.proacl, pg_catalog.acldefault('f', p.proowner))) AS a
		WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND p.prokind = 'f' AND a.grantee = 0
			AND (p.proname ~ '^(lo_|lo(read|write)$|pg_(try_)?advisory_|pg_stat_get_(xact_|tuples_|numscans|blocks_|live_|dead_))'
				OR p.proname IN ('pg_notify', 'pg_export_snapshot', 'pg_logical_emit_message'))
		UNION ALL
		SELECT 'role ' || r.rolname || ' has attributes or can log in' FROM pg_catalog.pg_roles AS r
		WHERE r.rolname IN ('mfadesk_owner', 'mfadesk_definer', 'mfadesk_importer', 'mfadesk_granter', 'mfadesk_courier',
				'mfadesk_agent', 'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator')
			AND (r.rolcanlogin OR r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
		UNION ALL
		SELECT r.rolname || ' has rights of its own' FROM pg_catalog.pg_roles AS r
		WHERE r.rolname IN ('mfadesk_worker', 'mfadesk_signin')
			AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls)
		UNION ALL
		SELECT pg_catalog.pg_get_userbyid(m.member) || ' is a member of ' || pg_catalog.pg_get_userbyid(m.roleid)
		FROM pg_catalog.pg_auth_members AS m
			LEFT JOIN directory.staff AS s ON s.login = pg_catalog.pg_get_userbyid(m.member)
		WHERE pg_catalog.pg_get_userbyid(m.roleid) IN ('mfadesk_owner', 'mfadesk_definer', 'mfadesk_importer', 'mfadesk_granter',
				'mfadesk_courier', 'mfadesk_worker', 'mfadesk_signin')
			-- Staff are in the group of their role and in nothing else; the groups are in nothing.
			OR s.login IS NOT NULL AND pg_catalog.pg_get_userbyid(m.roleid) <> 'mfadesk_' || s.role
			OR pg_catalog.pg_get_userbyid(m.member) IN ('mfadesk_owner', 'mfadesk_definer', 'mfadesk_importer', 'mfadesk_courier',
				'mfadesk_worker', 'mfadesk_signin', 'mfadesk_agent',
				'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator')
			OR pg_catalog.pg_get_userbyid(m.member) = 'mfadesk_granter' AND pg_catalog.pg_get_userbyid(m.roleid) NOT IN
				('pg_signal_backend', 'pg_read_all_stats', 'mfadesk_agent', 'mfadesk_lead', 'mfadesk_auditor', 'mfadesk_administrator')
			OR s.login IS NOT NULL AND m.admin_option
		UNION ALL
		SELECT 'everybody may create things in schema ' || n.nspname
		FROM pg_catalog.pg_namespace AS n, LATERAL pg_catalog.aclexplode(n.nspacl) AS a
		WHERE a.grantee = 0 AND a.privilege_type = 'CREATE'
		UNION ALL
		SELECT 'parameter ' || p.parname || ': ' || COALESCE(pg_catalog.pg_get_userbyid(NULLIF(a.grantee, 0)), 'PUBLIC') || ' has '
			|| a.privilege_type
		FROM pg_catalog.pg_parameter_acl AS p, LATERAL pg_catalog.aclexplode(p.paracl) AS a
		WHERE a.grantee = 0 OR pg_catalog.pg_get_userbyid(a.grantee) ~ '^mfadesk_'
			OR EXISTS (SELECT FROM directory.staff AS s WHERE s.login = pg_catalog.pg_get_userbyid(a.grantee))
		UNION ALL
		SELECT 'staff login ' || r.rolname || ' has rights of its own' FROM directory.staff AS s JOIN pg_catalog.pg_roles AS r ON r.rolname = s.login
		WHERE r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls
	)
	SELECT pg_catalog.string_agg(w.what, E'\n' ORDER BY w.what) INTO v_wrong FROM wrong AS w;
	IF v_wrong IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'MD451', MESSAGE = E'these privileges are not as they must be:\n' || v_wrong,
			HINT = 'Somebody granted them by hand: revoke them, then run the installation again.';
	END IF;
END
$$;
