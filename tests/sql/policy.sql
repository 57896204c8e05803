-- What needs what: act × who the person is × proof × approval. What is expected is worked out here from the
-- rows of directory.policy, by another way than the functions', and again after the rows are changed.
\ir ../lib/desk.sql
SELECT no_plan();

-- A person of each standing towards the login `agent` (Maria Lopez): each has a phone that can be the default.
CREATE TEMPORARY TABLE subject (standing text, n int);
INSERT INTO subject VALUES ('standard', 1), ('privileged', 4), ('self', 8), ('peer', 9);
INSERT INTO directory.sign_in_method (id, person_id, kind, number, state, confirmed_at, added_by, number_changed_at)
SELECT tap.named('spare ' || n), tap.person(n), 'phone', '+1508555019' || n, 'active', now(), 'test', now() FROM subject;
INSERT INTO directory.sign_in_method (id, person_id, kind, state, state_before, confirmed_at, added_by, suspended_at, reason)
SELECT tap.named('lost ' || n), tap.person(n), 'passkey', 'suspended', 'active', now(), 'test', now(), 'lost' FROM subject;
SELECT tap.put_case('case ' || n, n) FROM subject \g /dev/null
SELECT tap.put_case('other 1', 5, 'agent2') \g /dev/null
-- All but what the policy asks is there for the end.
INSERT INTO directory.replacement (case_id, what, begun_at) SELECT tap.named('case ' || n), 'nothing', now() FROM subject;
UPDATE directory.sign_in_method SET tested_at = clock_timestamp() WHERE added_by = 'test' AND kind = 'phone';

-- Leads: `lead` is another person; the others are not fit.
SELECT tap.put_staff('policy_maria', 8, 'lead'), tap.put_staff('policy_paul', 9, 'lead'), tap.put_staff('policy_locked', 40, 'lead'),
	tap.put_staff('policy_agent', 42, 'agent'), tap.put_staff('policy_left', 15, 'lead') \g /dev/null
UPDATE directory.staff SET locked_at = now() WHERE login = 'policy_locked';

CREATE TEMPORARY TABLE act (act text, target text, call text);
INSERT INTO act VALUES  -- %1 is the person's number
	('suspend', 'spare', $$desk.suspend(gen_random_uuid(), tap.named('case %1'), NULL, tap.named('spare %1'), 'lost')$$),
	('restore', 'lost', $$desk.restore(gen_random_uuid(), tap.named('case %1'), NULL, tap.named('lost %1'))$$),
	('revoke', 'lost', $$desk.revoke(gen_random_uuid(), tap.named('case %1'), NULL, tap.named('lost %1'), 'lost')$$),
	('set_default', 'spare', $$desk.set_default(gen_random_uuid(), tap.named('case %1'), NULL, tap.named('spare %1'))$$),
	('add_phone', '0177', $$desk.add_phone(gen_random_uuid(), tap.named('case %1'), NULL, '508 555 0177', NULL, 'phone', 'none')$$),
	('reveal_number', 'spare', $$desk.reveal_number(gen_random_uuid(), tap.named('case %1'), tap.named('spare %1'), 'calls back')$$),
	('finish', NULL, $$desk.finish(gen_random_uuid(), tap.named('case %1'), NULL)$$),
	('note', NULL, $$desk.note(gen_random_uuid(), tap.named('case %1'), 'on the telephone')$$),
	('close_case', NULL, $$desk.close_case(gen_random_uuid(), tap.named('case %1'), 'done')$$);

-- Proofs: how many minutes old, and whether it is of the open contact, of the case; NULL: there is none.
CREATE TEMPORARY TABLE given_proof (proof text, minutes int, in_contact boolean, in_case boolean);
INSERT INTO given_proof VALUES ('none', NULL, false, false), ('fresh', 0, true, true), ('old', 16, true, true), ('very old', 6000, true, true),
	('ended contact', 0, false, true), ('another case', 0, false, false), ('failed', NULL, false, false), ('taken over', NULL, false, false);
CREATE TEMPORARY TABLE given_approval (approval text, good boolean);
INSERT INTO given_approval VALUES ('none', false), ('any target', true), ('this target', true), ('another target', false), ('another act', false),
	('another case', false), ('expired', false), ('used', false), ('by a second login of the agent', false), ('by the person', false),
	('by a locked lead', false), ('by a lead who left', false), ('by an agent', false);

CREATE FUNCTION tap.lay_proof(p_proof text, p_n int, p_minutes int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v_proof uuid;
BEGIN
	CASE p_proof
	WHEN 'none' THEN RETURN;
	WHEN 'failed' THEN v_proof := tap.put_proof('case ' || p_n, 0, 'document-in-person', 'document', 'failed');
	WHEN 'another case' THEN
		v_proof := tap.put_proof('other 1');
		UPDATE directory.proof SET person_id = tap.person(p_n) WHERE id = v_proof;
	ELSE v_proof := tap.put_proof('case ' || p_n, coalesce(p_minutes, 0));
	END CASE;
	IF p_proof IN ('ended contact', 'taken over') THEN
		UPDATE directory.contact SET ended_at = now(), ended_why = CASE p_proof WHEN 'taken over' THEN 'taken' ELSE 'gone' END
		WHERE id = tap.named('case ' || p_n || ' contact');
		INSERT INTO directory.contact (id, case_id, login, here_by, started_at)
		VALUES (gen_random_uuid(), tap.named('case ' || p_n), 'agent', 'phone', now());
	END IF;
END
$$;

CREATE FUNCTION tap.lay_approval(p_approval text, p_act text, p_target text, p_n int) RETURNS void LANGUAGE sql AS $$
	INSERT INTO directory.approval (request_id, case_id, act, target, approved_by, at, used_by_request)
	SELECT gen_random_uuid(), tap.named(CASE p_approval WHEN 'another case' THEN 'other 1' ELSE 'case ' || p_n END),
		CASE p_approval WHEN 'another act' THEN 'enrol' ELSE p_act END,
		CASE p_approval WHEN 'this target' THEN CASE p_target WHEN '0177' THEN p_target ELSE tap.named(p_target || ' ' || p_n)::text END
			WHEN 'another target' THEN tap.named('elsewhere')::text END,
		CASE p_approval WHEN 'by a second login of the agent' THEN 'policy_maria' WHEN 'by a locked lead' THEN 'policy_locked'
			WHEN 'by an agent' THEN 'policy_agent' WHEN 'by a lead who left' THEN 'policy_left'
			WHEN 'by the person' THEN CASE p_n WHEN 9 THEN 'policy_paul' WHEN 8 THEN 'policy_maria' ELSE 'policy_subject' END ELSE 'lead' END,
		clock_timestamp() - CASE p_approval WHEN 'expired' THEN interval '61 minutes' ELSE interval '0' END,
		CASE p_approval WHEN 'used' THEN gen_random_uuid() END
	WHERE p_approval <> 'none'
$$;

CREATE FUNCTION tap.came_of(p_act text, p_n int, p_proof text, p_minutes int, p_approval text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a act;
BEGIN
	SELECT act.* INTO a FROM act WHERE act.act = p_act;
	PERFORM tap.lay_proof(p_proof, p_n, p_minutes);
	PERFORM tap.lay_approval(p_approval, a.act, a.target, p_n);
	IF p_approval = 'by the person' AND p_n IN (1, 4) THEN  -- the person is staff for a moment: a lead, locked to stay no peer
		INSERT INTO directory.staff (login, person_id, role, locked_at) VALUES ('policy_subject', tap.person(p_n), 'lead', now());
	END IF;
	RAISE EXCEPTION USING ERRCODE = 'TRIAL', MESSAGE = tap.try('agent', replace(a.call, '%1', p_n::text));
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN CASE WHEN SQLERRM ~ '^[0-9A-Z]{5}$' THEN SQLERRM ELSE 'done' END;
END
$$;

-- What may come of it. Two rows that ask for different proofs may be refused by either.
CREATE FUNCTION tap.may_come(p_act text, p_standing text, p_proof given_proof, p_good boolean) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	v_standings text[] := CASE p_standing WHEN 'standard' THEN '{standard}' WHEN 'privileged' THEN '{privileged}'
		ELSE ARRAY['standard', p_standing] END;
	v_refusals text[];
	v_approval boolean;
BEGIN
	IF (SELECT count(*) FROM directory.policy WHERE act = p_act AND standing = ANY (v_standings)) < cardinality(v_standings) THEN
		RETURN '{MD451}';
	END IF;
	SELECT array_agg(CASE WHEN need.proof = 'none' THEN NULL
			WHEN NOT CASE need.proof WHEN 'contact' THEN p_proof.in_contact ELSE p_proof.in_case END THEN 'MD410'
			WHEN need.max_age < make_interval(mins => p_proof.minutes) THEN 'MD411' END), bool_or(need.approval)
	INTO v_refusals, v_approval
	FROM directory.policy AS need WHERE need.act = p_act AND need.standing = ANY (v_standings);
	v_refusals := array_remove(v_refusals, NULL);
	RETURN CASE WHEN v_refusals <> '{}' THEN v_refusals WHEN v_approval AND NOT p_good THEN '{MD412}' ELSE '{done}' END;
END
$$;

-- One test for each act and standing; what is wrong is listed.
CREATE FUNCTION tap.matrix(p_rows text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT is(string_agg(format('proof %s, approval %s: %s, not %s', m.proof, m.approval, m.got, m.may), E'\n')
			FILTER (WHERE m.got <> ALL (m.may)), NULL,
		format('%s, %s, %s: %s ways of proof and approval', p_rows, m.act, m.standing, count(*)))
	FROM (SELECT a.act, s.standing, p.proof, v.approval,
			tap.came_of(a.act, s.n, p.proof, p.minutes, v.approval) AS got,
			tap.may_come(a.act, s.standing, p, v.good) AS may
		FROM act AS a, subject AS s, given_proof AS p, given_approval AS v
		WHERE v.approval IN ('none', 'any target', 'used') OR p.proof = 'fresh') AS m
	GROUP BY m.act, m.standing ORDER BY m.act, m.standing
$$;

SELECT tap.matrix('as installed');
-- The rows themselves are the table of the design.
SELECT is(string_agg(proof || coalesce(' ' || extract(epoch FROM max_age) / 60, '') || CASE WHEN approval THEN ' approval' ELSE '' END, '; '
		ORDER BY array_position('{standard,privileged,self,peer}', standing)), wanted.needs, wanted.act || ': ' || wanted.needs)
FROM (VALUES ('suspend', 'none; none; none; none'), ('note', 'none; none; none; none'), ('close_case', 'none; none; none; none'),
	('revoke', 'case; case approval; case approval; case approval'), ('reveal_number', 'none; none approval; none approval; none approval')) AS wanted (act, needs)
	JOIN directory.policy USING (act) GROUP BY wanted.act, wanted.needs;
SELECT is((SELECT count(*) FROM directory.policy WHERE act IN ('restore', 'add_phone', 'move_number', 'enrol', 'issue_pass', 'issue_recovery_codes', 'set_default')
	AND proof = 'contact' AND max_age = '15 minutes' AND approval = (standing <> 'standard')), 28::bigint, 'seven acts need a proof of 15 minutes');

-- The kinds of approval do not depend on the rows: a few from here on.
DELETE FROM given_approval WHERE approval NOT IN ('none', 'any target');

-- Every row turned to the next kind of need.
UPDATE directory.policy SET proof = CASE proof WHEN 'none' THEN 'contact' WHEN 'contact' THEN 'case' ELSE 'none' END,
	max_age = CASE proof WHEN 'none' THEN interval '20 minutes' WHEN 'contact' THEN interval '3 days' END, approval = NOT approval;
SELECT tap.matrix('turned');
UPDATE directory.policy SET proof = 'contact', max_age = NULL, approval = true;
SELECT tap.matrix('all strict');
DELETE FROM directory.policy WHERE standing = 'self' OR act = 'note';
SELECT tap.matrix('rows missing');

DROP ROLE policy_maria, policy_paul, policy_locked, policy_agent, policy_left;
SELECT * FROM finish();
