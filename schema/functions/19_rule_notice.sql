-- The person is told. Every change that touches the ways in is recorded
-- (rule.record), and is told there: no act can forget it, and it is rolled back
-- with the change. Never who did it, never a code, never a whole number.

-- As people here read a clock; UTC where the setting names no zone.
CREATE FUNCTION rule.local_time(p_at timestamptz, p_form text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN pg_catalog.to_char(p_at AT TIME ZONE rule.setting('time_zone'), p_form);
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN pg_catalog.to_char(p_at AT TIME ZONE 'UTC', p_form);
END
$$;

-- A sign-in method, said to whom it belongs.
CREATE FUNCTION rule.own_name(p_method uuid) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT 'your ' || pg_catalog.lower(rule.kind_name(m.kind))
			|| COALESCE(' ending ' || pg_catalog."right"(m.number, 4), ' on ' || d.name, '')
		FROM directory.sign_in_method AS m LEFT JOIN directory.device AS d ON d.id = m.device_id
		WHERE m.id = p_method);
END
$$;

-- "your phone ending 0142, your authenticator on iPhone 12 were": NULL without a sign-in method.
CREATE FUNCTION rule.own_names(p_targets uuid[], p_one text, p_many text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.string_agg(n.name, ', ' ORDER BY n.place) || ' '
			|| CASE pg_catalog.count(*) WHEN 1 THEN p_one ELSE p_many END
		FROM (SELECT rule.own_name(t.id) AS name, t.place FROM pg_catalog.unnest(p_targets) WITH ORDINALITY AS t (id, place)) AS n
		WHERE n.name IS NOT NULL);
END
$$;

-- What a recorded act changed in the ways in, in one plain line; NULL: nothing.
CREATE FUNCTION rule.change_words(p_act text, p_outcome text, p_targets uuid[], p_reason text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	IF rule.suspends(p_act) THEN
		RETURN rule.own_names(p_targets, 'was suspended', 'were suspended')
			|| CASE WHEN p_reason ~ '^(lost|stolen|replaced)' THEN ' (reported ' || p_reason || ')' ELSE '' END;
	END IF;
	CASE p_act
	WHEN 'restore' THEN
		RETURN rule.own_names(p_targets, 'can be used again', 'can be used again');
	WHEN 'revoke' THEN
		RETURN rule.own_names(p_targets, 'was removed for good', 'were removed for good');
	WHEN 'set_default' THEN
		RETURN rule.own_name(p_targets[1]) || ' is your default sign-in method now';
	WHEN 'move_number' THEN
		RETURN rule.own_name(p_targets[1]) || ' was moved to another device';
	WHEN 'challenge' THEN
		RETURN (SELECT rule.own_name(c.method_id) || ' was added: it can be used to sign in'
			FROM directory.challenge AS c WHERE c.id = p_targets[2] AND c.purpose = 'confirm' AND p_outcome = 'passed');
	WHEN 'issue_pass' THEN
		RETURN 'a temporary access pass was made: it lets in once whoever has it';
	WHEN 'cancel_pass' THEN
		RETURN 'the temporary access pass was taken back';
	WHEN 'issue_recovery_codes' THEN
		RETURN 'new recovery codes were made: the old ones do not count any more';
	WHEN 'finish' THEN
		RETURN 'the replacement of your phone was finished'
			|| COALESCE(': ' || rule.own_names(p_targets, 'was removed for good', 'were removed for good'), '');
	ELSE
		RETURN NULL;
	END CASE;
END
$$;

-- "seen in person at 10:44; a code to your office phone ending 0100 at 10:46": of the contact that was proven last.
CREATE FUNCTION rule.proof_words(p_case uuid) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN COALESCE((SELECT pg_catalog.string_agg(CASE p.kind
				WHEN 'document-in-person' THEN 'seen in person'
				WHEN 'document-on-video' THEN 'seen on video'
				WHEN 'recovery-code' THEN 'a recovery code'
				WHEN 'manager' THEN 'the word of the manager'
				WHEN 'app' THEN 'a code of ' || COALESCE(rule.own_name(c.method_id), 'an app')
				ELSE 'a code to ' || COALESCE(rule.own_name(c.method_id), 'a phone') END
			|| ' at ' || rule.local_time(p.at, 'HH24:MI'), '; ' ORDER BY p.at)
		FROM directory.proof AS p LEFT JOIN directory.challenge AS c ON c.id = p.id
		WHERE p.case_id = p_case AND p.result = 'passed'
			AND p.contact_id = (SELECT l.contact_id FROM directory.proof AS l
				WHERE l.case_id = p_case AND l.result = 'passed' ORDER BY l.at DESC LIMIT 1)),
		'who asked for it was not proven');
END
$$;

-- Who is told of this act on a person: at all their confirmed addresses, and those that were until lately; of the
-- suspension of a privileged person all leads too.
CREATE FUNCTION rule.addresses(p_person uuid, p_act text) RETURNS TABLE (template text, address text)
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN QUERY
	SELECT 'mail', p.email FROM directory.person AS p WHERE p.id = p_person
	UNION
	SELECT 'mail', a.alias FROM directory.person AS p, pg_catalog.unnest(p.aliases) AS a (alias)
	WHERE p.id = p_person AND a.alias ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND pg_catalog.lower(a.alias) <> pg_catalog.lower(p.email)
	UNION
	SELECT 'text', m.number FROM directory.sign_in_method AS m
	WHERE m.person_id = p_person AND m.confirmed_at IS NOT NULL AND 'text' = ANY (rule.channels(m))
		AND (m.state IN ('active', 'suspended') OR m.revoked_at > pg_catalog.clock_timestamp() - rule.period('old_address'))
	UNION
	SELECT 'lead', l.email FROM directory.person AS p, directory.staff AS s JOIN directory.person AS l ON l.id = s.person_id
	WHERE rule.suspends(p_act) AND p.id = p_person AND p.tier = 'privileged'
		AND s.role = 'lead' AND s.locked_at IS NULL AND l.status = 'active' AND l.id <> p_person;
END
$$;

-- Queues the notices of one change. p_case: NULL: it is none of the desk's; p_what: one plain line; p_except: addresses just
-- added.
CREATE FUNCTION rule.tell(p_request uuid, p_person uuid, p_case uuid, p_act text, p_what text, p_except text[]) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_notice uuid;
	v_proof text := CASE WHEN p_case IS NULL THEN 'nobody at the help desk: it came with an import of records'
		ELSE rule.proof_words(p_case) END;
BEGIN
	FOR v_notice IN
		INSERT INTO directory.notice (request_id, person_id, case_id, act, what, ticket, proof, at, template, channel, address, mark)
		SELECT p_request, p_person, p_case, p_act, p_what,
			COALESCE((SELECT c.ticket FROM directory.case_file AS c WHERE c.id = p_case), ''), v_proof,
			pg_catalog.clock_timestamp(), a.template, CASE a.template WHEN 'text' THEN 'text' ELSE 'mail' END, a.address,
			CASE a.template WHEN 'text' THEN rule.new_mark(p_person) END
		FROM rule.addresses(p_person, p_act) AS a
		WHERE pg_catalog.lower(a.address) <> ALL (SELECT pg_catalog.lower(e.address) FROM pg_catalog.unnest(p_except) AS e (address))
		RETURNING id LOOP
		PERFORM rule.put_errand(v_notice, 'tell');
	END LOOP;
	PERFORM rule.wake();
END
$$;

-- Called by rule.record for every leaf. A number that a code has just confirmed is not told of itself.
CREATE FUNCTION rule.tell_change(p_act text, p_request uuid, p_case uuid, p_person uuid, p_targets uuid[], p_outcome text,
		p_reason text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_what text := rule.change_words(p_act, p_outcome, p_targets, p_reason);
BEGIN
	IF v_what IS NOT NULL THEN
		PERFORM rule.tell(p_request, p_person, p_case, p_act, v_what, ARRAY(SELECT m.number FROM directory.sign_in_method AS m
			WHERE p_act = 'challenge' AND m.id = p_targets[1] AND m.number IS NOT NULL));
	END IF;
END
$$;

-- Whether it may still come out that a notice of late was not delivered.
CREATE FUNCTION rule.is_telling(p_person uuid) RETURNS boolean
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN EXISTS (SELECT FROM directory.notice AS n
		WHERE n.person_id = p_person AND n.at > pg_catalog.clock_timestamp() - rule.period('telling')
			AND (n.state IN ('queued', 'sending') OR n.state = 'sent' AND n.channel = 'text'));
END
$$;

-- What became of the notices of one change to a person, for the history: "2 mails sent, text delivered"; NULL: there are none.
CREATE FUNCTION rule.told_words(p_request uuid, p_act text, p_person uuid) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT pg_catalog.string_agg(CASE n.many WHEN 1 THEN n.channel ELSE n.many || ' ' || n.channel || 's' END
			|| ' ' || n.state, ', ' ORDER BY n.channel, n.state)
		FROM (SELECT o.channel, o.state, pg_catalog.count(*) AS many FROM directory.notice AS o
			WHERE o.request_id = p_request AND o.act = p_act AND o.person_id = p_person GROUP BY o.channel, o.state) AS n);
END
$$;

-- "text to +1 508-•••-0142: your phone ending 0142 was suspended. No such number.", of a notice that did not arrive.
CREATE FUNCTION rule.not_told_words(p_notice directory.notice) RETURNS text
	LANGUAGE sql
	RETURN p_notice.channel || ' to ' || CASE p_notice.channel WHEN 'text' THEN rule.mask(p_notice.address, NULL)
		ELSE p_notice.address END || ': ' || p_notice.what || '. ' || COALESCE(p_notice.reason, 'It may have been sent') || '.';
