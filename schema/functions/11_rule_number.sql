-- Telephone numbers: what is typed becomes E.164 and an extension (ITU-T E.164).

CREATE TYPE rule.telephone AS (number text, extension text);

CREATE FUNCTION rule.fail_number(p_why text) RETURNS void
	LANGUAGE sql
	RETURN rule.fail('MD001', 'that is no telephone number: ' || p_why,
		'Type it with the area code, "508 555 0142", or with the country, "+44 20 7946 0958"; an extension as "x123".');

-- The digits of what was typed, with the country in front: "+15085550142".
CREATE FUNCTION rule.international(p_digits text, p_plus boolean) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_country directory.country;
	v_digits text := p_digits;
BEGIN
	SELECT c.* INTO v_country FROM directory.country AS c WHERE c.code = rule.setting('country');
	IF NOT FOUND THEN
		PERFORM rule.fail('MD451', 'the setting "country" names no known country', 'Tell your administrator.');
	END IF;
	IF p_plus THEN
		RETURN '+' || v_digits;
	ELSIF pg_catalog.starts_with(v_digits, v_country.international_prefix) THEN
		RETURN '+' || pg_catalog.substr(v_digits, pg_catalog.length(v_country.international_prefix) + 1);
	ELSIF v_digits ~ v_country.national_form THEN
		RETURN '+' || v_country.calling_code || v_digits;
	ELSIF v_country.trunk_prefix <> '' AND pg_catalog.starts_with(v_digits, v_country.trunk_prefix) THEN
		RETURN '+' || v_country.calling_code
			|| pg_catalog.substr(v_digits, pg_catalog.length(v_country.trunk_prefix) + 1);
	END IF;
	RETURN '+' || v_country.calling_code || v_digits;
END
$$;

CREATE FUNCTION rule.telephone(p_number text, p_extension text) RETURNS rule.telephone
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_typed text := rule.clean(p_number, 'number', 60);
	v_parts text[];
	v_result rule.telephone;
BEGIN
	v_parts := pg_catalog.regexp_match(v_typed,
		'^[[:space:]]*([+]?)([0-9 ()./-]+?)[[:space:]]*(?:[,;]?[[:space:]]*(?:x|ext[.]?|extension|#)[[:space:]]*([0-9]+))?$', 'i');
	IF v_parts IS NULL THEN
		PERFORM rule.fail_number('it has letters or other characters in it');
	END IF;
	v_result.number := rule.international(pg_catalog.translate(v_parts[2], ' ().-/', ''), v_parts[1] = '+');
	v_result.extension := NULLIF(pg_catalog.btrim(p_extension), '');
	IF v_result.extension IS NOT NULL AND v_parts[3] IS NOT NULL THEN
		PERFORM rule.fail_number('it has an extension, and another one was given');
	END IF;
	v_result.extension := COALESCE(v_result.extension, v_parts[3]);
	IF v_result.extension !~ '^[0-9]{1,10}$' THEN
		PERFORM rule.fail_number('an extension has 1 to 10 digits');
	END IF;
	IF NOT EXISTS (SELECT FROM directory.country AS c
			WHERE pg_catalog.starts_with(v_result.number, '+' || c.calling_code)) THEN
		PERFORM rule.fail('MD451', 'numbers of that country are not allowed here',
			'Take another number of the person, or ask your administrator to allow the country.');
	ELSIF NOT EXISTS (SELECT FROM directory.country AS c
			WHERE pg_catalog.starts_with(v_result.number, '+' || c.calling_code)
			AND pg_catalog.substr(v_result.number, pg_catalog.length(c.calling_code) + 2) ~ c.national_form) THEN
		PERFORM rule.fail_number('it has too few or too many digits, or cannot start like that');
	ELSIF NOT EXISTS (SELECT FROM directory.country AS c WHERE c.allowed
			AND pg_catalog.starts_with(v_result.number, '+' || c.calling_code)
			AND pg_catalog.substr(v_result.number, pg_catalog.length(c.calling_code) + 2) ~ c.national_form) THEN
		PERFORM rule.fail('MD451', 'numbers of that country are not allowed here',
			'Take another number of the person, or ask your administrator to allow the country.');
	END IF;
	RETURN v_result;
END
$$;

-- "+1 508-•••-0142": enough to tell two apart, too little to call.
-- In plpgsql, which costs a tenth where a page of people is masked.
CREATE FUNCTION rule.mask(p_number text, p_extension text) RETURNS text
	LANGUAGE plpgsql STABLE
AS $$
DECLARE
	v_end text := '•••-' || pg_catalog."right"(p_number, 4) || CASE WHEN p_extension IS NULL THEN '' ELSE ' x•••' END;
BEGIN
	IF pg_catalog.starts_with(p_number, '+1') THEN
		RETURN '+1 ' || pg_catalog.substr(p_number, 3, 3) || '-' || v_end;
	END IF;
	RETURN COALESCE('+' || (SELECT pg_catalog.max(c.calling_code) FROM directory.country AS c
		WHERE pg_catalog.starts_with(p_number, '+' || c.calling_code)), '+••') || ' ' || v_end;
END
$$;
