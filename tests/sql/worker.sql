-- Challenges as the worker drives them: each arrow by the function that commits it, called by the worker's login; and what
-- the desk's functions refuse before one begins.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

-- What the worker holds: the newest claim of each job.
CREATE TABLE tap.held (challenge uuid, kind text, job bigint, fence bigint, PRIMARY KEY (challenge, kind));
CREATE FUNCTION tap.claim() RETURNS void LANGUAGE sql AS $$
	INSERT INTO tap.held
	SELECT COALESCE(j ->> 'challenge', j ->> 'subject')::uuid, j ->> 'kind', (j ->> 'job')::bigint, (j ->> 'fence')::bigint
	FROM jsonb_array_elements(tap.answer('mfadesk_worker', 'worker.claim(''w'', 100, 60)') -> 'jobs') AS j
	ON CONFLICT (challenge, kind) DO UPDATE SET job = excluded.job, fence = excluded.fence
$$;
-- Every lease ends, and every wait is over.
CREATE FUNCTION tap.later() RETURNS void LANGUAGE sql AS
	$$UPDATE directory.job SET run_at = clock_timestamp() - interval '1 second' WHERE done_at IS NULL$$;
-- One result for the job of that kind: "worker.sent(%s, 'SM1')", %s the job and its fence.
CREATE FUNCTION tap.work(p_challenge text, p_kind text, p_call text, p_back int DEFAULT 0) RETURNS jsonb LANGUAGE sql
	RETURN tap.answer('mfadesk_worker', format(p_call,
		(SELECT h.job || ', ' || h.fence - p_back FROM tap.held AS h WHERE h.challenge = tap.named(p_challenge) AND h.kind = p_kind)));
CREATE FUNCTION tap.start(p_challenge text, p_method uuid, p_channel text DEFAULT 'text', p_purpose text DEFAULT 'test') RETURNS text LANGUAGE sql
	RETURN tap.words_of('agent', format('desk.start_challenge(%L, tap.named(''ana''), %L, %L, %L) -> ''state''',
		tap.named(p_challenge), p_method, p_channel, p_purpose));
CREATE FUNCTION tap.type(p_challenge text, p_code text DEFAULT '123456') RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format('desk.answer_challenge(gen_random_uuid(), %L, %L)', tap.named(p_challenge), p_code));
CREATE FUNCTION tap.it(p_challenge text) RETURNS directory.challenge LANGUAGE sql
	RETURN (SELECT c FROM directory.challenge AS c WHERE c.id = tap.named(p_challenge));
CREATE FUNCTION tap.state(p_challenge text) RETURNS text LANGUAGE sql
	RETURN tap.answer('agent', format('desk.challenge(%L)', tap.named(p_challenge))) ->> 'state';
CREATE FUNCTION tap.jobs(p_challenge text) RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(string_agg(j.kind, ' ' ORDER BY j.kind), '') FROM directory.job AS j WHERE j.challenge_id = tap.named(p_challenge) AND j.done_at IS NULL);
\set go 'worker.start_send(%s, ''w'', ''test'', ''mobile'', true, ''+1 508-555-0142'', repeat(''ab'', 32), 1)'
-- To "sent", as the gateway's own id.
CREATE FUNCTION tap.send(p_challenge text, p_id text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM tap.claim();
	PERFORM tap.work(p_challenge, 'send', 'worker.start_send(%s, ''w'', ''test'', ''mobile'', true, '''', repeat(''ab'', 32), 1)');
	PERFORM tap.work(p_challenge, 'send', format('worker.sent(%%s, %L)', p_id));
	RETURN tap.state(p_challenge);
END
$$;
-- A code is typed, and the worker finds it so.
CREATE FUNCTION tap.check(p_challenge text, p_result text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	IF tap.type(p_challenge) <> 'checking' THEN
		RETURN 'not taken';
	END IF;
	PERFORM tap.claim();
	PERFORM tap.work(p_challenge, 'check', format('worker.checked(%%s, %L, NULL, NULL, NULL)', p_result));
	RETURN tap.state(p_challenge);
END
$$;

SELECT tap.put_case('ana', 1) \g /dev/null
UPDATE directory.agent_limit SET cap = 1000 WHERE kind = 'start_challenge';
UPDATE directory.send_limit SET cap = 1000, period = '1000 days';  -- no hour or day ends in the middle

-- The lease and the fence.
SELECT is(tap.start('fence', tap.method(1, 2)), '"queued"', 'a text is asked for');
SELECT matches((tap.it('fence')).mark, '^[A-HJ-NP-Z][2-9]$', 'with a mark');
SELECT tap.claim() \g /dev/null
SELECT is((SELECT count(*) FROM tap.held), 1::bigint, 'its job is claimed');
SELECT is(tap.answer('mfadesk_worker', 'worker.claim(''w2'', 100, 60)') -> 'jobs', '[]', 'nobody else has it while the lease lasts');
SELECT tap.later(), tap.claim() \g /dev/null
SELECT is(tap.work('fence', 'send', :'go', 1) ->> 'kept', 'false', 'the first fence is dropped');
SELECT is((SELECT string_agg(result, ' ') FROM directory.dropped_result), 'start_send', 'and that is on the record');
SELECT is(tap.work('fence', 'send', :'go') ->> 'go', 'true', 'the newer one goes');
SELECT is(tap.work('fence', 'send', :'go') ->> 'go', 'true', 'and may ask again where the answer was lost');
SELECT is((SELECT used FROM directory.send_count WHERE kind = 'all'), 1, 'which is counted once');
SELECT is(tap.state('fence'), 'sending', 'being sent');

-- What another one was sending may have been sent: it is never sent again.
SELECT tap.later(), tap.claim() \g /dev/null
SELECT is(tap.work('fence', 'send', :'go'), '{"kept": true, "go": false, "unknown": true}', 'a third is told so');
SELECT is(tap.work('fence', 'send', 'worker.not_sent(%s, 0, ''busy'')') ->> 'kept', 'false', 'cannot call it not sent');
SELECT is(tap.work('fence', 'send', 'worker.refused(%s, ''no'')') ->> 'kept', 'false', 'nor refused');
SELECT is(tap.state('fence'), 'sending', 'and it is as it was');
SELECT is(tap.work('fence', 'send', 'worker.send_unknown(%s, ''may have been sent'')') ->> 'kept', 'true', 'only unknown');
SELECT is(tap.state('fence') || ' ' || tap.jobs('fence'), 'unknown follow', 'it is looked for, and there is nothing to send');
SELECT tap.later(), tap.claim() \g /dev/null
SELECT tap.work('fence', 'follow', 'worker.followed(%s, ''delivered'', ''SM1'', NULL, NULL, 5)') \g /dev/null
SELECT is(tap.state('fence'), 'delivered', 'found, and delivered');
SELECT tap.work('fence', 'follow', 'worker.followed(%s, ''sent'', NULL, NULL, NULL, 5)') \g /dev/null
SELECT is(tap.state('fence'), 'delivered', 'an older report takes nothing back');

-- Tries.
SELECT is(tap.type('fence', '12345'), 'MD001', 'a code has six digits');
SELECT is(tap.type('fence', '12 34-56'), 'checking', 'blanks are nothing');
SELECT is(tap.type('fence'), 'MD409', 'one at a time');
SELECT is(tap.try('agent', $$desk.cancel_challenge(gen_random_uuid(), tap.named('fence'))$$), 'MD409', 'no try is taken back');
SELECT tap.later(), tap.claim() \g /dev/null
SELECT tap.work('fence', 'follow', 'worker.followed(%s, NULL, NULL, NULL, ''heard'', 5)') \g /dev/null
SELECT is(tap.state('fence'), 'checking', 'a report does not end a check');
SELECT throws_ok($$SELECT tap.work('fence', 'check', 'worker.checked(%s, NULL, NULL, NULL, NULL)')$$, 'MD001', NULL, 'a check comes to something');
SELECT tap.work('fence', 'check', 'worker.checked(%s, ''wrong'', NULL, NULL, NULL)') \g /dev/null
SELECT is(tap.state('fence') || (tap.it('fence')).tries_left || coalesce((tap.it('fence')).typed, ' gone'), 'delivered4 gone', 'wrong: one try less, and it is forgotten');
SELECT is(tap.work('fence', 'check', 'worker.checked(%s, ''wrong'', NULL, NULL, NULL)') ->> 'kept', 'true', 'told twice');
SELECT is((tap.it('fence')).tries_left, 4, 'it costs one');
SELECT is(tap.check('fence', 'right'), 'passed', 'right');
SELECT isnt((SELECT tested_at FROM directory.sign_in_method WHERE id = tap.method(1, 2)), NULL, 'the method is tested');
SELECT is(tap.jobs('fence'), 'withdraw', 'what is at the gateway is taken back');
SELECT tap.later(), tap.claim() \g /dev/null
SELECT throws_ok($$SELECT tap.work('fence', 'withdraw', 'worker.done(%s, ''done'')')$$, 'MD001', NULL, 'a withdrawal comes to something');
SELECT tap.work('fence', 'withdraw', 'worker.done(%s, ''not withdrawn'')') \g /dev/null
SELECT is((SELECT outcome FROM directory.job WHERE challenge_id = tap.named('fence') AND kind = 'withdraw'), 'not withdrawn', 'which is on the record');
SELECT is(tap.work('fence', 'withdraw', 'worker.done(%s, ''withdrawn'')') ->> 'kept', 'true', 'told twice');
SELECT is((SELECT outcome FROM directory.job WHERE challenge_id = tap.named('fence') AND kind = 'withdraw'), 'not withdrawn', 'the first counts');
SELECT is((tap.it('fence')).code_hash, NULL, 'no hash stays');
SELECT is_empty($$SELECT FROM directory.request WHERE answer::text || coalesce(private::text, '') ~ '123456'$$, 'no request keeps a code');
SELECT is_empty($$SELECT FROM ledger.leaf WHERE encode(body, 'escape') ~ '123456'$$, 'nor a leaf');

-- Put off: the same again, within its time, counted once.
SELECT tap.start('busy', tap.method(1, 2)), tap.claim(), tap.work('busy', 'send', :'go'), tap.work('busy', 'send', 'worker.not_sent(%s, 30, ''the gateway is busy'')') \g /dev/null
SELECT is(tap.state('busy') || ' ' || (tap.it('busy')).reason, 'queued the gateway is busy', 'it waits');
SELECT is((tap.it('busy')).expires_at, (tap.it('busy')).created_at + interval '10 minutes', 'no longer than from its beginning');
SELECT is(tap.answer('mfadesk_worker', 'worker.claim(''w'', 100, 60)') -> 'jobs', '[]', 'not before it is due');
SELECT tap.later(), tap.claim() \g /dev/null
SELECT is(tap.work('busy', 'send', :'go') ->> 'go', 'true', 'again');
SELECT is((SELECT used FROM directory.send_count WHERE kind = 'all'), 2, 'counted once');
UPDATE directory.challenge SET expires_at = now() WHERE id = tap.named('busy');
SELECT is(tap.answer('mfadesk_worker', 'worker.expire(10)') ->> 'expired', '0', 'what is being sent comes to its end first');
SELECT tap.work('busy', 'send', 'worker.sent(%s, ''SM2'')') \g /dev/null
SELECT is(tap.state('busy'), 'expired', 'past its time it is expired, whether noted or not');
SELECT is(tap.type('busy'), 'MD409', 'and takes no code');
SELECT is(tap.answer('mfadesk_worker', 'worker.expire(10)') ->> 'expired', '1', 'the worker notes it');

-- Cancelled while it is being sent.
SELECT tap.start('late', tap.method(1, 2)), tap.claim(), tap.work('late', 'send', :'go') \g /dev/null
SELECT tap.answer('agent', $$desk.cancel_challenge(gen_random_uuid(), tap.named('late'))$$) \g /dev/null
SELECT tap.work('late', 'send', 'worker.sent(%s, ''SM3'')') \g /dev/null
SELECT is(tap.state('late') || ' ' || tap.jobs('late'), 'cancelled withdraw', 'is taken back when it is known');
SELECT tap.start('lost', tap.method(1, 2)), tap.claim(), tap.work('lost', 'send', :'go') \g /dev/null
SELECT is(tap.start('newer', tap.method(1, 2)), '"queued"', 'a newer one takes its place');
SELECT is(tap.state('lost'), 'cancelled', 'so it is over');
SELECT tap.work('lost', 'send', 'worker.send_unknown(%s, ''?'')'), tap.later(), tap.claim(), tap.work('lost', 'follow', 'worker.followed(%s, ''sent'', ''SM4'', NULL, NULL, 5)') \g /dev/null
SELECT is((tap.it('lost')).state || ' ' || tap.jobs('lost'), 'cancelled withdraw', 'and taken back when it is found');

-- What a gateway reports by itself, to whoever hears it.
CREATE FUNCTION tap.report(p_challenge text, p_state text, p_gateway text DEFAULT 'test') RETURNS text LANGUAGE sql
	RETURN tap.answer('mfadesk_worker', format('worker.reported(%L, %L, %L, %L)', tap.named(p_challenge), p_gateway, p_state,
		CASE p_state WHEN 'failed' THEN 'the carrier rejected it' END)) ->> 'kept';
SELECT tap.start('told', tap.method(1, 2)) \g /dev/null
SELECT is(tap.report('told', 'delivered'), 'false', 'nothing was sent: nothing is delivered');
SELECT tap.claim(), tap.work('told', 'send', :'go') \g /dev/null
SELECT is(tap.report('told', 'delivered', 'other'), 'false', 'another gateway knows nothing of it');
SELECT is(tap.report('told', 'delivered'), 'true', 'a report is faster than the answer');
SELECT is((tap.it('told')).state, 'delivered', 'delivered');
SELECT tap.work('told', 'send', 'worker.sent(%s, '''')') \g /dev/null
SELECT is(tap.state('told') || ' ' || tap.jobs('told'), 'delivered ', 'the answer takes nothing back, and there is nothing to follow');
SELECT ok((tap.it('told')).sent_at <= (tap.it('told')).delivered_at, 'sent before it was delivered');
SELECT is(tap.report('told', 'delivered') || ' ' || tap.report('told', 'failed'), 'false false', 'again, or otherwise: it is delivered');
SELECT is(tap.check('told', 'right') || ' ' || tap.report('told', 'failed'), 'passed false', 'and over when it is over');
SELECT tap.start('told no', tap.method(1, 2)), tap.send('told no', '') \g /dev/null
SELECT is(tap.type('told no') || ' ' || tap.report('told no', 'failed'), 'checking false', 'whose code is typed has arrived');
SELECT is(tap.report('told no', 'delivered') || ' ' || tap.state('told no'), 'true checking', 'a report ends no check');
SELECT tap.claim(), tap.work('told no', 'check', 'worker.checked(%s, ''wrong'', NULL, NULL, NULL)') \g /dev/null
SELECT is(tap.state('told no'), 'delivered', 'and is known after it');
SELECT tap.start('told bad', tap.method(1, 2)), tap.send('told bad', '') \g /dev/null
SELECT is(tap.report('told bad', 'failed') || ' ' || tap.state('told bad') || ' ' || (tap.it('told bad')).reason, 'true failed the carrier rejected it', 'what could not be delivered fails');
SELECT is((SELECT count(*) FROM ledger.leaf WHERE act = 'challenge' AND outcome = 'failed' AND tap.named('told bad') = ANY (targets)), 1::bigint, 'on the record');
SELECT is(tap.report('told bad', 'failed') || ' ' || tap.report('told bad', 'delivered'), 'false false', 'once');
SELECT tap.start('told late', tap.method(1, 2)), tap.claim(), tap.work('told late', 'send', :'go'), tap.work('told late', 'send', 'worker.send_unknown(%s, ''?'')') \g /dev/null
SELECT is(tap.report('told late', 'delivered') || ' ' || tap.state('told late'), 'true delivered', 'what may have been sent was');
SELECT is(tap.try('mfadesk_worker', $$worker.reported(tap.named('told late'), 'test', 'passed', NULL)$$), 'MD001', 'a report is of a delivery');
SELECT is(tap.report('nobody knows it', 'delivered'), 'false', 'one of nothing that is known here');

-- The same by the gateway that is asked: a code that somebody read is checked, whatever it says of the text.
SELECT tap.start('read', tap.method(1, 2)), tap.send('read', 'SM9'), tap.type('read'), tap.later(), tap.claim() \g /dev/null
SELECT tap.work('read', 'follow', 'worker.followed(%s, ''failed'', NULL, NULL, ''it could not be delivered'', NULL)') \g /dev/null
SELECT is(tap.state('read') || ' ' || tap.jobs('read'), 'checking check', 'a text whose code is typed has arrived');
SELECT tap.work('read', 'check', 'worker.checked(%s, ''right'', NULL, NULL, NULL)') \g /dev/null
SELECT is(tap.state('read'), 'passed', 'and no right code is eaten');

-- Calls.
SELECT tap.start('call', tap.method(1, 2), 'call', 'proof'), tap.send('call', 'CA1'), tap.later(), tap.claim() \g /dev/null
SELECT tap.work('call', 'follow', 'worker.followed(%s, ''answered'', NULL, ''human'', NULL, 2)'), tap.work('call', 'follow', 'worker.followed(%s, ''answered'', NULL, ''unknown'', NULL, 2)') \g /dev/null
SELECT is((tap.it('call')).answered_by, 'human', 'who was a person stays one');
SELECT is(tap.check('call', 'right'), 'passed', 'a proof');
SELECT is((SELECT kind || ' ' || rests_on || ' ' || result FROM directory.proof WHERE id = tap.named('call')), 'code device ' || tap.device(1, 1) || ' passed', 'that rests on the device');
SELECT tap.start('machine', tap.method(1, 2), 'call'), tap.send('machine', 'CA2'), tap.later(), tap.claim(), tap.work('machine', 'follow', 'worker.followed(%s, ''answered'', NULL, ''machine'', NULL, 2)') \g /dev/null
SELECT is(tap.state('machine') || ' ' || (tap.it('machine')).reason, 'failed voicemail took the call: its code is void', 'voicemail');
SELECT tap.start('passed', tap.method(1, 2)), tap.claim(), tap.work('passed', 'send', :'go'), tap.work('passed', 'send', 'worker.send_unknown(%s, ''may have been sent'')') \g /dev/null
SELECT is(tap.check('passed', 'right') || ' ' || tap.jobs('passed'), 'passed follow', 'one that passes before it is found is looked for');
SELECT tap.later(), tap.claim(), tap.work('passed', 'follow', 'worker.followed(%s, NULL, NULL, NULL, NULL, 4)') \g /dev/null
SELECT is(tap.jobs('passed'), 'follow', 'more than once');
SELECT tap.later(), tap.claim(), tap.work('passed', 'follow', 'worker.followed(%s, ''sent'', ''SM4'', NULL, NULL, 4)') \g /dev/null
SELECT is(tap.jobs('passed') || ' ' || tap.state('passed'), 'withdraw passed', 'to be taken back');
SELECT tap.start('nameless', tap.method(1, 2), 'call'), tap.send('nameless', '') \g /dev/null
SELECT is((tap.it('nameless')).answered_by || ' ' || tap.jobs('nameless'), 'unknown ', 'a call without a name: nobody will tell who answered');
SELECT tap.start('nobody', tap.method(1, 2), 'call', 'proof'), tap.send('nobody', 'CA3') \g /dev/null
SELECT is(tap.check('nobody', 'right'), 'failed', 'no proof where nobody says that a person answered');
SELECT is((SELECT count(*) FROM directory.proof WHERE id = tap.named('nobody')), 0::bigint, 'nor a failed one');

-- What may not be used, and how often.
SELECT tap.start(k.kind, tap.method(1, 2)), tap.claim(), tap.work(k.kind, 'send', format('worker.start_send(%%s, ''w'', ''t'', %L, %L, '''', repeat(''ab'', 32), 1)', k.kind, k.valid))
FROM (VALUES ('premium rate', true), ('unknown', false)) AS k (kind, valid) \g /dev/null
SELECT is((tap.it('premium rate')).reason, 'the policy allows no premium rate number', 'a kind that is not allowed');
SELECT is((tap.it('unknown')).reason, 'no such number is in use: ask for it again', 'no number at all');
UPDATE directory.country SET allowed = false WHERE code IN ('US', 'CA');
SELECT tap.start('country', tap.method(1, 2)), tap.claim(), tap.work('country', 'send', :'go') \g /dev/null
SELECT is((tap.it('country')).reason, 'numbers of that country are not allowed here', 'a country that is not allowed any more');
UPDATE directory.country SET allowed = true;
CREATE FUNCTION tap.limited(p_kind text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_before text := (SELECT string_agg(kind || used, ' ' ORDER BY kind, subject) FROM directory.send_count);
BEGIN
	UPDATE directory.send_limit AS l SET cap = CASE WHEN l.kind = p_kind THEN (SELECT max(s.used) FROM directory.send_count AS s WHERE s.kind = p_kind) ELSE 1000 END;
	PERFORM tap.start('limit ' || p_kind, tap.method(1, 2)), tap.claim();
	PERFORM tap.work('limit ' || p_kind, 'send', 'worker.start_send(%s, ''w'', ''t'', ''mobile'', true, '''', repeat(''ab'', 32), 1)');
	UPDATE directory.send_limit SET cap = 1000;
	RETURN CASE WHEN v_before = (SELECT string_agg(kind || used, ' ' ORDER BY kind, subject) FROM directory.send_count) THEN '' ELSE 'counted: ' END
		|| (tap.it('limit ' || p_kind)).reason;
END
$$;
SELECT is(tap.limited(l.kind), l.says, 'the limit of ' || l.kind || ' at its cap, and nothing counted') FROM (VALUES
	('number', 'too many codes went to this number today'), ('person', 'too many codes went to this person in the last hour'),
	('agent', 'you have sent too many codes in the last hour'), ('range', 'too many codes went to numbers like this one today'),
	('all', 'too many codes went out in the last hour: tell your administrator')) AS l (kind, says);

-- Marks are found when all were used.
INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, state, created_at, finished_at, expires_at)
SELECT gen_random_uuid(), c.case_id, c.contact_id, c.person_id, c.method_id, 'agent', 'test', 'text', l || d, 'cancelled', now(), now(), now()
FROM directory.challenge AS c, string_to_table('ABCDEFGHJKLMNPQRSTUVWXYZ', NULL) AS l, generate_series(2, 9) AS d WHERE c.id = tap.named('call');
SELECT is(tap.start('mark', tap.method(1, 2)), '"queued"', 'the two-hundredth code of a day has a mark too');

-- Refused before anything is sent.
SELECT is(tap.start('no', tap.method(1, 3), 'text'), 'MD451 this sign-in method cannot be reached by text', 'an office phone takes calls');
SELECT is(tap.start('no', tap.method(1, 1), 'app'), 'MD451 the secret of this authenticator is not held here: its codes cannot be checked', 'an authenticator of elsewhere');
SELECT is(tap.start('no', tap.method(1, 2), 'text', 'confirm'), 'MD409 it is active: there is nothing to confirm', 'what is confirmed');
SELECT is(tap.start('no', tap.method(2, 1)), 'MD404 no such sign-in method or device of this person, or not yours', 'somebody else''s');
UPDATE directory.sign_in_method SET number_changed_at = now() - interval '6 days' WHERE id = tap.method(1, 2);
SELECT is(tap.start('no', tap.method(1, 2), 'text', 'proof'), 'MD451 this cannot prove who is calling: it was added or changed in the last days', 'for seven days');
UPDATE directory.sign_in_method SET number_changed_at = now() - interval '8 days', confirmed_by_code = false WHERE id = tap.method(1, 2);
SELECT is(tap.start('no', tap.method(1, 2), 'text', 'proof'), 'MD451 this cannot prove who is calling: it was never confirmed by a code', 'not by an import''s word');
UPDATE directory.sign_in_method SET confirmed_by_code = true WHERE id = tap.method(1, 2);
UPDATE directory.sign_in_method SET extension = '22' WHERE id = tap.method(1, 3);
SELECT is(tap.start('no', tap.method(1, 3), 'call', 'proof'), 'MD451 this cannot prove who is calling: behind an extension nobody can tell a person from a machine', 'nor behind an extension');
SELECT is(tap.start('ext', tap.method(1, 3), 'call'), '"queued"', 'which may be tested');

-- A number that was changed between.
SELECT tap.start('moved', tap.method(1, 2)), tap.send('moved', 'SM5') \g /dev/null
UPDATE directory.sign_in_method SET number_changed_at = clock_timestamp() WHERE id = tap.method(1, 2);
SELECT is(tap.check('moved', 'right') || ' ' || (tap.it('moved')).reason, 'failed the number was changed meanwhile', 'its code is worth nothing');
UPDATE directory.sign_in_method SET number_changed_at = now() - interval '8 days' WHERE id = tap.method(1, 2);

-- A new phone: confirmed by its code, and with that tested.
SELECT tap.put_proof('ana') \g /dev/null
SELECT tap.answer('agent', $$desk.add_phone(tap.named('new'), tap.named('ana'), NULL, '508 555 0177', NULL, 'phone', 'none')$$) \g /dev/null
SELECT is(tap.start('no', tap.named('new')), 'MD409 it is pending, not active', 'is confirmed, not tested');
SELECT version AS before FROM directory.person WHERE id = tap.person(1) \gset
SELECT tap.start('confirm', tap.named('new'), 'text', 'confirm'), tap.send('confirm', 'SM6') \g /dev/null
SELECT is(tap.check('confirm', 'right'), 'passed', 'the code came back');
SELECT is((SELECT state || confirmed_by_code || (tested_at IS NOT NULL) FROM directory.sign_in_method WHERE id = tap.named('new')), 'activetruetrue', 'active, confirmed, tested');
SELECT is((SELECT version FROM directory.person WHERE id = tap.person(1)), :before + 1::bigint, 'and the page is older than that');
SELECT is(tap.try('agent', $$desk.move_number(gen_random_uuid(), tap.named('ana'), NULL, tap.method(1, 3), 'Desk')$$), 'MD410', 'a number moves after its code came back');
SELECT is(tap.try('agent', $$desk.move_number(gen_random_uuid(), tap.named('ana'), NULL, tap.named('new'), 'iPhone 16')$$), 'moved', 'as this one''s did');
SELECT is(tap.start('no', tap.named('new'), 'text', 'proof'), 'MD451 this cannot prove who is calling: it was added or changed in the last days', 'and is no proof then');

-- What waited for long to be confirmed is new when it is.
UPDATE directory.sign_in_method SET added_at = now() - interval '8 days', number_changed_at = now() - interval '8 days' WHERE id = tap.named('new');
SELECT is(tap.start('no', tap.named('new'), 'text', 'proof'), 'MD451 this cannot prove who is calling: it was added or changed in the last days', 'added long ago, confirmed today: no proof either');
UPDATE directory.sign_in_method SET confirmed_at = now() - interval '8 days' WHERE id = tap.named('new');
SELECT is(tap.start('week', tap.named('new'), 'text', 'proof'), '"queued"', 'a week after it was confirmed it may be one');

-- An authenticator.
SELECT tap.put_case('video', 2, 'agent', 'phone') \g /dev/null
SELECT is(tap.try('agent', $$desk.enrol(gen_random_uuid(), tap.named('video'), NULL, 'iPhone 16', repeat('ab', 32))$$), 'MD403', 'nobody scans by phone');
SELECT is(tap.try('agent', $$desk.enrol(gen_random_uuid(), tap.named('ana'), NULL, 'Pixel 77', repeat('ab', 32))$$), 'pending', 'a code is shown');
SELECT is(tap.try('agent', $$desk.enrol(gen_random_uuid(), tap.named('ana'), NULL, 'Pixel 77', repeat('ab', 32))$$), 'pending', 'and, never scanned, once more on the same phone');
SELECT tap.answer('agent', $$desk.enrol(tap.named('never scanned'), tap.named('ana'), NULL, 'iPhone 16', repeat('ab', 32))$$) \g /dev/null
CREATE FUNCTION tap.enrolling(p_call text) RETURNS text LANGUAGE sql RETURN tap.try('agent', format(p_call, (SELECT id FROM directory.challenge WHERE method_id = tap.named('app') ORDER BY created_at LIMIT 1)));
SELECT tap.answer('agent', $$desk.enrol(tap.named('app'), tap.named('ana'), NULL, 'iPhone 16', repeat('ab', 32))$$) #>> '{ids,1}' AS enrolling \gset
SELECT is((SELECT state FROM directory.sign_in_method WHERE id = tap.named('never scanned')), 'revoked', 'one that was never scanned goes with the next');
SELECT is(tap.answer('agent', format('desk.enrolment(%L)', :'enrolling')) ->> 'state', 'waiting', 'its secret is awaited');
SELECT is(tap.enrolling('desk.answer_challenge(gen_random_uuid(), %L, ''123456'')'), 'MD409', 'nothing can be checked before');
SELECT is(tap.try('agent2', format('desk.enrolment(%L)', :'enrolling')), 'MD404', 'nobody else asks');
SELECT tap.claim() \g /dev/null
SELECT tap.answer('mfadesk_worker', format('worker.enrolled(%s, %s, ''00'', 1, ''0102'')', job, fence)) FROM tap.held WHERE challenge = :'enrolling' AND kind = 'enrol' \g /dev/null
SELECT is(tap.answer('agent', format('desk.enrolment(%L)', :'enrolling')) ->> 'sealed', '0102', 'it is there');
SELECT is(tap.enrolling('desk.answer_challenge(gen_random_uuid(), %L, ''123456'')'), 'checking', 'a code is taken');
SELECT tap.claim() \g /dev/null
SELECT is(tap.answer('mfadesk_worker', format('worker.checked(%s, %s, ''right'', 10, 1, 20)', job, fence)) ->> 'state', 'passed', 'and passes') FROM tap.held WHERE challenge = :'enrolling' AND kind = 'check';
SELECT is((SELECT box FROM directory.enrolment WHERE challenge_id = :'enrolling'), NULL, 'the box is gone');
SELECT is((SELECT last_step || ' ' || drift FROM directory.method_secret WHERE method_id = tap.named('app')), '10 1', 'its step is used up, its clock is known');
SELECT is((SELECT reason FROM directory.challenge WHERE id = :'enrolling'), 'the clock of the app is 1 step of 30 s ahead', 'and told');
SELECT tap.start('again', tap.named('app'), 'app'), tap.type('again'), tap.claim(), tap.work('again', 'check', 'worker.checked(%s, ''right'', 10, 1, 18)') \g /dev/null
SELECT is(tap.state('again') || ' ' || (tap.it('again')).tries_left || ' ' || (tap.it('again')).reason, 'queued 5 that code was used already: the next one in 18 s', 'never again, and no try is lost');
SELECT is(tap.answer('mfadesk_worker', 'worker.secrets(2, 10)') #>> '{secrets,0,sealed}', '00', 'under an older key');
SELECT is(tap.answer('mfadesk_worker', $$worker.rewrapped(tap.named('app'), 'ff', '01', 2)$$) ->> 'changed', 'false', 'not over another''s');
SELECT is(tap.answer('mfadesk_worker', $$worker.rewrapped(tap.named('app'), '00', '01', 2)$$) ->> 'changed', 'true', 'wrapped again');
SELECT is(tap.answer('mfadesk_worker', 'worker.key_counts()') -> 'keys', '[{"secrets": 1, "version": 2}]', 'and counted');

-- Five wrong codes: a wait, a failed proof; twenty in a row lock the method.
CREATE FUNCTION tap.five_wrong(p_challenge text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM tap.start(p_challenge, tap.method(1, 2), 'text', 'proof'), tap.send(p_challenge, 'SM');
	RETURN tap.check(p_challenge, 'wrong') || ' ' || tap.check(p_challenge, 'wrong') || ' ' || tap.check(p_challenge, 'wrong') || ' '
		|| tap.check(p_challenge, 'wrong') || ' ' || tap.check(p_challenge, 'wrong');
END
$$;
SELECT is(tap.five_wrong('wrong 1'), 'sent sent sent sent failed', 'five wrong codes');
SELECT is((SELECT result FROM directory.proof WHERE id = tap.named('wrong 1')), 'failed', 'are a failed proof');
SELECT matches(tap.start('no', tap.method(1, 2)), '^MD423 wait (30|29) s: the last codes were wrong$', 'and half a minute');
UPDATE directory.challenge SET wrong_at = wrong_at - interval '31 seconds', finished_at = finished_at - interval '31 seconds';
SELECT is(tap.five_wrong('wrong 2'), 'sent sent sent sent failed', 'after it five more');
SELECT matches(tap.start('no', tap.method(1, 2)), '^MD423 wait (60|59) s', 'a minute');
UPDATE directory.challenge SET wrong_at = wrong_at - interval '25 hours', finished_at = finished_at - interval '25 hours';
SELECT tap.start('four', tap.method(1, 2)), tap.send('four', 'SM'), tap.check('four', 'wrong'), tap.check('four', 'wrong'), tap.check('four', 'wrong'),
	tap.check('four', 'wrong') \g /dev/null
SELECT is(tap.start('then', tap.method(1, 2)), '"queued"', 'four wrong codes, and a new code in place of the fifth try');
SELECT tap.send('then', 'SM') \g /dev/null
SELECT is(tap.check('then', 'wrong'), 'sent', 'whose first is wrong');
SELECT matches(tap.start('no', tap.method(1, 2)), '^MD423 wait (30|29) s', 'are five wrong codes too');
SELECT is(tap.state('then'), 'sent', 'the one that is open can be answered still');
SELECT is(tap.check('then', 'wrong') || tap.check('then', 'wrong'), 'sentsent', 'each further one');
SELECT matches(tap.start('no', tap.method(1, 2)), '^MD423 wait (30|29) s', 'begins the wait anew');
UPDATE directory.challenge SET wrong_at = wrong_at - interval '25 hours', finished_at = finished_at - interval '25 hours';
UPDATE directory.sign_in_method SET failures = 0 WHERE id = tap.method(1, 2);
SELECT tap.five_wrong('wrong 3') \g /dev/null
SELECT is((SELECT reason FROM directory.doubt WHERE person_id = tap.person(1) AND cleared_at IS NULL), 'three failed or refused proofs in the last days', 'three failed proofs are doubt');
SELECT matches(tap.start('no', tap.method(1, 2)), '^MD423 there is doubt', 'which stops all');
SELECT tap.answer('lead', $$desk.clear_doubt(gen_random_uuid(), 'ana.rivera@example.edu', 'called back')$$) \g /dev/null
SELECT is(tap.start('queued', tap.method(1, 2)), '"queued"', 'a code that waits');
SELECT tap.answer('agent', $$desk.raise_doubt(gen_random_uuid(), 'ana.rivera@example.edu', 'another voice')$$) \g /dev/null
SELECT is(tap.state('queued') || ' ' || (tap.it('queued')).reason, 'cancelled there is doubt about who is calling', 'is not sent once there is doubt');
SELECT is((SELECT count(*) FROM directory.job WHERE done_at IS NULL AND challenge_id = tap.named('queued')), 0::bigint, 'nor kept for later');
SELECT tap.answer('lead', $$desk.clear_doubt(gen_random_uuid(), 'ana.rivera@example.edu', 'called back')$$) \g /dev/null
SELECT is((SELECT failures FROM directory.sign_in_method WHERE id = tap.method(1, 2)), 0, 'a lead clears the count with it');
UPDATE directory.sign_in_method SET failures = 19 WHERE id = tap.method(1, 2);
SELECT tap.start('twenty', tap.method(1, 2)), tap.send('twenty', 'SM7') \g /dev/null
SELECT tap.check('twenty', 'wrong') \g /dev/null
SELECT matches((SELECT reason FROM directory.doubt WHERE person_id = tap.person(1) AND cleared_at IS NULL), '^20 wrong codes in a row: Phone', 'so is the twentieth wrong code in a row');
UPDATE directory.doubt SET cleared_at = now(), cleared_by = 'lead', cleared_why = 'x' WHERE cleared_at IS NULL;
SELECT is(tap.start('no', tap.method(1, 2)), 'MD423 locked after 20 wrong codes in a row', 'and the method is locked until a lead clears it');
UPDATE directory.sign_in_method SET failures = 0 WHERE id = tap.method(1, 2);

-- The contact ends.
SELECT is(tap.start('gone', tap.method(1, 2)), '"queued"', 'one is open');
SELECT tap.answer('agent', $$desk.end_contact(gen_random_uuid(), tap.named('ana'))$$) \g /dev/null
SELECT is(tap.state('gone') || ' ' || (tap.it('gone')).reason, 'cancelled the contact ended', 'it ends with the contact');
SELECT is(tap.start('no', tap.method(1, 2)), 'MD409 nobody is being talked to in this case', 'and none begins without one');

-- Who guesses and hangs up leaves a failed proof; who asks for a new code does not.
UPDATE directory.sign_in_method SET failures = 0;
UPDATE directory.challenge SET wrong_at = wrong_at - interval '25 hours', finished_at = finished_at - interval '25 hours';
DELETE FROM directory.proof;
SELECT tap.answer('agent', $$desk.start_contact(gen_random_uuid(), tap.named('ana'), 'phone')$$) \g /dev/null
SELECT tap.start('mistyped', tap.method(1, 2), 'text', 'proof'), tap.send('mistyped', 'SM8') \g /dev/null
SELECT is(tap.check('mistyped', 'wrong'), 'sent', 'one wrong code');
SELECT is(tap.start('another', tap.method(1, 2), 'text', 'proof'), '"queued"', 'and a new one instead');
SELECT is((SELECT count(*) FROM directory.proof), 0::bigint, 'is no failed proof');
SELECT tap.send('another', 'SM9') \g /dev/null
SELECT is(tap.check('another', 'wrong'), 'sent', 'another wrong code');
SELECT tap.answer('agent', $$desk.end_contact(gen_random_uuid(), tap.named('ana'))$$) \g /dev/null
SELECT is((SELECT kind || ' ' || result FROM directory.proof WHERE id = tap.named('another')), 'code failed', 'and who hangs up then failed to prove who they are');
SELECT tap.answer('agent', $$desk.start_contact(gen_random_uuid(), tap.named('ana'), 'phone')$$) \g /dev/null
SELECT tap.start('given up', tap.method(1, 2), 'text', 'proof'), tap.answer('agent', $$desk.cancel_challenge(gen_random_uuid(), tap.named('given up'))$$) \g /dev/null
SELECT is((SELECT count(*) FROM directory.proof), 1::bigint, 'one that was never answered is given up without a trace');
UPDATE directory.challenge SET wrong_at = wrong_at - interval '25 hours', finished_at = finished_at - interval '25 hours';
DELETE FROM directory.proof;
SELECT tap.start('guess', tap.method(1, 2), 'text', 'proof'), tap.send('guess', 'SM10'), tap.check('guess', 'wrong') \g /dev/null
SELECT tap.start('unanswered', tap.method(1, 2), 'text', 'proof'),
	tap.answer('agent', $$desk.end_contact(gen_random_uuid(), tap.named('ana'))$$) \g /dev/null
SELECT is((SELECT result FROM directory.proof WHERE id = tap.named('unanswered')), 'failed', 'a newer code that nobody answers takes back no wrong one');
SELECT is((SELECT count(*) FROM directory.proof), 1::bigint, 'which is one failed proof');
SELECT tap.answer('agent', $$desk.start_contact(gen_random_uuid(), tap.named('ana'), 'phone')$$) \g /dev/null
SELECT tap.start('slip', tap.method(1, 2), 'text', 'proof'), tap.send('slip', 'SM11'), tap.check('slip', 'wrong'), tap.check('slip', 'right') \g /dev/null
SELECT tap.start('later', tap.method(1, 2), 'text', 'proof'),
	tap.answer('agent', $$desk.cancel_challenge(gen_random_uuid(), tap.named('later'))$$) \g /dev/null
SELECT is((SELECT count(*) FROM directory.proof WHERE result = 'failed'), 1::bigint, 'who passed after a slip did not guess');
SELECT * FROM finish();
