from django.db import migrations

# Nobody changes a finished fact, the owner of the tables included. Destroying what
# must be destroyed after its time is an act of its own that says so.
FUNCTION = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %: finished facts are append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_start"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION core_refuse_change() CASCADE"),
        *(
            migrations.RunSQL(TRIGGERS.format(table=table), migrations.RunSQL.noop)
            for table in ("core_auditevent", "core_storedprint")
        ),
    ]
