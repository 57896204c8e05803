-- A guarded answer is never given in the transaction that counts it: who could roll
-- back would have it for nothing. Savepoints change nothing; nor do cursors held over a commit.
-- fast
\ir ../lib/desk.sql
SELECT plan(33);

-- open_case, then what it opens.
BEGIN;
SAVEPOINT s;
SELECT tap.try('agent', $$desk.open_case(tap.named('one'), 'ana.rivera@example.edu', 'INC1', 'phone')$$) AS first \gset
SELECT tap.try('agent', $$desk.account(tap.named('one'))$$) AS account,
	tap.try('agent', $$desk.show('ana.rivera@example.edu')$$) AS show,
	tap.try('agent', $$desk.history(tap.named('one')::text)$$) AS history_case,
	tap.try('agent', $$desk.history('ana.rivera@example.edu')$$) AS history_person \gset
DECLARE held CURSOR WITH HOLD FOR SELECT tap.try('agent', $$desk.account(tap.named('one'))$$) AS held;
FETCH held \gset
ROLLBACK TO s;
SELECT tap.try('agent', $$desk.account(tap.named('one'))$$) AS after \gset
ROLLBACK;
SELECT is(:'first'::text, 'open', 'open_case goes through');
SELECT is(:'account'::text, 'MD409', 'account in the same transaction is refused');
SELECT is(:'show'::text, 'MD409', 'show in the same transaction is refused');
SELECT is(:'history_case'::text, 'MD409', 'history of the case in the same transaction is refused');
SELECT is(:'history_person'::text, 'MD403', 'history of the person does not count a case of the same transaction');
SELECT is(:'held'::text, 'MD409', 'a cursor is no way around');
SELECT is(:'after'::text, 'MD404', 'rolled back, the case is gone');
SELECT is(tap.try('agent', $$desk.account(tap.named('one'))$$), 'MD404', 'and stays gone');

-- A subtransaction has an id of its own; the guard asks for the top one's.
BEGIN;
SELECT pg_current_xact_id() IS NOT NULL AS assigned \gset
SAVEPOINT a;
SELECT tap.try('agent', $$desk.open_case(tap.named('two'), 'ana.rivera@example.edu', 'INC1', 'phone')$$) AS first \gset
RELEASE a;
SAVEPOINT b;
SELECT tap.try('agent', $$desk.account(tap.named('two'))$$) AS account \gset
COMMIT;
SELECT is(:'account'::text, 'MD409', 'opened in one savepoint, asked for in another: refused');
SELECT is(tap.try('agent', $$desk.account(tap.named('two'))$$), 'answered', 'committed, the account is answered');
SELECT is(tap.try('agent', $$desk.show('ana.rivera@example.edu')$$), 'answered', 'and show');
SELECT is(tap.try('agent', $$desk.history('ana.rivera@example.edu')$$), 'answered', 'and history');

-- A statement that asks for both at once.
SELECT string_agg(t.got, ' ' ORDER BY t.n) AS both
FROM (SELECT 1 AS n, tap.try('agent', $$desk.open_case(tap.named('both'), 'dana.rivera@example.edu', 'INC2', 'phone')$$) AS got
	UNION ALL SELECT 2, tap.try('agent', $$desk.account(tap.named('both'))$$)) AS t \gset
SELECT is(:'both'::text, 'open MD409', 'two calls in one statement are one transaction');

-- take_case gives what open_case gives.
SELECT tap.put_case('theirs', 5, 'agent2');
BEGIN;
SELECT tap.try('agent', $$desk.take_case(tap.named('take'), tap.named('theirs'), 'colleague went home')$$) AS first \gset
SELECT tap.try('agent', $$desk.account(tap.named('theirs'))$$) AS account,
	tap.try('agent', $$desk.history(tap.named('theirs')::text)$$) AS history \gset
ROLLBACK;
SELECT is(:'first'::text, 'open', 'take_case goes through');
SELECT is(:'account'::text, 'MD409', 'account of a case taken in the same transaction is refused');
SELECT is(:'history'::text, 'MD409', 'and its history');
SELECT is(tap.try('agent', $$desk.account(tap.named('theirs'))$$), 'MD404', 'rolled back, it is the colleague''s still');
SELECT is(tap.try('agent', $$desk.take_case(tap.named('take'), tap.named('theirs'), 'colleague went home')$$), 'open', 'taken');
SELECT is(tap.try('agent', $$desk.account(tap.named('theirs'))$$), 'answered', 'committed, the account is answered');

-- find_number, found_number. What was looked for is not looked up before the commit:
-- rows read would show in the session's own statistics, where an index was asked in vain or not.
BEGIN;
SELECT seq_tup_read + idx_tup_fetch AS before FROM pg_stat_xact_user_tables WHERE relid = 'directory.sign_in_method'::regclass \gset
SELECT tap.try('agent', $$desk.find_number(tap.named('find'), '508 555 0142', 'voicemail says so')$$) AS first \gset
SELECT tap.try('agent', $$desk.found_number(tap.named('find'))$$) AS found \gset
SELECT seq_tup_read + idx_tup_fetch - :before AS read FROM pg_stat_xact_user_tables WHERE relid = 'directory.sign_in_method'::regclass \gset
ROLLBACK;
SELECT is(:'first'::text, 'asked', 'find_number goes through');
SELECT is(:'found'::text, 'MD409', 'found_number in the same transaction is refused');
SELECT is(:read::int, 0, 'and no sign-in method was read');
SELECT is(tap.try('agent', $$desk.found_number(tap.named('find'))$$), 'MD404', 'rolled back, the request is gone');
SELECT is((SELECT count(*) FROM directory.quota WHERE kind = 'find_number'), 0::bigint, 'nothing was answered, nothing is counted');
SELECT is(tap.try('agent', $$desk.find_number(tap.named('find'), '508 555 0142', 'voicemail says so')$$), 'asked', 'asked');
SELECT is(tap.answer('agent', $$desk.found_number(tap.named('find'))$$) -> 0 ->> 'name', 'Ana Rivera', 'committed, it is answered');
SELECT is(tap.try('agent2', $$desk.found_number(tap.named('find'))$$), 'MD404', 'to nobody else');
SELECT is((SELECT cardinality(uses) FROM directory.quota WHERE kind = 'find_number'), 1, 'and counted');

-- reveal_number, revealed_number.
BEGIN;
SELECT tap.try('agent', $$desk.reveal_number(tap.named('reveal'), tap.named('two'), tap.method(1, 2), 'calls back')$$) AS first \gset
SELECT tap.try('agent', $$desk.revealed_number(tap.named('reveal'))$$) AS revealed \gset
ROLLBACK;
SELECT is(:'first'::text, 'revealed', 'reveal_number goes through');
SELECT is(:'revealed'::text, 'MD409', 'revealed_number in the same transaction is refused');
SELECT tap.answer('agent', $$desk.reveal_number(tap.named('reveal'), tap.named('two'), tap.method(1, 2), 'calls back')$$);
SELECT is(tap.answer('agent', $$desk.revealed_number(tap.named('reveal'))$$), '{"number": "+15085550142", "extension": null}', 'committed, it is answered');
SELECT is(tap.try('agent2', $$desk.revealed_number(tap.named('reveal'))$$), 'MD404', 'to nobody else');
UPDATE directory.request SET at = at - interval '11 minutes' WHERE id = tap.named('reveal');
SELECT is(tap.try('agent', $$desk.revealed_number(tap.named('reveal'))$$), 'MD404', 'nor after ten minutes');

SELECT * FROM finish();
