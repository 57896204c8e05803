-- Staff for 200 desks, one more whose scope is ten people, and limits that do not end a measurement.

CREATE TEMPORARY TABLE desk_login AS
SELECT 'bench' || lpad(n::text, 3, '0') AS login, n, 'agent' AS role FROM generate_series(1, 200) AS n
UNION ALL SELECT 'bench_ten', 201, 'agent' UNION ALL SELECT 'bench_lead', 202, 'lead';
SELECT format('CREATE ROLE %I LOGIN CONNECTION LIMIT 4 IN ROLE %I', login, 'mfadesk_' || role) FROM desk_login \gexec
INSERT INTO directory.staff (login, person_id, role, counter)
SELECT d.login, p.id, d.role, false FROM desk_login AS d JOIN (
	SELECT id, row_number() OVER (ORDER BY n) AS n FROM (
		SELECT m.id, m.n FROM made AS m JOIN directory.person AS p ON p.id = m.id
		WHERE p.status = 'active' AND p.tier = 'standard' AND m.n > 10 ORDER BY m.n LIMIT 300) AS active) AS p USING (n);
INSERT INTO directory.staff_unit (login, unit_id) VALUES ('bench_ten', :ten);
UPDATE directory.agent_limit SET cap = 1000000;
UPDATE directory.send_limit SET cap = 1000000;
