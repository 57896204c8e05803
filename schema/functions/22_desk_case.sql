-- Opening, holding and closing a case.

CREATE FUNCTION desk.open_case(p_request uuid, p_who text, p_ticket text, p_by text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
	SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.open_case');
	v_stored jsonb := rule.begin(p_request, 'open_case', pg_catalog.jsonb_build_array(p_who, p_ticket, p_by));
	v_person uuid;
	v_ticket text;
	v_case directory.case_file;
	v_contact uuid;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_person := rule.person_of(p_who);
	v_ticket := rule.clean(p_ticket, 'ticket', 40);
	IF v_ticket !~ rule.setting('ticket_pattern') THEN
		PERFORM rule.fail('MD001', 'that is no ticket number', 'Type it as in "' || rule.setting('ticket_example') || '".');
	END IF;
	SELECT c.* INTO v_case FROM directory.case_file AS c
	WHERE c.person_id = v_person AND c.login = session_user AND c.state = 'open';
	IF NOT FOUND THEN
		PERFORM rule.spend('open_case', v_person);
		INSERT INTO directory.case_file AS c (id, ticket, person_id, login, opened_by, opened_at, last_at, held_xid)
		VALUES (p_request, v_ticket, v_person, session_user, session_user, pg_catalog.clock_timestamp(),
			pg_catalog.clock_timestamp(), pg_catalog.pg_current_xact_id())
		ON CONFLICT (person_id, login) WHERE state = 'open' DO NOTHING
		RETURNING c.* INTO v_case;
		IF NOT FOUND THEN
			PERFORM rule.fail('MD409', 'you opened a case on this person a moment ago', 'Look at your cases.');
		END IF;
	ELSIF v_case.ticket <> v_ticket THEN
		PERFORM rule.fail('MD409', 'you already hold a case on this person: ' || v_case.ticket,
			'Go on in that one, or close it first.');
	ELSE
		v_case := rule.hold_case(v_case.id, false, true);
	END IF;
	v_contact := rule.begin_contact(pg_catalog.gen_random_uuid(), v_case.id, p_by);
	PERFORM rule.record('open_case', p_request, v_case.id, v_person, ARRAY[v_contact], p_by, NULL, 'open', NULL);
	RETURN rule.finish(p_request, v_case.id, ARRAY[v_contact], 'open');
END
$$;

CREATE FUNCTION desk.start_contact(p_request uuid, p_case uuid, p_by text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.start_contact');
	v_stored jsonb := rule.begin(p_request, 'start_contact', pg_catalog.jsonb_build_array(p_case, p_by));
	v_case directory.case_file;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, false, true);
	PERFORM rule.begin_contact(p_request, p_case, p_by);
	PERFORM rule.record('start_contact', p_request, p_case, v_case.person_id, ARRAY[p_request], p_by, NULL, NULL, NULL);
	RETURN rule.finish(p_request, p_case, ARRAY[p_request], 'open');
END
$$;

-- "Caller gone".
CREATE FUNCTION desk.end_contact(p_request uuid, p_case uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.end_contact');
	v_stored jsonb := rule.begin(p_request, 'end_contact', pg_catalog.jsonb_build_array(p_case));
	v_case directory.case_file;
	v_contact directory.contact;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, false);
	v_contact := rule.open_contact(p_case);
	IF v_contact.id IS NULL THEN
		PERFORM rule.fail('MD409', 'nobody is being talked to in this case', 'Start a new contact when the person is here again.');
	END IF;
	PERFORM rule.end_contact(p_case, 'gone');
	PERFORM rule.record('end_contact', p_request, p_case, v_case.person_id, ARRAY[v_contact.id], 'gone', NULL, NULL, NULL);
	RETURN rule.finish(p_request, p_case, ARRAY[v_contact.id], 'gone');
END
$$;

CREATE FUNCTION desk.note(p_request uuid, p_case uuid, p_text text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.note');
	v_stored jsonb := rule.begin(p_request, 'note', pg_catalog.jsonb_build_array(p_case, p_text));
	v_case directory.case_file;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_case := rule.hold_case(p_case, false);
	PERFORM rule.require(v_actor, v_case, 'note', NULL, p_request);
	PERFORM rule.record('note', p_request, p_case, v_case.person_id, NULL, 'noted', NULL, NULL,
		pg_catalog.jsonb_build_object('text', rule.clean(p_text, 'note', 500)));
	RETURN rule.finish(p_request, p_case, '{}', 'noted');
END
$$;

-- The case, locked by the caller, is theirs and open from now on.
CREATE FUNCTION rule.take(p_case directory.case_file) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF EXISTS (SELECT FROM directory.case_file AS c
			WHERE c.person_id = p_case.person_id AND c.login = session_user AND c.state = 'open') THEN
		PERFORM rule.fail('MD409', 'you already hold a case on this person', 'Go on in that one, or close it first.');
	END IF;
	PERFORM rule.spend('take_case', p_case.id);
	PERFORM rule.end_contact(p_case.id, 'taken');
	UPDATE directory.case_file AS c SET state = 'open', closed_at = NULL, outcome = NULL, login = session_user,
		last_at = pg_catalog.clock_timestamp(), held_xid = pg_catalog.pg_current_xact_id()
	WHERE c.id = p_case.id;
EXCEPTION WHEN unique_violation THEN
	PERFORM rule.fail('MD409', 'you opened a case on this person a moment ago', 'Look at your cases.');
END
$$;

-- By a lead, or with a reason. Ends the contact: who takes over did not see the proof.
CREATE FUNCTION desk.take_case(p_request uuid, p_case uuid, p_reason text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.take_case');
	v_stored jsonb := rule.begin(p_request, 'take_case', pg_catalog.jsonb_build_array(p_case, p_reason));
	v_case directory.case_file;
	v_reason text;
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	IF v_actor.role <> 'lead' OR p_reason <> '' THEN
		v_reason := rule.clean(p_reason, 'reason', 200);
	END IF;
	SELECT c.* INTO v_case FROM directory.case_file AS c WHERE c.id = p_case FOR NO KEY UPDATE;
	IF NOT FOUND OR NOT rule.in_scope(v_case.person_id) THEN
		PERFORM rule.fail_not_found('case');
	ELSIF v_case.state = 'closed' THEN
		PERFORM rule.fail('MD409', 'the case is closed', 'Open a new case.');
	ELSIF v_case.login = session_user THEN
		PERFORM rule.fail('MD409', 'you hold this case already', 'Go on in it.');
	END IF;
	PERFORM rule.take(v_case);
	PERFORM rule.record('take_case', p_request, p_case, v_case.person_id, NULL, 'taken', v_case.login, session_user::text,
		pg_catalog.jsonb_build_object('reason', v_reason));
	RETURN rule.finish(p_request, p_case, '{}', 'open');
END
$$;

-- p_suspensions: keep or undo; needed where something that the case suspended is suspended still.
CREATE FUNCTION desk.close_case(p_request uuid, p_case uuid, p_outcome text, p_suspensions text DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
	v_actor rule.actor := rule.guard('desk.close_case');
	v_stored jsonb := rule.begin(p_request, 'close_case', pg_catalog.jsonb_build_array(p_case, p_outcome, p_suspensions));
	v_case directory.case_file;
	v_outcome text;
	v_kept uuid[];
BEGIN
	IF v_stored IS NOT NULL THEN
		RETURN v_stored;
	END IF;
	v_outcome := rule.clean(p_outcome, 'outcome', 200);
	v_case := rule.hold_case(p_case, true, true);
	PERFORM rule.require(v_actor, v_case, 'close_case', NULL, p_request);
	v_kept := rule.settle(v_actor, v_case, p_suspensions, p_request);
	PERFORM rule.end_contact(p_case, 'closed');
	UPDATE directory.case_file AS c SET state = 'closed', closed_at = pg_catalog.clock_timestamp(), outcome = v_outcome
	WHERE c.id = p_case;
	PERFORM rule.record('close_case', p_request, p_case, v_case.person_id, v_kept, 'closed', 'open', 'closed',
		pg_catalog.jsonb_build_object('text', v_outcome));
	RETURN rule.finish(p_request, p_case, '{}', 'closed');
END
$$;
