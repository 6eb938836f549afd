"""Stations, and what the role that the portal connects with may not do to readings.

At which machine, and since when, an entry is typed; three readings want three machines.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

STATIONS = """
CREATE TRIGGER ballots_station_rows_stay BEFORE UPDATE OR DELETE ON ballots_station
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ballots_station_stays BEFORE TRUNCATE ON ballots_station
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- A station belongs to the body whose papers are typed there.
CREATE FUNCTION ballots_refuse_foreign_station() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.station_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM ballots_batch batch
    JOIN ballots_poll poll ON poll.id = batch.poll_id
    JOIN ballots_election election ON election.id = poll.election_id
    JOIN ballots_station station ON station.body_id = election.body_id
    WHERE batch.id = NEW.batch_id AND station.id = NEW.station_id
  ) THEN
    RAISE EXCEPTION 'the station is another body''s'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_entry_at_a_station_of_its_body
  BEFORE INSERT OR UPDATE OF station_id ON ballots_entry
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_station();

-- Three readings are three machines: what one of them does wrong the others do not.
CREATE OR REPLACE FUNCTION ballots_refuse_agreement_of_too_few() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  wanted integer := (SELECT readings FROM ballots_poll WHERE id = NEW.poll_id);
  readers integer;
  machines integer;
BEGIN
  IF NEW.agreed_id IS NULL OR NEW.agreed_id IS NOT DISTINCT FROM OLD.agreed_id
     OR wanted = 1 THEN
    RETURN NEW;
  END IF;
  SELECT count(DISTINCT by_id), count(DISTINCT station_id) INTO readers, machines
  FROM ballots_entry
  WHERE batch_id = NEW.id AND digest <> '' AND reading BETWEEN 1 AND wanted;
  IF readers < wanted THEN
    RAISE EXCEPTION 'the batch was read by too few people'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF wanted = 3 AND machines < wanted THEN
    RAISE EXCEPTION 'the batch was typed at too few machines'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""

READERS = """
-- Readings are blind: no person reads a batch twice, nor settles what he has read.
CREATE OR REPLACE FUNCTION ballots_refuse_second_reading() RETURNS trigger
LANGUAGE plpgsql AS $$
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
      AND ballots_is_one_person(by_id, NEW.by_id)
  ) THEN
    RAISE EXCEPTION 'nobody reads a batch twice' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- Whose reading it is, of which batch and which one, is said when it begins.
CREATE FUNCTION ballots_refuse_other_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.batch_id, NEW.number, NEW.reading, NEW.by_id)
     IS DISTINCT FROM (OLD.id, OLD.batch_id, OLD.number, OLD.reading, OLD.by_id) THEN
    RAISE EXCEPTION 'the entry is somebody''s reading'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_entry_stays_its_operators BEFORE UPDATE ON ballots_entry
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_other_entry();

-- Nobody checks his own reading, by whichever account.
CREATE OR REPLACE FUNCTION ballots_refuse_own_check() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_entry WHERE id = NEW.entry_id AND digest <> ''
  ) OR EXISTS (
    SELECT 1 FROM ballots_entry own
    JOIN ballots_entry checked ON checked.batch_id = own.batch_id
    WHERE checked.id = NEW.entry_id AND ballots_is_one_person(own.by_id, NEW.by_id)
      AND own.digest <> '' AND own.reading > 0
  ) THEN
    RAISE EXCEPTION 'the entry is not finished, or the checker''s own'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- Papers are drawn by the digits and the digest of what was counted, and not picked.
CREATE FUNCTION ballots_refuse_picked_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_tally WHERE poll_id = NEW.poll_id AND digest = NEW.digest
  ) OR NEW.papers <> (
    SELECT sum(papers) FROM ballots_batch WHERE poll_id = NEW.poll_id
  ) OR NEW.drawn IS DISTINCT FROM (
    SELECT jsonb_agg(jsonb_build_array(number, position) ORDER BY number, position)
    FROM (
      SELECT number, position
      FROM ballots_batch batch, generate_series(1, batch.papers) AS position
      WHERE batch.poll_id = NEW.poll_id
      ORDER BY sha256(convert_to(
        NEW.seed || ' ' || NEW.digest || ' ' || number || ' ' || position, 'UTF8'))
      LIMIT jsonb_array_length(NEW.drawn)
    ) AS lots
  ) THEN
    RAISE EXCEPTION 'the papers are picked, not drawn'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_thirdlook_is_drawn BEFORE INSERT ON ballots_thirdlook
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_picked_papers();

-- Typed papers are not confirmed without a look, or a reason why there is none.
CREATE FUNCTION ballots_refuse_unlooked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ballots_poll poll
    WHERE id = NEW.poll_id AND upload_id IS NULL AND returned > 0
      AND NOT EXISTS (SELECT 1 FROM ballots_thirdlook
        WHERE poll_id = poll.id AND revision = NEW.revision)
      AND NOT EXISTS (SELECT 1 FROM ballots_lookstopped
        WHERE poll_id = poll.id AND revision = NEW.revision)
  ) THEN
    RAISE EXCEPTION 'nobody looked a third time, or said why not'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_confirmation_after_a_look BEFORE INSERT ON ballots_confirmation
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_unlooked();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0008_third_look"),
        ("congress", "0003_elected_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(verbose_name="bàn nhập số"),
                ),
                ("mark", models.CharField(editable=False, max_length=64)),
                ("since", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="congress.votingbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "bàn nhập",
                "verbose_name_plural": "bàn nhập",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("body"),
                        models.F("number"),
                        name="ballots_station_number_once",
                    ),
                    models.UniqueConstraint(
                        models.F("body"),
                        models.F("mark"),
                        name="ballots_station_mark_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="station",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="ballots.station",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="taken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL([STATIONS, READERS], migrations.RunSQL.noop),
    ]
