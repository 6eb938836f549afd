"""Stations, and what the role that the portal connects with may not do to readings.

At which machine, and since when, an entry is typed; three readings want three machines.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
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

-- Nobody checks what he has read or settled, by whichever account.
CREATE OR REPLACE FUNCTION ballots_refuse_own_check() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_entry WHERE id = NEW.entry_id AND digest <> ''
  ) OR EXISTS (
    SELECT 1 FROM ballots_entry own
    JOIN ballots_entry checked ON checked.batch_id = own.batch_id
    WHERE checked.id = NEW.entry_id AND ballots_is_one_person(own.by_id, NEW.by_id)
      AND own.digest <> ''
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

LOOK_RULINGS = """
CREATE TRIGGER ballots_lookruling_rows_stay BEFORE UPDATE OR DELETE
  ON ballots_lookruling
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ballots_lookruling_stays BEFORE TRUNCATE ON ballots_lookruling
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- The board rules on drawn papers that were read otherwise, until the confirmation.
CREATE FUNCTION ballots_refuse_foreign_look_ruling() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_thirdlook look
    JOIN ballots_poll poll ON poll.id = look.poll_id
      AND poll.revision = look.revision AND poll.stage = 'counted'
    JOIN ballots_lookedpaper paper ON paper.look_id = look.id
    WHERE look.id = NEW.look_id AND paper.ballot_id = NEW.ballot_id
      AND NOT EXISTS (SELECT 1 FROM ballots_withdrawal WHERE poll_id = poll.id)
    HAVING count(*) > 0 AND NOT bool_or(paper.matches)
  ) THEN
    RAISE EXCEPTION 'the paper was not read otherwise, or its result no longer waits'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_lookruling_on_what_differs BEFORE INSERT ON ballots_lookruling
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_look_ruling();

-- A drawn paper that differs keeps the result from being confirmed until it is read
-- as it was counted, or the board has ruled that what was counted stands.
CREATE OR REPLACE FUNCTION ballots_refuse_unfinished_look() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ballots_thirdlook look
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT paper.ballot_id) AS read,
        count(DISTINCT paper.ballot_id)
          FILTER (WHERE paper.matches OR ruling.id IS NOT NULL) AS settled
      FROM ballots_lookedpaper paper
      LEFT JOIN ballots_lookruling ruling
        ON ruling.look_id = paper.look_id AND ruling.ballot_id = paper.ballot_id
      WHERE paper.look_id = look.id
    ) found
    WHERE look.poll_id = NEW.poll_id AND look.revision = NEW.revision AND (
      found.read <> found.settled
      OR found.read < jsonb_array_length(look.drawn) AND NOT EXISTS (
        SELECT 1 FROM ballots_lookstopped
        WHERE poll_id = look.poll_id AND revision = look.revision))
  ) THEN
    RAISE EXCEPTION 'drawn papers differ or are not read'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
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
        migrations.CreateModel(
            name="LookRuling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="lý do")),
                (
                    "deciders",
                    models.JSONField(verbose_name="những người quyết định"),
                ),
                ("at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="look_rulings",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="ballots.thirdlook",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định về tờ đọc lại khác",
                "verbose_name_plural": "quyết định về tờ đọc lại khác",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("look"),
                        models.F("ballot"),
                        name="ballots_look_ruling_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("deciders", []), _negated=True),
                        ),
                        name="ballots_look_ruling_has_a_reason_and_deciders",
                    ),
                ],
            },
        ),
        # Ten throws of a die and not four: the digits are nobody's to try out.
        migrations.RemoveConstraint(
            model_name="thirdlook", name="ballots_look_by_thrown_digits"
        ),
        migrations.AddConstraint(
            model_name="thirdlook",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed__regex", "^[0-9]{10,}$")),
                name="ballots_look_by_thrown_digits",
            ),
        ),
        migrations.RunSQL([LOOK_RULINGS], migrations.RunSQL.noop),
    ]
