-- The words of everybody (schema/tables/0002_search.sql), from the parts their names were made of.

INSERT INTO directory.person_address (address, person_id, kind)
SELECT m.f_ascii || '.' || a.local || '@bench.example.edu', m.id, 'email' FROM made AS m JOIN addressed AS a USING (n)
UNION ALL
SELECT 'b' || lpad(m.n::text, 8, '0') || '@student.example.edu', m.id, 'alias' FROM made AS m WHERE m.n % 10 = 1;

CREATE TEMPORARY TABLE word AS
SELECT DISTINCT w.word, m.id, m.unit_id
FROM made AS m JOIN addressed AS a USING (n), LATERAL (
	SELECT unnest(CASE WHEN m.is_one_word THEN ARRAY[m.l_word || m.f_word] ELSE ARRAY[m.f_word, m.l_word, m.s_word] END) AS word
	UNION
	SELECT unnest(m.f_ascii || string_to_array(a.local, '-'))
	UNION
	SELECT 'b' || lpad(m.n::text, 8, '0') WHERE m.n % 10 = 1) AS w
WHERE w.word IS NOT NULL;
INSERT INTO directory.person_token (token, person_id) SELECT word, id FROM word;
INSERT INTO directory.unit_token (unit_id, token, person_id) SELECT unit_id, word, id FROM word;
INSERT INTO directory.token_suffix (suffix, token)
SELECT substr(t.word, n.start), t.word FROM (SELECT DISTINCT word FROM word) AS t, LATERAL generate_series(2, length(t.word) - 2) AS n (start)
EXCEPT SELECT suffix, token FROM directory.token_suffix;
DROP TABLE word;

INSERT INTO directory.person_pair (k, a, person_id)
SELECT DISTINCT left(one.word, 3) || ' ' || other.word, one.word, m.id
FROM made AS m, LATERAL unnest(ARRAY[m.f_word, m.l_word, m.s_word]) AS one (word),
	LATERAL unnest(ARRAY[m.f_word, m.l_word, m.s_word]) AS other (word)
WHERE NOT m.is_one_word AND one.word <> other.word;
SELECT pg_temp.make_anew('directory.person', 'directory.person_address', 'directory.person_token', 'directory.unit_token',
	'directory.token_suffix', 'directory.person_pair');
