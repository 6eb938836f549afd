from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# unaccent() itself may change with its dictionary, so an index may not rest on it; ours
# is read once and named in full, since a restore runs without a search path.
FOLD = """
CREATE FUNCTION core_fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;
"""

INDEX = """
CREATE INDEX core_unit_by_folded_name ON core_unit
  USING gin (core_fold(name) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_finished_facts"),
    ]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION core_fold(text)"),
        migrations.RunSQL(INDEX, "DROP INDEX core_unit_by_folded_name"),
    ]
