-- Suspending (the safe direction, and no weapon), taking it back, revoking, the default, and whose methods are touched.
\ir ../lib/desk.sql
SELECT no_plan();

CREATE FUNCTION tap.state(p_n int, p_nth int) RETURNS text LANGUAGE sql
	RETURN (SELECT state || CASE WHEN is_default THEN ' default' ELSE '' END FROM directory.sign_in_method WHERE id = tap.method(p_n, p_nth));
CREATE FUNCTION tap.suspends(p_n int, p_target uuid, p_reason text DEFAULT 'lost', p_login text DEFAULT 'agent') RETURNS text LANGUAGE sql
	RETURN tap.try(p_login, format('desk.suspend(gen_random_uuid(), tap.named(''case %s''), NULL, %L, %L)', p_n, p_target, p_reason));
CREATE FUNCTION tap.restores(p_n int, p_target uuid, p_login text DEFAULT 'agent') RETURNS text LANGUAGE sql
	RETURN tap.try(p_login, format('desk.restore(gen_random_uuid(), tap.named(''case %s''), NULL, %L)', p_n, p_target));
CREATE FUNCTION tap.revokes(p_n int, p_target uuid, p_reason text DEFAULT 'lost') RETURNS text LANGUAGE sql
	RETURN tap.try('agent', format('desk.revoke(gen_random_uuid(), tap.named(''case %s''), NULL, %L, %L)', p_n, p_target, p_reason));
SELECT tap.put_case('case ' || n, n) FROM unnest('{1,2,3,4,5,6,7,13,15,16,17,18}'::int[]) AS n \g /dev/null

-- Undo: within five minutes, by who suspended, if nothing else changed; the default comes back.
SELECT is(tap.state(1, 1), 'active default', 'Ana''s authenticator is the default');
SELECT is(tap.suspends(1, tap.device(1, 1)), 'suspended', 'the lost device is suspended');
SELECT is(tap.state(1, 1), 'suspended default', 'nothing as strong is left: the default does not move to a weaker kind');
SELECT is(tap.state(1, 2), 'suspended', 'lost: the number too');
SELECT is(tap.state(1, 3), 'active', 'what is elsewhere stays');
SELECT is(tap.suspends(1, tap.device(1, 1)), 'MD409', 'there is nothing more to suspend');
SELECT is(tap.restores(1, tap.device(1, 1)), 'undone', 'and taken back without a proof');
SELECT is(tap.state(1, 1) || ', ' || tap.state(1, 2), 'active default, active', 'all is as it was');
SELECT is(tap.restores(1, tap.device(1, 1)), 'MD409', 'once');

SELECT is(tap.suspends(1, tap.device(1, 1)), 'suspended', 'suspended again');
UPDATE directory.request SET at = at - interval '5 minutes' WHERE act = 'suspend';
SELECT is(tap.restores(1, tap.device(1, 1)), 'MD410', 'after five minutes it takes a proof');
UPDATE directory.request SET at = at + interval '5 minutes' WHERE act = 'suspend';
UPDATE directory.person SET version = version + 1 WHERE id = tap.person(1);
SELECT is(tap.restores(1, tap.device(1, 1)), 'MD410', 'and when something else changed');
UPDATE directory.person SET version = version - 1 WHERE id = tap.person(1);
BEGIN;
SELECT tap.put_case('case 1 of another', 1, 'agent2') \g /dev/null
SELECT is(tap.try('agent2', $$desk.restore(gen_random_uuid(), tap.named('case 1 of another'), NULL, tap.device(1, 1))$$), 'MD410', 'and by somebody else');
ROLLBACK;
SELECT is(tap.trial('agent', $$desk.restore(gen_random_uuid(), tap.named('case 1'), NULL, tap.method(1, 2))$$), 'undone', 'a part of it may be taken back');
SELECT is(tap.restores(1, tap.device(1, 1)), 'undone', 'undone in time');

-- The default moves to what is as strong or stronger, and comes back with an undo.
SELECT is(tap.suspends(2, tap.device(2, 1)), 'suspended', 'a lost device of somebody with a passkey elsewhere');
SELECT is(tap.state(2, 3), 'active default', 'the passkey is the default now');
SELECT is(tap.restores(2, tap.device(2, 1)), 'undone', 'undone');
SELECT is(tap.state(2, 1) || ', ' || tap.state(2, 3), 'active default, active', 'the default came back');

-- Replaced, the number kept: what lives in the hardware.
SELECT is(tap.suspends(3, tap.device(3, 1), 'replaced'), 'suspended', 'a replaced device');
SELECT is(tap.state(3, 1) || ', ' || tap.state(3, 2), 'suspended default, active', 'suspends the authenticator and keeps the number');
SELECT is(tap.suspends(3, tap.method(3, 2), 'replaced'), 'suspended', 'unless the number is named');

-- No weapon: five persons an hour; the same person again is free; one privileged a day.
SELECT is(tap.suspends(5, tap.device(5, 1)), 'suspended', 'the fourth person');
SELECT is(tap.suspends(6, tap.device(6, 1)), 'suspended', 'the fifth person');
SELECT is(tap.suspends(7, tap.device(7, 1)), 'MD429', 'and no sixth');
SELECT is(tap.suspends(5, tap.device(5, 2)), 'suspended', 'the same person again costs nothing');
UPDATE directory.quota SET uses = ARRAY(SELECT u - interval '61 minutes' FROM unnest(uses) AS u) WHERE kind = 'suspend_person';
SELECT is(tap.suspends(4, tap.method(4, 1)), 'suspended', 'an hour later, a privileged person');
SELECT is(tap.suspends(4, tap.method(4, 2)), 'suspended', 'the same privileged person');
SELECT is(tap.suspends(13, tap.device(13, 1)), 'MD429', 'a second privileged person within a day');
UPDATE directory.quota SET uses = ARRAY(SELECT u - interval '24 hours' FROM unnest(uses) AS u) WHERE kind = 'suspend_privileged';
SELECT is(tap.suspends(13, tap.device(13, 1)), 'suspended', 'a day later');
SELECT tap.put_staff('method_maria', 8, 'agent') \g /dev/null
UPDATE directory.quota SET uses = array_fill(now(), ARRAY[5]), subjects = ARRAY(SELECT gen_random_uuid() FROM generate_series(1, 5)) WHERE kind = 'suspend_person';
SELECT tap.put_case('case of a second login', 7, 'method_maria') \g /dev/null
SELECT is(tap.try('method_maria', $$desk.suspend(gen_random_uuid(), tap.named('case of a second login'), NULL, tap.device(7, 1), 'lost')$$), 'MD429',
	'a second login of the same person is no second allowance');
DELETE FROM directory.quota;

-- Revoking: for good, and never without a way in.
SELECT tap.put_proof('case ' || n) FROM unnest('{1,6,7,15,16,17,18}'::int[]) AS n \g /dev/null
SELECT is(tap.revokes(17, tap.device(17, 1)), 'MD451', 'the only device is not revoked');
SELECT is(tap.revokes(17, tap.method(17, 1)), 'MD451', 'nor the only method on it');
SELECT is(tap.state(17, 1), 'active default', 'and nothing of it happened');
SELECT is(tap.revokes(6, tap.device(6, 1)), 'MD451', 'nor a suspended one when nothing else is active');
SELECT is(tap.revokes(7, tap.method(7, 2)), 'revoked', 'what was never confirmed may go');
SELECT is(tap.revokes(1, tap.method(1, 1)), 'revoked', 'with another way in it is revoked');
SELECT is(tap.state(1, 1), 'revoked', 'and no default any more');
SELECT ok(NOT EXISTS (SELECT FROM directory.sign_in_method WHERE person_id = tap.person(1) AND is_default), 'no weaker one took its place');
SELECT is(tap.revokes(1, tap.method(1, 1)), 'MD409', 'once');
SELECT is(tap.restores(1, tap.method(1, 1)), 'MD409', 'it is not brought back');
SELECT is(tap.suspends(1, tap.method(1, 1)), 'MD409', 'nor suspended');
SELECT is(tap.try('agent', $$desk.set_default(gen_random_uuid(), tap.named('case 1'), NULL, tap.method(1, 1))$$), 'MD451', 'nor made the default');
SELECT is(tap.restores(1, tap.device(1, 1)), 'MD409', 'nor by its device');

-- The default.
SELECT is(tap.words_of('agent', format('desk.set_default(gen_random_uuid(), tap.named(''case %s''), NULL, %L)', t.n, t.method)), t.wanted, t.what)
FROM (VALUES (1, tap.device(1, 1), 'MD001 a device cannot be the default', 'a device'),
	(1, tap.method(2, 1), 'MD404 no such sign-in method or device of this person, or not yours', 'somebody else''s'),
	(1, NULL, 'MD404 no such sign-in method or device of this person, or not yours', 'nothing'),
	(17, tap.method(17, 1), 'MD409 it is the default sign-in method already', 'what is the default')) AS t (n, method, wanted, what);
SELECT is(tap.try('agent', $$desk.add_phone(tap.named('added'), tap.named('case 1'), NULL, '508 555 0177', NULL, 'phone', 'iPhone 16')$$), 'pending', 'an added phone');
SELECT is(tap.words_of('agent', $$desk.set_default(gen_random_uuid(), tap.named('case 1'), NULL, tap.named('added'))$$), 'MD451 not confirmed yet', 'is no default yet');
SELECT is(tap.try('agent', $$desk.set_default(gen_random_uuid(), tap.named('case 1'), NULL, tap.method(1, 3))$$), 'default', 'an office phone');
SELECT is(tap.state(1, 3), 'active default', 'is the default');
SELECT is(tap.suspends(1, tap.device(1, 1)), 'suspended', 'what is left on the lost device');
SELECT is(tap.try('agent', $$desk.add_phone(gen_random_uuid(), tap.named('case 1'), NULL, '508 555 0178', NULL, 'phone', 'iPhone 12')$$), 'MD409', 'no phone on a lost device');
SELECT is(tap.try('agent', $$desk.add_phone(gen_random_uuid(), tap.named('case 1'), NULL, '508 555 0178', NULL, 'phone', 'iphone 16')$$), 'pending', 'a device by its name, however written');
SELECT is((SELECT count(*) FROM directory.device WHERE person_id = tap.person(1)), 2::bigint, 'is not made twice');

-- Another authority's.
SELECT is(tap.suspends(18, tap.method(18, 1)), 'MD451', 'suspending what Entra holds');
SELECT is(tap.suspends(18, tap.device(18, 1)), 'MD451', 'or its device');
SELECT is(tap.revokes(18, tap.method(18, 1)), 'MD451', 'revoking it');
SELECT is(tap.try('agent', $$desk.set_default(gen_random_uuid(), tap.named('case 18'), NULL, tap.method(18, 2))$$), 'MD451', 'or making another the default instead of it');
SELECT is(tap.suspends(18, tap.method(18, 2)), 'suspended', 'what is held here goes');

-- A disabled person: nothing is given, everything may be taken.
SELECT is(tap.try('agent', $$desk.add_phone(gen_random_uuid(), tap.named('case 15'), NULL, '508 555 0177', NULL, 'phone', 'none')$$), 'MD451', 'no phone for a disabled person');
SELECT is(tap.suspends(15, tap.method(15, 1)), 'suspended', 'suspended');
UPDATE directory.request SET at = at - interval '1 hour';
SELECT is(tap.restores(15, tap.method(15, 1)), 'MD451', 'and not restored');

-- The version.
SELECT is(tap.try('agent', format('desk.suspend(gen_random_uuid(), tap.named(''case 16''), %s, %L, ''lost'')', v.version, tap.method(16, 1))), v.wanted, 'version ' || v.version)
FROM (VALUES (0, 'MD409'), (2, 'MD409'), (9223372036854775807, 'MD409'), (-1, 'MD409'), (1, 'suspended')) AS v (version, wanted);
SELECT is((SELECT version FROM directory.person WHERE id = tap.person(16)), 2::bigint, 'goes up by one');

-- What is not this person's.
SELECT is(tap.try('agent', format(t.call, 'tap.named(''case 16'')', t.target)), 'MD404', t.call || ' ' || t.what)
FROM (SELECT call, target, what FROM (VALUES ('desk.suspend(gen_random_uuid(), %s, NULL, %L, ''lost'')'), ('desk.restore(gen_random_uuid(), %s, NULL, %L)'),
		('desk.revoke(gen_random_uuid(), %s, NULL, %L, ''lost'')'), ('desk.set_default(gen_random_uuid(), %s, NULL, %L)'),
		('desk.reveal_number(gen_random_uuid(), %s, %L, ''calls back'')')) AS c (call),
	(VALUES (tap.method(2, 1), 'of a method of somebody else'), (tap.device(2, 1), 'of a device of somebody else'), (tap.person(16), 'of a person'),
		(tap.named('nothing'), 'of nothing'), (NULL, 'of NULL')) AS i (target, what)) AS t;

DROP ROLE method_maria;
SELECT * FROM finish();
