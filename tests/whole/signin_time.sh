# Whether an address is somebody's does not show in the answer; and how long both took, to be looked at.
. tests/lib/tap.sh
. tests/lib/database.sh

PGDATABASE=$(fresh_database signin_time)
export PGDATABASE

query() {
	PGUSER=postgres psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"
}

query <<'SQL'
INSERT INTO directory.person (email, name, unit_id)
SELECT 'new' || n || '@example.edu', 'New Comer', (SELECT min(u.id) FROM directory.unit AS u) FROM generate_series(1, 2000) AS n;
VACUUM ANALYZE;
CREATE TABLE public.asked (kind text, took double precision);
-- In turn, so that whatever else the machine does falls on both alike.
DO $$
DECLARE
	v_began timestamptz;
	v_kind text;
BEGIN
	FOR n IN 1..2000 LOOP
		FOREACH v_kind IN ARRAY CASE n % 2 WHEN 0 THEN ARRAY['new', 'nobody'] ELSE ARRAY['nobody', 'new'] END LOOP
			v_began := clock_timestamp();
			PERFORM signin.methods(v_kind || n || '@example.edu');
			INSERT INTO public.asked VALUES (v_kind, 1000 * EXTRACT(epoch FROM clock_timestamp() - v_began));
		END LOOP;
	END LOOP;
END
$$;
SQL
is "$(query -c "SELECT count(*) FROM public.asked")" 4000 "2,000 of each were asked"
diag "$(query -c "SELECT kind || ': median ' || round((percentile_cont(0.5) WITHIN GROUP (ORDER BY took))::numeric, 4) || ' ms, p95 '
	|| round((percentile_cont(0.95) WITHIN GROUP (ORDER BY took))::numeric, 4) || ' ms' FROM public.asked GROUP BY kind ORDER BY kind")"
is "$(query -c "SELECT signin.methods('new1@example.edu') = signin.methods('nobody1@example.edu')")" t "and the answers are the same"

done_testing
