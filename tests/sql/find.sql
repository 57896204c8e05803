-- Finding people: what the staff directory gives anyway, by any part of it, in any script, over indexes alone.
\ir ../lib/desk.sql
SELECT no_plan();

INSERT INTO directory.unit (name) VALUES ('Test A'), ('Test B');
INSERT INTO directory.person (id, name, email, aliases, unit_id, employee_number, status)
SELECT tap.named(t.email), t.name, t.email, t.aliases::text[], (SELECT id FROM directory.unit WHERE name = 'Test A'), t.number, t.status
FROM (VALUES
	('Łukasz Øvergård', 'zq.lukasz@test.example', '{}', NULL, 'active'), ('Jürgen Großmann', 'zq.jurgen@test.example', '{}', NULL, 'active'),
	('Nguyễn Thị Hoa', 'zq.nguyen@test.example', '{}', NULL, 'active'), ('Дмитрий Щукин', 'zq.dmitri@test.example', '{}', NULL, 'active'),
	('Παπάς Αλέξης', 'zq.alexis@test.example', '{}', NULL, 'active'), ('Αλεξίου Παπασταύρου', 'zq.papa@test.example', '{}', NULL, 'active'),
	('محمد الفاتح', 'zq.mohammed@test.example', '{}', NULL, 'active'), ('שרה לוי', 'zq.sara@test.example', '{}', NULL, 'active'),
	('陳美玲', 'zq.chen@test.example', '{}', NULL, 'active'), ('やまだ たろう', 'zq.yamada@test.example', '{}', NULL, 'active'),
	('김서연', 'zq.kim@test.example', '{}', NULL, 'active'), ('अनिल कुमार', 'zq.anil@test.example', '{}', NULL, 'active'),
	('นภา สุขใจ', 'zq.napa@test.example', '{}', NULL, 'active'), ('İbrahim Işık', 'zq.ibrahim@test.example', '{}', NULL, 'active'),
	('Seán O''Malley-Quirke', 'zq.sean@test.example', '{sean.alias@test.example}', NULL, 'active'), ('Percent % Under_score', 'zq.percent@test.example', '{}', NULL, 'active'),
	('Zora Twin', 'zora.twin@test.example', '{}', '770001', 'active'), ('ZORA Twín', 'zora.twin2@test.example', '{}', '770002', 'active'),
	('Zora Other', 'zora.other@test.example', '{}', '770003', 'disabled'), ('Zora Bare', 'zora.bare@test.example', '{}', NULL, 'active'),
	('Aaron Vexqubor', 'aaron.inside@test.example', '{}', NULL, 'active'), ('Zyl Quborak', 'zyl.begins@test.example', '{}', NULL, 'active')
	) AS t (name, email, aliases, number, status);
INSERT INTO directory.sign_in_method (person_id, kind, number, state, added_by, revoked_at, reason)
VALUES (tap.named('zora.twin@test.example'), 'phone', '+15085559753', 'pending', 'test', NULL, NULL),
	(tap.named('zora.bare@test.example'), 'phone', '+15085558642', 'revoked', 'test', now(), 'lost');

CREATE FUNCTION tap.found(p_text text, p_login text DEFAULT 'agent') RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(f ->> 'name', ', ') FROM jsonb_array_elements(tap.answer(p_login, format('desk.find(%L, 50)', p_text))) AS f
	WHERE f ->> 'email' ~ '@test[.]example$'  -- the sample people are not what is looked for
$$;
SELECT is(tap.found(t.text), t.wanted, format('"%s" finds %s', t.text, coalesce(t.wanted, 'nobody')))
FROM (VALUES
	-- what begins so comes before what has it inside, whatever the names are
	('qubor', 'Zyl Quborak, Aaron Vexqubor'),
	-- folding
	('lukasz', 'Łukasz Øvergård'), ('overgard', 'Łukasz Øvergård'), ('ØVERGÅRD', 'Łukasz Øvergård'), ('grossmann', 'Jürgen Großmann'), ('GROẞMANN', 'Jürgen Großmann'),
	('nguyen thi', 'Nguyễn Thị Hoa'), ('НГУЕН', NULL), ('щукин', 'Дмитрий Щукин'), ('ЩУКИН', 'Дмитрий Щукин'), ('щук дмит', 'Дмитрий Щукин'),
	('παπας', 'Αλεξίου Παπασταύρου, Παπάς Αλέξης'), ('ΠΑΠΑΣ', 'Αλεξίου Παπασταύρου, Παπάς Αλέξης'), ('παπασταυρου', 'Αλεξίου Παπασταύρου'),
	('محمد', 'محمد الفاتح'), ('فاتح', 'محمد الفاتح'), ('שרה', 'שרה לוי'), ('陳', '陳美玲'), ('美玲', NULL), ('たろう', 'やまだ たろう'), ('서연', '김서연'),
	('अनिल', 'अनिल कुमार'), ('สุข', 'นภา สุขใจ'), ('ibrahim', 'İbrahim Işık'), ('isik', 'İbrahim Işık'), ('ｌｕｋａｓｚ', 'Łukasz Øvergård'),
	(E'Lu\u0301kasz', 'Łukasz Øvergård'),
	-- two words and more, any order, beginnings, hyphens and apostrophes
	('sean malley', 'Seán O''Malley-Quirke'), ('malley sean', 'Seán O''Malley-Quirke'), ('mal quir', 'Seán O''Malley-Quirke'), ('O''Malley', 'Seán O''Malley-Quirke'),
	('quirke malley sean', 'Seán O''Malley-Quirke'), ('sean o', 'Seán O''Malley-Quirke'), ('sean other', NULL), ('alley', 'Seán O''Malley-Quirke'),
	('se ma', 'Seán O''Malley-Quirke'), ('qu se', 'Seán O''Malley-Quirke'), ('qu se ma', 'Seán O''Malley-Quirke'), ('o se', 'Seán O''Malley-Quirke'),
	('qu xq', NULL), ('zq sean malley', 'Seán O''Malley-Quirke'), ('sean malley quirke zq', 'Seán O''Malley-Quirke'), ('sean malley xq', NULL), ('th ng', 'Nguyễn Thị Hoa'), ('ov lu', 'Łukasz Øvergård'),
	-- addresses
	('zq.sean@test.example', 'Seán O''Malley-Quirke'), ('ZQ.SEAN@TEST.EXAMPLE', 'Seán O''Malley-Quirke'), ('sean.alias@test.example', 'Seán O''Malley-Quirke'),
	('Sean <zq.sean@test.example>', 'Seán O''Malley-Quirke'), ('mailto:zq.sean@test.example', 'Seán O''Malley-Quirke'), ('zq.sean@test.example.', 'Seán O''Malley-Quirke'),
	('zq.sean', 'Seán O''Malley-Quirke'), ('sean.al', 'Seán O''Malley-Quirke'),
	-- digits: an employee number, or exactly the last four of a number that is not revoked
	('770002', 'ZORA Twín'), ('77000', NULL), ('9753', 'Zora Twin'), ('753', NULL), ('59753', NULL), ('8642', NULL), ('5085559753', NULL),
	-- nothing to go by
	('', NULL), (' ', NULL), (NULL, NULL), ('z', NULL), ('%', NULL), ('_', NULL), ('%%%', NULL), ('___', NULL), ('zor%', 'Zora Bare, Zora Other, Zora Twin, ZORA Twín'),
	('z_ra', NULL), ('\', NULL), ('''', NULL), ('"', NULL), (repeat('zora', 100000), NULL), (E'\u202e', NULL), ('@', NULL), ('.', NULL)
	) AS t (text, wanted);

-- What a line has, and what it never has. Two of one name show their employee numbers; a disabled person is shown as such.
SELECT is(ARRAY(SELECT DISTINCT jsonb_object_keys(f) FROM jsonb_array_elements(tap.answer('agent', $$desk.find('maria', 50)$$)) AS f ORDER BY 1),
	'{department,email,employee_number,id,name,status,title}'::text[], 'a line has these and nothing else');
SELECT is((SELECT string_agg(coalesce(f ->> 'employee_number', '-'), ' ' ORDER BY f ->> 'email') FROM jsonb_array_elements(tap.answer('agent', $$desk.find('zora', 50)$$)) AS f),
	'- - 770002 770001', 'those of one name, however written, have an employee number');
SELECT is((SELECT f ->> 'status' FROM jsonb_array_elements(tap.answer('agent', $$desk.find('zora other', 50)$$)) AS f), 'disabled', 'a disabled person is shown');
SELECT is(jsonb_array_length(tap.answer('agent', format('desk.find(%L, %s)', 'zq', coalesce(l.asked::text, 'NULL')))), l.given, format('limit %s gives %s', l.asked, l.given))
FROM (VALUES (1, 1), (5, 5), (0, 1), (-7, 1), (1000000, 16), (NULL, 16)) AS l (asked, given);
INSERT INTO directory.person (name, email, unit_id) SELECT 'Many Manyson', 'many' || n || '@test.example', (SELECT id FROM directory.unit WHERE name = 'Test B')
FROM generate_series(1, 80) AS n;
SELECT is(jsonb_array_length(tap.answer('agent', $$desk.find('many', 1000)$$)), 50, 'never more than fifty');
SELECT is(tap.answer('agent', $$desk.find('many77@test.example', 1)$$) -> 0 ->> 'email', 'many77@test.example', 'the exact address comes first');

-- The search tables follow, by the trigger alone, for one row and for many.
UPDATE directory.person SET name = 'Zelda Renamed' WHERE email = 'zora.bare@test.example';
SELECT is(tap.found('zelda'), 'Zelda Renamed', 'a new name is found');
SELECT is(tap.found('zora bare'), NULL, 'the old one is not');
UPDATE directory.person SET email = 'zelda@test.example', aliases = '{zelda.alias@test.example}' WHERE name = 'Zelda Renamed';
SELECT is(tap.found('zelda.alias@test.example'), 'Zelda Renamed', 'a new alias is found');
SELECT is(tap.found('zora.bare@test.example'), NULL, 'the old address is not');
DELETE FROM directory.person WHERE name = 'Many Manyson';
SELECT is(tap.found('manyson'), NULL, 'who is gone is found no more');
SELECT is_empty($$SELECT FROM directory.person_token WHERE token = 'manyson' UNION ALL SELECT FROM directory.unit_token WHERE token = 'manyson'
	UNION ALL SELECT FROM directory.person_pair WHERE a = 'manyson' UNION ALL SELECT FROM directory.person_address WHERE address ~ '^many'$$, 'nothing of them is left');
CREATE TEMPORARY TABLE before AS SELECT 1 AS t, token AS a, '' AS b, person_id FROM directory.person_token UNION ALL SELECT 2, address, kind, person_id FROM directory.person_address
	UNION ALL SELECT 3, token, unit_id::text, person_id FROM directory.unit_token UNION ALL SELECT 4, k, a, person_id FROM directory.person_pair;
SELECT directory.search_remove(ARRAY(SELECT id FROM directory.person)), directory.search_add(ARRAY(SELECT id FROM directory.person)) \g /dev/null
SELECT set_eq('SELECT * FROM before', $$SELECT 1 AS t, token AS a, '' AS b, person_id FROM directory.person_token UNION ALL SELECT 2, address, kind, person_id FROM directory.person_address
	UNION ALL SELECT 3, token, unit_id::text, person_id FROM directory.unit_token UNION ALL SELECT 4, k, a, person_id FROM directory.person_pair$$, 'kept by the trigger and made anew they are the same');

-- Every statement of the search is answered from indexes: seen in the session's own counts, with nothing else allowed to be cheaper.
CREATE FUNCTION tap.sequential() RETURNS bigint LANGUAGE sql
	RETURN (SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE schemaname = 'directory' AND relname IN
		('person', 'person_token', 'unit_token', 'person_pair', 'token_suffix', 'person_address', 'sign_in_method'));
INSERT INTO directory.person (name, email, unit_id) SELECT 'Bulk ' || md5(n::text), md5(n::text) || '@bulk.example', (SELECT id FROM directory.unit WHERE name = 'Test B')
FROM generate_series(1, 3000) AS n;
ANALYZE;
SELECT tap.put_staff('find_scoped', 40, 'agent', '{Test A,Test B}') \g /dev/null
CREATE FUNCTION tap.scans(p_login text, p_text text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	v_before bigint := tap.sequential();
BEGIN
	PERFORM tap.answer(p_login, format('desk.find(%L, 50)', p_text));
	RETURN tap.sequential() - v_before;
END
$$;
SELECT is(tap.scans(l.login, t.text), 0::bigint, format('"%s" by %s reads no table from one end to the other', t.text, l.login))
FROM (VALUES ('zora'), ('ulk'), ('zora tw'), ('bulk 0a'), ('zq.sean'), ('zq.sean@test.example'), ('770002'), ('9753'), ('陳')) AS t (text), (VALUES ('agent'), ('find_scoped')) AS l (login);

DROP ROLE find_scoped;
SELECT * FROM finish();
