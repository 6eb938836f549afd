"""Several people read each batch, blind; a third settles what they differ on."""

from django.db import migrations, models

# As many readings as the poll wants, each by somebody else, before a batch agrees; and
# whoever read any of it does not say that it does.
AGREEMENT = """
CREATE FUNCTION ballots_refuse_agreement_of_too_few() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  wanted integer := (SELECT readings FROM ballots_poll WHERE id = NEW.poll_id);
  readers integer;
BEGIN
  IF NEW.agreed_id IS NULL OR NEW.agreed_id IS NOT DISTINCT FROM OLD.agreed_id
     OR wanted = 1 THEN
    RETURN NEW;
  END IF;
  SELECT count(DISTINCT by_id) INTO readers FROM ballots_entry
  WHERE batch_id = NEW.id AND digest <> '' AND reading BETWEEN 1 AND wanted;
  IF readers < wanted THEN
    RAISE EXCEPTION 'the batch was read by too few people'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_batch_read_by_enough BEFORE UPDATE ON ballots_batch
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_agreement_of_too_few();

-- Nobody checks his own reading; who settled others' over the paper has read none.
CREATE OR REPLACE FUNCTION ballots_refuse_own_check() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_entry WHERE id = NEW.entry_id AND digest <> ''
  ) OR EXISTS (
    SELECT 1 FROM ballots_entry own
    JOIN ballots_entry checked ON checked.batch_id = own.batch_id
    WHERE checked.id = NEW.entry_id AND own.by_id = NEW.by_id
      AND own.digest <> '' AND own.reading > 0
  ) THEN
    RAISE EXCEPTION 'the entry is not finished, or the checker''s own'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- Readings are blind: nobody reads a batch twice, nor settles what he has read.
CREATE FUNCTION ballots_refuse_second_reading() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted integer := (
    SELECT poll.readings FROM ballots_batch batch
    JOIN ballots_poll poll ON poll.id = batch.poll_id WHERE batch.id = NEW.batch_id);
BEGIN
  IF NEW.reading > wanted OR (wanted = 1 AND NEW.reading <> 1) THEN
    RAISE EXCEPTION 'the poll wants no such reading'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF wanted > 1 AND EXISTS (
    SELECT 1 FROM ballots_entry
    WHERE batch_id = NEW.batch_id AND digest <> '' AND reading > 0
      AND by_id = NEW.by_id
  ) THEN
    RAISE EXCEPTION 'nobody reads a batch twice' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_entry_read_by_somebody_else BEFORE INSERT ON ballots_entry
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_second_reading();
"""


class Migration(migrations.Migration):
    dependencies = [("ballots", "0006_what_hands_may_not_do")]

    operations = [
        migrations.AddField(
            model_name="poll",
            name="readings",
            field=models.PositiveSmallIntegerField(
                default=1, verbose_name="số người nhập mỗi tập"
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="reading",
            field=models.PositiveSmallIntegerField(
                default=1, verbose_name="người nhập thứ"
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("readings__gte", 1), ("readings__lte", 3)),
                name="ballots_poll_read_by_one_to_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reading__lte", 3)),
                name="ballots_entry_known_reading",
            ),
        ),
        migrations.RunSQL([AGREEMENT], migrations.RunSQL.noop),
    ]
