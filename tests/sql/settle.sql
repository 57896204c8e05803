-- What a case suspended is decided when it is closed, or when there is doubt: kept, or undone as the policy allows; of this
-- case alone, told and recorded as any undo.
\ir ../lib/desk.sql
SELECT no_plan();

CREATE FUNCTION tap.suspend(p_case text, p_target uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM tap.answer('agent', format('desk.suspend(gen_random_uuid(), %L, NULL, %L, ''lost'')', tap.named(p_case), p_target));
END
$$;
CREATE FUNCTION tap.close(p_case text, p_suspensions text, p_request uuid DEFAULT gen_random_uuid()) RETURNS text LANGUAGE sql
	RETURN 'desk.close_case(' || quote_literal(p_request) || ', tap.named(' || quote_literal(p_case) || '), ''wrong person'', ' || quote_nullable(p_suspensions) || ')';
CREATE FUNCTION tap.doubt(p_person int, p_suspensions text) RETURNS text LANGUAGE sql
	RETURN format('desk.raise_doubt(gen_random_uuid(), %L, ''the voice'', %L)', tap.person(p_person), p_suspensions);
CREATE FUNCTION tap.states(p_n int) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(m.kind || ' ' || m.state || CASE WHEN m.is_default THEN '*' ELSE '' END, ', ' ORDER BY m.kind, m.added_at) FROM directory.sign_in_method AS m WHERE m.person_id = tap.person(p_n));
CREATE FUNCTION tap.line(p_act text) RETURNS text LANGUAGE sql
	RETURN (SELECT rule.leaf_line(l) FROM ledger.leaf AS l WHERE l.act = p_act ORDER BY l.at DESC LIMIT 1);
CREATE FUNCTION tap.minutes_later(p_minutes int) RETURNS void LANGUAGE sql AS
	$$UPDATE directory.request SET at = at - make_interval(mins => p_minutes)$$;
UPDATE directory.agent_limit SET cap = 1000;

-- It is asked, and only where there is something to ask.
SELECT tap.put_case('none', 2), tap.put_case('ana', 1) \g /dev/null
SELECT is(tap.trial('agent', tap.close('none', NULL)), 'closed', 'nothing was suspended, nothing is asked');
SELECT is(tap.trial('agent', tap.close('none', 'undo')), 'closed', 'nor is there anything to undo');
SELECT is(tap.trial('agent', tap.close('none', 'perhaps')), 'MD001', 'the answer is one of two, all the same');
SELECT is(tap.trial('agent', tap.doubt(2, NULL)), 'raised', 'a doubt asks nothing either');
SELECT tap.states(1) AS ana \gset
SELECT tap.suspend('ana', tap.device(1, 1)) \g /dev/null
SELECT is(tap.answer('agent', 'desk.account(tap.named(''ana''))') -> 'suspended_here',
	(SELECT to_jsonb(array_agg(m.id ORDER BY m.id)) FROM directory.sign_in_method AS m WHERE m.device_id = tap.device(1, 1)), 'the account says what the case suspended');
SELECT matches(tap.words_of('agent', tap.close('ana', NULL)), '^MD001 what this case suspended is suspended still: .*Phone \+1 508-•••-0142', 'closing it asks what becomes of it');
SELECT matches(tap.words_of('agent', tap.doubt(1, NULL)), '^MD001 what this case suspended is suspended still', 'so does a doubt');
SELECT is(tap.trial('agent2', tap.doubt(1, NULL)), 'raised', 'not that of somebody who suspended nothing');
SELECT is((SELECT state FROM directory.case_file WHERE id = tap.named('ana')), 'open', 'and nothing was done');

-- Kept: why is on the record.
SELECT is(tap.try('agent', tap.close('ana', 'keep', tap.named('close'))), 'closed', 'it stays suspended');
SELECT is(tap.states(1), 'authenticator suspended*, office_phone active, phone suspended', 'as it was');
SELECT matches(tap.line('close_case'), '^closed the case \(stays suspended: .*Phone \+1 508-•••-0142.*\): wrong person$', 'the record says what, and why');
SELECT is((SELECT count(*) FROM directory.notice WHERE act IN ('close_case', 'restore')), 0::bigint, 'the person is told of no change');
SELECT is(tap.try('agent', tap.close('ana', 'keep', tap.named('close'))), 'closed', 'asked again, answered again');
SELECT is(tap.try('agent', tap.close('ana', 'undo', tap.named('close'))), 'MD409', 'but not the other answer');

-- What another case suspended is neither asked for nor undone.
SELECT tap.put_case('later', 1), tap.put_proof('later') \g /dev/null
SELECT is(tap.trial('agent', tap.close('later', NULL)), 'closed', 'a later case is not asked for it');
SELECT is(tap.try('agent', tap.close('later', 'undo')), 'closed', 'and undoes nothing of it');
SELECT is(tap.states(1), 'authenticator suspended*, office_phone active, phone suspended', 'proven or not');

-- Undone within five minutes: without proof, all of it, told and recorded.
SELECT tap.states(5) AS before \gset
SELECT tap.put_case('five', 5), tap.suspend('five', tap.device(5, 1)) \g /dev/null
SELECT isnt(tap.states(5), :'before', 'it is suspended');
SELECT is(tap.try('agent', tap.close('five', 'undo')), 'closed', 'it is undone');
SELECT is(tap.states(5), :'before', 'and is as before, the default too');
SELECT matches(tap.line('restore'), '^undone .*Authenticator.* \(told: ', 'on the record, and the person is told');
SELECT is(tap.line('close_case'), 'closed the case: wrong person', 'the closing is another line of it');
-- Of two requests one after the other both; of the first alone nothing, for the second came after it.
SELECT tap.put_case('two', 5) \g /dev/null
SELECT tap.suspend('two', tap.device(5, 1)) \g /dev/null
SELECT tap.suspend('two', tap.device(5, 2)) \g /dev/null
SELECT is(tap.states(5), 'authenticator suspended, authenticator suspended*, phone suspended', 'two devices are suspended, one after the other');
SELECT is(tap.trial('agent', format('desk.restore(gen_random_uuid(), tap.named(''two''), NULL, %L)', tap.device(5, 1))), 'MD410', 'the first alone is not taken back without proof');
SELECT is(tap.trial('agent', format('desk.restore(gen_random_uuid(), tap.named(''two''), NULL, %L)', tap.device(5, 2))), 'undone', 'the last alone is');
SELECT is(tap.trial('agent', tap.doubt(5, 'undo')), 'raised', 'a doubt may undo them too');
SELECT is(tap.try('agent', tap.close('two', 'undo')), 'closed', 'both together are');
SELECT is(tap.states(5), :'before', 'with the default from before the first');

-- Later, or after any other change, undoing is restoring: with what the policy wants of that.
SELECT tap.put_case('slow', 3), tap.put_proof('slow') \g /dev/null
SELECT tap.suspend('slow', tap.device(3, 1)) \g /dev/null
SELECT tap.minutes_later(6) \g /dev/null
SELECT is(tap.trial('agent', tap.close('slow', 'undo')), 'closed', 'proven in this contact it is restored');
UPDATE directory.proof SET at = at - interval '16 minutes';
SELECT is(tap.trial('agent', tap.close('slow', 'undo')), 'MD411', 'not by a proof that is too old');
SELECT tap.answer('agent', $$desk.end_contact(gen_random_uuid(), tap.named('slow'))$$) \g /dev/null
SELECT is(tap.trial('agent', tap.close('slow', 'undo')), 'MD410', 'nor by one that ended with its contact');
SELECT is(tap.trial('agent', tap.doubt(3, 'undo')), 'MD410', 'nor by a doubt');
SELECT is(tap.states(3), 'authenticator suspended*, phone suspended', 'nothing was given back');
SELECT is((SELECT state FROM directory.case_file WHERE id = tap.named('slow')), 'open', 'and the case is open as it was');
SELECT tap.put_case('changed', 16), tap.suspend('changed', tap.method(16, 1)) \g /dev/null
UPDATE directory.person SET version = version + 1 WHERE id = tap.person(16);
SELECT is(tap.trial('agent', tap.close('changed', 'undo')), 'MD410', 'nor once the person was changed otherwise');
SELECT tap.put_case('taken', 6), tap.suspend('taken', tap.device(6, 1)) \g /dev/null
SELECT tap.answer('lead', $$desk.take_case(gen_random_uuid(), tap.named('taken'), NULL)$$) \g /dev/null
SELECT matches(tap.words_of('lead', tap.close('taken', NULL)), '^MD001', 'who took the case over is asked');
SELECT is(tap.trial('lead', tap.close('taken', 'undo')), 'MD410', 'but undoes nothing that somebody else suspended');

-- A colleague, by the agent who is their peer.
SELECT tap.put_case('peer', 9), tap.suspend('peer', tap.device(9, 1)) \g /dev/null
SELECT is(tap.trial('agent', tap.doubt(9, 'undo')), 'raised', 'within five minutes it is taken back, as any');
SELECT tap.put_proof('peer'), tap.minutes_later(6) \g /dev/null
SELECT is(tap.trial('agent', tap.doubt(9, 'undo')), 'MD412', 'then a lead has to approve it, proven or not');
SELECT is(tap.trial('agent', tap.close('peer', 'undo')), 'MD412', '... at the closing too');
SELECT tap.answer('lead', $$desk.approve(gen_random_uuid(), tap.named('peer'), '{restore}')$$) \g /dev/null
SELECT is(tap.trial('agent', tap.close('peer', 'undo')), 'closed', 'and then it is restored');
-- In doubt: kept, and closed; nothing is undone any more.
SELECT is(tap.try('agent', tap.doubt(9, 'keep')), 'raised', 'doubt, and what was suspended stays so');
SELECT matches(tap.line('raise_doubt'), '^raised doubt \(stays suspended: Authenticator on Galaxy S23\): the voice$', 'which the record says');
SELECT is(tap.trial('agent', tap.close('peer', 'undo')), 'MD423', 'in doubt nothing is undone');
SELECT is(tap.try('agent', tap.close('peer', 'keep')), 'closed', 'but the case is closed');
SELECT is(tap.states(9), 'authenticator suspended*, office_phone active', 'with all of it suspended');
SELECT * FROM finish();
