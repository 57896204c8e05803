-- Administrators make and lock staff and set settings; none of them makes themselves more, and no login with rights of its own gets in.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

-- Roles are the whole cluster's: they are named by this file, and gone at its end.
CREATE ROLE staff_new LOGIN;
CREATE ROLE staff_powerful LOGIN CREATEROLE;
CREATE ROLE staff_reader LOGIN IN ROLE pg_read_all_data;
SELECT tap.put_staff('staff_noor', 12, 'agent'), tap.put_staff('staff_admin', 40, 'administrator') \g /dev/null

CREATE FUNCTION tap.adds(p_by text, p_login text, p_email text, p_role text, p_units text DEFAULT '{}') RETURNS text LANGUAGE sql
	RETURN tap.try(p_by, format('admin.add_staff(gen_random_uuid(), %L, %L, %L, false, %L)', p_login, p_email, p_role, p_units));
CREATE FUNCTION tap.groups(p_login text) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(pg_get_userbyid(m.roleid), ' ' ORDER BY 1) FROM pg_auth_members AS m WHERE m.member = p_login::regrole);

-- Who may become staff, by whom.
SELECT is(tap.adds(t.by_whom, t.login, t.email, t.role), t.wanted, t.what)
FROM (VALUES
	('administrator', 'staff_powerful', 'emma.johnson@example.edu', 'agent', 'MD451', 'not a login with CREATEROLE'),
	('administrator', 'staff_reader', 'emma.johnson@example.edu', 'agent', 'MD451', 'nor one that reads all tables'),
	('administrator', 'postgres', 'emma.johnson@example.edu', 'agent', 'MD451', 'nor the superuser'),
	('administrator', 'mfadesk_definer', 'emma.johnson@example.edu', 'agent', 'MD451', 'nor one of our own roles'),
	('administrator', 'pg_monitor', 'emma.johnson@example.edu', 'agent', 'MD451', 'nor one of PostgreSQL''s'),
	('administrator', 'staff_none', 'emma.johnson@example.edu', 'agent', 'MD404', 'nor one that is not there'),
	('administrator', 'staff_new', 'nobody@example.edu', 'agent', 'MD404', 'nobody who is not in the directory'),
	('administrator', 'staff_new', 'emma.johnson@example.edu', 'boss', 'MD001', 'in no role that there is not'),
	('administrator', 'staff_new', 'noor.haddad@example.edu', 'lead', 'MD412', 'not oneself, under another login'),
	('administrator', 'administrator', 'emma.johnson@example.edu', 'lead', 'MD412', 'not one''s own login for another person'),
	('administrator', 'staff_noor', 'emma.johnson@example.edu', 'lead', 'MD409', 'not one''s second login for another person'),
	('administrator', 'agent', 'emma.johnson@example.edu', 'agent', 'MD409', 'nor a colleague''s: what was done under it stays theirs'),
	('staff_admin', 'administrator', 'noor.haddad@example.edu', 'administrator', 'enabled', 'another administrator'),
	('administrator', 'staff_new', 'emma.johnson@example.edu', 'agent', 'enabled', 'a new agent')
	) AS t (by_whom, login, email, role, wanted, what);
BEGIN;  -- nobody else sees this membership
CREATE ROLE staff_owner LOGIN IN ROLE mfadesk_owner;
SELECT is(tap.adds('administrator', 'staff_owner', 'emma.johnson@example.edu', 'agent'), 'MD451', 'nor one that is the owner');
ROLLBACK;
SELECT is(tap.groups('staff_new'), 'mfadesk_agent', 'is in the agents'' group');
SELECT is(tap.try('staff_new', 'desk.find(''ana'', 50)'), 'answered', 'and may work');
SELECT is(tap.adds('administrator', 'staff_new', 'emma.johnson@example.edu', 'lead', '{Library}'), 'enabled', 'made a lead, of a unit');
SELECT is(tap.groups('staff_new'), 'mfadesk_lead', 'is in the leads'' group and in no other');
SELECT is((SELECT count(*) FROM directory.staff_unit WHERE login = 'staff_new'), 1::bigint, 'with a scope');
SELECT is(tap.adds('postgres', 'staff_new', 'emma.johnson@example.edu', 'lead'), 'enabled', 'the installer may, too');
SELECT is((SELECT count(*) FROM directory.staff_unit WHERE login = 'staff_new'), 0::bigint, 'and took the scope away');

-- Locked at once.
SELECT is(tap.try('administrator', 'admin.lock_staff(gen_random_uuid(), ''' || t.login || ''')'), t.wanted, t.what)
FROM (VALUES ('administrator', 'MD412', 'not oneself'), ('staff_noor', 'MD412', 'nor one''s second login'), ('staff_powerful', 'MD404', 'nobody who is no staff'),
	('staff_new', 'locked', 'a lead'), ('staff_new', 'locked', 'again')) AS t (login, wanted, what);
SELECT is(tap.groups('staff_new'), NULL, 'is in no group');
SELECT is(tap.try('staff_new', 'desk.whoami()'), '42501', 'and may call nothing');
GRANT mfadesk_lead TO staff_new;
SELECT is(tap.try('staff_new', 'desk.whoami()'), 'MD403', 'nor with the group given back by hand');
SELECT is(tap.adds('administrator', 'staff_new', 'emma.johnson@example.edu', 'agent'), 'enabled', 'made an agent again');
SELECT is(tap.try('staff_new', 'desk.whoami()'), 'answered', 'works');

-- A group that somebody else granted is taken away all the same, or said.
GRANT mfadesk_auditor TO staff_new;
SELECT is(tap.adds('administrator', 'staff_new', 'emma.johnson@example.edu', 'agent'), 'enabled', 'a second group, given by hand');
SELECT is(tap.groups('staff_new'), 'mfadesk_agent', 'is gone');

-- Settings.
SELECT is(tap.trial('administrator', format('admin.set_setting(gen_random_uuid(), %L, %L)', s.name, s.value)), s.wanted, format('%s = "%s": %s', s.name, left(s.value, 30), s.wanted))
FROM (VALUES ('desk_name', 'the help desk', 'set'), ('desk_name', '', 'set'), ('desk_name', E'a\u001bb', 'MD001'), ('desk_name', E'a\u202eb', 'MD001'), ('desk_name', NULL, 'MD001'),
	('desk_name', repeat('x', 201), 'MD001'), ('demonstration', 'true', 'MD001'), ('no_such', 'x', 'MD001'), ('country', 'GB', 'set'), ('country', 'XX', 'MD001'), ('country', 'gb', 'MD001'),
	('ticket_pattern', '^INC[0-9]{7}$', 'set'), ('ticket_pattern', '(', 'MD001'), ('ticket_pattern', '[', 'MD001')) AS s (name, value, wanted);
SELECT is(tap.answer('administrator', 'admin.settings()') ->> 'country', 'US', 'settings are read');
SELECT tap.answer('administrator', $$admin.set_setting(gen_random_uuid(), 'ticket_pattern', '^INC[0-9]{7}$')$$) \g /dev/null
SELECT is(tap.trial('agent', format('desk.open_case(gen_random_uuid(), ''ana.rivera@example.edu'', %L, ''phone'')', t.ticket)), t.wanted, t.ticket || ' by the new pattern')
FROM (VALUES ('INC0048213', 'open'), ('INC1', 'MD001')) AS t (ticket, wanted);

-- The list.
SELECT is((SELECT s - 'added_at' - 'person' FROM jsonb_array_elements(tap.answer('administrator', 'admin.staff()')) AS s WHERE s ->> 'login' = 'agent'),
	'{"login": "agent", "role": "agent", "counter": true, "units": [], "locked_at": null}', 'staff are listed');

DROP ROLE staff_new, staff_powerful, staff_reader, staff_noor, staff_admin;
SELECT * FROM finish();
