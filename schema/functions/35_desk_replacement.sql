-- The replaced phone, step by step. The steps are read from what is there: whoever
-- takes the case over, and whenever, finds them as they are. Nothing can be done
-- here that cannot be done by the single acts.

CREATE FUNCTION rule.happened_words(p_what text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN CASE p_what WHEN 'kept' THEN 'replaced, number kept' WHEN 'changed' THEN 'replaced, number changed'
		WHEN 'nothing' THEN 'nothing to suspend' ELSE p_what END;

-- The person's methods in this state, tested in this case or not, the newest first.
CREATE FUNCTION rule.methods_of(p_case directory.case_file, p_state text, p_tested boolean) RETURNS uuid[]
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN ARRAY(SELECT m.id FROM directory.sign_in_method AS m
		WHERE m.person_id = p_case.person_id AND m.state = p_state AND m.authority = 'here'
			AND (COALESCE(m.tested_at, '-infinity') >= p_case.opened_at) = p_tested
			AND (m.number IS NOT NULL OR EXISTS (SELECT FROM directory.method_secret AS s WHERE s.method_id = m.id))
		ORDER BY m.added_at DESC, rule.strength(m.kind), m.id);
END
$$;

CREATE FUNCTION rule.step(p_step text, p_state text, p_text text, p_target uuid DEFAULT NULL) RETURNS jsonb
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.jsonb_build_object('step', p_step, 'state', p_state, 'text', p_text, 'target', p_target);

CREATE FUNCTION rule.step_happened(p_case directory.case_file, p_job directory.replacement) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN CASE WHEN p_job.case_id IS NULL THEN rule.step('happened', 'open', 'lost, stolen or replaced? which device?')
		ELSE rule.step('happened', 'done', rule.happened_words(p_job.what) || COALESCE((
			SELECT ' · ' || d.name || CASE WHEN rule.suspended_here(p_case.id) = '{}' THEN ''
				ELSE ' · suspended: ' || rule.labels(rule.suspended_here(p_case.id)) END
			FROM directory.device AS d WHERE d.id = p_job.device_id), '')
			|| COALESCE(' · ' || (SELECT rule.sign_out_words(s.state, s.reason) FROM rule.last_sign_out(p_case.id) AS s), ''),
			p_job.device_id) END;
END
$$;

-- For whom nothing is left: what to bring, where and when.
CREATE FUNCTION rule.bring_words() RETURNS text
	LANGUAGE sql STABLE
	RETURN 'Bring a badge, a passport, a driving licence or a national ID to '
		|| COALESCE(NULLIF(rule.setting('desk_room'), ''), 'the counter of ' || rule.setting('desk_name'))
		|| COALESCE(', ' || NULLIF(rule.setting('desk_hours'), ''), '')
		|| '. Or show one on video, where a colleague looks at it too.';

CREATE FUNCTION rule.step_prove(p_case directory.case_file, p_job directory.replacement) RETURNS jsonb
	LANGUAGE sql
	RETURN CASE WHEN p_job.finished_at IS NOT NULL THEN rule.step('prove', 'done', 'it was proven')
		WHEN rule.proven_until(p_case.id) > pg_catalog.clock_timestamp()
			THEN rule.step('prove', 'done', 'until ' || rule.rfc3339(rule.proven_until(p_case.id)))
		WHEN (rule.open_contact(p_case.id)).id IS NULL THEN rule.step('prove', 'blocked', 'nobody is here: begin a new contact')
		WHEN rule.doubted(p_case.person_id) THEN rule.step('prove', 'blocked', 'there is doubt: a lead clears it')
		WHEN rule.has_shown((rule.open_contact(p_case.id)).id, rule.proof_age())
			THEN rule.step('prove', 'open', rule.more_proof((rule.open_contact(p_case.id)).id, rule.proof_age()))
		WHEN rule.proven_at(p_case.id, NULL) IS NOT NULL THEN rule.step('prove', 'open', 'the proof is too old for a change: prove again')
		WHEN p_job.stuck_at IS NOT NULL THEN rule.step('prove', 'open', 'could not be proven at ' || rule.rfc3339(p_job.stuck_at)
			|| E'\n' || rule.bring_words())
		ELSE rule.step('prove', 'open', rule.more_proof((rule.open_contact(p_case.id)).id, rule.proof_age())) END;

-- By which acts a new way in can be had now: nobody can scan a QR code by phone.
CREATE FUNCTION rule.way_in_acts(p_case uuid) RETURNS text[]
	LANGUAGE sql
	RETURN CASE (rule.open_contact(p_case)).here_by WHEN 'phone' THEN ARRAY['add_phone', 'issue_pass']
		ELSE ARRAY['enrol', 'add_phone', 'issue_pass'] END;

-- Active ways in by which a code came back in this case.
CREATE FUNCTION rule.step_way_in(p_case directory.case_file, p_job directory.replacement) RETURNS jsonb
	LANGUAGE sql
	RETURN CASE WHEN rule.methods_of(p_case, 'active', true) <> '{}'
			THEN rule.step('way-in', 'done', rule.labels(rule.methods_of(p_case, 'active', true)))
		WHEN (rule.open_pass(p_case.person_id)).id IS NOT NULL
			THEN rule.step('way-in', 'done', 'a pass, until ' || rule.rfc3339((rule.open_pass(p_case.person_id)).expires_at))
		WHEN rule.methods_of(p_case, 'pending', false) <> '{}'
			THEN rule.step('way-in', 'open', 'confirm ' || rule.labels(rule.methods_of(p_case, 'pending', false)),
				(rule.methods_of(p_case, 'pending', false))[1])
		WHEN rule.proven_until(p_case.id) > pg_catalog.clock_timestamp() IS NOT TRUE
			THEN rule.step('way-in', 'blocked', 'first prove who it is')
		ELSE rule.step('way-in', 'open', CASE WHEN NOT 'enrol' = ANY (rule.way_in_acts(p_case.id))
			THEN 'give a pass, or add a phone; nobody can scan a QR code by phone' ELSE 'enrol an authenticator, add a phone, or give a pass' END) END;

CREATE FUNCTION rule.step_backup(p_case directory.case_file) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN CASE WHEN (SELECT pg_catalog.count(DISTINCT COALESCE(w.stands_on, '')) FROM rule.ways_in(p_case.person_id) AS w) >= 2
			THEN rule.step('backup', 'done', 'there is a second way in, on another device')
		ELSE rule.step('backup', 'optional', 'none: if the only device is lost, nothing is left') END;
END
$$;

CREATE FUNCTION rule.step_test(p_case directory.case_file) RETURNS jsonb
	LANGUAGE sql
	RETURN CASE WHEN rule.methods_of(p_case, 'pending', false) <> '{}'
			THEN rule.step('test', 'open', rule.labels(rule.methods_of(p_case, 'pending', false)),
				(rule.methods_of(p_case, 'pending', false))[1])
		WHEN rule.methods_of(p_case, 'active', false) <> '{}'
			THEN rule.step('test', 'optional', rule.labels(rule.methods_of(p_case, 'active', false)),
				(rule.methods_of(p_case, 'active', false))[1])
		WHEN rule.methods_of(p_case, 'active', true) = '{}' THEN rule.step('test', 'blocked', 'nothing to test yet')
		ELSE rule.step('test', 'done', 'a code came back by every one') END;

CREATE FUNCTION rule.default_of(p_person uuid) RETURNS directory.sign_in_method
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT m FROM directory.sign_in_method AS m WHERE m.person_id = p_person AND m.is_default AND m.state = 'active');
END
$$;

CREATE FUNCTION rule.step_default(p_case directory.case_file) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN CASE WHEN (rule.default_of(p_case.person_id)).id IS NOT NULL
			THEN rule.step('default', 'done', rule.target_label((rule.default_of(p_case.person_id)).id))
		WHEN NOT EXISTS (SELECT FROM rule.ways_in(p_case.person_id)) THEN rule.step('default', 'blocked', 'no active sign-in method')
		ELSE rule.step('default', 'open', 'none: the first to be asked', (SELECT m.id FROM directory.sign_in_method AS m
			WHERE m.person_id = p_case.person_id AND m.state = 'active' AND m.authority = 'here' AND rule.strength(m.kind) IS NOT NULL
			ORDER BY COALESCE(m.tested_at, '-infinity') < p_case.opened_at, rule.strength(m.kind), m.tested_at DESC NULLS LAST LIMIT 1)) END;
END
$$;

-- Nothing was tested, and a pass is open: the person registers by themselves, and the case waits for that.
CREATE FUNCTION rule.waits_for_pass(p_case directory.case_file) RETURNS boolean
	LANGUAGE sql
	RETURN rule.methods_of(p_case, 'active', true) = '{}' AND (rule.open_pass(p_case.person_id)).id IS NOT NULL;

-- Why the case cannot be finished now; NULL: it can.
CREATE FUNCTION rule.not_finished_why(p_case directory.case_file, p_job directory.replacement) RETURNS text
	LANGUAGE sql
	RETURN CASE WHEN p_job.case_id IS NULL THEN 'say first what happened'
		WHEN rule.waits_for_pass(p_case) THEN CASE WHEN p_job.aftercare_at IS NOT NULL THEN 'in after-care until the pass was used and a way in was tested' END
		WHEN rule.methods_of(p_case, 'active', true) = '{}' THEN 'no code came back by a way in yet: test it'
		WHEN rule.methods_of(p_case, 'pending', false) <> '{}' THEN 'not confirmed: ' || rule.labels(rule.methods_of(p_case, 'pending', false))
		WHEN (rule.default_of(p_case.person_id)).id IS NULL THEN 'there is no default sign-in method' END;

-- What the case was closed with: three lines for the ticket.
CREATE FUNCTION rule.finish_words(p_case directory.case_file, p_job directory.replacement, p_revoked uuid[]) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN rule.happened_words(p_job.what) || COALESCE(': ' || (SELECT d.name FROM directory.device AS d WHERE d.id = p_job.device_id), '')
			|| COALESCE(', revoked ' || rule.labels(p_revoked), '') || E'\n'
		|| 'Tested: ' || rule.labels(rule.methods_of(p_case, 'active', true)) || '. Default: '
			|| rule.target_label((rule.default_of(p_case.person_id)).id) || E'\n'
		|| 'Took ' || GREATEST(1, EXTRACT(epoch FROM pg_catalog.clock_timestamp() - p_case.opened_at)::int / 60) || ' min';
END
$$;

CREATE FUNCTION rule.step_finish(p_case directory.case_file, p_job directory.replacement) RETURNS jsonb
	LANGUAGE sql
	RETURN CASE WHEN p_job.finished_at IS NOT NULL THEN rule.step('finish', 'done', p_case.outcome)
		WHEN rule.not_finished_why(p_case, p_job) IS NOT NULL THEN rule.step('finish', 'blocked', rule.not_finished_why(p_case, p_job))
		WHEN rule.proven_at(p_case.id, NULL) IS NULL THEN rule.step('finish', 'blocked', 'it is not proven who this is')
		ELSE rule.step('finish', 'open', COALESCE('revoke ' || rule.labels(rule.suspended_here(p_case.id)) || ', ', '')
			|| CASE WHEN rule.lacks_sign_out(p_case.id) AND (rule.last_sign_out(p_case.id)).state IS DISTINCT FROM 'no hook'
				THEN 'end the sessions, ' ELSE '' END
			|| CASE WHEN rule.waits_for_pass(p_case) THEN 'and wait for the pass to be used' ELSE 'close the case' END) END;

-- What can be tested or be the default: the active methods, those first by which a code came back in this case.
CREATE FUNCTION rule.active_json(p_case directory.case_file) RETURNS jsonb
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', i.id, 'label', rule.target_label(i.id),
			'tested', i.id = ANY (rule.methods_of(p_case, 'active', true))) ORDER BY i.place), '[]')
		FROM pg_catalog.unnest(rule.methods_of(p_case, 'active', true) || rule.methods_of(p_case, 'active', false))
			WITH ORDINALITY AS i (id, place));
END
$$;

CREATE FUNCTION rule.replacement_json(p_case directory.case_file, p_job directory.replacement) RETURNS jsonb
	LANGUAGE sql
	RETURN pg_catalog.jsonb_build_object('case', p_case.id, 'what', p_job.what, 'device', p_job.device_id,
		'stuck', p_job.stuck_at IS NOT NULL, 'ways', rule.way_in_acts(p_case.id),
		'bring', rule.bring_words(), 'active', rule.active_json(p_case),
		'awaits', COALESCE((rule.last_sign_out(p_case.id)).state IN ('queued', 'sending'), false),
		'steps', pg_catalog.jsonb_build_array(rule.step_happened(p_case, p_job), rule.step_prove(p_case, p_job),
			rule.step_way_in(p_case, p_job), rule.step_backup(p_case), rule.step_test(p_case), rule.step_default(p_case),
			rule.step_finish(p_case, p_job)));

CREATE FUNCTION rule.replacement_of(p_case uuid) RETURNS directory.replacement
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT r FROM directory.replacement AS r WHERE r.case_id = p_case);
END
$$;

CREATE FUNCTION desk.replacement(p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.replacement');
	v_case directory.case_file;
BEGIN
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case;
	IF NOT FOUND OR NOT rule.readable(v_case) THEN
		PERFORM rule.fail_not_found('case');
	END IF;
	PERFORM rule.refuse_idle(v_case);
	PERFORM rule.committed(v_case.held_xid);
	RETURN rule.replacement_json(v_case, rule.replacement_of(p_case));
END
$$;

-- What happened, and with it the suspension that fits: a number that was kept goes on, a lost or stolen one does not.
CREATE FUNCTION desk.begin_replacement(p_request uuid, p_case uuid, p_version bigint, p_what text, p_device uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.begin_replacement');
	v_stored jsonb := rule.begin(p_request, 'begin_replacement', pg_catalog.jsonb_build_array(p_case, p_version, p_what, p_device));
	v_case directory.case_file;
	v_ids uuid[] := '{}';
	v_before text;
	v_private jsonb;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	PERFORM rule.choice(p_what, 'what happened', ARRAY['lost', 'stolen', 'kept', 'changed', 'nothing']);
	v_case := rule.hold_case(p_case, true);
	IF (p_what = 'nothing') <> (p_device IS NULL) THEN
		PERFORM rule.fail('MD001', CASE p_what WHEN 'nothing' THEN 'nothing happened to a device, and one is named'
			ELSE 'which device was ' || rule.happened_words(p_what) || '?' END, 'Name the device, or say that there is nothing to suspend.');
	ELSIF (rule.replacement_of(p_case)).case_id IS NOT NULL THEN
		PERFORM rule.fail('MD409', 'it was said already: ' || rule.happened_words((rule.replacement_of(p_case)).what),
			'More can be suspended on the account.');
	END IF;
	IF p_device IS NOT NULL THEN
		PERFORM rule.require(v_actor, v_case, 'suspend', p_device::text, p_request);
		IF NOT EXISTS (SELECT FROM directory.device AS d WHERE d.id = p_device AND d.person_id = v_case.person_id) THEN
			PERFORM rule.fail_not_found('device of this person');
		END IF;
		v_ids := rule.suspendable(rule.targets(v_case.person_id, p_device), p_device, CASE p_what WHEN 'kept' THEN 'replaced' ELSE p_what END);
	END IF;
	IF v_ids <> '{}' THEN
		v_before := rule.states(v_ids);
		v_private := rule.suspend(v_actor, v_case, p_version, v_ids, CASE WHEN p_what IN ('kept', 'changed') THEN 'replaced' ELSE p_what END, p_request);
	END IF;
	INSERT INTO directory.replacement (case_id, what, device_id, begun_at)
	VALUES (p_case, p_what, p_device, pg_catalog.clock_timestamp());
	PERFORM rule.record('begin_replacement', p_request, p_case, v_case.person_id,
		CASE WHEN p_device IS NOT NULL THEN rule.named(p_device, v_ids) END, 'begun', v_before, rule.states(v_ids),
		pg_catalog.jsonb_build_object('reason', rule.happened_words(p_what)));
	RETURN rule.finish(p_request, p_case, v_ids, 'begun', v_private);
END
$$;

-- Nothing is left by which this person could be proven now: the case waits, and it is said what to bring.
CREATE FUNCTION desk.set_stuck(p_request uuid, p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.set_stuck');
	v_stored jsonb := rule.begin(p_request, 'set_stuck', pg_catalog.jsonb_build_array(p_case));
	v_bring jsonb := pg_catalog.jsonb_build_object('bring', rule.bring_words());
	v_case directory.case_file;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored || v_bring;
	END IF;
	v_case := rule.hold_case(p_case, false);
	IF (rule.replacement_of(p_case)).case_id IS NULL THEN
		PERFORM rule.fail('MD409', 'nothing was begun', 'Say first what happened.');
	ELSIF rule.proven_until(p_case) > pg_catalog.clock_timestamp() THEN
		PERFORM rule.fail('MD409', 'this person is proven', 'Go on.');
	END IF;
	UPDATE directory.replacement AS r SET stuck_at = pg_catalog.clock_timestamp() WHERE r.case_id = p_case;
	PERFORM rule.record('set_stuck', p_request, p_case, v_case.person_id, NULL, 'stuck', NULL, NULL, NULL);
	RETURN rule.finish(p_request, p_case, '{}', 'stuck') || v_bring;
END
$$;

-- The end, in one transaction: what was suspended here is revoked, sessions end, the case is closed with what was done.
CREATE FUNCTION desk.finish(p_request uuid, p_case uuid, p_version bigint) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.finish');
	v_stored jsonb := rule.begin(p_request, 'finish', pg_catalog.jsonb_build_array(p_case, p_version));
	v_case directory.case_file;
	v_job directory.replacement;
	v_ids uuid[];
	v_outcome text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, true);
	v_job := rule.replacement_of(p_case);
	PERFORM rule.refuse_doubted(v_case.person_id);
	PERFORM rule.refuse_disabled(v_case.person_id);
	PERFORM rule.require(v_actor, v_case, 'finish', NULL, p_request);
	IF rule.not_finished_why(v_case, v_job) IS NOT NULL THEN
		PERFORM rule.fail('MD451', 'not finished: ' || rule.not_finished_why(v_case, v_job), 'Do that step first.');
	END IF;
	PERFORM rule.bump(v_case.person_id, p_version);
	v_ids := rule.suspended_here(p_case);
	PERFORM rule.revoke(v_case.person_id, v_ids, NULL);
	PERFORM rule.sign_out(v_case, p_request) WHERE rule.lacks_sign_out(p_case);
	IF rule.waits_for_pass(v_case) THEN
		UPDATE directory.replacement AS r SET aftercare_at = pg_catalog.clock_timestamp() WHERE r.case_id = p_case;
		PERFORM rule.record('finish', p_request, p_case, v_case.person_id, v_ids, 'after-care', NULL, NULL, NULL);
		RETURN rule.finish(p_request, p_case, v_ids, 'after-care');
	END IF;
	v_outcome := rule.finish_words(v_case, v_job, v_ids);
	PERFORM rule.end_contact(p_case, 'closed');
	UPDATE directory.replacement AS r SET finished_at = pg_catalog.clock_timestamp() WHERE r.case_id = p_case;
	UPDATE directory.case_file AS c SET state = 'closed', closed_at = pg_catalog.clock_timestamp(), outcome = v_outcome
	WHERE c.id = p_case;
	PERFORM rule.record('finish', p_request, p_case, v_case.person_id, v_ids, 'finished', 'open', 'closed',
		pg_catalog.jsonb_build_object('text', v_outcome));
	RETURN rule.finish(p_request, p_case, v_ids, 'finished');
END
$$;

-- By a lead, who holds it from then on.
CREATE FUNCTION desk.reopen_case(p_request uuid, p_case uuid, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.reopen_case');
	v_stored jsonb := rule.begin(p_request, 'reopen_case', pg_catalog.jsonb_build_array(p_case, p_reason));
	v_case directory.case_file;
	v_reason text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_reason := rule.clean(p_reason, 'reason', 200);
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case FOR NO KEY UPDATE;
	IF NOT FOUND OR NOT rule.in_scope(v_case.person_id) THEN
		PERFORM rule.fail_not_found('case');
	ELSIF v_case.state <> 'closed' THEN
		PERFORM rule.fail('MD409', 'the case is open', 'Take it over, or ask ' || v_case.login || '.');
	END IF;
	PERFORM rule.take(v_case);
	UPDATE directory.replacement AS r SET finished_at = NULL, stuck_at = NULL WHERE r.case_id = p_case;
	PERFORM rule.record('reopen_case', p_request, p_case, v_case.person_id, NULL, 'reopened', 'closed', 'open',
		pg_catalog.jsonb_build_object('reason', v_reason));
	RETURN rule.finish(p_request, p_case, '{}', 'open');
END
$$;
