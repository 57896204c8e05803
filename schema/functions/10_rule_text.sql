-- Errors, and text that comes from outside.

-- Every refusal: plain words, what to do, and a line in the server's log that a
-- rollback cannot remove. The log line goes to a client that asks for it too, so
-- it says no more than the message.
CREATE FUNCTION rule.fail(p_code text, p_message text, p_hint text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	RAISE LOG 'mfadesk refused login=% code=% message=%', session_user, p_code, p_message;
	RAISE EXCEPTION USING ERRCODE = p_code, MESSAGE = p_message, HINT = p_hint;
END
$$;

-- One text for "there is none" and "not yours", so that nothing is learned from it.
CREATE FUNCTION rule.fail_not_found(p_what text) RETURNS void
	LANGUAGE sql
	RETURN rule.fail('MD404', 'no such ' || p_what || ', or not yours',
		'Look it up again; somebody may have changed it, or it is outside your scope.');

CREATE FUNCTION rule.setting(p_name text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT s.value FROM directory.setting AS s WHERE s.name = p_name);
END
$$;

CREATE FUNCTION rule.period(p_name text) RETURNS interval
	LANGUAGE plpgsql STABLE
AS $$
BEGIN
	RETURN (SELECT p.value FROM directory.period AS p WHERE p.name = p_name);
END
$$;

-- RFC 3339, UTC, whatever TimeZone and DateStyle the session has.
CREATE FUNCTION rule.rfc3339(p_at timestamptz) RETURNS text
	LANGUAGE sql STABLE
	RETURN pg_catalog.to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

-- Characters that hide or turn what a reader sees: controls, bidirectional and zero-width ones.
CREATE FUNCTION rule.hides(p_text text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN p_text ~ E'[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]';

-- Trimmed, NFC, of 1 to p_max characters, one line, and nothing hidden.
CREATE FUNCTION rule.clean(p_text text, p_field text, p_max int) RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	v_text text;
BEGIN
	IF pg_catalog.octet_length(p_text) > 8 * p_max THEN
		PERFORM rule.fail('MD001', 'the ' || p_field || ' is too long',
			'At most ' || p_max || ' characters.');
	END IF;
	v_text := normalize(pg_catalog.btrim(p_text, E' \t\r\n'), NFC);
	IF v_text IS NULL OR v_text = '' THEN
		PERFORM rule.fail('MD001', 'the ' || p_field || ' is missing', 'Type the ' || p_field || '.');
	ELSIF pg_catalog.length(v_text) > p_max THEN
		PERFORM rule.fail('MD001', 'the ' || p_field || ' is too long',
			'At most ' || p_max || ' characters.');
	ELSIF rule.hides(v_text) THEN
		PERFORM rule.fail('MD001', 'the ' || p_field || ' has characters that cannot be seen',
			'Type it by hand instead of pasting it.');
	END IF;
	RETURN v_text;
END
$$;

-- One of a closed list, or MD001 that names the list.
CREATE FUNCTION rule.choice(p_value text, p_field text, p_choices text[]) RETURNS text
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_value IS NULL OR p_value <> ALL (p_choices) THEN
		PERFORM rule.fail('MD001', 'that is no ' || p_field,
			'One of: ' || pg_catalog.array_to_string(p_choices, ', ') || '.');
	END IF;
	RETURN p_value;
END
$$;

-- Of a desk, for what goes to it alone: 32 bytes in hexadecimal digits.
CREATE FUNCTION rule.check_public_key(p_key text) RETURNS void
	LANGUAGE plpgsql
AS $$
BEGIN
	IF p_key IS NULL OR p_key !~ '^[0-9a-f]{64}$' THEN
		PERFORM rule.fail('MD001', 'the desk''s key is not 32 bytes', 'Update the desk.');
	END IF;
END
$$;

-- What was typed or pasted for an address: "Ana <ana@x.edu>", "mailto:ana@x.edu", "ana@x.edu.".
CREATE FUNCTION rule.typed_address(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
		COALESCE(pg_catalog."substring"(p_text, '<([^<>]*)>'), p_text),
		'^[[:space:]]*mailto:', '', 'i'), '[?].*$', ''), E' \t\r\n.,;"''');
