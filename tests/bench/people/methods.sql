-- What they carry and sign in with. Of 13 one never registered; of 7 one has text and call only; a few are in the
-- middle of something. Numbers are from exchanges 555 and up: each its own, but for one of 2,000.

CREATE TEMPORARY TABLE carrier AS
SELECT m.n, m.id, m.n % 7 = 1 AS phone_only, m.n % 3 = 0 AS office, m.n % 53 = 9 AS suspended, m.n % 29 = 3 AS unconfirmed,
	make_interval(days => 60 + (m.n * 37 % 1500)::int) AS since,
	'+1' || (ARRAY['774', '617', '413', '978', '339', '351', '781', '857', '401', '603', '802', '207', '203', '860', '475', '959',
		'212', '646', '917', '718', '347', '929', '516', '631', '914', '845', '518', '315', '716', '585', '607', '215', '267',
		'610', '484', '717', '570', '814', '412', '724'])[1 + o.n / 10000 % 40]
		|| (555 + o.n / 400000)::text AS exchange, lpad((o.n % 10000)::text, 4, '0') AS last_four
FROM made AS m, LATERAL (SELECT CASE WHEN m.n % 2000 = 77 THEN m.n - 1 ELSE m.n END AS n) AS o
WHERE m.n % 13 <> 0;

INSERT INTO directory.device (id, person_id, name, created_at)
SELECT md5('bench device 1 ' || c.n)::uuid, c.id, (ARRAY['iPhone 12', 'iPhone 15', 'iPhone SE', 'Pixel 7', 'Pixel 8', 'Galaxy S21',
	'Galaxy A54', 'Moto G'])[1 + c.n % 8], now() - c.since FROM carrier AS c
UNION ALL
SELECT md5('bench device 2 ' || c.n)::uuid, c.id, (ARRAY['iPad Air', 'YubiKey 5C', 'Pixel Tablet'])[1 + c.n % 3], now() - c.since
FROM carrier AS c WHERE NOT c.phone_only AND NOT c.office;

INSERT INTO directory.sign_in_method (id, person_id, device_id, kind, number, extension, notification, one_time_code, state,
	state_before, is_default, added_at, added_by, confirmed_at, confirmed_by_code, suspended_at, reason, last_used_at, number_changed_at)
SELECT md5('bench method 1 ' || c.n)::uuid, c.id, md5('bench device 1 ' || c.n)::uuid, 'authenticator', NULL, NULL, true, true,
	CASE WHEN c.suspended THEN 'suspended' ELSE 'active' END, CASE WHEN c.suspended THEN 'active' END, true, now() - c.since, 'import',
	now() - c.since, false, CASE WHEN c.suspended THEN now() - c.since / 2 END, CASE WHEN c.suspended THEN 'lost' END,
	now() - interval '2 days', now() - c.since
FROM carrier AS c WHERE NOT c.phone_only
UNION ALL
SELECT md5('bench method 2 ' || c.n)::uuid, c.id, md5('bench device 1 ' || c.n)::uuid, 'phone', c.exchange || c.last_four, NULL, false,
	false, CASE WHEN c.unconfirmed AND NOT c.phone_only THEN 'pending' ELSE 'active' END, NULL, c.phone_only, now() - c.since,
	'import', CASE WHEN NOT c.unconfirmed OR c.phone_only THEN now() - c.since END, NOT c.unconfirmed OR c.phone_only, NULL, NULL,
	NULL, now() - c.since
FROM carrier AS c
UNION ALL
SELECT md5('bench method 3 ' || c.n)::uuid, c.id, md5('bench device 2 ' || c.n)::uuid, 'authenticator', NULL, NULL, false, true, 'active',
	NULL, false, now() - c.since, 'import', now() - c.since, false, NULL, NULL, now() - interval '9 days', now() - c.since
FROM carrier AS c WHERE NOT c.phone_only AND NOT c.office
UNION ALL
SELECT md5('bench method 4 ' || c.n)::uuid, c.id, NULL, 'office_phone', overlay(c.exchange PLACING '6' FROM 6) || c.last_four,
	(100 + c.n % 900)::text, false, false, 'active', NULL, false, now() - c.since, 'import', now() - c.since, false, NULL, NULL, NULL,
	now() - c.since
FROM carrier AS c WHERE c.office;
SELECT pg_temp.make_anew('directory.device', 'directory.sign_in_method');
DROP TABLE carrier;
ANALYZE directory.person, directory.sign_in_method, directory.device;
