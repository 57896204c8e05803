-- Sessions end when something was lost or stolen, and with a replacement: asked for in the transaction of the change, told to
-- the hook under a fence, once, and what came of it is said.
\ir ../lib/desk.sql
SELECT no_plan();
UPDATE directory.agent_limit SET cap = 1000;

-- What a worker holds of the newest: its job and fence.
CREATE FUNCTION tap.claim() RETURNS text LANGUAGE sql RETURN (
	SELECT string_agg((j ->> 'job') || ', ' || (j ->> 'fence'), '') FROM jsonb_array_elements(tap.answer('mfadesk_worker', 'worker.claim(''w'', 100, 60)') -> 'jobs') AS j
	WHERE j ->> 'kind' = 'sign_out');
CREATE FUNCTION tap.later() RETURNS void LANGUAGE sql AS
	$$UPDATE directory.job SET run_at = clock_timestamp() - interval '1 second' WHERE done_at IS NULL$$;
CREATE FUNCTION tap.work(p_call text, p_held text) RETURNS jsonb LANGUAGE sql RETURN tap.answer('mfadesk_worker', format(p_call, p_held));
CREATE FUNCTION tap.states() RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(string_agg(s.state || coalesce(': ' || s.reason, ''), ', ' ORDER BY s.at), '') FROM directory.sign_out AS s);
CREATE FUNCTION tap.suspend(p_case text, p_target uuid, p_reason text) RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format('desk.suspend(gen_random_uuid(), %L, NULL, %L, %L)', tap.named(p_case), p_target, p_reason));
CREATE FUNCTION tap.warning(p_case text) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(w ->> 'text', ' ') FROM jsonb_array_elements(tap.answer('agent', format('desk.account(%L)', tap.named(p_case))) -> 'warnings') AS w WHERE w ->> 'code' = 'sessions');

-- When.
SELECT tap.put_case('ana', 1), tap.put_case('wei', 2), tap.put_case('ayesha', 5) \g /dev/null
SELECT is(tap.suspend('ana', tap.method(1, 3), 'other') || tap.states(), 'suspended', 'what is suspended for another reason ends no sessions');
SELECT is(tap.suspend('ayesha', tap.device(5, 2), 'replaced') || tap.states(), 'suspended', 'nor does what was replaced');
SELECT is(tap.trial('agent', format('desk.suspend(gen_random_uuid(), %L, NULL, %L, ''lost'')', tap.named('ana'), tap.device(1, 1))) || tap.states(), 'suspended', 'what is rolled back leaves nothing');
SELECT is(tap.suspend('ana', tap.device(1, 1), 'lost') || ' ' || tap.states(), 'suspended queued', 'what is lost does');
SELECT is((SELECT count(*) FROM directory.job WHERE kind = 'sign_out'), 1::bigint, 'by a job');
SELECT is((SELECT (j - 'job' - 'fence' - 'attempts')::text FROM jsonb_array_elements(tap.answer('mfadesk_worker', 'worker.claim(''w'', 100, 60)') -> 'jobs') AS j WHERE j ->> 'kind' = 'sign_out'),
	(SELECT jsonb_build_object('kind', 'sign_out', 'subject', s.id, 'email', 'ana.rivera@example.edu', 'external_id', 'S0000001', 'before', rule.rfc3339(s.at))::text FROM directory.sign_out AS s), 'that says whose, and until when');

-- Under a fence.
SELECT tap.later() \g /dev/null
SELECT tap.claim() AS held \gset
SELECT is(tap.work('worker.start_sign_out(%s, true)', :'held'), '{"go": true, "kept": true}', 'the hook may be called');
SELECT is(tap.states(), 'sending', 'that is committed first');
SELECT tap.later() \g /dev/null
SELECT tap.claim() AS newer \gset
SELECT is(tap.work('worker.sent(%s, '''')', :'held') ->> 'kept', 'false', 'the result of an older fence is dropped');
SELECT is(tap.work('worker.start_sign_out(%s, true)', :'newer'), '{"go": false, "kept": true, "unknown": true}', 'who takes it over does not call again');
SELECT is(tap.work('worker.start_sign_out(%s, false)', :'newer') ->> 'unknown', 'true', 'nor says that there is no hook');
SELECT is(tap.work('worker.send_unknown(%s, ''no answer'')', :'newer') ->> 'kept', 'true', 'it is not known');
SELECT is(tap.states(), 'unknown: no answer', 'which is said');
SELECT matches(tap.warning('ana'), '^Since 2[^ ]* sessions may not be ended: no answer[.]$', 'and warned of');
SELECT is((SELECT rule.leaf_line(l) FROM ledger.leaf AS l WHERE act = 'sign_out'), 'sessions may not be ended: no answer', 'and on the record');
SELECT is(tap.work('worker.sent(%s, '''')', :'newer') ->> 'kept', 'true', 'told twice');
SELECT is(tap.states(), 'unknown: no answer', 'it stays as it is');

-- Certainly not told: again, for a day. The newest is what counts.
SELECT is(tap.suspend('ana', tap.method(1, 2), 'lost'), 'MD409', 'what is suspended already is no reason');
UPDATE directory.sign_in_method SET state = 'active', state_before = NULL, suspended_at = NULL, suspended_by_request = NULL, suspended_case = NULL, reason = NULL WHERE id = tap.method(1, 2);
SELECT is(tap.suspend('ana', tap.method(1, 2), 'stolen'), 'suspended', 'something else is stolen');
SELECT is(tap.warning('ana'), NULL, 'a newer one is on its way: no warning');
SELECT tap.claim() AS held \gset
SELECT tap.work('worker.start_sign_out(%s, true)', :'held'), tap.work('worker.not_sent(%s, 2, ''the gateway is busy'')', :'held') \g /dev/null
SELECT is(tap.states(), 'unknown: no answer, queued: the gateway is busy', 'it waits');
SELECT tap.later() \g /dev/null
SELECT tap.claim() AS held \gset
UPDATE directory.sign_out SET at = at - interval '25 hours' WHERE state = 'queued';
SELECT is(tap.work('worker.start_sign_out(%s, true)', :'held') ->> 'go', 'false', 'after a day no more');
SELECT is((SELECT state || ' ' || reason FROM directory.sign_out ORDER BY at LIMIT 1), 'failed the hook could not be reached in time', 'and it is said');

-- No hook.
SELECT is(tap.suspend('wei', tap.device(2, 1), 'lost'), 'suspended', 'lost, and no hook');
SELECT tap.claim() AS held \gset
SELECT is(tap.work('worker.start_sign_out(%s, false)', :'held') ->> 'go', 'false', 'there is nothing to call');
SELECT is((SELECT state FROM directory.sign_out WHERE case_id = tap.named('wei')), 'no hook', 'which is a state of its own');
SELECT is(tap.warning('wei'), NULL, 'and no warning');
SELECT is((SELECT rule.leaf_line(l) FROM ledger.leaf AS l WHERE act = 'sign_out' ORDER BY at DESC LIMIT 1), 'sessions are not ended: no hook is set', 'it is on the record');
SELECT ok(rule.lacks_sign_out(tap.named('wei')), 'the end of a replacement asks again');
SELECT ok(rule.lacks_sign_out(tap.named('ayesha')), '... where nobody did');
UPDATE directory.sign_out SET state = 'ended' WHERE case_id = tap.named('wei');
SELECT ok(NOT rule.lacks_sign_out(tap.named('wei')), '... and not where they ended');
SELECT * FROM finish();
