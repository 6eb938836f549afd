"""The third look: which papers were drawn, what they show, and why it was stopped."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FACTS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

TABLES = ("ballots_thirdlook", "ballots_lookstopped", "ballots_lookedpaper")

LOOKS = """
-- Papers are drawn, and a look is stopped, while their count waits to be confirmed.
CREATE FUNCTION ballots_refuse_untimely_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_poll
    WHERE id = NEW.poll_id AND revision = NEW.revision
      AND stage = 'counted' AND upload_id IS NULL
  ) OR EXISTS (SELECT 1 FROM ballots_withdrawal WHERE poll_id = NEW.poll_id) THEN
    RAISE EXCEPTION 'no result of typed papers waits to be confirmed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_thirdlook_before_the_confirmation BEFORE INSERT
  ON ballots_thirdlook
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_untimely_look();
CREATE TRIGGER ballots_lookstopped_before_the_confirmation BEFORE INSERT
  ON ballots_lookstopped
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_untimely_look();

CREATE FUNCTION ballots_is_one_person(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT one = other OR EXISTS (
    SELECT 1
    FROM core_user own JOIN core_person mine ON mine.id = own.person_id,
         core_user his JOIN core_person theirs ON theirs.id = his.person_id
    WHERE own.id = one AND his.id = other
      AND COALESCE(mine.merged_into_id, mine.id)
        = COALESCE(theirs.merged_into_id, theirs.id)
  )
$$;

-- A drawn paper is read by a member of the sealed board who read none of its batch;
-- one that differs once more, by somebody to whom neither reading was shown.
CREATE FUNCTION ballots_refuse_foreign_look() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  look ballots_thirdlook%ROWTYPE;
  paper record;
BEGIN
  SELECT * INTO look FROM ballots_thirdlook WHERE id = NEW.look_id;
  SELECT ballot.position, batch.id AS batch, batch.number INTO paper
  FROM ballots_ballot ballot
  JOIN ballots_batch batch ON batch.agreed_id = ballot.entry_id
  JOIN ballots_poll poll ON poll.id = batch.poll_id
  WHERE ballot.id = NEW.ballot_id AND poll.id = look.poll_id
    AND poll.revision = look.revision AND poll.stage = 'counted'
    AND NOT EXISTS (SELECT 1 FROM ballots_withdrawal WHERE poll_id = poll.id);
  IF NOT FOUND OR NOT EXISTS (
    SELECT 1 FROM jsonb_array_elements(look.drawn) AS drawn
    WHERE drawn = jsonb_build_array(paper.number, paper.position)
  ) THEN
    RAISE EXCEPTION 'the paper is not drawn, or its result no longer waits'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM ballots_boardseat seat
    JOIN core_person seated ON seated.id = seat.person_id
    JOIN core_user account ON account.id = NEW.by_id
    JOIN core_person person ON person.id = account.person_id
    WHERE seat.poll_id = look.poll_id AND NOT seat.is_technician
      AND (NEW.number = 1 OR NOT seat.is_head)
      AND COALESCE(seated.merged_into_id, seated.id)
        = COALESCE(person.merged_into_id, person.id)
  ) OR EXISTS (
    SELECT 1 FROM ballots_entry entry
    WHERE entry.batch_id = paper.batch AND ballots_is_one_person(entry.by_id, NEW.by_id)
  ) THEN
    RAISE EXCEPTION 'the reader sits not on the sealed board, or read the batch'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT 1 FROM ballots_lookedpaper first
    WHERE first.look_id = NEW.look_id AND first.ballot_id = NEW.ballot_id
      AND first.number = 1 AND NOT first.matches
      AND NOT ballots_is_one_person(first.by_id, NEW.by_id)
  ) THEN
    RAISE EXCEPTION 'nobody else found the paper to differ'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_lookedpaper_by_somebody_new BEFORE INSERT
  ON ballots_lookedpaper
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_look();

-- Nothing is confirmed over a drawn paper that differs, nor over one unread unless the
-- head has said why.
CREATE FUNCTION ballots_refuse_unfinished_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ballots_thirdlook look
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT ballot_id) AS read,
        count(DISTINCT ballot_id) FILTER (WHERE matches) AS matching
      FROM ballots_lookedpaper WHERE look_id = look.id
    ) found
    WHERE look.poll_id = NEW.poll_id AND look.revision = NEW.revision AND (
      found.read <> found.matching
      OR found.read < jsonb_array_length(look.drawn) AND NOT EXISTS (
        SELECT 1 FROM ballots_lookstopped
        WHERE poll_id = look.poll_id AND revision = look.revision))
  ) THEN
    RAISE EXCEPTION 'drawn papers differ or are not read'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_confirmation_after_the_look BEFORE INSERT
  ON ballots_confirmation
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_unfinished_look();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0007_blind_readings"),
        ("core", "0002_finished_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # As lists: taken as they stand, not split where somebody thinks a statement ends.
    operations = [
        migrations.CreateModel(
            name="ThirdLook",
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
                ("revision", models.PositiveSmallIntegerField()),
                (
                    "seed",
                    models.CharField(
                        max_length=40, verbose_name="số gieo tại hội trường"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("papers", models.PositiveIntegerField(verbose_name="số phiếu")),
                ("drawn", models.JSONField(verbose_name="các tờ đã rút")),
                ("margin_asked", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="third_looks",
                        to="ballots.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "đọc lại ngẫu nhiên",
                "verbose_name_plural": "đọc lại ngẫu nhiên",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("poll"), models.F("revision"), name="ballots_look_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seed__regex", "^[0-9]{4,}$")),
                        name="ballots_look_by_thrown_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("drawn", []), _negated=True), ("papers__gte", 1)
                        ),
                        name="ballots_look_draws_papers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookStopped",
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
                ("revision", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=400, verbose_name="lý do")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks_stopped",
                        to="ballots.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "không đọc lại hết",
                "verbose_name_plural": "không đọc lại hết",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("poll"),
                        models.F("revision"),
                        name="ballots_look_stopped_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="ballots_look_stopped_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookedPaper",
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
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.TextField(verbose_name="phiếu cho thấy")),
                ("matches", models.BooleanField(verbose_name="khớp")),
                ("key", models.UUIDField(editable=False)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
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
                        related_name="readings",
                        to="ballots.thirdlook",
                    ),
                ),
            ],
            options={
                "verbose_name": "tờ phiếu đọc lại",
                "verbose_name_plural": "tờ phiếu đọc lại",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("look"),
                        models.F("ballot"),
                        models.F("number"),
                        name="ballots_looked_paper_once",
                    ),
                    models.UniqueConstraint(
                        models.F("key"), name="ballots_looked_paper_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__in", [1, 2]),
                            models.Q(("content", ""), _negated=True),
                        ),
                        name="ballots_looked_paper_once_or_twice",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(FACTS.format(table=table), migrations.RunSQL.noop)
            for table in TABLES
        ),
        migrations.RunSQL([LOOKS], migrations.RunSQL.noop),
    ]
