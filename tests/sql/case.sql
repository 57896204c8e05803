-- Cases and contacts: opened, gone idle, taken over, closed; what is read of them and by whom.
\ir ../lib/desk.sql
SET client_min_messages = warning;
SELECT no_plan();

CREATE FUNCTION tap.account_of(p_case text, p_path text) RETURNS text LANGUAGE sql
	RETURN tap.answer('agent', format('desk.account(%L)', tap.named(p_case))) #>> p_path::text[];
CREATE FUNCTION tap.codes(p_case text, p_login text DEFAULT 'agent') RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(w ->> 'code', ' ') FROM jsonb_array_elements(tap.answer(p_login, format('desk.account(%L)', tap.named(p_case))) -> 'warnings') AS w);

-- Opening: the ticket, the way of being here, the person by any address.
SELECT is(tap.trial('agent', format('desk.open_case(gen_random_uuid(), %L, %L, %L)', t.who, t.ticket, t.here_by)), t.wanted,
	format('open %s %s %s: %s', left(t.who, 40), left(t.ticket, 20), t.here_by, t.wanted))
FROM (VALUES ('ana.rivera@example.edu', 'INC0048213', 'phone', 'open'), ('Ana Rivera <Ana.Rivera@Example.EDU>', '123', 'counter', 'open'),
	('mailto:ana.rivera@example.edu?subject=x', 'INC-1', 'video', 'open'), (tap.person(1)::text, 'INC1', 'phone', 'open'), (upper(tap.person(1)::text), 'INC1', 'phone', 'open'),
	('ana.rivera@example.edu', '', 'phone', 'MD001'), ('ana.rivera@example.edu', NULL, 'phone', 'MD001'), ('ana.rivera@example.edu', 'none', 'phone', 'MD001'),
	('ana.rivera@example.edu', 'INC1; DROP', 'phone', 'MD001'), ('ana.rivera@example.edu', repeat('1', 1000), 'phone', 'MD001'),
	('ana.rivera@example.edu', 'INC1', 'letter', 'MD001'), ('ana.rivera@example.edu', 'INC1', NULL, 'MD001'), ('', 'INC1', 'phone', 'MD001'), (NULL, 'INC1', 'phone', 'MD001'),
	('ana.rivera', 'INC1', 'phone', 'MD404'), ('ana', 'INC1', 'phone', 'MD404'), ('%', 'INC1', 'phone', 'MD404'), ('jonas.weber@example.edu', 'INC1', 'phone', 'open')
	) AS t (who, ticket, here_by, wanted);
SELECT is(tap.try('agent', $$desk.open_case(tap.named('a'), 'ana.rivera@example.edu', 'INC1', 'phone')$$), 'open', 'a case');
SELECT is(tap.words_of('agent', $$desk.open_case(gen_random_uuid(), 'ana.rivera@example.edu', 'INC2', 'phone')$$), 'MD409 you already hold a case on this person: INC1', 'one open case a person and agent');
SELECT is(tap.answer('agent', $$desk.open_case(gen_random_uuid(), 'ana.rivera@example.edu', 'INC1', 'counter')$$) ->> 'case', tap.named('a')::text, 'the same ticket: the same case, a new contact');
SELECT is(tap.account_of('a', '{case,by}'), 'counter', 'here in another way');
SELECT is((SELECT string_agg(here_by || ' ' || coalesce(ended_why, 'now'), ', ' ORDER BY started_at) FROM directory.contact WHERE case_id = tap.named('a')), 'phone new contact, counter now', 'the contact before ended');
SELECT is(tap.try('agent2', $$desk.open_case(tap.named('b'), 'ana.rivera@example.edu', 'INC9', 'phone')$$), 'open', 'a colleague may open theirs');
SELECT is(tap.codes('a'), 'other-case one-device', 'and each is told of the other');
SELECT is(tap.codes('b', 'agent2'), 'other-case one-device', 'each');

-- The account, word for word what the desk reads.
SELECT is(ARRAY(SELECT jsonb_object_keys(tap.answer('agent', format('desk.account(%L)', tap.named('a'))) #> k.path::text[]) ORDER BY 1), k.keys::text[], 'the keys of ' || k.path)
FROM (VALUES ('{}', '{case,challenges,codes_left,devices,methods,pass,person,proof,suspended_here,telling,warnings}'), ('{person}', '{aliases,department,email,id,manager,name,status,tier,title,version}'),
	('{case}', '{agent,by,id,opened_at,proven_until,state,ticket,waiting}'), ('{devices,0}', '{id,name,state}'), ('{warnings,0}', '{code,text}'),
	('{methods,0}', '{added_at,added_by,authority,channels,confirmed_at,default,device,id,kind,label,last_used_at,number,reason,revoked_at,state,tested_at}')) AS k (path, keys);
SELECT unalike(tap.answer('agent', format('desk.account(%L)', tap.named('a')))::text, '%5085550%', 'no whole number is in it');
SELECT is(tap.answer('agent', $$desk.show('ana.rivera@example.edu')$$), tap.answer('agent', format('desk.account(%L)', tap.named('a'))), 'show says the same');
SELECT is(tap.account_of('a', '{case,proven_until}'), NULL, 'nothing is proven');
SELECT tap.put_proof('a') \g /dev/null
SELECT is((tap.account_of('a', '{case,proven_until}')::timestamptz - now()) BETWEEN '14 min' AND '16 min', true, 'proven for a quarter of an hour');

-- Warnings by what there is.
SELECT tap.put_case('w' || n, n) FROM unnest('{3,4,6,8,9,14,15,18,7,16}'::int[]) AS n \g /dev/null
SELECT is(tap.codes('w' || t.n), t.wanted, format('warnings on person %s: %s', t.n, t.wanted))
FROM (VALUES (3, 'no-backup'), (4, 'privileged'), (6, 'no-backup'), (8, 'self one-device'), (9, 'peer one-device'),
	(14, 'not-registered'), (15, 'disabled no-backup'), (18, 'foreign'), (7, 'recent-change no-backup'), (16, 'one-device')) AS t (n, wanted);
INSERT INTO directory.doubt (id, person_id, raised_by, raised_at, reason) VALUES (gen_random_uuid(), tap.person(16), 'agent2', now(), 'voice');
SELECT matches(tap.codes('w16'), '^doubt ', 'doubt comes first');

-- Idle for eight hours: put aside until a new contact.
UPDATE directory.case_file SET last_at = last_at - interval '8 hours' WHERE id = tap.named('a');
SELECT is(tap.words_of('agent', t.call), 'MD409 the case was idle for too long and is put aside', 'idle: ' || t.call)
FROM (VALUES ($$desk.note(gen_random_uuid(), tap.named('a'), 'text')$$), ($$desk.account(tap.named('a'))$$), ($$desk.show('ana.rivera@example.edu')$$), ($$desk.end_contact(gen_random_uuid(), tap.named('a'))$$),
	($$desk.suspend(gen_random_uuid(), tap.named('a'), NULL, tap.method(1, 1), 'lost')$$), ($$desk.reveal_number(gen_random_uuid(), tap.named('a'), tap.method(1, 2), 'x')$$)) AS t (call);
SELECT is((SELECT c ->> 'state' FROM jsonb_array_elements(tap.answer('agent', 'desk.cases(false)')) AS c WHERE c ->> 'id' = tap.named('a')::text), 'idle', 'it is listed as idle');
SELECT is(tap.trial('agent', $$desk.close_case(gen_random_uuid(), tap.named('a'), 'done')$$), 'closed', 'it may be closed');
SELECT is(tap.trial('agent', $$desk.start_contact(gen_random_uuid(), tap.named('a'), 'phone')$$), 'open', 'a new contact takes it up');
SELECT is(tap.try('agent', $$desk.open_case(gen_random_uuid(), 'ana.rivera@example.edu', 'INC1', 'phone')$$), 'open', 'opening it again too');
SELECT is(tap.trial('agent', $$desk.note(gen_random_uuid(), tap.named('a'), 'text')$$), 'noted', 'and it goes on');

-- Taking over: a lead without, an agent with a reason; the contact ends; who held it is out.
SELECT is(tap.trial(t.login, format('desk.take_case(gen_random_uuid(), %L, %L)', tap.named(t.in_case), t.reason)), t.wanted, t.what)
FROM (VALUES ('agent', 'b', 'shift ends', 'MD409', 'not when one has a case on the person'), ('lead', 'b', NULL, 'open', 'a lead without a reason'), ('lead', 'b', '', 'open', 'or an empty one'),
	('agent', 'a', 'again', 'MD409', 'not one''s own'), ('agent2', 'w3', NULL, 'MD001', 'an agent not without a reason'), ('agent2', 'w3', ' ', 'MD001', 'nor with an empty one'),
	('agent2', 'w3', 'shift ends', 'open', 'with one')) AS t (login, in_case, reason, wanted, what);
SELECT is(tap.try('lead', $$desk.take_case(gen_random_uuid(), tap.named('a'), 'escalated')$$), 'open', 'the lead takes it');
SELECT is(tap.try('agent', $$desk.note(gen_random_uuid(), tap.named('a'), 'text')$$), 'MD404', 'who held it is out');
SELECT is(tap.try('agent', $$desk.account(tap.named('a'))$$), 'MD404', 'and reads it no more');
SELECT is((SELECT ended_why FROM directory.contact WHERE case_id = tap.named('a') ORDER BY started_at DESC LIMIT 1), 'taken', 'the contact ended');
SELECT is(tap.try('lead', $$desk.suspend(gen_random_uuid(), tap.named('a'), NULL, tap.method(1, 1), 'lost')$$), 'suspended', 'the lead goes on');

-- Closing.
SELECT is(tap.try('lead', $$desk.close_case(gen_random_uuid(), tap.named('a'), '')$$), 'MD001', 'not without an outcome');
SELECT is(tap.try('lead', $$desk.close_case(gen_random_uuid(), tap.named('a'), 'done', 'keep')$$), 'closed', 'closed');
SELECT is(tap.try('lead', format(t.call, tap.named('a'))), 'MD409', 'closed: ' || t.call)
FROM (VALUES ('desk.note(gen_random_uuid(), %L, ''text'')'), ('desk.close_case(gen_random_uuid(), %L, ''done'')'), ('desk.start_contact(gen_random_uuid(), %L, ''phone'')'),
	('desk.suspend(gen_random_uuid(), %L, NULL, NULL, ''lost'')')) AS t (call);
SELECT is(tap.try('agent', $$desk.take_case(gen_random_uuid(), tap.named('a'), 'mine')$$), 'MD409', 'nor taken');
SELECT is(tap.try('lead', $$desk.account(tap.named('a'))$$), 'answered', 'for an hour it is read by who closed it');
SELECT is(tap.try('lead', $$desk.show('ana.rivera@example.edu')$$), 'answered', 'by the person too');
UPDATE directory.case_file SET closed_at = closed_at - interval '60 minutes' WHERE id = tap.named('a');
SELECT is(tap.try('lead', $$desk.account(tap.named('a'))$$), 'MD404', 'and then no more');
SELECT is(tap.try('lead', $$desk.show('ana.rivera@example.edu')$$), 'MD403', 'nor by the person');
SELECT is(tap.try('lead', $$desk.open_case(tap.named('c'), 'ana.rivera@example.edu', 'INC1', 'phone')$$), 'open', 'a new case on the same ticket');

-- The list, and the record, by role.
SELECT is(jsonb_array_length(tap.answer(t.login, format('desk.cases(%L)', t.all_of))), t.wanted::int, format('%s lists %s of %s', t.login, t.wanted, t.all_of))
FROM (SELECT count(*) AS open, count(*) FILTER (WHERE login = 'agent') AS agents, count(*) FILTER (WHERE login = 'lead') AS leads FROM directory.case_file WHERE state = 'open') AS n,
	LATERAL (VALUES ('agent', false, n.agents), ('agent', NULL, n.agents), ('lead', false, n.leads), ('lead', true, n.open), ('auditor', true, n.open), ('auditor', false, 0)) AS t (login, all_of, wanted);
SELECT is(tap.try('agent', 'desk.cases(true)'), 'MD403', 'an agent lists their own only');
SELECT is((SELECT string_agg(h ->> 'act', ' ') FROM jsonb_array_elements(tap.answer('auditor', format('desk.history(%L)', tap.named('a')))) AS h),
	'close_case suspend take_case open_case open_case open_case', 'an auditor reads what was done, the newest first');
SELECT is(tap.try('agent', format('desk.history(%L)', tap.named('a'))), 'MD404', 'an agent only of their own');
SELECT is(tap.try('agent2', $$desk.history('ana.rivera@example.edu')$$), 'answered', 'or of a person on whom they hold a case');
SELECT is((SELECT string_agg(DISTINCT h ->> 'case', ' ') FROM jsonb_array_elements(tap.answer('agent2', $$desk.history('ana.rivera@example.edu')$$)) AS h), tap.named('b')::text, 'and then of that case');
SELECT is(tap.try('agent', $$desk.history('wei.chen@example.edu')$$), 'MD403', 'not of anybody');
SELECT is(jsonb_array_length(tap.answer('auditor', format('desk.history(%L, %s)', tap.person(1), l.asked))), l.given, 'limit ' || l.asked)
FROM (VALUES ('1', 1), ('0', 1), ('-1', 1), ('3', 3)) AS l (asked, given);

-- Limits of opening: sixty persons an hour.
UPDATE directory.quota SET uses = array_fill(now(), ARRAY[60]), subjects = ARRAY(SELECT gen_random_uuid() FROM generate_series(1, 60)) WHERE kind = 'open_case' AND person_id = tap.person(9);
SELECT is(tap.try('agent2', $$desk.open_case(gen_random_uuid(), 'wei.chen@example.edu', 'INC1', 'phone')$$), 'MD429', 'not the sixty-first person of an hour');
SELECT is(tap.try('agent2', $$desk.open_case(gen_random_uuid(), 'ana.rivera@example.edu', 'INC9', 'phone')$$), 'open', 'the case that is open goes on');

SELECT * FROM finish();
