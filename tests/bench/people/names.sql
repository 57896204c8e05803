-- The parts of names: temporary tables that the rest of the load draws from. A
-- Latin family name is a beginning and an ending, so that there are thousands.

CREATE TEMPORARY TABLE part (script text, kind text, place int, written text, ascii text, PRIMARY KEY (script, kind, place));
INSERT INTO part (script, kind, place, written, ascii)
SELECT l.script, l.kind, row_number() OVER (PARTITION BY l.script, l.kind ORDER BY w.place) - 1,
	split_part(w.word, '/', 1), coalesce(nullif(split_part(w.word, '/', 2), ''), lower(w.word))
FROM (VALUES
	('latin', 'first', 'James Mary Robert Linda John Patricia Michael Jennifer David Elizabeth William Barbara Richard Susan Joseph '
		'Jessica Thomas Karen Charles Sarah Daniel Nancy Matthew Lisa Anthony Betty Mark Sandra Paul Ashley Steven Emily Andrew '
		'Kimberly Joshua Donna Kevin Michelle Brian Carol Edward Amanda Ronald Melissa Timothy Deborah Jason Stephanie Jeffrey '
		'Rebecca Ryan Laura Jacob Helen Gary Sharon Nicholas Cynthia Eric Kathleen Jonathan Amy Larry Angela Justin Shirley '
		'Olivia Noah Amelia Liam Sofia Lucas Hannah Mateo Chloe Ethan Grace Oliver Nora Samuel Ruth Alice Marcus Julia Clara '
		'Victor Elena Martha Priya Fatima Yusuf Aisha Omar Kenji Yuki Linh Minh Ayo Chidi Wanjiru Kwame Amara José/jose Zoë/zoe '
		'André/andre Renée/renee Søren/soren Jürgen/jurgen Łukasz/lukasz Žofia/zofia Çağla/cagla Ngũgĩ/ngugi Nguyệt/nguyet '
		'Małgorzata/malgorzata Ólafur/olafur Björk/bjork François/francois Inês/ines Šárka/sarka Åsa/asa'),
	('latin', 'begins', 'Ash Al Bar Beck Black Brad Bran Brook Burn Cal Carl Clar Cole Craw Dal Dun Ed El Fair Fen Gar Gold Grant Hal '
		'Ham Har Hart Haw Hol Horn Hun Ken King Kirk Lang Law Lin Lock Lund Mar Mel Mor Nor Oak Ols Pem Rad Ram Rich Ros Row '
		'Sand Shel Stan Sten Thorn Wal War West Win Wood Müll/mull Håk/hak Dvoř/dvor Wiś/wis Núñ/nun Ková/kova Bērz/berz'),
	('latin', 'ends', 'ton well ford ley man berg son by ham den worth field ridge gate land stein burg quist ier etti inski ini aldo '
		'elli ault ward more shaw combe hurst wick stead bourne ska vic mann ström/strom dahl näs/nas ová/ova oğlu/oglu escu ez '
		'øy/oy ås/as aire ova enko idis ides akis ian yan sen sdóttir/sdottir'),
	('cyrillic', 'first', 'Ольга/olga Дмитрий/dmitry Наталья/natalya Сергей/sergey Юлия/yuliya Андрій/andriy Светлана/svetlana '
		'Михаил/mikhail Ирина/irina Алексей/aleksey'),
	('cyrillic', 'last', 'Соколова/sokolova Кузнецов/kuznetsov Шевченко/shevchenko Попов/popov Морозова/morozova '
		'Бондаренко/bondarenko Йованович/jovanovic Лебедев/lebedev Волкова/volkova Павленко/pavlenko Зайцев/zaytsev'),
	('greek', 'first', 'Ελένη/eleni Γιώργος/giorgos Μαρία/maria Νίκος/nikos Δήμητρα/dimitra Κώστας/kostas'),
	('greek', 'last', 'Παπαδόπουλος/papadopoulos Νικολάου/nikolaou Γεωργίου/georgiou Οικονόμου/oikonomou Βασιλείου/vasileiou'),
	('arabic', 'first', 'فاطمة/fatima محمد/mohammed ليلى/layla يوسف/yusuf مريم/maryam عمر/omar'),
	('arabic', 'last', 'الحسن/alhassan المصري/almasri حداد/haddad النجار/alnajjar منصور/mansour خليل/khalil'),
	('han', 'first', '伟/wei 芳/fang 娜/na 秀英/xiuying 敏/min 静/jing 强/qiang 磊/lei 丽华/lihua 建国/jianguo'),
	('han', 'last', '王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 黄/huang 周/zhou 吴/wu'),
	('hangul', 'first', '민준/minjun 서연/seoyeon 지훈/jihoon 하은/haeun 도윤/doyun 수빈/subin'),
	('hangul', 'last', '김/kim 이/lee 박/park 최/choi 정/jung 강/kang'),
	('devanagari', 'first', 'आरव/aarav अनन्या/ananya विवान/vivaan दीया/diya रोहन/rohan प्रिया/priya'),
	('devanagari', 'last', 'शर्मा/sharma वर्मा/verma गुप्ता/gupta सिंह/singh पटेल/patel जोशी/joshi')
) AS l (script, kind, words), LATERAL regexp_split_to_table(l.words, ' +') WITH ORDINALITY AS w (word, place);

INSERT INTO part (script, kind, place, written, ascii)
SELECT 'latin', 'last', row_number() OVER (ORDER BY hashtext(b.ascii || e.ascii), b.place, e.place) - 1, b.written || e.written, b.ascii || e.ascii
FROM part AS b, part AS e WHERE b.kind = 'begins' AND e.kind = 'ends';

-- What each is found by: folded once here, not once a person. A name without a blank between is one word.
CREATE TEMPORARY TABLE first_name AS
SELECT script, place, written, ascii, (directory.words(written))[1] AS word FROM part WHERE kind = 'first';
CREATE TEMPORARY TABLE last_name AS
SELECT script, place, written, ascii, (directory.words(written))[1] AS word FROM part WHERE kind = 'last';
CREATE TEMPORARY TABLE many AS
SELECT f.script, f.many AS firsts, l.many AS lasts
FROM (SELECT script, count(*) AS many FROM first_name GROUP BY script) AS f
	JOIN (SELECT script, count(*) AS many FROM last_name GROUP BY script) AS l USING (script);
ANALYZE first_name, last_name, many;
