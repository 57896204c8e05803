-- The simulated carrier's memory and the handsets, for demonstrations and
-- tests only: no part of a real directory. Run by the installer, as often as
-- wanted: tables stay, functions are replaced as a whole.
--
-- What was sent and what arrived is kept in the clear: a handset shows it.

DO $$
DECLARE
	v_statement text;
BEGIN
	IF (SELECT s.value FROM directory.setting AS s WHERE s.name = 'demonstration') IS DISTINCT FROM 'true' THEN
		RAISE EXCEPTION USING ERRCODE = 'MD451', MESSAGE = 'this directory is no demonstration',
			HINT = 'A simulated carrier has no place in a real one.';
	END IF;
	IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'mfadesk_sim') THEN
		CREATE ROLE mfadesk_sim;
	END IF;
	ALTER ROLE mfadesk_sim LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 20;
	EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO mfadesk_sim', pg_catalog.current_database());
	CREATE SCHEMA IF NOT EXISTS sim;
	FOREACH v_statement IN ARRAY ARRAY(
		SELECT pg_catalog.format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::pg_catalog.regprocedure)
		FROM pg_catalog.pg_proc AS p WHERE p.pronamespace = 'sim'::pg_catalog.regnamespace)
	LOOP
		EXECUTE v_statement;
	END LOOP;
	DROP TYPE IF EXISTS sim.answer;
END
$$;

-- One row. Who changes anything holds it until the end, so that changes come in the order of their serials and nobody
-- waits for two things.
CREATE TABLE IF NOT EXISTS sim.counter (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	serial bigint NOT NULL
);
INSERT INTO sim.counter (serial) VALUES (0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS sim.message (
	sid text PRIMARY KEY,
	account text NOT NULL,
	recipient text NOT NULL,
	sender text,
	service text,
	body text NOT NULL,     -- the carrier's, until it is redacted
	shown text NOT NULL,    -- the handset's
	status text NOT NULL CHECK (status IN ('queued', 'sent', 'delivered', 'undelivered', 'canceled')),
	error_code int,
	deleted boolean NOT NULL DEFAULT false,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	sent_at timestamptz,
	updated_at timestamptz,
	serial bigint
);
CREATE INDEX IF NOT EXISTS message_recipient_idx ON sim.message (recipient, created_at);
CREATE INDEX IF NOT EXISTS message_serial_idx ON sim.message (serial);

CREATE TABLE IF NOT EXISTS sim.call (
	sid text PRIMARY KEY,
	account text NOT NULL,
	recipient text NOT NULL,
	sender text NOT NULL,
	twiml text NOT NULL,
	digits text,
	detection text,         -- what MachineDetection asked for; NULL: nothing
	status text NOT NULL CHECK (status IN ('ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled')),
	voicemail boolean NOT NULL DEFAULT false,
	rings_until timestamptz NOT NULL,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	answered_at timestamptz,
	ended_at timestamptz,
	updated_at timestamptz,
	serial bigint
);
CREATE INDEX IF NOT EXISTS call_recipient_idx ON sim.call (recipient, created_at);
CREATE INDEX IF NOT EXISTS call_serial_idx ON sim.call (serial);
CREATE INDEX IF NOT EXISTS call_ringing_idx ON sim.call (rings_until) WHERE status = 'ringing';

CREATE TABLE IF NOT EXISTS sim.mail (
	id uuid PRIMARY KEY,
	recipient text NOT NULL,
	subject text NOT NULL,
	body text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	updated_at timestamptz,
	serial bigint
);
CREATE INDEX IF NOT EXISTS mail_recipient_idx ON sim.mail (recipient, created_at);
CREATE INDEX IF NOT EXISTS mail_serial_idx ON sim.mail (serial);

-- What can go wrong: "refused" is answered instead of doing what was asked, "accepted" spoils the answer afterwards,
-- "fate" is what becomes of the text or call.
CREATE TABLE IF NOT EXISTS sim.fault_kind (
	name text PRIMARY KEY,
	stage text NOT NULL CHECK (stage IN ('refused', 'accepted', 'fate')),
	texts boolean NOT NULL,
	calls boolean NOT NULL
);
ALTER TABLE sim.fault_kind ADD COLUMN IF NOT EXISTS mails boolean NOT NULL DEFAULT false;
INSERT INTO sim.fault_kind (name, stage, texts, calls) VALUES
	('400', 'refused', true, true), ('401', 'refused', true, true), ('404', 'refused', true, true),
	('429', 'refused', true, true), ('429-retry-after', 'refused', true, true),
	('500', 'refused', true, true), ('500-after', 'accepted', true, true),
	('503', 'refused', true, true), ('503-after', 'accepted', true, true),
	('slow-headers', 'accepted', true, true), ('slow-headers-before', 'refused', true, true),
	('slow-body', 'accepted', true, true), ('slow-body-before', 'refused', true, true),
	('cut', 'accepted', true, true), ('cut-before', 'refused', true, true),
	('hang-up', 'accepted', true, true), ('hang-up-before', 'refused', true, true),
	('garbage', 'accepted', true, true), ('garbage-before', 'refused', true, true),
	('huge', 'accepted', true, true), ('huge-before', 'refused', true, true),
	('wrong-id', 'accepted', true, true), ('wrong-id-before', 'refused', true, true),
	('never-sent', 'fate', true, false), ('never-delivered', 'fate', true, false), ('undelivered', 'fate', true, false),
	('unreachable', 'fate', true, true), ('opted-out', 'fate', true, false),
	('not-redacted', 'refused', true, false),
	('busy', 'fate', false, true), ('no-answer', 'fate', false, true), ('voicemail', 'fate', false, true)
ON CONFLICT (name) DO UPDATE SET stage = EXCLUDED.stage, texts = EXCLUDED.texts, calls = EXCLUDED.calls;
-- Of a mail nothing is asked or told behind the answer to its posting.
UPDATE sim.fault_kind AS k SET mails = k.stage <> 'fate' AND k.name <> 'not-redacted';

CREATE TABLE IF NOT EXISTS sim.fault (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	number text,                                           -- or an address, or "mails": of all; NULL: all but mails
	kind text NOT NULL REFERENCES sim.fault_kind,
	requests text NOT NULL CHECK (requests IN ('send', 'other', 'any')),
	remaining int CHECK (remaining > 0),                   -- NULL: without end
	until timestamptz
);
ALTER TABLE sim.fault DROP CONSTRAINT IF EXISTS fault_number_check,
	ADD CONSTRAINT fault_number_check CHECK (number ~ '^([+][1-9][0-9]{6,14}|[^@[:space:]]+@[^@[:space:]]+|mails)$');

CREATE TYPE sim.answer AS (status int, body text, fault text);

-- Every change of what a handset shows gets the next serial, and tells those who listen.

CREATE FUNCTION sim.lock() RETURNS void
	LANGUAGE sql
AS $$
	SELECT FROM sim.counter FOR UPDATE
$$;

CREATE FUNCTION sim.changed() RETURNS trigger
	LANGUAGE plpgsql
AS $$
BEGIN
	UPDATE sim.counter AS c SET serial = c.serial + 1 RETURNING c.serial INTO NEW.serial;
	NEW.updated_at := pg_catalog.clock_timestamp();
	IF pg_catalog.pg_notification_queue_usage() < 0.5 THEN
		NOTIFY mfadesk, '';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON sim.message FOR EACH ROW EXECUTE FUNCTION sim.changed();
CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON sim.mail FOR EACH ROW EXECUTE FUNCTION sim.changed();
CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON sim.call FOR EACH ROW EXECUTE FUNCTION sim.changed();

-- Ends the calls that rang long enough; milliseconds until the next one will have, NULL where none rings.
CREATE FUNCTION sim.settle() RETURNS bigint
	LANGUAGE plpgsql
AS $$
BEGIN
	IF EXISTS (SELECT FROM sim.call AS c WHERE c.status = 'ringing' AND c.rings_until <= pg_catalog.clock_timestamp()) THEN
		PERFORM sim.lock();
		UPDATE sim.call AS c SET status = 'no-answer', ended_at = c.rings_until
		WHERE c.status = 'ringing' AND c.rings_until <= pg_catalog.clock_timestamp();
	END IF;
	RETURN (SELECT pg_catalog.ceil(1000 * EXTRACT(epoch FROM pg_catalog.min(c.rings_until) - pg_catalog.clock_timestamp()))
		FROM sim.call AS c WHERE c.status = 'ringing');
END
$$;

-- Faults.

-- The kind of fault that this request meets, and one time less for it; NULL where none.
CREATE FUNCTION sim.meet_fault(p_number text, p_request text, p_what text, p_redaction boolean DEFAULT false) RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	v_fault sim.fault;
BEGIN
	DELETE FROM sim.fault AS f WHERE f.until <= pg_catalog.clock_timestamp();
	SELECT f.* INTO v_fault FROM sim.fault AS f JOIN sim.fault_kind AS k ON k.name = f.kind
	WHERE (f.number = p_number OR CASE p_what WHEN 'mail' THEN f.number = 'mails' ELSE f.number IS NULL END) AND f.requests IN (p_request, 'any')
		AND (k.stage <> 'fate' OR p_request = 'send') AND (k.name <> 'not-redacted' OR p_redaction)
		AND CASE p_what WHEN 'text' THEN k.texts WHEN 'call' THEN k.calls ELSE k.mails END
	ORDER BY f.number = p_number DESC NULLS LAST, f.id
	LIMIT 1 FOR UPDATE OF f;
	IF v_fault.remaining > 1 THEN
		UPDATE sim.fault AS f SET remaining = f.remaining - 1 WHERE f.id = v_fault.id;
	ELSIF v_fault.remaining = 1 THEN
		DELETE FROM sim.fault AS f WHERE f.id = v_fault.id;
	END IF;
	RETURN v_fault.kind;
END
$$;

CREATE FUNCTION sim.is_accepted(p_fault text) RETURNS boolean
	LANGUAGE sql STABLE
AS $$
	SELECT NOT EXISTS (SELECT FROM sim.fault_kind AS k WHERE k.name = p_fault AND k.stage = 'refused')
$$;

CREATE FUNCTION sim.set_fault(p_number text, p_kind text, p_requests text, p_count int, p_seconds int) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_requests <> 'send' AND EXISTS (SELECT FROM sim.fault_kind AS k WHERE k.name = p_kind AND k.stage = 'fate') THEN
		RAISE EXCEPTION USING ERRCODE = 'MD001', MESSAGE = p_kind || ' is what becomes of a text or call: it goes with --on send only';
	ELSIF p_number ~ '@|^mails$' AND NOT (p_requests = 'send' AND EXISTS (SELECT FROM sim.fault_kind AS k WHERE k.name = p_kind AND k.mails)) THEN
		RAISE EXCEPTION USING ERRCODE = 'MD001', MESSAGE = 'mails are only sent, and do not meet ' || p_kind;
	ELSIF p_requests = 'send' AND p_kind = 'not-redacted' THEN
		RAISE EXCEPTION USING ERRCODE = 'MD001', MESSAGE = p_kind || ' is met by a redaction: it goes with --on other';
	END IF;
	INSERT INTO sim.fault (number, kind, requests, remaining, until)
	VALUES (NULLIF(p_number, 'all'), p_kind, p_requests, p_count,
		pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => p_seconds));
END
$$;

-- The carrier's answers.

CREATE FUNCTION sim.date(p_at timestamptz) RETURNS text
	LANGUAGE sql STABLE
AS $$
	SELECT pg_catalog.to_char(p_at AT TIME ZONE 'UTC', 'Dy, DD Mon YYYY HH24:MI:SS') || ' +0000'
$$;

CREATE FUNCTION sim.refusal(p_status int, p_code int, p_message text) RETURNS sim.answer
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT ROW(p_status, pg_catalog.json_build_object('code', p_code, 'message', p_message,
		'more_info', 'https://www.twilio.com/docs/errors/' || p_code, 'status', p_status)::text, NULL)::sim.answer
$$;

CREATE FUNCTION sim.not_found(p_account text, p_what text) RETURNS sim.answer
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT sim.refusal(404, 20404, 'The requested resource /2010-04-01/Accounts/' || p_account || '/' || p_what || '.json was not found')
$$;

CREATE FUNCTION sim.other_sid(p_sid text) RETURNS text
	LANGUAGE sql VOLATILE
AS $$
	SELECT pg_catalog.left(p_sid, 2) || pg_catalog.replace(pg_catalog.gen_random_uuid()::text, '-', '')
$$;

CREATE FUNCTION sim.is_number(p_number text) RETURNS boolean
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT p_number ~ '^[+][1-9][0-9]{6,14}$'
$$;

-- A day, or a moment, in UTC; NULL where it is neither.
CREATE FUNCTION sim.moment(p_text text) RETURNS timestamp
	LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
	IF p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$' THEN
		RETURN pg_catalog.rtrim(p_text, 'Z')::timestamp;
	END IF;
	RETURN NULL;
EXCEPTION WHEN datetime_field_overflow THEN
	RETURN NULL;
END
$$;

-- Whether it lies in what DateSent=, DateSent<= and DateSent>= (the same with StartTime) ask for. A day is the whole of it.
CREATE FUNCTION sim.is_within(p_at timestamptz, p_on text, p_before text, p_after text) RETURNS boolean
	LANGUAGE sql STABLE
AS $$
	SELECT (p_on IS NULL OR (p_at AT TIME ZONE 'UTC')::date = sim.moment(p_on)::date)
		AND (p_before IS NULL OR (p_at AT TIME ZONE 'UTC') <
			sim.moment(p_before) + CASE WHEN p_before ~ 'T' THEN interval '1 second' ELSE interval '1 day' END)
		AND (p_after IS NULL OR (p_at AT TIME ZONE 'UTC') >= sim.moment(p_after))
$$;

-- The page of a list: what the documents are, and the way to the next.
CREATE FUNCTION sim.page(p_account text, p_name text, p_rows json[], p_query text, p_size int, p_number int) RETURNS sim.answer
	LANGUAGE sql STABLE
AS $$
	SELECT ROW(200, pg_catalog.json_build_object(pg_catalog.lower(p_name), p_rows[:p_size],
		'page', p_number, 'page_size', p_size, 'start', p_number * p_size,
		'end', p_number * p_size + GREATEST(LEAST(pg_catalog.cardinality(p_rows), p_size) - 1, 0),
		'uri', path || p_number, 'first_page_uri', path || 0,
		'previous_page_uri', CASE WHEN p_number > 0 THEN path || (p_number - 1) END,
		'next_page_uri', CASE WHEN pg_catalog.cardinality(p_rows) > p_size THEN path || (p_number + 1) END)::text, NULL)::sim.answer
	FROM (SELECT '/2010-04-01/Accounts/' || p_account || '/' || p_name || '.json?' || p_query || 'PageSize=' || p_size || '&Page=' AS path) AS p
$$;

-- One name and value of a query, for the pages of a list; '' where there is no value. Values are numbers, dates and words.
CREATE FUNCTION sim.pair(p_name text, p_value text) RETURNS text
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT COALESCE(p_name || '=' || pg_catalog.replace(pg_catalog.replace(p_value, '+', '%2B'), ':', '%3A') || '&', '')
$$;

-- Texts.

-- Parts are charged one by one: 160 of the 7-bit alphabet, or 70 of any.
CREATE FUNCTION sim.segments(p_body text) RETURNS int
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT CASE WHEN p_body ~ '[^]A-Za-z0-9 \n\r@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&''()*+,./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~|€-]'
		THEN CASE WHEN units <= 70 THEN 1 ELSE (units + 66) / 67 END
		ELSE CASE WHEN units + extended <= 160 THEN 1 ELSE (units + extended + 152) / 153 END END
	FROM (SELECT pg_catalog.length(p_body) AS units,
		pg_catalog.length(pg_catalog.regexp_replace(p_body, '[^][^{}\\~|€]', '', 'g')) AS extended) AS n
$$;

CREATE FUNCTION sim.text_json(p_message sim.message) RETURNS json
	LANGUAGE sql STABLE
AS $$
	SELECT pg_catalog.json_build_object('body', p_message.body, 'num_segments', sim.segments(p_message.body)::text,
		'direction', 'outbound-api', 'from', p_message.sender, 'to', p_message.recipient,
		'date_updated', sim.date(COALESCE(p_message.updated_at, p_message.created_at)), 'price', NULL,
		'error_message', CASE p_message.error_code WHEN 30003 THEN 'Unreachable destination handset' WHEN 30008 THEN 'Unknown error' END,
		'uri', uri || '.json', 'account_sid', p_message.account, 'num_media', '0', 'status', p_message.status,
		'messaging_service_sid', p_message.service, 'sid', p_message.sid, 'date_sent', sim.date(p_message.sent_at),
		'date_created', sim.date(p_message.created_at), 'error_code', p_message.error_code, 'price_unit', 'USD',
		'api_version', '2010-04-01', 'subresource_uris', pg_catalog.json_build_object('media', uri || '/Media.json'))
	FROM (SELECT '/2010-04-01/Accounts/' || p_message.account || '/Messages/' || p_message.sid AS uri) AS u
$$;

-- As the sending is answered: nothing has happened yet.
CREATE FUNCTION sim.sent_json(p_message sim.message) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	p_message.status := CASE WHEN p_message.service IS NULL THEN 'queued' ELSE 'accepted' END;
	p_message.sent_at := NULL;
	p_message.error_code := NULL;
	p_message.updated_at := p_message.created_at;
	RETURN sim.text_json(p_message)::text;
END
$$;

-- Why a text is not accepted; NULL where it is. The numbers are those that the real carrier keeps for trying this out.
CREATE FUNCTION sim.refuse_text(p_to text, p_from text, p_service text, p_body text, p_validity text, p_callback text) RETURNS sim.answer
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT CASE
		WHEN COALESCE(p_to, '') = '' THEN sim.refusal(400, 21604, 'A ''To'' phone number is required.')
		WHEN COALESCE(p_from, p_service, '') = '' THEN sim.refusal(400, 21603, 'A ''From'' phone number is required.')
		WHEN COALESCE(p_body, '') = '' THEN sim.refusal(400, 21602, 'Message body is required.')
		WHEN NOT sim.is_number(p_to) OR p_to = '+15005550001' THEN sim.refusal(400, 21211, 'Invalid ''To'' Phone Number: ' || p_to)
		WHEN p_from IS NOT NULL AND (p_from !~ '^([+][1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})$' OR p_from = '+15005550001')
			THEN sim.refusal(400, 21212, 'Invalid From Number (caller ID): ' || p_from)
		WHEN p_from IS NULL AND p_service !~ '^MG[0-9a-fA-F]{32}$' THEN sim.refusal(400, 21603, 'A ''From'' phone number is required.')
		WHEN p_from = '+15005550007' THEN sim.refusal(400, 21606, 'The ''From'' phone number provided is not a valid message-capable phone number.')
		WHEN p_from = '+15005550008' THEN sim.refusal(400, 21611, 'This ''From'' number has exceeded the maximum number of queued messages.')
		WHEN p_to = '+15005550002' THEN sim.refusal(400, 21612, 'The ''To'' phone number is not currently reachable.')
		WHEN p_to = '+15005550003' THEN sim.refusal(400, 21408, 'Permission to send an SMS has not been enabled for the region.')
		WHEN p_to = '+15005550004' THEN sim.refusal(400, 21610, 'Attempt to send to unsubscribed recipient')
		WHEN p_to = '+15005550009' THEN sim.refusal(400, 21614, '''To'' number is not a valid mobile number')
		WHEN pg_catalog.length(p_body) > 1600 THEN sim.refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit.')
		WHEN p_validity IS NOT NULL AND NOT CASE WHEN p_validity ~ '^[0-9]{1,5}$' THEN p_validity::int BETWEEN 1 AND 36000 ELSE false END
			THEN sim.refusal(400, 20001, 'ValidityPeriod must be from 1 to 36000.')
		WHEN p_callback IS NOT NULL AND p_callback !~ '^https?://[A-Za-z0-9.-]+(:[0-9]+)?(/|$)'
			THEN sim.refusal(400, 21609, 'The ''StatusCallback'' URL is not a valid URL.')
	END
$$;

-- The same id again is the same text.
CREATE FUNCTION sim.send_text(p_id uuid, p_account text, p_to text, p_from text, p_service text, p_body text, p_validity text,
		p_callback text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_sid text := 'SM' || pg_catalog.replace(p_id::text, '-', '');
	v_refusal sim.answer := sim.refuse_text(p_to, p_from, p_service, p_body, p_validity, p_callback);
	v_message sim.message;
	v_fault text;
BEGIN
	PERFORM sim.lock();
	SELECT m.* INTO v_message FROM sim.message AS m WHERE m.sid = v_sid;
	IF FOUND THEN
		RETURN ROW(201, sim.sent_json(v_message), NULL)::sim.answer;
	ELSIF v_refusal.status IS NOT NULL THEN
		RETURN v_refusal;
	END IF;
	v_fault := sim.meet_fault(p_to, 'send', 'text');
	IF v_fault = 'opted-out' THEN
		v_refusal := sim.refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
		v_refusal.fault := v_fault;
		RETURN v_refusal;
	END IF;
	v_message.sid := v_sid;
	v_message.account := p_account;
	v_message.recipient := p_to;
	v_message.sender := p_from;
	v_message.service := p_service;
	v_message.body := p_body;
	v_message.shown := p_body;
	v_message.status := CASE v_fault WHEN 'never-sent' THEN 'queued' WHEN 'never-delivered' THEN 'sent'
		WHEN 'undelivered' THEN 'undelivered' WHEN 'unreachable' THEN 'undelivered' ELSE 'delivered' END;
	v_message.error_code := CASE v_fault WHEN 'undelivered' THEN 30008 WHEN 'unreachable' THEN 30003 END;
	v_message.deleted := false;
	v_message.created_at := pg_catalog.clock_timestamp();
	v_message.sent_at := CASE WHEN v_message.status <> 'queued' THEN v_message.created_at END;
	IF sim.is_accepted(v_fault) THEN
		INSERT INTO sim.message VALUES (v_message.*);
	END IF;
	IF v_fault ~ '^wrong-id' THEN
		v_message.sid := sim.other_sid(v_sid);
	END IF;
	RETURN ROW(201, sim.sent_json(v_message), v_fault)::sim.answer;
END
$$;

CREATE FUNCTION sim.text_of(p_account text, p_sid text) RETURNS sim.message
	LANGUAGE sql STABLE
AS $$
	SELECT m.* FROM sim.message AS m WHERE m.sid = p_sid AND m.account = p_account AND NOT m.deleted
$$;

CREATE FUNCTION sim.show_text(p_account text, p_sid text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_message sim.message := sim.text_of(p_account, p_sid);
	v_fault text := sim.meet_fault(v_message.recipient, 'other', 'text');
BEGIN
	IF v_message.sid IS NULL THEN
		RETURN sim.not_found(p_account, 'Messages/' || p_sid);
	END IF;
	IF v_fault ~ '^wrong-id' THEN
		v_message.sid := sim.other_sid(p_sid);
	END IF;
	RETURN ROW(200, sim.text_json(v_message)::text, v_fault)::sim.answer;
END
$$;

-- Body with nothing in it removes what was said; Status=canceled holds back what was not sent.
CREATE FUNCTION sim.change_text(p_account text, p_sid text, p_body text, p_status text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_message sim.message;
	v_fault text;
BEGIN
	PERFORM sim.lock();
	v_message := sim.text_of(p_account, p_sid);
	v_fault := sim.meet_fault(v_message.recipient, 'other', 'text', p_body = '');
	IF v_message.sid IS NULL THEN
		RETURN sim.not_found(p_account, 'Messages/' || p_sid);
	ELSIF p_body <> '' OR COALESCE(p_status, 'canceled') <> 'canceled' OR p_body IS NULL AND p_status IS NULL THEN
		RETURN sim.refusal(400, 20001, 'Only an empty Body, or the Status canceled, can be set.');
	ELSIF p_status = 'canceled' AND v_message.status <> 'queued' THEN
		RETURN sim.refusal(400, 30409, 'Cannot cancel this message because it is not cancelable.');
	END IF;
	IF sim.is_accepted(v_fault) THEN
		UPDATE sim.message AS m SET body = COALESCE(p_body, m.body), status = COALESCE(p_status, m.status)
		WHERE m.sid = p_sid RETURNING m.* INTO v_message;
	ELSIF v_fault = 'not-redacted' THEN
		v_message.body := '';
	END IF;
	RETURN ROW(200, sim.text_json(v_message)::text, v_fault)::sim.answer;
END
$$;

CREATE FUNCTION sim.delete_text(p_account text, p_sid text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_message sim.message;
	v_fault text;
BEGIN
	PERFORM sim.lock();
	v_message := sim.text_of(p_account, p_sid);
	v_fault := sim.meet_fault(v_message.recipient, 'other', 'text');
	IF v_message.sid IS NULL THEN
		RETURN sim.not_found(p_account, 'Messages/' || p_sid);
	END IF;
	IF sim.is_accepted(v_fault) THEN
		UPDATE sim.message AS m SET body = '', deleted = true WHERE m.sid = p_sid;
	END IF;
	RETURN ROW(204, '', v_fault)::sim.answer;
END
$$;

CREATE FUNCTION sim.refuse_page(p_days text[], p_size text, p_number text) RETURNS sim.answer
	LANGUAGE sql STABLE
AS $$
	SELECT CASE
		WHEN EXISTS (SELECT FROM pg_catalog.unnest(p_days) AS d (day) WHERE d.day IS NOT NULL AND sim.moment(d.day) IS NULL)
			THEN sim.refusal(400, 20001, 'A date is YYYY-MM-DD, or YYYY-MM-DDThh:mm:ssZ.')
		WHEN NOT CASE WHEN p_size ~ '^[0-9]{1,4}$' THEN p_size::int BETWEEN 1 AND 1000 ELSE p_size IS NULL END
			THEN sim.refusal(400, 20006, 'Page size must be from 1 to 1000.')
		WHEN p_number !~ '^[0-9]{1,6}$' THEN sim.refusal(400, 20006, 'Page is a number from 0.')
	END
$$;

CREATE FUNCTION sim.list_texts(p_account text, p_to text, p_from text, p_on text, p_before text, p_after text, p_size text, p_page text)
		RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_answer sim.answer := sim.refuse_page(ARRAY[p_on, p_before, p_after], p_size, p_page);
	v_size int := 50;
	v_page int := 0;
	v_rows json[];
BEGIN
	IF v_answer.status IS NOT NULL THEN
		RETURN v_answer;
	END IF;
	v_size := COALESCE(p_size::int, v_size);
	v_page := COALESCE(p_page::int, v_page);
	v_rows := ARRAY(SELECT sim.text_json(m) FROM sim.message AS m
		WHERE m.account = p_account AND NOT m.deleted AND (p_to IS NULL OR m.recipient = p_to) AND (p_from IS NULL OR m.sender = p_from)
			AND sim.is_within(COALESCE(m.sent_at, m.created_at), p_on, p_before, p_after)
		ORDER BY m.created_at DESC, m.sid OFFSET v_page * v_size LIMIT v_size + 1);
	v_answer := sim.page(p_account, 'Messages', v_rows, sim.pair('To', p_to) || sim.pair('From', p_from) || sim.pair('DateSent', p_on)
		|| sim.pair('DateSent%3C', p_before) || sim.pair('DateSent%3E', p_after), v_size, v_page);
	v_answer.fault := sim.meet_fault(p_to, 'other', 'text');
	RETURN v_answer;
END
$$;

-- Calls.

-- What a document of the carrier's markup says.
CREATE FUNCTION sim.spoken(p_twiml text) RETURNS text
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
		pg_catalog.string_agg(pg_catalog.regexp_replace(s.parts[1], '<[^>]*>', ' ', 'g'), ' '),
		'&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&apos;', ''''), '&amp;', '&'), '\s+', ' ', 'g'))
	FROM pg_catalog.regexp_matches(p_twiml, '<Say(?:\s[^>]*?)?>(.*?)</Say>', 'g') AS s (parts)
$$;

CREATE FUNCTION sim.call_json(p_call sim.call) RETURNS json
	LANGUAGE sql STABLE
AS $$
	SELECT pg_catalog.json_build_object('sid', p_call.sid, 'date_created', sim.date(p_call.created_at),
		'date_updated', sim.date(COALESCE(p_call.updated_at, p_call.created_at)), 'parent_call_sid', NULL,
		'account_sid', p_call.account, 'to', p_call.recipient, 'to_formatted', p_call.recipient,
		'from', p_call.sender, 'from_formatted', p_call.sender, 'phone_number_sid', NULL, 'status', p_call.status,
		'start_time', sim.date(p_call.answered_at), 'end_time', sim.date(p_call.ended_at),
		'duration', CASE WHEN p_call.ended_at IS NOT NULL THEN COALESCE(pg_catalog.ceil(EXTRACT(epoch FROM p_call.ended_at - p_call.answered_at)), 0)::int::text END,
		'price', NULL, 'price_unit', 'USD', 'direction', 'outbound-api',
		'answered_by', CASE WHEN p_call.answered_at IS NULL OR p_call.detection IS NULL THEN NULL WHEN NOT p_call.voicemail THEN 'human'
			WHEN p_call.detection = 'DetectMessageEnd' THEN 'machine_end_beep' ELSE 'machine_start' END,
		'api_version', '2010-04-01', 'forwarded_from', NULL, 'group_sid', NULL, 'caller_name', NULL, 'queue_time', '0',
		'trunk_sid', NULL, 'uri', '/2010-04-01/Accounts/' || p_call.account || '/Calls/' || p_call.sid || '.json',
		'subresource_uris', pg_catalog.json_build_object())
$$;

CREATE FUNCTION sim.queued_json(p_call sim.call) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	p_call.status := 'queued';
	p_call.answered_at := NULL;
	p_call.ended_at := NULL;
	p_call.updated_at := p_call.created_at;
	RETURN sim.call_json(p_call)::text;
END
$$;

CREATE FUNCTION sim.refuse_call(p_to text, p_from text, p_twiml text, p_digits text, p_detection text, p_timeout text) RETURNS sim.answer
	LANGUAGE sql IMMUTABLE
AS $$
	SELECT CASE
		WHEN COALESCE(p_to, '') = '' THEN sim.refusal(400, 21201, 'No ''To'' number is specified')
		WHEN COALESCE(p_from, '') = '' THEN sim.refusal(400, 21213, 'A ''From'' phone number is required.')
		WHEN COALESCE(p_twiml, '') = '' THEN sim.refusal(400, 21205, 'Url parameter is required.')
		WHEN NOT sim.is_number(p_to) OR p_to = '+15005550001' THEN sim.refusal(400, 21217, 'Phone number does not appear to be valid: ' || p_to)
		WHEN p_to = '+15005550002' THEN sim.refusal(400, 21214, '''To'' phone number cannot be reached')
		WHEN p_to = '+15005550003' THEN sim.refusal(400, 21215, 'Account not authorized to call the region.')
		WHEN p_to = '+15005550004' THEN sim.refusal(400, 21216, 'Account not allowed to call the number.')
		WHEN NOT sim.is_number(p_from) THEN sim.refusal(400, 21210, 'The source phone number provided is not yet verified for your account.')
		WHEN pg_catalog.length(p_twiml) > 4000 THEN sim.refusal(400, 20001, 'Twiml must be at most 4000 characters.')
		WHEN p_twiml !~ '^\s*(<[?]xml[^>]*>\s*)?<Response>.*</Response>\s*$' OR p_twiml ~ '&(?!(lt|gt|quot|apos|amp|#[0-9]+);)'
			THEN sim.refusal(400, 12100, 'Document parse failure')
		WHEN p_digits !~ '^[0-9A-D#*wW]{1,32}$' THEN sim.refusal(400, 20001, 'SendDigits has digits, #, * and w only, at most 32.')
		WHEN p_detection NOT IN ('Enable', 'DetectMessageEnd') THEN sim.refusal(400, 20001, 'MachineDetection is Enable or DetectMessageEnd.')
		WHEN p_timeout IS NOT NULL AND NOT CASE WHEN p_timeout ~ '^[0-9]{1,3}$' THEN p_timeout::int BETWEEN 1 AND 600 ELSE false END
			THEN sim.refusal(400, 20001, 'Timeout must be from 1 to 600.')
	END
$$;

CREATE FUNCTION sim.place_call(p_id uuid, p_account text, p_to text, p_from text, p_twiml text, p_digits text, p_detection text,
		p_timeout text, p_auto_answer boolean) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_sid text := 'CA' || pg_catalog.replace(p_id::text, '-', '');
	v_refusal sim.answer := sim.refuse_call(p_to, p_from, p_twiml, p_digits, p_detection, p_timeout);
	v_call sim.call;
	v_fault text;
BEGIN
	PERFORM sim.lock();
	SELECT c.* INTO v_call FROM sim.call AS c WHERE c.sid = v_sid;
	IF FOUND THEN
		RETURN ROW(201, sim.queued_json(v_call), NULL)::sim.answer;
	ELSIF v_refusal.status IS NOT NULL THEN
		RETURN v_refusal;
	END IF;
	v_fault := sim.meet_fault(p_to, 'send', 'call');
	v_call.sid := v_sid;
	v_call.account := p_account;
	v_call.recipient := p_to;
	v_call.sender := p_from;
	v_call.twiml := p_twiml;
	v_call.digits := p_digits;
	-- Who dials an extension hears no tone: the carrier leaves the detection out.
	v_call.detection := CASE WHEN p_digits IS NULL THEN p_detection END;
	v_call.voicemail := COALESCE(v_fault = 'voicemail', false);
	v_call.status := CASE WHEN v_fault IN ('busy', 'no-answer') THEN v_fault WHEN v_fault = 'unreachable' THEN 'failed'
		WHEN v_fault = 'voicemail' OR p_auto_answer THEN 'in-progress' ELSE 'ringing' END;
	v_call.created_at := pg_catalog.clock_timestamp();
	v_call.rings_until := v_call.created_at + pg_catalog.make_interval(secs => COALESCE(p_timeout, '60')::int);
	v_call.answered_at := CASE WHEN v_call.status = 'in-progress' THEN v_call.created_at END;
	v_call.ended_at := CASE WHEN v_call.status IN ('busy', 'no-answer', 'failed') THEN v_call.created_at END;
	IF sim.is_accepted(v_fault) THEN
		INSERT INTO sim.call VALUES (v_call.*);
	END IF;
	IF v_fault ~ '^wrong-id' THEN
		v_call.sid := sim.other_sid(v_sid);
	END IF;
	RETURN ROW(201, sim.queued_json(v_call), v_fault)::sim.answer;
END
$$;

-- What was said is over when somebody has seen it begin: without a clock in between.
CREATE FUNCTION sim.show_call(p_account text, p_sid text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_call sim.call;
	v_fault text;
BEGIN
	PERFORM sim.settle();
	PERFORM sim.lock();
	SELECT c.* INTO v_call FROM sim.call AS c WHERE c.sid = p_sid AND c.account = p_account;
	v_fault := sim.meet_fault(v_call.recipient, 'other', 'call');
	IF v_call.sid IS NULL THEN
		RETURN sim.not_found(p_account, 'Calls/' || p_sid);
	END IF;
	IF v_call.status = 'in-progress' AND v_fault IS NULL THEN
		UPDATE sim.call AS c SET status = 'completed', ended_at = pg_catalog.clock_timestamp() WHERE c.sid = p_sid;
	END IF;
	IF v_fault ~ '^wrong-id' THEN
		v_call.sid := sim.other_sid(p_sid);
	END IF;
	RETURN ROW(200, sim.call_json(v_call)::text, v_fault)::sim.answer;
END
$$;

-- Hanging up: "canceled" only what was not answered yet, "completed" all.
CREATE FUNCTION sim.change_call(p_account text, p_sid text, p_status text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_call sim.call;
	v_fault text;
BEGIN
	PERFORM sim.settle();
	PERFORM sim.lock();
	SELECT c.* INTO v_call FROM sim.call AS c WHERE c.sid = p_sid AND c.account = p_account;
	v_fault := sim.meet_fault(v_call.recipient, 'other', 'call');
	IF v_call.sid IS NULL THEN
		RETURN sim.not_found(p_account, 'Calls/' || p_sid);
	ELSIF p_status IS NULL OR p_status NOT IN ('completed', 'canceled') THEN
		RETURN sim.refusal(400, 20001, 'Status is completed or canceled.');
	ELSIF v_call.status NOT IN ('ringing', 'in-progress') OR p_status = 'canceled' AND v_call.status <> 'ringing' THEN
		RETURN sim.refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
	END IF;
	IF sim.is_accepted(v_fault) THEN
		UPDATE sim.call AS c SET status = CASE c.status WHEN 'ringing' THEN 'canceled' ELSE 'completed' END,
			ended_at = pg_catalog.clock_timestamp()
		WHERE c.sid = p_sid RETURNING c.* INTO v_call;
	END IF;
	RETURN ROW(200, sim.call_json(v_call)::text, v_fault)::sim.answer;
END
$$;

CREATE FUNCTION sim.list_calls(p_account text, p_to text, p_from text, p_on text, p_before text, p_after text, p_size text, p_page text)
		RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_answer sim.answer := sim.refuse_page(ARRAY[p_on, p_before, p_after], p_size, p_page);
	v_size int := 50;
	v_page int := 0;
	v_rows json[];
BEGIN
	IF v_answer.status IS NOT NULL THEN
		RETURN v_answer;
	END IF;
	PERFORM sim.settle();
	v_size := COALESCE(p_size::int, v_size);
	v_page := COALESCE(p_page::int, v_page);
	v_rows := ARRAY(SELECT sim.call_json(c) FROM sim.call AS c
		WHERE c.account = p_account AND (p_to IS NULL OR c.recipient = p_to) AND (p_from IS NULL OR c.sender = p_from)
			AND sim.is_within(c.created_at, p_on, p_before, p_after)
		ORDER BY c.created_at DESC, c.sid OFFSET v_page * v_size LIMIT v_size + 1);
	v_answer := sim.page(p_account, 'Calls', v_rows, sim.pair('To', p_to) || sim.pair('From', p_from) || sim.pair('StartTime', p_on)
		|| sim.pair('StartTime%3C', p_before) || sim.pair('StartTime%3E', p_after), v_size, v_page);
	v_answer.fault := sim.meet_fault(p_to, 'other', 'call');
	RETURN v_answer;
END
$$;

-- Mails.

-- One that was posted, {"id", "type": "mail", "to", "subject", "text"}. The same id again is the same mail.
CREATE FUNCTION sim.send_mail(p_body text) RETURNS sim.answer
	LANGUAGE plpgsql
AS $$
DECLARE
	v_mail jsonb;
	v_id uuid;
	v_fault text;
BEGIN
	PERFORM sim.lock();
	v_mail := p_body::jsonb;
	v_id := (v_mail ->> 'id')::uuid;
	IF v_id IS NULL OR v_mail ->> 'type' IS DISTINCT FROM 'mail' OR COALESCE(v_mail ->> 'to', '') !~ '^[^@[:space:]]+@[^@[:space:]]+$' THEN
		RETURN sim.refusal(400, 20001, 'That is no mail.');
	END IF;
	v_fault := sim.meet_fault(v_mail ->> 'to', 'send', 'mail');
	INSERT INTO sim.mail (id, recipient, subject, body)
	SELECT v_id, v_mail ->> 'to', COALESCE(v_mail ->> 'subject', ''), COALESCE(v_mail ->> 'text', '') WHERE sim.is_accepted(v_fault)
	ON CONFLICT (id) DO NOTHING;
	RETURN ROW(200, pg_catalog.json_build_object('status', 'accepted',
		'id', CASE WHEN v_fault ~ '^wrong-id' THEN pg_catalog.gen_random_uuid() ELSE v_id END)::text, v_fault)::sim.answer;
EXCEPTION WHEN data_exception THEN
	RETURN sim.refusal(400, 20001, 'That is no mail.');
END
$$;

-- The handsets: what a person sees and does.

CREATE OR REPLACE VIEW sim.item AS
	SELECT m.serial, m.recipient, m.created_at, m.sid AS id, 'text' AS kind, NULL AS extension, m.shown AS text, 'delivered' AS state,
		NULL AS subject
	FROM sim.message AS m WHERE m.status = 'delivered'
	UNION ALL
	SELECT c.serial, c.recipient, c.created_at, c.sid, 'call', pg_catalog.substring(c.digits, '^[wW]*([0-9]+)$'),
		CASE WHEN c.answered_at IS NOT NULL THEN sim.spoken(c.twiml) END,
		CASE WHEN c.answered_at IS NULL THEN c.status WHEN c.voicemail THEN 'voicemail' ELSE 'answered' END,
		NULL
	FROM sim.call AS c
	UNION ALL
	SELECT e.serial, e.recipient, e.created_at, e.id::text, 'mail', NULL,
		pg_catalog.btrim(pg_catalog.regexp_replace(e.body, '\s+', ' ', 'g')), 'delivered', e.subject
	FROM sim.mail AS e;

CREATE FUNCTION sim.item_json(p_item sim.item) RETURNS jsonb
	LANGUAGE sql STABLE
AS $$
	SELECT pg_catalog.jsonb_build_object('id', p_item.id, 'kind', p_item.kind, 'number', p_item.recipient,
		'extension', p_item.extension, 'text', p_item.text, 'subject', p_item.subject, 'state', p_item.state,
		'at', pg_catalog.to_char(p_item.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
$$;

CREATE FUNCTION sim.inbox(p_number text) RETURNS SETOF sim.item
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM sim.settle();
	RETURN QUERY SELECT i.* FROM sim.item AS i WHERE p_number IS NULL OR i.recipient = p_number ORDER BY i.created_at DESC, i.id;
END
$$;

-- A call that rings, locked.
CREATE FUNCTION sim.ringing(p_call text) RETURNS void
	LANGUAGE plpgsql
AS $$
DECLARE
	v_status text;
BEGIN
	PERFORM sim.settle();
	PERFORM sim.lock();
	SELECT c.status INTO v_status FROM sim.call AS c WHERE c.sid = p_call;
	IF v_status IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'MD404', MESSAGE = 'there is no such call';
	ELSIF v_status <> 'ringing' THEN
		RAISE EXCEPTION USING ERRCODE = 'MD409', MESSAGE = 'the call does not ring: ' || v_status;
	END IF;
END
$$;

CREATE FUNCTION sim.take_call(p_call text, p_voicemail boolean) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM sim.ringing(p_call);
	UPDATE sim.call AS c SET status = 'in-progress', voicemail = p_voicemail, answered_at = pg_catalog.clock_timestamp()
	WHERE c.sid = p_call;
	RETURN (SELECT sim.item_json(i) FROM sim.item AS i WHERE i.id = p_call);
END
$$;

CREATE FUNCTION sim.deliver(p_message text) RETURNS jsonb
	LANGUAGE plpgsql
AS $$
BEGIN
	PERFORM sim.lock();
	UPDATE sim.message AS m SET status = 'delivered', sent_at = COALESCE(m.sent_at, pg_catalog.clock_timestamp())
	WHERE m.sid = p_message AND m.status IN ('queued', 'sent');
	IF NOT FOUND THEN
		RAISE EXCEPTION USING ERRCODE = 'MD404', MESSAGE = 'there is no such text on its way';
	END IF;
	RETURN (SELECT sim.item_json(i) FROM sim.item AS i WHERE i.id = p_message);
END
$$;

-- For staff: what changed after a serial, newest first, and the serial to ask with the next time.
CREATE FUNCTION sim.handset(p_since bigint) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM sim.settle();
	RETURN (SELECT pg_catalog.jsonb_build_object('serial', (SELECT c.serial FROM sim.counter AS c),
			'items', COALESCE(pg_catalog.jsonb_agg(sim.item_json(i.item) ORDER BY i.created_at DESC, i.id), '[]'))
		FROM (SELECT item, item.created_at, item.id FROM sim.item AS item WHERE item.serial > COALESCE(p_since, 0)
			ORDER BY item.created_at DESC, item.id LIMIT 20) AS i);
END
$$;

CREATE FUNCTION sim.pick_up(p_call text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	RETURN sim.take_call(p_call, false);
END
$$;

CREATE FUNCTION sim.voicemail(p_call text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	RETURN sim.take_call(p_call, true);
END
$$;

CREATE FUNCTION sim.reject(p_call text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s'
AS $$
BEGIN
	PERFORM sim.ringing(p_call);
	UPDATE sim.call AS c SET status = 'busy', ended_at = pg_catalog.clock_timestamp() WHERE c.sid = p_call;
	RETURN (SELECT sim.item_json(i) FROM sim.item AS i WHERE i.id = p_call);
END
$$;

-- The one thing of the directory that the simulator may know.
CREATE FUNCTION sim.is_demonstration() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
	SELECT EXISTS (SELECT FROM directory.setting AS s WHERE s.name = 'demonstration' AND s.value = 'true')
$$;

-- Who owns what and who may do what.

DO $$
DECLARE
	v_statement text;
BEGIN
	FOR v_statement IN
		SELECT 'ALTER SCHEMA sim OWNER TO mfadesk_sim'
		UNION ALL
		SELECT pg_catalog.format('ALTER %s sim.%I OWNER TO mfadesk_sim', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, c.relname)
		FROM pg_catalog.pg_class AS c WHERE c.relnamespace = 'sim'::pg_catalog.regnamespace AND c.relkind IN ('r', 'v', 'c')
		UNION ALL
		SELECT pg_catalog.format('ALTER FUNCTION %s OWNER TO %I', p.oid::pg_catalog.regprocedure,
			CASE p.proname WHEN 'is_demonstration' THEN 'mfadesk_definer' ELSE 'mfadesk_sim' END)
		FROM pg_catalog.pg_proc AS p WHERE p.pronamespace = 'sim'::pg_catalog.regnamespace
	LOOP
		EXECUTE v_statement;
	END LOOP;
END
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sim FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sim.is_demonstration() TO mfadesk_sim;
GRANT USAGE ON SCHEMA sim TO mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
GRANT EXECUTE ON FUNCTION sim.handset(bigint), sim.pick_up(text), sim.voicemail(text), sim.reject(text)
	TO mfadesk_agent, mfadesk_lead, mfadesk_auditor, mfadesk_administrator;
ALTER ROLE mfadesk_sim SET lock_timeout = '2s';
