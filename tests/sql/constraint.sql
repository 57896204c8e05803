-- Every named constraint of the directory refuses what it should, whoever writes: an import, a later release, a hand.
\ir ../lib/desk.sql
SELECT no_plan();

-- One row of each table that stands, and one change that its constraint forbids.
SELECT tap.put_case('case', 1), tap.put_case('shut', 2) \g /dev/null
UPDATE directory.case_file SET state = 'closed', closed_at = now(), outcome = 'done' WHERE id = tap.named('shut');
SELECT tap.put_proof('case') \g /dev/null
INSERT INTO directory.doubt (id, person_id, raised_by, raised_at, reason) VALUES (tap.named('doubt'), tap.person(1), 'agent', now(), 'voice');
INSERT INTO directory.quota (person_id, kind) VALUES (tap.person(1), 'open_case');
INSERT INTO directory.request (id, login, act, digest, xid, at) VALUES (tap.named('request'), 'agent', 'note', '\x00', '3', now());
INSERT INTO directory.approval (request_id, case_id, act, approved_by, at) VALUES (tap.named('request'), tap.named('case'), 'revoke', 'lead', now());
INSERT INTO ledger.leaf (id, at, login, act, outcome, body, hash) VALUES (tap.named('leaf'), now(), 'a', 'b', 'c', '\x4d46414c', sha256('\x00'::bytea || '\x4d46414c'));
INSERT INTO ledger.value (leaf_id, tag, salt, value) VALUES (tap.named('leaf'), 32, '\x00112233445566778899aabbccddeeff', 'lost');
INSERT INTO directory.challenge (id, case_id, contact_id, person_id, method_id, login, purpose, channel, mark, created_at, expires_at)
SELECT tap.named('challenge'), c.case_id, c.id, tap.person(1), tap.method(1, 2), 'agent', 'test', 'text', 'K7', now(), now()
FROM directory.contact AS c WHERE c.case_id = tap.named('case') LIMIT 1;
INSERT INTO directory.job (challenge_id, kind) VALUES (tap.named('challenge'), 'send');
INSERT INTO directory.dropped_result (job_id, fence, result) VALUES (1, 1, 'sent');
INSERT INTO directory.worker VALUES ('w', 'host', '0', now(), now());
INSERT INTO directory.send_count VALUES ('all', 'all', now(), 1);
INSERT INTO directory.number_check VALUES ('+15085550142', 'mobile', true, '+1 508-555-0142', now());
INSERT INTO directory.method_secret (method_id, sealed, key_version) VALUES (tap.method(1, 1), '\x00', 1);
INSERT INTO directory.enrolment VALUES (tap.named('challenge'), decode(repeat('ab', 32), 'hex'));
INSERT INTO directory.replacement (case_id, what, begun_at) SELECT id, 'nothing', now() FROM directory.case_file LIMIT 1;
INSERT INTO directory.box VALUES (tap.named('challenge'), 'agent', decode(repeat('ab', 32), 'hex'));
INSERT INTO directory.pass (id, case_id, person_id, login, form, minutes, asked_at, salt, hash, made_at, expires_at)
VALUES (tap.named('pass'), tap.named('case'), tap.person(1), 'agent', 'words', 60, now(), decode(repeat('ab', 16), 'hex'),
	decode(repeat('ab', 32), 'hex'), now(), now());
INSERT INTO directory.code_set (id, person_id, case_id, contact_id, login, asked_at, salt, cost, made_at)
SELECT tap.named('codes'), tap.person(1), c.case_id, c.id, 'agent', now(), decode(repeat('ab', 16), 'hex'), 14, now()
FROM directory.contact AS c WHERE c.case_id = tap.named('case') LIMIT 1;
INSERT INTO directory.recovery_code (set_id, hash) VALUES (tap.named('codes'), decode(repeat('ab', 32), 'hex'));
INSERT INTO directory.approval_wish VALUES (tap.named('wish'), tap.named('case'), 'revoke', NULL, 'agent', now());
INSERT INTO directory.pass_try (id, subject, person_id, typed, at, xid) VALUES (tap.named('try'), 'x', tap.person(1), 'amber', now(), '3');
INSERT INTO directory.try_count VALUES ('all', 'all', now(), 1);
INSERT INTO directory.notice (request_id, person_id, case_id, act, what, ticket, proof, at, template, channel, address)
VALUES (tap.named('request'), tap.person(1), tap.named('case'), 'revoke', 'your passkey was removed for good', 'INC1', 'seen in person at 10:44', now(), 'mail', 'mail', 'ana@x.edu');
INSERT INTO directory.sign_out (request_id, person_id, case_id, at) VALUES (tap.named('request'), tap.person(1), tap.named('case'), now());
INSERT INTO directory.listed VALUES (8, tap.method(1, 2), tap.person(1), 1, 0);
INSERT INTO directory.number_turn VALUES ('+15085550142') ON CONFLICT DO NOTHING;
INSERT INTO directory.staff_unit SELECT 'agent', min(id) FROM directory.unit;

CREATE TEMPORARY TABLE wrong (name text, change text);
CREATE FUNCTION tap.of_person(p_set text) RETURNS text LANGUAGE sql RETURN 'UPDATE directory.person SET ' || p_set || ' WHERE id = tap.person(1)';
CREATE FUNCTION tap.of_method(p_nth int, p_set text) RETURNS text LANGUAGE sql RETURN 'UPDATE directory.sign_in_method SET ' || p_set || ' WHERE id = tap.method(1, ' || p_nth || ')';
INSERT INTO wrong
SELECT 'person_' || w.name, tap.of_person(w.change) FROM (VALUES
	('pkey', 'id = tap.person(9)'), ('email_form', 'email = ''no address'''), ('email_form', 'email = ''two@at@signs'''), ('email_form', 'email = ''a blank@x.edu'''), ('email_form', 'email = ''@x.edu'''),
	('email_form', 'email = ''x@'''), ('name_not_empty', 'name = '''''), ('unit_fkey', 'unit_id = -1'), ('employee_number_form', 'employee_number = ''A1'''),
	('employee_number_form', 'employee_number = '''''), ('tier_known', 'tier = ''royal'''), ('status_known', 'status = ''asleep'''), ('authority_not_empty', 'authority = '''''),
	('not_own_manager', 'manager_id = id'), ('external_id_key', 'external_id = (SELECT external_id FROM directory.person WHERE id = tap.person(2))'),
	('address_pkey', 'email = ''WEI.CHEN@example.edu'''), ('address_pkey', 'aliases = ''{wei.chen@example.edu}'''), ('address_pkey', 'aliases = ''{Ana.Rivera@Example.edu}'''),
	('address_pkey', 'aliases = ''{x@x.edu,X@X.EDU}''')) AS w (name, change)
UNION ALL SELECT 'sign_in_method_' || w.name, tap.of_method(w.nth, w.change) FROM (VALUES
	('pkey', 2, 'id = tap.method(1, 1)'), ('person_fkey', 3, 'person_id = tap.named(''nobody'')'), ('device_fkey', 1, 'device_id = tap.device(2, 1)'), ('device_fkey', 1, 'person_id = tap.person(2), is_default = false'),
	('kind_known', 3, 'kind = ''pager'''), ('number_e164', 2, 'number = ''5085550142'''), ('number_e164', 2, 'number = ''+05085550142'''), ('number_e164', 2, 'number = ''+1508'''),
	('number_e164', 2, 'number = ''+1234567890123456'''), ('extension_form', 3, 'extension = ''x2'''), ('extension_form', 3, 'extension = ''12345678901'''),
	('extension_of_office', 2, 'extension = ''22'''), ('number_of_phones', 2, 'number = NULL'), ('number_of_phones', 1, 'number = ''+15085550142'''),
	('authenticator_can_something', 1, 'notification = false, one_time_code = false'), ('authenticator_can_something', 2, 'notification = true'), ('state_known', 1, 'state = ''lost'', reason = ''lost'''),
	('pending_unconfirmed', 2, 'state = ''pending'''), ('active_confirmed', 2, 'confirmed_at = NULL, confirmed_by_code = false'), ('suspended_since', 2, 'suspended_at = now()'),
	('suspended_since', 2, 'state = ''suspended'', reason = ''lost'', state_before = ''active'''), ('suspended_since', 2, 'state = ''suspended'', reason = ''lost'', suspended_at = now()'),
	('suspended_since', 2, 'state_before = ''active'''), ('state_before_known', 2, 'state = ''suspended'', reason = ''lost'', suspended_at = now(), state_before = ''revoked'''),
	('revoked_since', 2, 'state = ''revoked'', reason = ''lost'''), ('revoked_since', 2, 'revoked_at = now()'), ('reason_known', 2, 'state = ''revoked'', revoked_at = now(), reason = ''bored'''),
	('reason_tied', 2, 'reason = ''lost'''), ('reason_tied', 2, 'state = ''revoked'', revoked_at = now()'), ('code_confirms', 1, 'state = ''pending'', is_default = false, confirmed_at = NULL, confirmed_by_code = true'),
	('default_usable', 1, 'state = ''pending'', confirmed_at = NULL'), ('default_usable', 1, 'state = ''revoked'', revoked_at = now(), reason = ''lost'''), ('one_default_idx', 2, 'is_default = true'),
	('authority_not_empty', 1, 'authority = '''''), ('external_id_key', 1, 'authority = ''entra'', external_id = (SELECT external_id FROM directory.sign_in_method WHERE authority = ''entra'' LIMIT 1)')
	) AS w (name, nth, change)
UNION ALL SELECT 'device_' || w.name, 'UPDATE directory.device SET ' || w.change || ' WHERE id = tap.device(2, 1)' FROM (VALUES
	('pkey', 'id = tap.device(2, 2)'), ('name_not_empty', 'name = '''''), ('person_name_key', 'name = ''YubiKey 5C'''), ('authority_not_empty', 'authority = '''''),
	('external_id_key', 'authority = ''entra'', external_id = (SELECT external_id FROM directory.device WHERE authority = ''entra'' LIMIT 1)')) AS w (name, change)
UNION ALL SELECT w.name, w.change FROM (VALUES
	('device_person_fkey', 'INSERT INTO directory.device (person_id, name) VALUES (tap.named(''nobody''), ''x'')'), ('unit_name_key', 'UPDATE directory.unit SET name = ''Library'' WHERE name = ''Radiology'''), ('unit_pkey', 'INSERT INTO directory.unit (id, name) OVERRIDING SYSTEM VALUE SELECT min(id), ''x'' FROM directory.unit'),
	('person_manager_fkey', 'SET CONSTRAINTS ALL IMMEDIATE; ' || tap.of_person('manager_id = tap.named(''nobody'')')),
	('staff_pkey', 'UPDATE directory.staff SET login = ''lead'' WHERE login = ''auditor'''), ('staff_role_known', 'UPDATE directory.staff SET role = ''boss'''), ('staff_person_fkey', 'UPDATE directory.staff SET person_id = tap.named(''nobody'')'),
	('staff_unit_login_fkey', 'UPDATE directory.staff_unit SET login = ''nobody'''), ('staff_unit_unit_fkey', 'UPDATE directory.staff_unit SET unit_id = -1'), ('staff_unit_pkey', 'INSERT INTO directory.staff_unit SELECT * FROM directory.staff_unit'),
	('case_file_ticket_not_empty', 'UPDATE directory.case_file SET ticket = '''''), ('case_file_person_fkey', 'UPDATE directory.case_file SET person_id = tap.named(''nobody'')'), ('case_file_pkey', 'UPDATE directory.case_file SET id = tap.named(''case'')'),
	('case_file_state_known', 'UPDATE directory.case_file SET state = ''lost'' WHERE state = ''open'''), ('case_file_closed_since', 'UPDATE directory.case_file SET state = ''closed'' WHERE state = ''open'''),
	('case_file_closed_since', 'UPDATE directory.case_file SET state = ''closed'', closed_at = now() WHERE state = ''open'''), ('case_file_closed_since', 'UPDATE directory.case_file SET outcome = NULL WHERE state = ''closed'''),
	('case_file_one_open_idx', 'UPDATE directory.case_file SET person_id = tap.person(1), state = ''open'', closed_at = NULL, outcome = NULL'),
	('contact_case_fkey', 'UPDATE directory.contact SET case_id = tap.named(''none'') WHERE case_id = tap.named(''case'')'), ('contact_here_by_known', 'UPDATE directory.contact SET here_by = ''letter'''), ('contact_pkey', 'UPDATE directory.contact SET id = tap.named(''x'')'),
	('contact_ended_why_known', 'UPDATE directory.contact SET ended_at = now(), ended_why = ''bored'''), ('contact_ended_with_reason', 'UPDATE directory.contact SET ended_at = now()'),
	('contact_ended_with_reason', 'UPDATE directory.contact SET ended_why = ''gone'''), ('contact_one_open_idx', 'UPDATE directory.contact SET case_id = tap.named(''case'')'),
	('proof_contact_fkey', 'UPDATE directory.proof SET contact_id = tap.named(''none'')'), ('proof_case_fkey', 'UPDATE directory.proof SET case_id = tap.named(''none'')'), ('proof_person_fkey', 'UPDATE directory.proof SET person_id = tap.named(''none'')'),
	('proof_kind_fkey', 'UPDATE directory.proof SET kind = ''hunch'', document = NULL'), ('proof_document_known', 'UPDATE directory.proof SET document = ''library card'''), ('proof_result_known', 'UPDATE directory.proof SET result = ''perhaps'''),
	('proof_document_of_documents', 'UPDATE directory.proof SET document = NULL'), ('proof_document_of_documents', 'UPDATE directory.proof SET kind = ''code'''), ('proof_confirmed_by_somebody', 'UPDATE directory.proof SET confirmed_at = now()'),
	('proof_pkey', 'INSERT INTO directory.proof SELECT * FROM directory.proof'), ('approval_case_fkey', 'UPDATE directory.approval SET case_id = tap.named(''none'')'), ('approval_pkey', 'INSERT INTO directory.approval SELECT * FROM directory.approval'),
	('doubt_person_fkey', 'UPDATE directory.doubt SET person_id = tap.named(''none'')'), ('doubt_cleared_whole', 'UPDATE directory.doubt SET cleared_at = now()'), ('doubt_cleared_whole', 'UPDATE directory.doubt SET cleared_at = now(), cleared_by = ''lead'''),
	('doubt_one_open_idx', 'INSERT INTO directory.doubt SELECT gen_random_uuid(), person_id, raised_by, raised_at, reason FROM directory.doubt'), ('doubt_pkey', 'INSERT INTO directory.doubt SELECT * FROM directory.doubt'),
	('request_pkey', 'INSERT INTO directory.request SELECT * FROM directory.request'), ('quota_pkey', 'INSERT INTO directory.quota SELECT * FROM directory.quota'), ('quota_pairs', 'UPDATE directory.quota SET uses = ARRAY[now()]'),
	('quota_kind_fkey', 'UPDATE directory.quota SET kind = ''breath'''), ('quota_person_fkey', 'UPDATE directory.quota SET person_id = tap.named(''none'')'),
	('policy_standing_known', 'UPDATE directory.policy SET standing = ''royal'''), ('policy_proof_known', 'UPDATE directory.policy SET proof = ''some'''), ('policy_max_age_positive', 'UPDATE directory.policy SET proof = ''case'', max_age = ''0'''),
	('policy_age_needs_proof', 'UPDATE directory.policy SET proof = ''none'', max_age = ''1 hour'''), ('policy_pkey', 'UPDATE directory.policy SET standing = ''self'''),
	('proof_kind_pkey', 'INSERT INTO directory.proof_kind SELECT * FROM directory.proof_kind'), ('proof_kind_recorded_by_known', 'UPDATE directory.proof_kind SET recorded_by = ''anybody'''), ('proof_kind_alone_known', 'UPDATE directory.proof_kind SET alone = ''sometimes'''),
	('proof_kind_needs_by_known', 'UPDATE directory.proof_kind SET needs_by = ''letter'''), ('proof_kind_daily_limit_positive', 'UPDATE directory.proof_kind SET daily_limit = 0'),
	('agent_limit_pkey', 'INSERT INTO directory.agent_limit SELECT * FROM directory.agent_limit'), ('agent_limit_cap_positive', 'UPDATE directory.agent_limit SET cap = 0'), ('agent_limit_period_positive', 'UPDATE directory.agent_limit SET period = ''0'''),
	('period_pkey', 'INSERT INTO directory.period SELECT * FROM directory.period'), ('period_positive', 'UPDATE directory.period SET value = ''-1 hour'''), ('setting_pkey', 'INSERT INTO directory.setting SELECT * FROM directory.setting'),
	('country_pkey', 'INSERT INTO directory.country SELECT * FROM directory.country'), ('country_code_form', 'UPDATE directory.country SET code = ''usa'''), ('country_calling_code_form', 'UPDATE directory.country SET calling_code = ''0044'''),
	('country_trunk_prefix_form', 'UPDATE directory.country SET trunk_prefix = ''x'''), ('country_international_prefix_form', 'UPDATE directory.country SET international_prefix = '''''),
	('schema_version_pkey', 'INSERT INTO directory.schema_version SELECT * FROM directory.schema_version'),
	('person_address_kind_known', 'UPDATE directory.person_address SET kind = ''nickname'''), ('person_address_person_fkey', 'UPDATE directory.person_address SET person_id = tap.named(''nobody'')'),
	('person_token_pkey', 'INSERT INTO directory.person_token SELECT * FROM directory.person_token'), ('unit_token_pkey', 'INSERT INTO directory.unit_token SELECT * FROM directory.unit_token'),
	('token_suffix_pkey', 'INSERT INTO directory.token_suffix SELECT * FROM directory.token_suffix'), ('person_pair_pkey', 'INSERT INTO directory.person_pair SELECT * FROM directory.person_pair'),
	('leaf_pkey', 'INSERT INTO ledger.leaf SELECT * FROM ledger.leaf'), ('leaf_hash_of_body', 'INSERT INTO ledger.leaf (at, login, act, outcome, body, hash) VALUES (now(), ''a'', ''b'', ''c'', ''\x4d46414c'', ''\x00'')'),
	('leaf_body_magic', 'INSERT INTO ledger.leaf (at, login, act, outcome, body, hash) VALUES (now(), ''a'', ''b'', ''c'', ''\x4d46'', sha256(''\x004d46''))'),
	('value_pkey', 'INSERT INTO ledger.value SELECT * FROM ledger.value'), ('value_leaf_fkey', 'INSERT INTO ledger.value VALUES (tap.named(''none''), 32, ''\x00112233445566778899aabbccddeeff'', ''x'')'),
	($w$challenge_pkey$w$, $w$INSERT INTO directory.challenge SELECT * FROM directory.challenge$w$),
	($w$challenge_case_fkey$w$, $w$UPDATE directory.challenge SET case_id = tap.named('none')$w$),
	($w$challenge_contact_fkey$w$, $w$UPDATE directory.challenge SET contact_id = tap.named('none')$w$),
	($w$challenge_person_fkey$w$, $w$UPDATE directory.challenge SET person_id = tap.named('none')$w$),
	($w$challenge_method_fkey$w$, $w$UPDATE directory.challenge SET method_id = tap.named('none')$w$),
	($w$challenge_purpose_known$w$, $w$UPDATE directory.challenge SET purpose = 'fun'$w$),
	($w$challenge_channel_known$w$, $w$UPDATE directory.challenge SET channel = 'fax'$w$),
	($w$challenge_mark_form$w$, $w$UPDATE directory.challenge SET mark = 'I1'$w$),
	($w$challenge_state_known$w$, $w$UPDATE directory.challenge SET state = 'lost'$w$),
	($w$challenge_back_to_known$w$, $w$UPDATE directory.challenge SET state = 'checking', typed = '123456', back_to = 'passed'$w$),
	($w$challenge_typed_form$w$, $w$UPDATE directory.challenge SET state = 'checking', typed = '12345', back_to = 'queued'$w$),
	($w$challenge_code_hash_length$w$, $w$UPDATE directory.challenge SET code_hash = '\x00', code_key = 1$w$),
	($w$challenge_tries$w$, $w$UPDATE directory.challenge SET tries_left = 6, wrong_at = now()$w$),
	($w$challenge_wrong_since$w$, $w$UPDATE directory.challenge SET tries_left = 4, wrong_at = NULL$w$),
	($w$challenge_answered_by_known$w$, $w$UPDATE directory.challenge SET answered_by = 'dog'$w$),
	($w$challenge_mark_of_messages$w$, $w$UPDATE directory.challenge SET mark = NULL$w$),
	($w$challenge_checking_whole$w$, $w$UPDATE directory.challenge SET typed = '123456'$w$),
	($w$challenge_checking_whole$w$, $w$UPDATE directory.challenge SET state = 'checking'$w$),
	($w$challenge_code_with_key$w$, $w$UPDATE directory.challenge SET code_key = 1$w$),
	($w$challenge_code_while_open$w$, $w$UPDATE directory.challenge SET state = 'passed', finished_at = now(), code_key = 1, code_hash = decode(repeat('ab', 32), 'hex')$w$),
	($w$challenge_final_since$w$, $w$UPDATE directory.challenge SET state = 'passed'$w$),
	($w$challenge_final_since$w$, $w$UPDATE directory.challenge SET finished_at = now()$w$),
	($w$challenge_sending_since$w$, $w$UPDATE directory.challenge SET state = 'sending'$w$),
	($w$challenge_sending_since$w$, $w$UPDATE directory.challenge SET sending_at = now()$w$),
	($w$challenge_sent_since$w$, $w$UPDATE directory.challenge SET state = 'sent'$w$),
	($w$challenge_delivered_since$w$, $w$UPDATE directory.challenge SET state = 'delivered', sent_at = now()$w$),
	($w$challenge_call_states$w$, $w$UPDATE directory.challenge SET state = 'ringing', sent_at = now()$w$),
	($w$challenge_answered_since$w$, $w$UPDATE directory.challenge SET channel = 'call', state = 'answered', sent_at = now()$w$),
	($w$challenge_machine_is_void$w$, $w$UPDATE directory.challenge SET state = 'passed', finished_at = now(), answered_by = 'machine'$w$),
	($w$challenge_one_open_idx$w$, $w$INSERT INTO directory.challenge SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).* FROM directory.challenge AS c$w$),
	($w$job_pkey$w$, $w$INSERT INTO directory.job OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(j, '{"kind": "check"}')).* FROM directory.job AS j$w$),
	($w$job_challenge_fkey$w$, $w$UPDATE directory.job SET challenge_id = tap.named('none')$w$),
	($w$job_about_one$w$, $w$UPDATE directory.job SET subject = tap.named('none')$w$),
	($w$job_one_open_errand_idx$w$, $w$INSERT INTO directory.job (subject, kind) VALUES (tap.named('none'), 'send'), (tap.named('none'), 'send')$w$),
	($w$replacement_pkey$w$, $w$INSERT INTO directory.replacement SELECT * FROM directory.replacement$w$),
	($w$replacement_case_fkey$w$, $w$UPDATE directory.replacement SET case_id = tap.named('none')$w$),
	($w$replacement_what_known$w$, $w$UPDATE directory.replacement SET what = 'eaten', device_id = (SELECT id FROM directory.device LIMIT 1)$w$),
	($w$replacement_device_fkey$w$, $w$UPDATE directory.replacement SET what = 'lost', device_id = tap.named('none')$w$),
	($w$replacement_device_or_nothing$w$, $w$UPDATE directory.replacement SET what = 'lost'$w$),
	($w$sign_out_pkey$w$, $w$INSERT INTO directory.sign_out SELECT * FROM directory.sign_out$w$),
	($w$sign_out_person_fkey$w$, $w$UPDATE directory.sign_out SET person_id = tap.named('none')$w$),
	($w$sign_out_case_fkey$w$, $w$UPDATE directory.sign_out SET case_id = tap.named('none')$w$),
	($w$sign_out_state_known$w$, $w$UPDATE directory.sign_out SET state = 'perhaps', finished_at = now()$w$),
	($w$sign_out_sending_since$w$, $w$UPDATE directory.sign_out SET state = 'sending'$w$),
	($w$sign_out_finished_since$w$, $w$UPDATE directory.sign_out SET state = 'ended'$w$),
	($w$notice_pkey$w$, $w$INSERT INTO directory.notice SELECT * FROM directory.notice$w$),
	($w$notice_person_fkey$w$, $w$UPDATE directory.notice SET person_id = tap.named('none')$w$),
	($w$notice_case_fkey$w$, $w$UPDATE directory.notice SET case_id = tap.named('none')$w$),
	($w$notice_what_not_empty$w$, $w$UPDATE directory.notice SET what = ''$w$),
	($w$notice_template_known$w$, $w$UPDATE directory.notice SET template = 'fax'$w$),
	($w$notice_channel_of_template$w$, $w$UPDATE directory.notice SET template = 'text'$w$),
	($w$notice_address_form$w$, $w$UPDATE directory.notice SET address = '+15085550142'$w$),
	($w$notice_mark_of_texts$w$, $w$UPDATE directory.notice SET mark = 'K7'$w$),
	($w$notice_state_known$w$, $w$UPDATE directory.notice SET state = 'read'$w$),
	($w$notice_sending_since$w$, $w$UPDATE directory.notice SET state = 'sending'$w$),
	($w$notice_sent_since$w$, $w$UPDATE directory.notice SET state = 'sent'$w$),
	($w$notice_delivered_since$w$, $w$UPDATE directory.notice SET delivered_at = now()$w$),
	($w$worklist_pkey$w$, $w$UPDATE directory.worklist SET id = 1$w$),
	($w$worklist_name_key$w$, $w$UPDATE directory.worklist SET name = 'no-backup'$w$),
	($w$worklist_name_form$w$, $w$UPDATE directory.worklist SET name = 'No backup' WHERE id = 1$w$),
	($w$worklist_older_than_positive$w$, $w$UPDATE directory.worklist SET older_than = interval '0' WHERE id = 1$w$),
	($w$worklist_for_last_not_negative$w$, $w$UPDATE directory.worklist SET for_last = interval '-1 day' WHERE id = 1$w$),
	($w$worklist_one_bound$w$, $w$UPDATE directory.worklist SET older_than = interval '1 day', for_last = interval '1 day' WHERE id = 1$w$),
	($w$listed_pkey$w$, $w$INSERT INTO directory.listed SELECT * FROM directory.listed$w$),
	($w$listed_list_fkey$w$, $w$INSERT INTO directory.listed VALUES (99, tap.method(1, 2), tap.person(1), 1, 0)$w$),
	($w$list_part_list_fkey$w$, $w$INSERT INTO directory.list_part VALUES (99, 1, 1)$w$),
	($w$number_turn_pkey$w$, $w$INSERT INTO directory.number_turn SELECT * FROM directory.number_turn$w$),
	($w$box_pkey$w$, $w$INSERT INTO directory.box SELECT * FROM directory.box$w$),
	($w$box_public_key_length$w$, $w$UPDATE directory.box SET public_key = '\x00'$w$),
	($w$job_kind_known$w$, $w$UPDATE directory.job SET kind = 'rest'$w$),
	($w$job_done_with_outcome$w$, $w$UPDATE directory.job SET done_at = now()$w$),
	($w$job_done_with_outcome$w$, $w$UPDATE directory.job SET outcome = 'sent'$w$),
	($w$job_one_open_idx$w$, $w$INSERT INTO directory.job (challenge_id, kind) SELECT challenge_id, kind FROM directory.job$w$),
	($w$dropped_result_pkey$w$, $w$INSERT INTO directory.dropped_result OVERRIDING SYSTEM VALUE SELECT * FROM directory.dropped_result$w$),
	($w$worker_pkey$w$, $w$INSERT INTO directory.worker SELECT * FROM directory.worker$w$),
	($w$pass_pkey$w$, $w$INSERT INTO directory.pass (id, case_id, person_id, login, form, minutes, asked_at, cancelled_at, cancelled_why)
		SELECT id, case_id, person_id, login, form, minutes, asked_at, now(), 'x' FROM directory.pass$w$),
	($w$pass_one_open_idx$w$, $w$INSERT INTO directory.pass (id, case_id, person_id, login, form, minutes, asked_at)
		SELECT tap.named('second'), case_id, person_id, login, form, minutes, asked_at FROM directory.pass$w$),
	($w$pass_case_fkey$w$, $w$UPDATE directory.pass SET case_id = tap.named('nobody')$w$),
	($w$pass_person_fkey$w$, $w$UPDATE directory.pass SET person_id = tap.named('nobody')$w$),
	($w$pass_form_known$w$, $w$UPDATE directory.pass SET form = 'pictures'$w$),
	($w$pass_minutes_range$w$, $w$UPDATE directory.pass SET minutes = 481$w$),
	($w$pass_minutes_range$w$, $w$UPDATE directory.pass SET minutes = 9$w$),
	($w$pass_salt_length$w$, $w$UPDATE directory.pass SET salt = '\x00'$w$),
	($w$pass_hash_length$w$, $w$UPDATE directory.pass SET hash = '\x00'$w$),
	($w$pass_made_whole$w$, $w$UPDATE directory.pass SET expires_at = NULL$w$),
	($w$pass_made_whole$w$, $w$UPDATE directory.pass SET salt = NULL$w$),
	($w$pass_over_once$w$, $w$UPDATE directory.pass SET salt = NULL, hash = NULL, used_at = now(), cancelled_at = now(), cancelled_why = 'x'$w$),
	($w$pass_used_was_made$w$, $w$UPDATE directory.pass SET salt = NULL, hash = NULL, made_at = NULL, expires_at = NULL, used_at = now()$w$),
	($w$pass_cancelled_with_reason$w$, $w$UPDATE directory.pass SET salt = NULL, hash = NULL, cancelled_at = now()$w$),
	($w$pass_forgotten_when_over$w$, $w$UPDATE directory.pass SET used_at = now()$w$),
	($w$code_set_pkey$w$, $w$INSERT INTO directory.code_set (id, person_id, case_id, contact_id, login, asked_at)
		SELECT id, person_id, case_id, contact_id, login, asked_at FROM directory.code_set$w$),
	($w$code_set_one_idx$w$, $w$INSERT INTO directory.code_set SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* FROM directory.code_set AS s$w$),
	($w$code_set_person_fkey$w$, $w$UPDATE directory.code_set SET person_id = tap.named('nobody')$w$),
	($w$code_set_case_fkey$w$, $w$UPDATE directory.code_set SET case_id = tap.named('none')$w$),
	($w$code_set_contact_fkey$w$, $w$UPDATE directory.code_set SET contact_id = tap.named('none')$w$),
	($w$code_set_salt_length$w$, $w$UPDATE directory.code_set SET salt = '\x00'$w$),
	($w$code_set_cost_range$w$, $w$UPDATE directory.code_set SET cost = 9$w$),
	($w$code_set_cost_range$w$, $w$UPDATE directory.code_set SET cost = 21$w$),
	($w$code_set_made_whole$w$, $w$UPDATE directory.code_set SET salt = NULL$w$),
	($w$code_set_made_whole$w$, $w$UPDATE directory.code_set SET cost = NULL$w$),
	($w$code_set_replaced_made$w$, $w$UPDATE directory.code_set SET made_at = NULL, salt = NULL, cost = NULL, replaced_at = now()$w$),
	($w$recovery_code_pkey$w$, $w$INSERT INTO directory.recovery_code OVERRIDING SYSTEM VALUE SELECT * FROM directory.recovery_code$w$),
	($w$recovery_code_set_fkey$w$, $w$UPDATE directory.recovery_code SET set_id = tap.named('none')$w$),
	($w$recovery_code_hash_length$w$, $w$UPDATE directory.recovery_code SET hash = '\x00'$w$),
	($w$challenge_recovery_to_nobody$w$, $w$UPDATE directory.challenge SET method_id = NULL$w$),
	($w$challenge_recovery_to_nobody$w$, $w$UPDATE directory.challenge SET channel = 'recovery', mark = NULL, purpose = 'proof'$w$),
	($w$challenge_recovery_to_nobody$w$, $w$UPDATE directory.challenge SET channel = 'recovery', mark = NULL, method_id = NULL$w$),
	($w$challenge_typed_form$w$, $w$UPDATE directory.challenge SET state = 'checking', typed = 'ABCDEFGHJKMNPQRU', back_to = 'queued', channel = 'recovery', mark = NULL, method_id = NULL, purpose = 'proof'$w$),
	($w$challenge_one_recovery_idx$w$, $w$UPDATE directory.challenge SET channel = 'recovery', mark = NULL, method_id = NULL, purpose = 'proof';
		INSERT INTO directory.challenge SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).* FROM directory.challenge AS c$w$),
	($w$approval_wish_pkey$w$, $w$INSERT INTO directory.approval_wish SELECT * FROM directory.approval_wish$w$),
	($w$approval_wish_case_fkey$w$, $w$UPDATE directory.approval_wish SET case_id = tap.named('none')$w$),
	($w$pass_try_pkey$w$, $w$INSERT INTO directory.pass_try SELECT * FROM directory.pass_try$w$),
	($w$pass_try_person_fkey$w$, $w$UPDATE directory.pass_try SET person_id = tap.named('nobody')$w$),
	($w$pass_try_state_known$w$, $w$UPDATE directory.pass_try SET state = 'perhaps', typed = NULL, finished_at = now()$w$),
	($w$pass_try_typed_while_checking$w$, $w$UPDATE directory.pass_try SET state = 'refused', finished_at = now()$w$),
	($w$pass_try_finished_since$w$, $w$UPDATE directory.pass_try SET state = 'refused', typed = NULL$w$),
	($w$try_limit_pkey$w$, $w$INSERT INTO directory.try_limit SELECT kind, place + 100, cap, period FROM directory.try_limit$w$),
	($w$try_limit_kind_known$w$, $w$INSERT INTO directory.try_limit VALUES ('moon', 100, 1, '1 day')$w$),
	($w$try_limit_place_key$w$, $w$UPDATE directory.try_limit SET place = 1$w$),
	($w$try_limit_cap_positive$w$, $w$UPDATE directory.try_limit SET cap = 0$w$),
	($w$try_limit_period_positive$w$, $w$UPDATE directory.try_limit SET period = '0'$w$),
	($w$try_count_pkey$w$, $w$INSERT INTO directory.try_count SELECT * FROM directory.try_count$w$),
	($w$try_count_kind_fkey$w$, $w$UPDATE directory.try_count SET kind = 'moon'$w$),
	($w$send_limit_pkey$w$, $w$INSERT INTO directory.send_limit SELECT kind, place + 100, cap, period FROM directory.send_limit$w$),
	($w$send_limit_kind_known$w$, $w$INSERT INTO directory.send_limit VALUES ('moon', 100, 1, '1 day')$w$),
	($w$send_limit_place_key$w$, $w$UPDATE directory.send_limit SET place = 1$w$),
	($w$send_limit_cap_positive$w$, $w$UPDATE directory.send_limit SET cap = 0$w$),
	($w$send_limit_period_positive$w$, $w$UPDATE directory.send_limit SET period = '0'$w$),
	($w$send_count_pkey$w$, $w$INSERT INTO directory.send_count SELECT * FROM directory.send_count$w$),
	($w$send_count_kind_fkey$w$, $w$UPDATE directory.send_count SET kind = 'moon'$w$),
	($w$number_kind_pkey$w$, $w$INSERT INTO directory.number_kind SELECT * FROM directory.number_kind$w$),
	($w$number_check_pkey$w$, $w$INSERT INTO directory.number_check SELECT * FROM directory.number_check$w$),
	($w$number_check_kind_fkey$w$, $w$UPDATE directory.number_check SET kind = 'moon'$w$),
	($w$method_secret_pkey$w$, $w$INSERT INTO directory.method_secret SELECT * FROM directory.method_secret$w$),
	($w$method_secret_method_fkey$w$, $w$UPDATE directory.method_secret SET method_id = tap.named('none')$w$),
	($w$enrolment_pkey$w$, $w$INSERT INTO directory.enrolment SELECT * FROM directory.enrolment$w$),
	($w$enrolment_challenge_fkey$w$, $w$UPDATE directory.enrolment SET challenge_id = tap.named('none')$w$),
	($w$enrolment_public_key_length$w$, $w$UPDATE directory.enrolment SET public_key = '\x00'$w$),
	($w$sign_in_method_failures_count$w$, $w$UPDATE directory.sign_in_method SET failures = -1$w$),
	('value_salt_length', 'UPDATE ledger.value SET salt = ''\x00''')) AS w (name, change);

-- The name of the constraint that refuses, and nothing of it stays.
CREATE FUNCTION tap.refused_by(p_change text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	v_name text;
BEGIN
	EXECUTE p_change;
	RAISE EXCEPTION USING ERRCODE = 'TRIAL';
EXCEPTION WHEN SQLSTATE 'TRIAL' THEN
	RETURN 'nothing';
WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS v_name = CONSTRAINT_NAME;
	RETURN coalesce(nullif(v_name, ''), SQLSTATE || ' ' || SQLERRM);
END
$$;
SELECT CASE WHEN w.name = 'leaf_body_magic' THEN matches(tap.refused_by(w.change), '^leaf_(body_magic|hash_of_body)$', 'leaf_body_magic')
	ELSE is(tap.refused_by(w.change), w.name, w.name || ': ' || left(w.change, 100)) END FROM wrong AS w;

-- Every constraint has a name of ours and a row above; search tables and primary keys too.
SELECT is_empty($$SELECT c.conname FROM pg_constraint AS c
	WHERE c.connamespace IN ('directory'::regnamespace, 'ledger'::regnamespace) AND c.conname NOT IN (SELECT name FROM wrong) AND c.contype IN ('c', 'f', 'u', 'p')
		AND c.conname NOT IN ('device_id_person_key')$$, 'every constraint is tried');  -- what the foreign key of a method's device stands on
SELECT is_empty($$SELECT i.relname FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
	WHERE x.indisunique AND i.relnamespace IN ('directory'::regnamespace, 'ledger'::regnamespace) AND i.relname NOT IN (SELECT name FROM wrong)
		AND i.relname NOT IN ('device_id_person_key')$$, 'and every unique index');
SELECT is_empty($$SELECT a.attrelid::regclass, a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
	WHERE c.relkind = 'r' AND c.relnamespace = 'directory'::regnamespace AND c.relname IN ('person', 'sign_in_method', 'case_file', 'proof', 'approval', 'request')
		AND a.attname IN ('id', 'person_id', 'state', 'kind', 'version', 'login', 'case_id', 'act', 'at', 'digest') AND NOT a.attnotnull$$, 'what a rule reads is never missing');
SELECT * FROM finish();
