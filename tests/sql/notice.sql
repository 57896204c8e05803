-- The person is told of every change of their ways in, at all their addresses but the one just added, or there is no change.
\ir ../lib/desk.sql
SELECT no_plan();
UPDATE directory.agent_limit SET cap = 1000;
UPDATE directory.setting SET value = 'America/New_York' WHERE name = 'time_zone';

-- What an act told: its line, and where it went, addresses in order.
CREATE FUNCTION tap.told(p_request text) RETURNS text LANGUAGE sql RETURN (SELECT string_agg(DISTINCT n.what, ' | ')
	FROM directory.notice AS n WHERE n.request_id = tap.named(p_request));
CREATE FUNCTION tap.told_at(p_request text) RETURNS text LANGUAGE sql RETURN (SELECT string_agg(n.template || ' ' || n.address, ', ' ORDER BY n.template, n.address)
	FROM directory.notice AS n WHERE n.request_id = tap.named(p_request));
CREATE FUNCTION tap.does(p_request text, p_call text, p_login text DEFAULT 'agent') RETURNS text LANGUAGE sql
	RETURN tap.try(p_login, format('desk.' || p_call, tap.named(p_request)));
SELECT number AS phone, right(number, 4) AS four FROM directory.sign_in_method WHERE id = tap.method(1, 2) \gset
UPDATE directory.person SET aliases = '{ana@example.edu,not-an-address}' WHERE id = tap.person(1);
SELECT 'mail ana.rivera@example.edu, mail ana@example.edu, text ' || :'phone' AS everywhere \gset
SELECT tap.put_case('ana', 1) \g /dev/null

SELECT is(tap.does('suspended', $$suspend(%L, tap.named('ana'), NULL, tap.device(1, 1), 'lost')$$), 'suspended', 'her phone is suspended');
SELECT is(tap.told('suspended'), 'your phone ending ' || :'four' || ', your authenticator on iPhone 12 were suspended (reported lost)', 'and she is told so');
SELECT is(tap.told_at('suspended'), :'everywhere', 'at each address, the suspended number too');
SELECT is((SELECT DISTINCT proof FROM directory.notice WHERE request_id = tap.named('suspended')), 'who asked for it was not proven', 'and that nobody proved who asked');
SELECT is((SELECT DISTINCT ticket FROM directory.notice WHERE request_id = tap.named('suspended')), 'INC1', 'with the ticket');
SELECT is((SELECT count(*) FROM directory.job AS j JOIN directory.notice AS n ON n.id = j.subject WHERE j.kind = 'tell' AND n.request_id = tap.named('suspended')), 3::bigint, 'a job each');
SELECT is(tap.does('suspended', $$suspend(%L, tap.named('ana'), NULL, tap.device(1, 1), 'lost')$$), 'suspended', 'asked again');
SELECT is((SELECT count(*) FROM directory.notice WHERE request_id = tap.named('suspended')), 3::bigint, 'she is told once');
SELECT is(tap.does('undone', $$restore(%L, tap.named('ana'), NULL, tap.device(1, 1))$$), 'undone', 'undone');
SELECT is(tap.told('undone'), 'your phone ending ' || :'four' || ', your authenticator on iPhone 12 can be used again', 'that is told too');

-- A change that is not, is not told.
SELECT count(*) AS before FROM directory.notice \gset
SELECT is(tap.does('refused', $$revoke(%L, tap.named('ana'), NULL, tap.method(1, 2), 'lost')$$), 'MD410', 'refused');
SELECT is(tap.trial('agent', $$desk.suspend(gen_random_uuid(), tap.named('ana'), NULL, tap.method(1, 2), 'lost')$$), 'suspended', 'done and rolled back');
SELECT is(tap.does('noted', $$note(%L, tap.named('ana'), 'a note')$$), 'noted', 'a note changes nothing');
SELECT is((SELECT count(*) FROM directory.notice), :before::bigint, 'nothing is told of these');

SELECT tap.put_proof('ana') AS proof \gset
SELECT to_char(at AT TIME ZONE 'America/New_York', 'HH24:MI') AS clock FROM directory.proof WHERE id = :'proof' \gset
SELECT is(tap.does('default', $$set_default(%L, tap.named('ana'), NULL, tap.method(1, 2))$$), 'default', 'another default');
SELECT is(tap.told('default'), 'your phone ending ' || :'four' || ' is your default sign-in method now', 'is told');
SELECT is((SELECT DISTINCT proof FROM directory.notice WHERE request_id = tap.named('default')), 'seen in person at ' || :'clock', 'with how it was proven, by the local clock');
SELECT is(tap.does('added', $$add_phone(%L, tap.named('ana'), NULL, '508 555 0177', NULL, 'phone', 'Pixel 9')$$), 'pending', 'a phone is added');
SELECT is(tap.told_at('added'), NULL, 'which is told when it is confirmed');
INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, created_at, expires_at, state, back_to, typed)
SELECT tap.named('confirm'), c.case_id, c.id, tap.person(1), tap.named('added'), 'agent', 'confirm', 'text', 'K7', now(), now() + interval '5 minutes', 'checking', 'queued', '123456'
FROM directory.contact AS c WHERE c.case_id = tap.named('ana');
INSERT INTO directory.job (challenge_id, kind, fence) VALUES (tap.named('confirm'), 'check', 1) RETURNING id AS job \gset
SELECT is(tap.try('mfadesk_worker', format('worker.checked(%s, 1, ''right'', NULL, NULL, NULL)', :job)), 'passed', 'its code came back');
SELECT is(tap.told('confirm'), 'your phone ending 0177 was added: it can be used to sign in', 'now it is told');
SELECT is(tap.told_at('confirm'), :'everywhere', 'to the old addresses, not to the new one');
SELECT is(tap.does('moved', $$move_number(%L, tap.named('ana'), NULL, tap.named('added'), 'Tablet')$$), 'moved', 'its number moves');
SELECT is(tap.told('moved'), 'your phone ending 0177 was moved to another device', 'and that is told');
SELECT is(tap.does('revoked', $$revoke(%L, tap.named('ana'), NULL, tap.method(1, 2), 'lost')$$), 'revoked', 'the old phone goes');
SELECT is(tap.told('revoked'), 'your phone ending ' || :'four' || ' was removed for good', 'which is told');
SELECT is(tap.told_at('revoked'), :'everywhere' || ', text +15085550177', 'to it as well');
UPDATE directory.sign_in_method SET revoked_at = revoked_at - interval '8 days' WHERE id = tap.method(1, 2);
SELECT is(tap.does('later', $$suspend(%L, tap.named('ana'), NULL, tap.named('added'), 'other')$$), 'suspended', 'a week later');
SELECT is(tap.told_at('later'), 'mail ana.rivera@example.edu, mail ana@example.edu, text +15085550177', 'the revoked number is not told any more');

-- What parts of the work that come later are told with, by the names of their acts.
SELECT is(rule.change_words('issue_pass', 'made', '{}', NULL), 'a temporary access pass was made: it lets in once whoever has it', 'a pass');
SELECT is(rule.change_words('issue_recovery_codes', 'made', '{}', NULL), 'new recovery codes were made: the old ones do not count any more', 'recovery codes');
SELECT is(rule.change_words('finish', 'finished', ARRAY[tap.method(1, 2)], NULL), 'the replacement of your phone was finished: your phone ending ' || :'four' || ' was removed for good', 'finish');

-- Of a privileged person the leads are told, of a suspension.
SELECT tap.put_case('wei', 4) \g /dev/null
SELECT is(tap.does('privileged', $$suspend(%L, tap.named('wei'), NULL, tap.method(4, 1), 'lost')$$), 'suspended', 'a privileged person');
SELECT set_eq($$SELECT address FROM directory.notice WHERE request_id = tap.named('privileged') AND template = 'lead'$$,
	$$SELECT p.email FROM directory.staff AS s JOIN directory.person AS p ON p.id = s.person_id WHERE s.role = 'lead' AND s.locked_at IS NULL AND p.id <> tap.person(4)$$, 'the leads are told');
SELECT isnt_empty($$SELECT FROM directory.notice WHERE request_id = tap.named('privileged') AND template = 'lead'$$, 'there are some');

-- Nothing in a notice is anybody's but the person's.
SELECT is_empty($$SELECT n.what FROM directory.notice AS n, directory.staff AS s JOIN directory.person AS p ON p.id = s.person_id
	WHERE concat(n.what, n.proof, n.ticket) ~* ('\m(' || s.login || '|' || p.name || ')\M')$$, 'no name of staff, and no login');
SELECT is_empty($$SELECT what FROM directory.notice WHERE concat(what, proof) ~ '[0-9]{5}'$$, 'no number, no code');

-- What became of it is in the history, and a failure on the account.
SELECT is((SELECT DISTINCT l ->> 'who' FROM jsonb_array_elements(tap.answer('agent', $$desk.history(tap.named('ana')::text)$$)) AS l WHERE l ->> 'act' = 'challenge'),
	'the worker', 'what no person did is said in words');
SELECT matches(l ->> 'text', '\(told: 2 mails queued, text queued\)$', 'the history says what became of them')
FROM jsonb_array_elements(tap.answer('agent', $$desk.history(tap.named('ana')::text)$$)) AS l WHERE l ->> 'act' = 'suspend' AND l ->> 'text' ~ 'iPhone';
CREATE FUNCTION tap.warned() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM jsonb_array_elements(tap.answer('agent', $$desk.account(tap.named('ana'))$$) -> 'warnings') AS w WHERE w ->> 'code' = 'notice-failed');
SELECT is(tap.warned(), 0::bigint, 'nothing is wrong yet');
SELECT is(rule.is_telling(tap.person(1)), true, 'but something may come out to be');
SELECT is(rule.is_telling(tap.person(2)), false, 'of nobody else');

-- The worker.
UPDATE directory.job SET run_at = now() + interval '1 day' WHERE done_at IS NULL AND subject IS DISTINCT FROM (SELECT id FROM directory.notice WHERE request_id = tap.named('later') AND channel = 'text');
CREATE FUNCTION tap.job(p_what text) RETURNS text LANGUAGE sql RETURN (SELECT j ->> p_what FROM jsonb_array_elements(tap.answer('mfadesk_worker', 'worker.claim(''w'', 9, 60)') -> 'jobs') AS j);
SELECT tap.job('job') AS job \gset
CREATE FUNCTION tap.state() RETURNS text LANGUAGE sql RETURN (SELECT state || coalesce(' ' || reason, '') FROM directory.notice WHERE request_id = tap.named('later') AND channel = 'text');
SELECT is(tap.answer('mfadesk_worker', format('worker.start_tell(%s, 1, ''twilio'', ''premium rate'', true, ''x'')', :job)) ->> 'state', 'failed', 'no text goes to a number that costs');
SELECT is(tap.state(), 'failed the policy allows no premium rate number', 'and it is said');
SELECT is(tap.warned(), 1::bigint, 'on the account');
SELECT isnt_empty($$SELECT FROM ledger.leaf WHERE act = 'notice' AND outcome = 'failed' AND person_id = tap.person(1)$$, 'on the record');
UPDATE directory.notice SET state = 'queued' WHERE state = 'failed';
UPDATE directory.job SET done_at = NULL, outcome = NULL, run_at = now() WHERE id = :job;
SELECT tap.job('job') \g /dev/null
UPDATE directory.send_limit SET cap = 1, period = '1000 days' WHERE kind = 'number';  -- no day ends in the middle
INSERT INTO directory.send_count VALUES ('number', '+15085550177', date_bin('1000 days', now(), '2000-01-01 00:00Z'), 1) ON CONFLICT (kind, subject) DO UPDATE SET used = 1;
SELECT is(tap.answer('mfadesk_worker', format('worker.start_tell(%s, 2, ''twilio'', ''mobile'', true, ''x'')', :job)), '{"kept": true, "go": false, "state": "queued"}', 'a limit holds it up');
SELECT is(tap.state(), 'queued too many messages went out (number): it is sent later', 'and does not lose it');
UPDATE directory.send_limit SET cap = 30 WHERE kind = 'number';
UPDATE directory.job SET run_at = now() WHERE id = :job;
SELECT tap.job('job') \g /dev/null
SELECT is(tap.answer('mfadesk_worker', format('worker.start_tell(%s, 3, ''twilio'', ''mobile'', true, ''x'')', :job)) ->> 'go', 'true', 'now it goes');
SELECT is((SELECT used FROM directory.send_count WHERE kind = 'number' AND subject = '+15085550177'), 2, 'it is counted');
UPDATE directory.job SET run_at = now() WHERE id = :job;
SELECT is(tap.job('state'), 'sending', 'a worker that died at it: another one knows');
SELECT is(tap.answer('mfadesk_worker', format('worker.start_tell(%s, 4, ''twilio'', ''mobile'', true, ''x'')', :job)) ->> 'unknown', 'true', 'and does not send again');
SELECT is(tap.try('mfadesk_worker', format('worker.sent(%s, 3, ''SM1'')', :job)), 'answered', 'what the first one says late');
SELECT is(tap.state(), 'sending', 'is dropped');
SELECT is(tap.try('mfadesk_worker', format('worker.send_unknown(%s, 4, ''may have been sent'')', :job)), 'answered', 'it is unknown');
SELECT is(tap.state(), 'unknown may have been sent', 'and stays so');
SELECT is(tap.try('mfadesk_worker', format('worker.reported((SELECT id FROM directory.notice WHERE state = ''unknown''), ''twilio'', ''delivered'', NULL)')), '42501', 'the worker reads no table');
SELECT id AS notice FROM directory.notice WHERE state = 'unknown' \gset
SELECT is(tap.answer('mfadesk_worker', format('worker.reported(%L, ''twilio'', ''delivered'', NULL)', :'notice')) ->> 'kept', 'true', 'until the gateway tells');
SELECT is(tap.state(), 'delivered', 'that it arrived');
SELECT is(tap.answer('mfadesk_worker', format('worker.reported(%L, ''twilio'', ''failed'', NULL)', :'notice')) ->> 'kept', 'false', 'never backwards');

-- A mail that may have been sent is sent again where its id is known again, a few times.
UPDATE directory.job SET run_at = now() WHERE subject = (SELECT id FROM directory.notice WHERE request_id = tap.named('later') AND address = 'ana@example.edu');
SELECT tap.job('job') AS job \gset
CREATE FUNCTION tap.mail_state() RETURNS text LANGUAGE sql RETURN (SELECT state FROM directory.notice WHERE request_id = tap.named('later') AND address = 'ana@example.edu');
CREATE FUNCTION tap.mails(p_job bigint, p_fence int, p_gateway text) RETURNS text LANGUAGE sql
	RETURN tap.answer('mfadesk_worker', format('worker.start_tell(%s, %s, %L, NULL, false, NULL)', p_job, p_fence, p_gateway)) - 'kept';
SELECT is(tap.mails(:job, 1, 'webhook'), '{"go": true}', 'a mail goes');
SELECT is(tap.try('mfadesk_worker', format('worker.send_unknown(%s, 1, ''no word came'')', :job)), 'answered', 'perhaps');
SELECT is(tap.mail_state(), 'queued', 'again later');
UPDATE directory.job SET run_at = now(), attempts = 3 WHERE id = :job;
SELECT tap.job('job') \g /dev/null
SELECT is(tap.mails(:job, 2, 'webhook'), '{"go": true}', 'it goes again');
UPDATE directory.job SET run_at = now() WHERE id = :job;
SELECT tap.job('job') \g /dev/null
SELECT is(tap.mails(:job, 3, 'webhook'), '{"go": true}', 'a worker that died at it: another one posts it again');
SELECT is(tap.try('mfadesk_worker', format('worker.send_unknown(%s, 3, ''no word came'')', :job)), 'answered', 'the fifth time');
SELECT is(tap.mail_state(), 'unknown', 'is the last');

-- A mail server may take it twice: it is not sent again.
UPDATE directory.notice SET state = 'queued', sending_fence = NULL, sending_at = NULL, gateway = NULL WHERE state = 'unknown';
UPDATE directory.job SET done_at = NULL, outcome = NULL, run_at = now(), attempts = 0 WHERE id = :job;
SELECT tap.job('job') \g /dev/null
SELECT is(tap.mails(:job, 4, 'smtp'), '{"go": true}', 'a mail goes by SMTP');
UPDATE directory.job SET run_at = now() WHERE id = :job;
SELECT tap.job('job') \g /dev/null
SELECT is(tap.mails(:job, 5, 'smtp'), '{"go": false, "unknown": true}', 'a worker that died at it: another one does not send it');
SELECT is(tap.mails(:job, 5, 'webhook'), '{"go": false, "unknown": true}', 'nor does one with a webhook');
SELECT is(tap.try('mfadesk_worker', format('worker.send_unknown(%s, 5, ''may have been sent'')', :job)), 'answered', 'it is unknown');
SELECT is(tap.mail_state(), 'unknown', 'at once');
SELECT * FROM finish();
