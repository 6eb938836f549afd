"""Results annulled, elections within the term, and what the database refuses of them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FACTS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

ANNULMENTS = """
-- A result is annulled as it was announced, and who is refused was elected by it.
CREATE FUNCTION ballots_refuse_foreign_annulment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ballots_confirmation confirmation
    JOIN ballots_poll poll ON poll.id = confirmation.poll_id
    JOIN ballots_election election ON election.id = poll.election_id
    WHERE confirmation.id = NEW.confirmation_id AND poll.id = NEW.poll_id
      AND confirmation.revision = poll.revision
      AND poll.stage IN ('announced', 'put_away')
      AND election.purpose <> 'rehearsal'
  ) OR EXISTS (
    SELECT 1 FROM ballots_reopening
    JOIN ballots_poll poll ON poll.id = ballots_reopening.poll_id
    WHERE poll.id = NEW.poll_id AND ballots_reopening.revision = poll.revision
      AND answer = ''
  ) THEN
    RAISE EXCEPTION 'only a result that was announced and stands is annulled'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.candidate_id IS NOT NULL AND (EXISTS (
    SELECT 1 FROM ballots_annulment
    WHERE confirmation_id = NEW.confirmation_id AND candidate_id IS NULL
  ) OR NOT EXISTS (
    SELECT 1 FROM ballots_confirmation confirmation
    JOIN ballots_tallyline line ON line.tally_id = confirmation.tally_id
    WHERE confirmation.id = NEW.confirmation_id
      AND line.candidate_id = NEW.candidate_id
      AND line.verdict IN ('elected', 'alternate')
  )) THEN
    RAISE EXCEPTION 'nobody is refused whom the result has not elected'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_annulment_of_what_was_announced BEFORE INSERT
  ON ballots_annulment
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_foreign_annulment();

-- Nothing goes on from there but that its papers are put away.
CREATE FUNCTION ballots_refuse_annulled_poll() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'ballots_reopening' OR TG_OP = 'UPDATE' THEN
    IF EXISTS (
      SELECT 1 FROM ballots_annulment
      WHERE poll_id = (to_jsonb(NEW) ->> CASE TG_TABLE_NAME
        WHEN 'ballots_poll' THEN 'id' ELSE 'poll_id' END)::uuid
    ) THEN
      RAISE EXCEPTION 'the level above has decided on this result'
        USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF EXISTS (
    SELECT 1 FROM ballots_annulment annulment
    JOIN ballots_poll poll ON poll.id = annulment.poll_id
    WHERE poll.election_id = NEW.election_id
  ) THEN
    RAISE EXCEPTION 'no round follows a result the level above has decided on'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_poll_annulled_stays BEFORE UPDATE ON ballots_poll
  FOR EACH ROW WHEN (NEW.stage <> 'put_away' AND (
    OLD.stage <> NEW.stage OR OLD.revision <> NEW.revision))
  EXECUTE FUNCTION ballots_refuse_annulled_poll();
CREATE TRIGGER ballots_poll_follows_nothing_annulled BEFORE INSERT ON ballots_poll
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_annulled_poll();
CREATE TRIGGER ballots_reopening_of_nothing_annulled BEFORE INSERT OR UPDATE
  ON ballots_reopening
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_annulled_poll();

-- Nor does a wall show it.
CREATE OR REPLACE FUNCTION ballots_refuse_unconfirmed_result(wanted uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM congress_deck deck
    WHERE deck.id = wanted AND deck.kind = 'result' AND (NOT EXISTS (
      SELECT 1 FROM ballots_confirmation confirmation
      JOIN ballots_poll poll ON poll.id = confirmation.poll_id
      WHERE poll.id = deck.source AND confirmation.revision = deck.revision
        AND poll.revision = deck.revision
    ) OR EXISTS (
      SELECT 1 FROM ballots_annulment WHERE poll_id = deck.source
    ))
  ) THEN
    RAISE EXCEPTION 'a result is shown only once it is confirmed, and while it stands'
      USING ERRCODE = 'restrict_violation';
  END IF;
END $$;

-- An office ends by a decision of the level above only where there is one.
CREATE FUNCTION ballots_refuse_end_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.cause IN ('annulled', 'refused') AND NOT EXISTS (
    SELECT 1 FROM congress_elected elected
    JOIN congress_electedlist list ON list.id = elected.elected_list_id
    JOIN ballots_annulment annulment ON annulment.poll_id = list.poll
    JOIN ballots_confirmation confirmation
      ON confirmation.id = annulment.confirmation_id
      AND confirmation.revision = list.revision
    WHERE elected.id = NEW.elected_id
      AND (NEW.cause = 'refused') = (annulment.candidate_id IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'the level above has decided nothing about this person'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_officeend_by_a_decision BEFORE INSERT ON congress_officeend
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_end_undecided();
"""

GROUND = """
-- Whether somebody was elected to one of these offices by what the level above has
-- undone, and holds none of them otherwise.
CREATE FUNCTION ballots_has_lost(
  somebody uuid, of_congress uuid, offices text[], causes text[]
) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(bool_or(ended.cause = ANY(causes)), false)
     AND NOT COALESCE(bool_or(ended.id IS NULL AND list.revoked_at IS NULL), false)
  FROM congress_elected elected
  JOIN congress_electedlist list ON list.id = elected.elected_list_id
  JOIN congress_votingbody body ON body.id = list.body_id
  LEFT JOIN congress_officeend ended
    ON ended.elected_id = elected.id AND ended.taken_back_at IS NULL
  WHERE elected.person_id = somebody AND NOT elected.is_alternate
    AND body.congress_id = of_congress AND list.office = ANY(offices)
$$;

CREATE FUNCTION ballots_refuse_lost_ground() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  election ballots_election%ROWTYPE;
  sources text[];
  voters text;
BEGIN
  SELECT held.* INTO election FROM ballots_election held
  JOIN ballots_poll poll ON poll.election_id = held.id WHERE poll.id = NEW.poll_id;
  IF election.purpose = 'rehearsal' THEN
    RETURN NEW;
  END IF;
  sources := CASE election.office
    WHEN 'standing_committee' THEN ARRAY['committee']
    WHEN 'secretary' THEN ARRAY['standing_committee', 'committee']
    WHEN 'deputy_secretary' THEN ARRAY['standing_committee', 'committee']
    WHEN 'inspection_head' THEN ARRAY['inspection_commission']
    WHEN 'inspection_deputy' THEN ARRAY['inspection_commission']
    ELSE ARRAY[]::text[] END;
  SELECT CASE kind WHEN 'committee' THEN 'committee'
                   WHEN 'inspection' THEN 'inspection_commission' END
  INTO voters FROM congress_votingbody WHERE id = election.body_id;
  IF EXISTS (
    SELECT 1 FROM ballots_candidate
    WHERE poll_id = NEW.poll_id AND ballots_has_lost(
      person_id, election.congress_id, sources, ARRAY['annulled', 'refused'])
  ) OR voters IS NOT NULL AND EXISTS (
    SELECT 1 FROM congress_rollentry
    WHERE body_id = election.body_id AND ballots_has_lost(
      person_id, election.congress_id, ARRAY[voters], ARRAY['annulled'])
  ) THEN
    RAISE EXCEPTION 'the result that this election stands on was annulled'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_confirmation_on_standing_ground BEFORE INSERT
  ON ballots_confirmation
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_lost_ground();
"""

AGAIN = """
-- An election takes the place of one that the level above has undone, to that office.
CREATE FUNCTION ballots_refuse_needless_election() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.replaces_id IS DISTINCT FROM OLD.replaces_id
     OR TG_OP = 'INSERT' AND NEW.replaces_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM ballots_election earlier
       JOIN ballots_poll poll ON poll.election_id = earlier.id
       JOIN ballots_annulment annulment ON annulment.poll_id = poll.id
       WHERE earlier.id = NEW.replaces_id AND earlier.office = NEW.office
         AND earlier.congress_id = NEW.congress_id
     ) THEN
    RAISE EXCEPTION 'the election replaces nothing that was undone'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_election_replaces_what_was_undone BEFORE INSERT OR UPDATE
  ON ballots_election
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_needless_election();
"""

PLACES = """
-- Within the term nobody elects more than there are places.
CREATE FUNCTION ballots_refuse_more_than_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted integer;
  most integer;
  term ballots_midterm%ROWTYPE;
BEGIN
  IF TG_TABLE_NAME = 'ballots_midterm' THEN
    term := NEW;
    SELECT max(seats) INTO wanted FROM ballots_poll WHERE election_id = NEW.election_id;
  ELSE
    SELECT * INTO term FROM ballots_midterm WHERE election_id = NEW.election_id;
    wanted := NEW.seats;
  END IF;
  most := CASE term.why
    WHEN 'vacancy' THEN greatest(term.fixed - term.standing, 0)
    WHEN 'extra' THEN greatest(term.fixed * term.percent / 100
                               - greatest(term.standing - term.fixed, 0), 0) END;
  IF wanted > most THEN
    RAISE EXCEPTION '% are to be elected, and % places are open', wanted, most
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballots_midterm_within_open_places BEFORE INSERT ON ballots_midterm
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_more_than_open();
CREATE TRIGGER ballots_poll_within_open_places BEFORE INSERT OR UPDATE OF seats
  ON ballots_poll
  FOR EACH ROW EXECUTE FUNCTION ballots_refuse_more_than_open();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0011_results_on_walls"),
        ("congress", "0005_offices_end"),
        ("core", "0002_finished_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="election",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="ballots.election",
                verbose_name="bầu lại thay cho",
            ),
        ),
        migrations.CreateModel(
            name="Annulment",
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
                    "decision",
                    models.CharField(max_length=100, verbose_name="số quyết định"),
                ),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                (
                    "decided_by",
                    models.CharField(max_length=200, verbose_name="nơi quyết định"),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("standards", "Vi phạm tiêu chuẩn"),
                            ("principles", "Vi phạm nguyên tắc"),
                            ("procedure", "Vi phạm thủ tục"),
                        ],
                        max_length=20,
                        verbose_name="căn cứ",
                    ),
                ),
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
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annulments",
                        to="ballots.candidate",
                        verbose_name="người không được chuẩn y",
                    ),
                ),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annulments",
                        to="ballots.confirmation",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annulments",
                        to="ballots.poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "hủy kết quả bầu cử",
                "verbose_name_plural": "hủy kết quả bầu cử",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("confirmation"),
                        condition=models.Q(("candidate__isnull", True)),
                        name="ballots_annulment_of_a_result_once",
                    ),
                    models.UniqueConstraint(
                        models.F("confirmation"),
                        models.F("candidate"),
                        condition=models.Q(("candidate__isnull", False)),
                        name="ballots_annulment_of_a_person_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["standards", "principles", "procedure"])
                        ),
                        name="ballots_annulment_known_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", ""), _negated=True),
                            models.Q(("decided_by", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="ballots_annulment_by_a_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MidTerm",
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
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("vacancy", "Bầu thay cho đủ số lượng đã quyết định"),
                            ("extra", "Bầu thêm ngoài số lượng đã quyết định"),
                        ],
                        max_length=20,
                        verbose_name="để",
                    ),
                ),
                (
                    "fixed",
                    models.PositiveIntegerField(verbose_name="số lượng đã quyết định"),
                ),
                ("standing", models.PositiveIntegerField(verbose_name="đang giữ chức")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        verbose_name="tỷ lệ được bầu thêm (%)"
                    ),
                ),
                (
                    "consent",
                    models.CharField(max_length=100, verbose_name="số văn bản đồng ý"),
                ),
                ("consent_on", models.DateField(verbose_name="ngày văn bản")),
                (
                    "consent_by",
                    models.CharField(max_length=200, verbose_name="nơi đồng ý"),
                ),
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
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mid_term",
                        to="ballots.election",
                        verbose_name="cuộc bầu",
                    ),
                ),
            ],
            options={
                "verbose_name": "bầu trong nhiệm kỳ",
                "verbose_name_plural": "bầu trong nhiệm kỳ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["vacancy", "extra"])),
                        name="ballots_mid_term_known_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fixed__gte", 1), ("percent__lte", 100)),
                        name="ballots_mid_term_has_a_fixed_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consent", ""), _negated=True),
                            models.Q(("consent_by", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="ballots_mid_term_with_consent",
                    ),
                ],
            },
        ),
        # As lists: taken as they stand, not split where a statement seems to end.
        *(
            migrations.RunSQL([FACTS.format(table=table)], migrations.RunSQL.noop)
            for table in ("ballots_annulment", "ballots_midterm")
        ),
        migrations.RunSQL([ANNULMENTS], migrations.RunSQL.noop),
        migrations.RunSQL([GROUND], migrations.RunSQL.noop),
        migrations.RunSQL([AGAIN], migrations.RunSQL.noop),
        migrations.RunSQL([PLACES], migrations.RunSQL.noop),
    ]
