-- Functions are replaced as a whole at each installation and upgrade: whatever
-- an older version left is gone. Tables and what they need are elsewhere.

DROP SCHEMA IF EXISTS desk, admin, worker, signin, rule CASCADE;
CREATE SCHEMA rule;   -- what the functions below share; nobody may call it
CREATE SCHEMA desk;   -- one function an act, for staff
CREATE SCHEMA admin;  -- for administrators
CREATE SCHEMA worker; -- for the worker's login
CREATE SCHEMA signin; -- for the service at which people sign in

-- The tables that these functions were written for.
CREATE FUNCTION rule.schema_version() RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN 15;
