-- Sample people for an embedded directory, never for a real one: the same
-- people at every run, made without random(). How many stands in the setting
-- mfadesk.people. Names are of several scripts, addresses are ASCII, numbers
-- are from the 555 exchange. Times count back from now, so that "last used three
-- days ago" stays true.

-- Places on the staff of names: script, first (f) or last (l) name, how it is written, how an address writes it.
CREATE TEMPORARY TABLE sample_name (
	script text, part text, place int, written text, ascii text,
	PRIMARY KEY (script, part, place)
) ON COMMIT DROP;

INSERT INTO sample_name (script, part, place, written, ascii)
SELECT list.script, list.part, row_number() OVER (PARTITION BY list.script, list.part ORDER BY pair.place) - 1,
	split_part(pair.pair, '/', 1),
	coalesce(nullif(split_part(pair.pair, '/', 2), ''), lower(pair.pair))
FROM (VALUES
	('latin', 'f', 'James Olivia Noah Amelia Liam Sofia Lucas Hannah Mateo Chloe Ethan Grace Oliver Nora Samuel '
		'Ruth Daniel Alice Marcus Julia Peter Clara Victor Elena Simon Martha José/jose Zoë/zoe André/andre '
		'Renée/renee Søren/soren Jürgen/jurgen Łukasz/lukasz Žofia/zofia Çağla/cagla Ngũgĩ/ngugi Nguyệt/nguyet '
		'Małgorzata/malgorzata Ólafur/olafur Björk/bjork'),
	('latin', 'l', 'Smith Brown Taylor Wilson Moore Clark Lewis Walker Hall Young King Wright Scott Green Baker '
		'Adams Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart '
		'Müller/muller García/garcia Núñez/nunez Håkansson/hakansson Øvergård/overgard Dvořák/dvorak '
		'Wiśniewski/wisniewski Şahin/sahin Ionescu Kovács/kovacs Bērziņš/berzins Trần/tran Adébáyò/adebayo '
		'O’Neill/oneill Weiß/weiss Ferreira Rossi Dubois Nakamura Santos Virtanen Mbeki'),
	('cyrillic', 'f', 'Ольга/olga Дмитрий/dmitry Наталья/natalya Сергей/sergey Юлия/yuliya Андрій/andriy '
		'Светлана/svetlana Михаил/mikhail'),
	('cyrillic', 'l', 'Соколова/sokolova Кузнецов/kuznetsov Шевченко/shevchenko Попов/popov Морозова/morozova '
		'Бондаренко/bondarenko Йованович/jovanovic Лебедев/lebedev'),
	('greek', 'f', 'Ελένη/eleni Γιώργος/giorgos Μαρία/maria Νίκος/nikos Δήμητρα/dimitra Κώστας/kostas'),
	('greek', 'l', 'Παπαδόπουλος/papadopoulos Νικολάου/nikolaou Γεωργίου/georgiou Οικονόμου/oikonomou '
		'Βασιλείου/vasileiou Αθανασίου/athanasiou'),
	('arabic', 'f', 'فاطمة/fatima محمد/mohammed ليلى/layla يوسف/yusuf مريم/maryam عمر/omar'),
	('arabic', 'l', 'الحسن/alhassan المصري/almasri حداد/haddad النجار/alnajjar منصور/mansour خليل/khalil'),
	('han', 'f', '伟/wei 芳/fang 娜/na 秀英/xiuying 敏/min 静/jing 强/qiang 磊/lei'),
	('han', 'l', '王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 黄/huang'),
	('hangul', 'f', '민준/minjun 서연/seoyeon 지훈/jihoon 하은/haeun 도윤/doyun 수빈/subin'),
	('hangul', 'l', '김/kim 이/lee 박/park 최/choi 정/jung 강/kang'),
	('devanagari', 'f', 'आरव/aarav अनन्या/ananya विवान/vivaan दीया/diya रोहन/rohan प्रिया/priya'),
	('devanagari', 'l', 'शर्मा/sharma वर्मा/verma गुप्ता/gupta सिंह/singh पटेल/patel जोशी/joshi')
) AS list (script, part, pairs),
	LATERAL regexp_split_to_table(list.pairs, '[ ]+') WITH ORDINALITY AS pair (pair, place);

-- The planner knows nothing of a table this young.
ANALYZE sample_name;

CREATE TEMPORARY TABLE sample_size ON COMMIT DROP AS
SELECT script, (count(*) FILTER (WHERE part = 'f'))::int AS firsts, (count(*) FILTER (WHERE part = 'l'))::int AS lasts
FROM sample_name GROUP BY script;
ANALYZE sample_size;

CREATE TEMPORARY TABLE sample_unit (place int, name text) ON COMMIT DROP;
INSERT INTO sample_unit (place, name)
SELECT place - 1, name
FROM unnest(ARRAY['Radiology', 'Pediatrics', 'IT Security', 'Cardiology', 'Pharmacy', 'Surgery', 'Help Desk',
	'Internal Audit', 'Neurology', 'Emergency Medicine', 'Nursing', 'Library', 'Human Resources', 'Facilities',
	'Microbiology', 'Biochemistry', 'Psychiatry', 'Finance', 'Admissions', 'School of Medicine'])
	WITH ORDINALITY AS unit (name, place);
ANALYZE sample_unit;
INSERT INTO directory.unit (name) SELECT name FROM sample_unit ORDER BY place;

-- Everybody, by number: 1 to 39 have a story (below), the others follow patterns of their number.
CREATE TEMPORARY TABLE sample_person (
	n int PRIMARY KEY, name text, email text, unit text, title text, manager int, tier text, status text
) ON COMMIT DROP;

INSERT INTO sample_person (n, name, email, unit, title, manager, tier, status) VALUES
	(1, 'Ana Rivera', 'ana.rivera@example.edu', 'Radiology', 'Resident', 2, 'standard', 'active'),
	(2, 'Wei Chen', 'wei.chen@example.edu', 'Radiology', 'Chief of Radiology', NULL, 'standard', 'active'),
	(3, 'Carlos Rivera-Ortiz', 'carlos.rivera@example.edu', 'Pediatrics', 'Nurse', 2, 'standard', 'active'),
	(4, 'Dana Rivera', 'dana.rivera@example.edu', 'IT Security', 'Engineer', 13, 'privileged', 'active'),
	(5, 'Ayesha Qureshi', 'ayesha.qureshi@example.edu', 'Cardiology', 'Fellow', 2, 'standard', 'active'),
	-- two with one name
	(6, 'Emma Johnson', 'emma.johnson@example.edu', 'Pharmacy', 'Pharmacist', 2, 'standard', 'active'),
	(7, 'Emma Johnson', 'emma.johnson2@example.edu', 'Surgery', 'Scrub Nurse', 2, 'standard', 'active'),
	-- the staff
	(8, 'Maria Lopez', 'maria.lopez@example.edu', 'Help Desk', 'Support Specialist', 10, 'standard', 'active'),
	(9, 'Paul Kim', 'paul.kim@example.edu', 'Help Desk', 'Support Specialist', 10, 'standard', 'active'),
	(10, 'Grace Okafor', 'grace.okafor@example.edu', 'Help Desk', 'Service Lead', 13, 'standard', 'active'),
	(11, 'Henrik Lindström', 'henrik.lindstrom@example.edu', 'Internal Audit', 'Auditor', NULL, 'standard', 'active'),
	(12, 'Noor Haddad', 'noor.haddad@example.edu', 'IT Security', 'Identity Engineer', 13, 'standard', 'active'),
	(13, 'Ingrid Sørensen', 'ingrid.sorensen@example.edu', 'IT Security', 'Director', NULL, 'privileged', 'active'),
	-- never registered · disabled · text and call only · one device only · under Entra
	(14, 'Tomás Ó Briain', 'tomas.obriain@example.edu', 'Library', 'Librarian', 2, 'standard', 'active'),
	(15, 'Jonas Weber', 'jonas.weber@example.edu', 'Facilities', 'Electrician', 2, 'standard', 'disabled'),
	(16, 'Ольга Иванова', 'olga.ivanova@example.edu', 'Microbiology', 'Researcher', 2, 'standard', 'active'),
	(17, 'Priya Raman', 'priya.raman@example.edu', 'Neurology', 'Resident', 2, 'standard', 'active'),
	(18, 'Élodie Lefèvre', 'elodie.lefevre@example.edu', 'School of Medicine', 'Professor', 2, 'standard', 'active');

-- The stories are read once, before rows are added to their table.
WITH story AS MATERIALIZED (SELECT split_part(email, '@', 1) AS address FROM sample_person)
INSERT INTO sample_person (n, name, email, unit, title, manager, tier, status)
SELECT numbered.n, numbered.name,
	-- the second of a name gets a 2, as universities do it; those above come first
	numbered.address || coalesce(nullif(numbered.nth, 1)::text, '') || '@example.edu',
	sample_unit.name,
	(ARRAY['Nurse', 'Resident', 'Researcher', 'Student', 'Professor', 'Technician', 'Analyst', 'Coordinator',
		'Lecturer', 'Fellow', 'Assistant'])[1 + numbered.n % 11],
	CASE WHEN numbered.n < 100 THEN 2 ELSE numbered.n / 20 + 35 END,
	CASE numbered.n % 97 WHEN 0 THEN 'privileged' ELSE 'standard' END,
	CASE numbered.n % 41 WHEN 0 THEN 'disabled' ELSE 'active' END
FROM (
	SELECT named.n, named.name, named.address,
		row_number() OVER (PARTITION BY named.address ORDER BY named.n)
			+ (SELECT count(*) FROM story WHERE story.address IN (named.address, named.address || '2')) AS nth
	FROM (
		SELECT n,
			CASE WHEN written.script IN ('han', 'hangul') THEN l.written || f.written
				ELSE f.written || ' ' || l.written || coalesce('-' || second.written, '') END AS name,
			f.ascii || '.' || l.ascii || coalesce('-' || second.ascii, '') AS address
		FROM generate_series(40, 39 - (SELECT count(*)::int FROM sample_person)
				+ coalesce(nullif(current_setting('mfadesk.people', true), '')::int, 2000)) AS n
			CROSS JOIN LATERAL (SELECT (ARRAY['latin', 'latin', 'cyrillic', 'latin', 'latin', 'greek', 'latin',
				'latin', 'arabic', 'latin', 'latin', 'han', 'latin', 'latin', 'hangul', 'latin', 'latin',
				'devanagari', 'latin', 'latin'])[1 + n % 20]) AS written (script)
			JOIN sample_size USING (script)
			CROSS JOIN LATERAL (SELECT ('x' || substr(md5(n::text), 1, 7))::bit(28)::int AS one,
				('x' || substr(md5(n::text), 8, 7))::bit(28)::int AS two) AS mixed
			JOIN sample_name AS f ON f.script = written.script AND f.part = 'f' AND f.place = mixed.one % firsts
			JOIN sample_name AS l ON l.script = written.script AND l.part = 'l' AND l.place = mixed.two % lasts
			-- every ninth has two family names
			LEFT JOIN sample_name AS second ON written.script = 'latin' AND n % 9 = 0
				AND second.script = 'latin' AND second.part = 'l'
				AND second.place = mixed.two / lasts % lasts AND second.place <> l.place
	) AS named
) AS numbered
	JOIN sample_unit ON sample_unit.place = (numbered.n * 3 + numbered.n / 20) % 20;

ANALYZE sample_person;

INSERT INTO directory.person (id, external_id, email, aliases, name, unit_id, title, employee_number, manager_id,
	tier, status, created_at, changed_at)
SELECT md5('mfadesk sample person ' || p.n)::uuid, 'S' || lpad(p.n::text, 7, '0'), p.email,
	CASE WHEN p.n % 10 = 1 THEN ARRAY['s' || lpad(p.n::text, 7, '0') || '@student.example.edu'] ELSE '{}' END,
	p.name, unit.id, p.title, (200000 + p.n)::text, md5('mfadesk sample person ' || p.manager)::uuid,
	p.tier, p.status, now() - interval '5 years', now() - interval '30 days'
FROM sample_person AS p JOIN directory.unit ON unit.name = p.unit
ORDER BY p.n;

-- What people carry. A device or a method has a number within its person, from which its id comes.
CREATE TEMPORARY TABLE sample_device (n int, nth int, name text, authority text) ON COMMIT DROP;
CREATE TEMPORARY TABLE sample_method (
	n int, nth int, device int, kind text, number text, extension text, can text, state text, is_default boolean,
	authority text, added interval, confirmed interval, used interval, reason text
) ON COMMIT DROP;

INSERT INTO sample_device (n, nth, name, authority) VALUES
	(1, 1, 'iPhone 12', 'here'), (2, 1, 'Pixel 8', 'here'), (2, 2, 'YubiKey 5C', 'here'), (3, 1, 'Galaxy S21', 'here'),
	(4, 1, 'iPhone 15', 'here'), (4, 2, 'YubiKey 5 NFC', 'here'), (5, 1, 'iPhone 13', 'here'), (5, 2, 'iPad Air', 'here'),
	(6, 1, 'Moto G', 'here'), (7, 1, 'iPhone SE', 'here'), (8, 1, 'Pixel 7', 'here'), (9, 1, 'Galaxy S23', 'here'),
	(10, 1, 'iPhone 14', 'here'), (11, 1, 'Fairphone 4', 'here'), (12, 1, 'Pixel 9', 'here'), (13, 1, 'iPhone 16', 'here'),
	(15, 1, 'Nokia G42', 'here'), (16, 1, 'Nokia 105', 'here'), (17, 1, 'iPhone 11', 'here'),
	(18, 1, 'iPhone 13 mini', 'entra'), (18, 2, 'Galaxy A54', 'here');

INSERT INTO sample_method (n, nth, device, kind, number, extension, can, state, is_default, authority, added, confirmed,
	used, reason) VALUES
	(2, 1, 1, 'authenticator', NULL, NULL, 'both', 'active', true, 'here', '700 days', '700 days', '1 day', NULL),
	(2, 2, 1, 'phone', '+15085550110', NULL, NULL, 'active', false, 'here', '900 days', '900 days', '90 days', NULL),
	(2, 3, 2, 'passkey', NULL, NULL, NULL, 'active', false, 'here', '200 days', '200 days', '20 days', NULL),
	(3, 1, 1, 'authenticator', NULL, NULL, 'notification', 'active', true, 'here', '400 days', '400 days', '2 days', NULL),
	(3, 2, 1, 'phone', '+15085550113', NULL, NULL, 'active', false, 'here', '400 days', '400 days', '60 days', NULL),
	(4, 1, 1, 'authenticator', NULL, NULL, 'both', 'active', true, 'here', '300 days', '300 days', '1 day', NULL),
	(4, 2, 2, 'passkey', NULL, NULL, NULL, 'active', false, 'here', '300 days', '300 days', '5 days', NULL),
	(4, 3, NULL, 'office_phone', '+15085550114', '22', NULL, 'active', false, 'here', '800 days', '800 days', NULL, NULL),
	(5, 1, 1, 'authenticator', NULL, NULL, 'both', 'active', true, 'here', '500 days', '500 days', '4 days', NULL),
	(5, 2, 1, 'phone', '+15085550115', NULL, NULL, 'active', false, 'here', '500 days', '500 days', NULL, NULL),
	(5, 3, 2, 'authenticator', NULL, NULL, 'code', 'active', false, 'here', '100 days', '100 days', '50 days', NULL),
	(6, 1, 1, 'phone', '+15085550116', NULL, NULL, 'active', true, 'here', '600 days', '600 days', '3 days', NULL),
	(7, 1, 1, 'authenticator', NULL, NULL, 'both', 'active', true, 'here', '600 days', '600 days', '3 days', NULL),
	(7, 2, NULL, 'alternate_phone', '+15085550117', NULL, NULL, 'pending', false, 'here', '2 days', NULL, NULL, NULL),
	(15, 1, 1, 'phone', '+15085550125', NULL, NULL, 'active', true, 'here', '900 days', '900 days', '300 days', NULL),
	(16, 1, 1, 'phone', '+15085550126', NULL, NULL, 'active', true, 'here', '900 days', '900 days', '7 days', NULL),
	(16, 2, NULL, 'office_phone', '+15085550127', '4', NULL, 'active', false, 'here', '900 days', '900 days', NULL, NULL),
	(17, 1, 1, 'authenticator', NULL, NULL, 'both', 'active', true, 'here', '200 days', '200 days', '6 hours', NULL),
	(18, 1, 1, 'authenticator', NULL, NULL, 'both', 'active', true, 'entra', '200 days', '200 days', '6 hours', NULL),
	(18, 2, 2, 'phone', '+15085550128', NULL, NULL, 'active', false, 'here', '250 days', '250 days', '40 days', NULL);

-- The staff are people with sign-in methods too.
INSERT INTO sample_method (n, nth, device, kind, number, can, state, is_default, authority, added, confirmed, used)
SELECT n, 1, 1, 'authenticator', NULL, 'both', 'active', true, 'here', '400 days'::interval, '400 days'::interval,
	'1 day'::interval
FROM generate_series(8, 13) AS n
UNION ALL
SELECT n, 2, NULL, 'office_phone', '+1508555016' || n % 10, NULL, 'active', false, 'here', '500 days', '500 days', NULL
FROM generate_series(8, 13) AS n;

-- Everybody else. Of 13 one never registered; of 7 one has text and call only; every third has one device
-- and nothing besides; of 11 one has an old device behind them; a few are in the middle of something.
CREATE TEMPORARY TABLE sample_pattern ON COMMIT DROP AS
SELECT n, n % 7 = 1 AS phone_only, n % 3 = 0 AS one_device, n % 11 = 5 AS had_another, n % 53 = 9 AS suspended,
	n % 29 = 3 AS unconfirmed, n % 211 = 100 AS foreign_authority,
	make_interval(days => 60 + n * 37 % 1500) AS since, make_interval(hours => 1 + n * 17 % 900) AS used,
	-- 555 in one of 40 area codes: the first 400,000 numbers are all different
	'+1' || (ARRAY['774', '617', '413', '978', '339', '351', '781', '857', '401', '603', '802', '207', '203', '860',
		'475', '959', '212', '646', '917', '718', '347', '929', '516', '631', '914', '845', '518', '315', '716',
		'585', '607', '215', '267', '610', '484', '717', '570', '814', '412', '724'])[1 + n / 10000 % 40]
		|| '555' || lpad((n % 10000)::text, 4, '0') AS number
FROM sample_person WHERE n >= 40 AND n % 13 <> 0;

INSERT INTO sample_device (n, nth, name, authority)
SELECT n, 1, (ARRAY['iPhone 12', 'iPhone 13', 'iPhone 14', 'iPhone 15', 'iPhone SE', 'Pixel 6', 'Pixel 7', 'Pixel 8',
		'Galaxy S21', 'Galaxy S23', 'Galaxy A54', 'Moto G', 'Fairphone 5'])[1 + n % 13],
	CASE WHEN foreign_authority THEN 'entra' ELSE 'here' END
FROM sample_pattern
UNION ALL
SELECT n, 2, (ARRAY['iPad Air', 'YubiKey 5C', 'Pixel Tablet', 'iPad mini'])[1 + n % 4], 'here'
FROM sample_pattern WHERE NOT one_device AND NOT phone_only
UNION ALL
SELECT n, 3, 'old iPhone 8', 'here' FROM sample_pattern WHERE had_another;

INSERT INTO sample_method (n, nth, device, kind, number, extension, can, state, is_default, authority, added, confirmed,
	used, reason)
SELECT n, 1, 1, 'authenticator', NULL, NULL, CASE n % 4 WHEN 0 THEN 'code' WHEN 1 THEN 'notification' ELSE 'both' END,
	CASE WHEN suspended THEN 'suspended' ELSE 'active' END, true,
	CASE WHEN foreign_authority THEN 'entra' ELSE 'here' END, since, since, used, CASE WHEN suspended THEN 'lost' END
FROM sample_pattern WHERE NOT phone_only
UNION ALL
SELECT n, 2, 1, 'phone', number, NULL, NULL, CASE WHEN unconfirmed AND NOT phone_only THEN 'pending' ELSE 'active' END,
	phone_only, 'here', since, CASE WHEN unconfirmed AND NOT phone_only THEN NULL ELSE since END, used * 2, NULL
FROM sample_pattern
UNION ALL
SELECT n, 3, 2, CASE n % 4 WHEN 1 THEN 'passkey' ELSE 'authenticator' END, NULL, NULL,
	CASE n % 4 WHEN 1 THEN NULL ELSE 'code' END, 'active', false, 'here', since, since, used * 3, NULL
FROM sample_pattern WHERE NOT one_device AND NOT phone_only
UNION ALL
SELECT n, 4, NULL, 'office_phone', regexp_replace(number, '555(....)$', '556\1'), (100 + n % 900)::text, NULL, 'active',
	false, 'here', since, since, NULL, NULL
FROM sample_pattern WHERE n % 5 = 2 AND NOT one_device
UNION ALL
SELECT n, 5, 3, 'authenticator', NULL, NULL, 'both', 'revoked', false, 'here', since + interval '400 days',
	since + interval '400 days', since, 'replaced'
FROM sample_pattern WHERE had_another;

INSERT INTO directory.device (id, person_id, name, authority, external_id, created_at)
SELECT md5('mfadesk sample device ' || n || ' ' || nth)::uuid, md5('mfadesk sample person ' || n)::uuid, name, authority,
	CASE WHEN authority <> 'here' THEN authority || '-' || n END, now() - interval '60 days'
FROM sample_device;

INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, label, number, extension, notification,
	one_time_code, state, state_before, is_default, authority, external_id, added_at, added_by, confirmed_at,
	confirmed_by_code, suspended_at, revoked_at, reason, last_used_at, number_changed_at)
SELECT md5('mfadesk sample method ' || n || ' ' || nth)::uuid, md5('mfadesk sample person ' || n)::uuid,
	md5('mfadesk sample device ' || n || ' ' || device)::uuid, kind, '', number, extension,
	coalesce(can IN ('both', 'notification'), false), coalesce(can IN ('both', 'code'), false), state,
	CASE state WHEN 'suspended' THEN 'active' END, is_default, authority,
	CASE WHEN authority <> 'here' THEN authority || '-' || n || '-' || nth END, now() - added, 'import',
	now() - confirmed, confirmed IS NOT NULL AND number IS NOT NULL,
	CASE state WHEN 'suspended' THEN now() - interval '5 hours' END,
	CASE state WHEN 'revoked' THEN now() - used END, reason, now() - used, now() - added
FROM sample_method;

-- Ana Rivera's, by date.
INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, number, notification, one_time_code, state,
	is_default, added_at, added_by, confirmed_at, confirmed_by_code, last_used_at, number_changed_at)
SELECT md5('mfadesk sample method 1 ' || m.nth)::uuid, md5('mfadesk sample person 1')::uuid,
	CASE WHEN m.nth < 3 THEN md5('mfadesk sample device 1 1')::uuid END, m.kind, m.number, m.app, m.app, 'active', m.app,
	m.since, 'import', m.since, m.number IS NOT NULL, now() - m.used, m.since
FROM (VALUES
	(1, 'authenticator', NULL, true, timestamptz '2023-02-11 15:20Z', interval '3 days'),
	(2, 'phone', '+15085550142', false, timestamptz '2021-08-30 13:05Z', interval '140 days'),
	(3, 'office_phone', '+15085550100', false, timestamptz '2019-09-02 14:00Z', NULL)
) AS m (nth, kind, number, app, since, used);

-- The staff: logins of this cluster, each one person's and in one group.
INSERT INTO directory.staff (login, person_id, role, counter)
SELECT s.login, md5('mfadesk sample person ' || s.n)::uuid, s.role, s.counter
FROM (VALUES ('agent', 8, 'agent', true), ('agent2', 9, 'agent', false), ('lead', 10, 'lead', false),
	('auditor', 11, 'auditor', false), ('administrator', 12, 'administrator', false)) AS s (login, n, role, counter);

DO $$
DECLARE
	v_staff record;
BEGIN
	FOR v_staff IN SELECT login, role FROM directory.staff LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_staff.login) THEN
			EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 4',
				v_staff.login);
		END IF;
		EXECUTE format('GRANT %I TO %I', 'mfadesk_' || v_staff.role, v_staff.login);
	END LOOP;
END
$$;

INSERT INTO directory.setting (name, value) VALUES ('demonstration', 'true')
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
