"""Who was elected is a finished fact; an alternate takes a seat of his own body."""

from django.db import migrations

FACTS = """
CREATE TRIGGER congress_elected_rows_stay BEFORE UPDATE OR DELETE ON congress_elected
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_elected_stays BEFORE TRUNCATE ON congress_elected
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- Of a list nothing changes but that it is revoked, once.
CREATE FUNCTION congress_refuse_list_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL
     OR to_jsonb(NEW) - 'revoked_at' IS DISTINCT FROM to_jsonb(OLD) - 'revoked_at' THEN
    RAISE EXCEPTION 'a list of those elected stays as it is'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_electedlist_is_only_revoked BEFORE UPDATE
  ON congress_electedlist
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_list_change();
CREATE TRIGGER congress_electedlist_rows_stay BEFORE DELETE ON congress_electedlist
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""

ROLL = """
CREATE FUNCTION congress_refuse_foreign_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.in_place_of_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM congress_rollentry seat
    WHERE seat.id = NEW.in_place_of_id AND seat.body_id = NEW.body_id
      AND seat.standing = 'official' AND seat.origin = 'elected'
  ) THEN
    RAISE EXCEPTION 'an alternate takes the seat of an elected delegate of his body'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_rollentry_takes_a_seat_of_its_body BEFORE INSERT OR UPDATE
  ON congress_rollentry
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_foreign_seat();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0002_who_is_convened"),
        ("core", "0002_finished_facts"),
    ]

    # As lists: taken as they stand, not split where somebody thinks a statement ends.
    operations = [
        migrations.RunSQL([FACTS], migrations.RunSQL.noop),
        migrations.RunSQL([ROLL], migrations.RunSQL.noop),
    ]
