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

# A file has its checksum when it is whole; from then on it is evidence.
FILES = """
CREATE TRIGGER core_storedfile_whole_stays BEFORE UPDATE OR DELETE ON core_storedfile
  FOR EACH ROW WHEN (OLD.sha256 <> '') EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER core_storedfile_stays BEFORE TRUNCATE ON core_storedfile
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE FUNCTION core_refuse_late_chunk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sha256 FROM core_storedfile WHERE id = NEW.file_id) <> '' THEN
    RAISE EXCEPTION 'the file is whole' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER core_storedfilechunk_joins_open_file BEFORE INSERT
  ON core_storedfilechunk
  FOR EACH ROW EXECUTE FUNCTION core_refuse_late_chunk();
"""

# The sum printed on a paper's page is that of its bytes.
PRINTS = """
ALTER TABLE core_storedprint ADD CONSTRAINT core_print_sum_is_of_its_bytes
  CHECK (sha256 = encode(sha256(data), 'hex'));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_start"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(TRIGGERS.format(table=table), migrations.RunSQL.noop)
            for table in ("core_auditevent", "core_storedprint", "core_storedfilechunk")
        ),
        migrations.RunSQL(FILES, migrations.RunSQL.noop),
        migrations.RunSQL(PRINTS, migrations.RunSQL.noop),
    ]
