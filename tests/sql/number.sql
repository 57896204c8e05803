-- Telephone numbers: what is typed becomes E.164 and an extension, or a refusal that says why.
\ir ../lib/desk.sql
SELECT no_plan();

CREATE FUNCTION tap.number(p_country text, p_typed text, p_extension text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_number rule.telephone;
BEGIN
	UPDATE directory.setting SET value = p_country WHERE name = 'country';
	v_number := rule.telephone(p_typed, p_extension);
	RETURN v_number.number || coalesce('x' || v_number.extension, '');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;

SELECT is(tap.number(t.country, t.typed), t.wanted, format('%s "%s" is %s', t.country, t.typed, t.wanted))
FROM (VALUES
	('US', '508 555 0142', '+15085550142'), ('US', '5085550142', '+15085550142'), ('US', '(508) 555-0142', '+15085550142'),
	('US', '508.555.0142', '+15085550142'), ('US', '508-555-0142', '+15085550142'), ('US', '508/555/0142', '+15085550142'),
	('US', '1 508 555 0142', '+15085550142'), ('US', '1-508-555-0142', '+15085550142'), ('US', '+1 508 555 0142', '+15085550142'),
	('US', '+1 (508) 555-0142', '+15085550142'), ('US', '  508 555 0142  ', '+15085550142'), ('US', '011 44 20 7946 0958', '+442079460958'),
	('US', '+44 20 7946 0958', '+442079460958'), ('US', '+353 1 234 5678', '+35312345678'), ('US', '+39 06 1234 5678', '+390612345678'),
	('US', '508 555 0142 x123', '+15085550142x123'), ('US', '508 555 0142x123', '+15085550142x123'), ('US', '508 555 0142 ext. 123', '+15085550142x123'),
	('US', '508 555 0142 EXT 123', '+15085550142x123'), ('US', '508 555 0142, extension 7', '+15085550142x7'), ('US', '508 555 0142 #22', '+15085550142x22'),
	('US', '508 555 0142;x1', '+15085550142x1'), ('US', '508 555 0142 x1234567890', '+15085550142x1234567890'),
	('US', '508 555 0142 x12345678901', 'MD001'), ('US', '508 555 0142 x', 'MD001'), ('US', '508 555 0142 xx1', 'MD001'), ('US', '508 555 0142 y1', 'MD001'),
	('US', '', 'MD001'), ('US', ' ', 'MD001'), ('US', NULL, 'MD001'), ('US', '+', 'MD001'), ('US', '()', 'MD001'), ('US', '-', 'MD001'),
	('US', '555 0142', 'MD001'), ('US', '508 555 014', 'MD001'), ('US', '508 555 01422', 'MD001'), ('US', '108 555 0142', 'MD001'),
	('US', '508 155 0142', 'MD001'), ('US', '911', 'MD001'), ('US', '0000000000', 'MD001'), ('US', '+1 911', 'MD001'), ('US', '++15085550142', 'MD001'),
	('US', '1+5085550142', 'MD001'), ('US', '508-555-CALL', 'MD001'), ('US', 'call me', 'MD001'), ('US', '508 555 0142 or 0143', 'MD001'),
	('US', '５０８ ５５５ ０１４２', 'MD001'), ('US', '٥٠٨ ٥٥٥ ٠١٤٢', 'MD001'), ('US', '५०८५५५०१४२', 'MD001'), ('US', '508 555 01４2', 'MD001'),
	('US', E'508\u200b5550142', 'MD001'), ('US', E'508\t555\t0142', 'MD001'), ('US', E'\u202e508 555 0142', 'MD001'), ('US', '508;DROP TABLE', 'MD001'),
	('US', repeat('5', 61), 'MD001'), ('US', repeat('5', 1000000), 'MD001'), ('US', '+44 20 7946', 'MD001'), ('US', '+44 (0)20 7946 0958', 'MD001'),
	('US', '+7 495 123 4567', 'MD451'), ('US', '+850 2 381 2321', 'MD451'), ('US', '+882 16 1234567', 'MD451'), ('US', '+999 123456', 'MD451'),
	('US', '011 7 495 1234567', 'MD451'),
	('GB', '020 7946 0958', '+442079460958'), ('GB', '20 7946 0958', '+442079460958'), ('GB', '00 1 508 555 0142', '+15085550142'),
	('GB', '+1 508 555 0142', '+15085550142'), ('GB', '0020 7946 0958', 'MD451'), ('DE', '030 123456', '+4930123456'), ('DE', '0171 1234567', '+491711234567'),
	('FR', '01 23 45 67 89', '+33123456789'), ('IT', '06 1234 5678', '+390612345678'), ('IT', '312 345 6789', '+393123456789'),
	('ES', '612 345 678', '+34612345678'), ('JP', '03-1234-5678', '+81312345678'), ('JP', '010 1 508 555 0142', '+15085550142'),
	('AU', '02 9876 5432', '+61298765432'), ('AU', '0011 1 508 555 0142', '+15085550142'), ('NO', '22 12 34 56', '+4722123456'),
	('ZZ', '508 555 0142', 'MD451')
	) AS t (country, typed, wanted);

-- The extension beside the number.
SELECT is(tap.number('US', t.typed, t.extension), t.wanted, format('extension "%s" of "%s" is %s', left(t.extension, 20), t.typed, t.wanted))
FROM (VALUES ('508 555 0142', '22', '+15085550142x22'), ('508 555 0142', ' 22 ', '+15085550142x22'), ('508 555 0142', '', '+15085550142'),
	('508 555 0142', 'x22', 'MD001'), ('508 555 0142', '12345678901', 'MD001'), ('508 555 0142', '２２', 'MD001'), ('508 555 0142', '-1', 'MD001'),
	('508 555 0142', repeat('1', 1000000), 'MD001'), ('508 555 0142 x22', '22', 'MD001'), ('508 555 0142 x22', NULL, '+15085550142x22')
	) AS t (typed, extension, wanted);

-- A country that is not allowed, though known; and two countries of one calling code.
UPDATE directory.country SET allowed = false WHERE code IN ('GB', 'CA');
SELECT is(tap.number('US', '+44 20 7946 0958'), 'MD451', 'a country that is not allowed');
SELECT is(tap.number('US', '+44 20'), 'MD001', 'what is no number there is no number');
SELECT is(tap.number('US', '+1 416 555 0142'), '+14165550142', 'one of two countries of +1 is enough: the worker knows better');
UPDATE directory.country SET allowed = false WHERE code = 'US';
SELECT is(tap.number('GB', '+1 508 555 0142'), 'MD451', 'none of the two');

-- The mask: enough to tell two apart, too little to call.
SELECT is(rule.mask(t.number, t.extension), t.wanted, coalesce(t.number, 'nothing') || ' is shown as ' || coalesce(t.wanted, 'nothing'))
FROM (VALUES ('+15085550142', NULL, '+1 508-•••-0142'), ('+15085550100', '22', '+1 508-•••-0100 x•••'), ('+442079460958', NULL, '+44 •••-0958'),
	('+35312345678', NULL, '+353 •••-5678'), ('+74951234567', NULL, '+•• •••-4567'), (NULL, NULL, NULL)) AS t (number, extension, wanted);

-- Only the words of the person's own are shown: no error repeats what was typed.
SELECT unalike(tap.words_of('agent', $$desk.find_number(gen_random_uuid(), '508 secret 0142', 'voicemail')$$), '%secret%', 'an error does not repeat the number');

-- add_phone says no more about a number than the mask does: the same middle digits or others, one answer.
UPDATE directory.country SET allowed = true;
UPDATE directory.setting SET value = 'US' WHERE name = 'country';
SELECT tap.put_case('ana', 1), tap.put_case('guess', 16, 'agent', 'phone') \g /dev/null
SELECT tap.put_proof('ana') \g /dev/null
SELECT is(tap.words_of('agent', format('desk.add_phone(gen_random_uuid(), tap.named(%L), NULL, %L, %L, %L, NULL)', c.name, t.typed, t.extension, t.kind)),
	t.wanted, format('%s: %s %s', c.name, t.typed, t.what))
FROM (VALUES ('ana'), ('guess')) AS c (name), LATERAL (VALUES
	(CASE c.name WHEN 'ana' THEN '508 555 0142' ELSE '508 555 0126' END, NULL, 'phone', 'has it'),
	(CASE c.name WHEN 'ana' THEN '508 556 0142' ELSE '508 557 0126' END, NULL, 'phone', 'looks the same')) AS n (typed, extension, kind, what),
	LATERAL (SELECT n.*, 'MD409 this person has a number that looks the same: +1 508-•••-' || right(n.typed, 4) AS wanted) AS t;
SELECT is(tap.try('agent', format('desk.add_phone(gen_random_uuid(), tap.named(''ana''), NULL, %L, %L, %L, NULL)', t.typed, t.extension, t.kind)), t.wanted, t.what)
FROM (VALUES ('508 555 0143', NULL, 'phone', 'pending', 'another number'), ('774 555 0142', NULL, 'phone', 'pending', 'another area code'),
	('508 555 0180 x9', NULL, 'phone', 'MD001', 'only an office phone has an extension'), ('508 555 0180', '9', 'alternate_phone', 'MD001', 'nor an alternate phone'),
	('508 555 0180', '9', 'office_phone', 'pending', 'an office phone has'), ('508 555 0181', NULL, 'fax', 'MD001', 'no such kind'),
	('508 555 0181', NULL, NULL, 'MD001', 'no kind')) AS t (typed, extension, kind, wanted, what);
INSERT INTO directory.sign_in_method (person_id, kind, number, state, added_by)
SELECT tap.person(1), 'phone', '+1617555' || lpad(n::text, 4, '0'), 'pending', 'test' FROM generate_series(1, 15) AS n;
SELECT is(tap.try('agent', $$desk.add_phone(gen_random_uuid(), tap.named('ana'), NULL, '413 555 0181', NULL, 'phone', NULL)$$), 'MD451', 'twenty are enough');

SELECT * FROM finish();
