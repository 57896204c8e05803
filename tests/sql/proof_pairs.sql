-- Every pair of proofs: kind × kind × what they rest on × age × contact × result. What is expected is worked out here,
-- by another way than the functions'.
\ir ../lib/desk.sql
SELECT no_plan();

SELECT tap.put_case('call', 3), tap.put_case('other', 3, 'agent2') \g /dev/null
INSERT INTO directory.contact (id, case_id, login, here_by, started_at, ended_at, ended_why)
SELECT tap.named('call ' || why), tap.named('call'), 'agent', 'phone', now() - interval '1 hour', now(), why FROM unnest('{gone,taken}'::text[]) AS why;

-- "confirmed": by a colleague, where the kind counts alone then.
CREATE TEMPORARY TABLE kind (kind text, rests_on text);
INSERT INTO kind VALUES ('code', 'device'), ('app', 'device'), ('recovery-code', 'codes'), ('manager', 'person'), ('document-on-video', 'document'),
	('document-on-video confirmed', 'document'), ('document-in-person', 'document');
SELECT bag_eq('SELECT DISTINCT split_part(kind, '' '', 1) FROM kind', 'SELECT kind FROM directory.proof_kind', 'the kinds of proof are these');

-- One of a pair, as it was given: minutes ago, in which contact, with which result.
CREATE TEMPORARY TABLE given (given text, minutes int, contact text, result text);
INSERT INTO given VALUES ('now', 0, 'call contact', 'passed'), ('14 minutes ago', 14, 'call contact', 'passed'), ('16 minutes ago', 16, 'call contact', 'passed'),
	('to a caller who is gone', 0, 'call gone', 'passed'), ('to who held the case before', 0, 'call taken', 'passed'), ('at another desk', 0, 'other contact', 'passed'),
	('and failed', 0, 'call contact', 'failed'), ('and was refused', 0, 'call contact', 'refused');

CREATE FUNCTION tap.give(p_kind text, p_on text, p_given given) RETURNS void LANGUAGE sql AS $$
	INSERT INTO directory.proof (id, contact_id, case_id, person_id, kind, rests_on, document, result, recorded_by, at, confirmed_by, confirmed_at)
	SELECT gen_random_uuid(), t.id, t.case_id, tap.person(3), split_part(p_kind, ' ', 1), p_on, CASE WHEN p_kind ~ '^document' THEN 'badge' END,
		p_given.result, t.login, clock_timestamp() - make_interval(mins => p_given.minutes),
		CASE WHEN p_kind ~ 'confirmed' THEN 'lead' END, CASE WHEN p_kind ~ 'confirmed' THEN now() END
	FROM directory.contact AS t WHERE t.id = tap.named(p_given.contact)
$$;
-- What comes of an act that needs a proof of this contact, and of one that takes any of the case.
CREATE FUNCTION tap.came_of(p_one text, p_on text, p_given given, p_other text, p_on2 text, p_given2 given) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM tap.give(p_one, p_on, p_given), tap.give(p_other, p_on2, p_given2);
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE =
		replace(tap.trial('agent', $call$desk.add_phone(gen_random_uuid(), tap.named('call'), NULL, '508 555 0177', NULL, 'phone', 'none')$call$), 'pending', 'done')
		|| ' ' || replace(tap.trial('agent', $call$desk.revoke(gen_random_uuid(), tap.named('call'), NULL, tap.method(3, 1), 'lost')$call$), 'revoked', 'done');
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN SQLERRM;
END
$$;

-- Minutes since such proofs were sufficient, NULL: they are not. p_contacts: in which they count.
CREATE FUNCTION tap.age(p_one text, p_on text, p_given given, p_other text, p_on2 text, p_given2 given, p_contacts text[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
	v_counts boolean := p_given.result = 'passed' AND p_given.contact = ANY (p_contacts);
	v_counts2 boolean := p_given2.result = 'passed' AND p_given2.contact = ANY (p_contacts);
	v_ages int[] := '{}';
BEGIN
	IF v_counts AND p_one IN ('document-in-person', 'document-on-video confirmed') THEN
		v_ages := v_ages || p_given.minutes;
	END IF;
	IF v_counts2 AND p_other IN ('document-in-person', 'document-on-video confirmed') THEN
		v_ages := v_ages || p_given2.minutes;
	END IF;
	IF v_counts AND v_counts2 AND p_given.contact = p_given2.contact AND split_part(p_one, ' ', 1) <> split_part(p_other, ' ', 1) AND p_on <> p_on2 THEN
		v_ages := v_ages || GREATEST(p_given.minutes, p_given2.minutes);
	END IF;
	RETURN (SELECT min(age) FROM unnest(v_ages) AS age);
END
$$;
CREATE FUNCTION tap.expected(p_one text, p_on text, p_given given, p_other text, p_on2 text, p_given2 given) RETURNS text LANGUAGE sql
	RETURN (SELECT CASE WHEN now_age IS NULL THEN 'MD410' WHEN now_age > 15 THEN 'MD411' ELSE 'done' END || CASE WHEN ever_age IS NULL THEN ' MD410' ELSE ' done' END
		FROM (SELECT tap.age(p_one, p_on, p_given, p_other, p_on2, p_given2, '{call contact}') AS now_age,
			tap.age(p_one, p_on, p_given, p_other, p_on2, p_given2, '{call contact,call gone}') AS ever_age) AS a);

SELECT is(string_agg(format('%s %s, %s %s: %s, not %s', p.on1, p.given1, p.on2, p.given2, p.got, p.wanted), E'\n') FILTER (WHERE p.got <> p.wanted), NULL,
	format('%s and %s: %s pairs', p.one, p.other, count(*)))
FROM (SELECT k.kind AS one, o.kind AS other, k.rests_on AS on1, x.on2, g.given AS given1, h.given AS given2,
		tap.came_of(k.kind, k.rests_on, g, o.kind, x.on2, h) AS got, tap.expected(k.kind, k.rests_on, g, o.kind, x.on2, h) AS wanted
	FROM kind AS k JOIN kind AS o ON o.kind >= k.kind, given AS g, given AS h,
		LATERAL (SELECT o.rests_on AS on2 UNION SELECT 'another ' || o.rests_on) AS x
	WHERE g.given = 'now' OR h.given = 'now') AS p
GROUP BY p.one, p.other ORDER BY p.one, p.other;

SELECT * FROM finish();
