# Every file of schema/ is in the program, in the order in which it is run; the table of acts knows its number.
# fast
. tests/lib/tap.sh

# Alphabetical by bytes, as the installer's order is.
LC_ALL=C
shopt -s nullglob
cd schema || exit 1
wanted=$(printf '%s\n' roles.sql tables/*.sql functions/*.sql privileges.sql readback.sql sample.sql sim.sql)
files=$(find . -type f | sed 's|^\./||' | sort)
cd .. || exit 1
listed=$(sed -n 's/^[[:space:]]*schema_file "\(.*\)"$/\1/p' src/admin/schema_files.S)

is "$listed" "$wanted" "src/admin/schema_files.S lists the files in order"
is "$(sort <<<"$listed")" "$files" "there are no others below schema/"

number=0
for file in schema/tables/*.sql; do
	number=$((number + 1))
	like "$file" "^schema/tables/$(printf %04d $number)_[a-z_]+\.sql\$" "$file has the next number"
done
is "$(sed -n 's/^#define ACT_SCHEMA_VERSION //p' include/mfadesk/act/act.h)" "$number" "act.h names the highest"
like "$(tr '\n' ' ' <schema/functions/00_schemas.sql)" "schema_version\(\) RETURNS int[^;]*RETURN $number;" "so do the functions"

# What psql alone understands would fail at the installer.
is "$(grep -nE '^\\|^COPY .* FROM stdin' -r schema)" "" "no file needs psql"

done_testing
