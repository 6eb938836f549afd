"""Walls: what is projected in the hall, step by step; the log only grows."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FACTS = """
CREATE TRIGGER congress_frame_rows_stay BEFORE UPDATE OR DELETE ON congress_frame
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_frame_stays BEFORE TRUNCATE ON congress_frame
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_step_rows_stay BEFORE UPDATE OR DELETE ON congress_step
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_step_stays BEFORE TRUNCATE ON congress_step
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- Of a deck nothing changes but that it is retired, once.
CREATE FUNCTION congress_refuse_deck_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.retired_at IS NOT NULL
     OR to_jsonb(NEW) - 'retired_at' IS DISTINCT FROM to_jsonb(OLD) - 'retired_at' THEN
    RAISE EXCEPTION 'a deck of frames stays as it is'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_deck_is_only_retired BEFORE UPDATE ON congress_deck
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_deck_change();
CREATE TRIGGER congress_deck_rows_stay BEFORE DELETE ON congress_deck
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""

STEPS = """
CREATE FUNCTION congress_refuse_odd_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + (
    SELECT coalesce(max(number), 0) FROM congress_step
    WHERE congress_id = NEW.congress_id
  ) THEN
    RAISE EXCEPTION 'steps of a congress are numbered without gaps'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.frame_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM congress_frame frame
    JOIN congress_deck deck ON deck.id = frame.deck_id
    WHERE frame.id = NEW.frame_id AND deck.congress_id = NEW.congress_id
      AND deck.retired_at IS NULL
  ) THEN
    RAISE EXCEPTION 'a step shows a frame of its congress that is not retired'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_step_follows_the_last BEFORE INSERT ON congress_step
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_odd_step();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0003_elected_stay"),
        ("core", "0008_words_of_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deck",
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
                ("number", models.PositiveIntegerField(verbose_name="thứ tự")),
                (
                    "title",
                    models.CharField(max_length=400, verbose_name="bộ trang chiếu"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("before", "Hướng dẫn, danh sách, tiến độ"),
                            ("result", "Kết quả đã chốt"),
                            ("message", "Thông báo"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("all", "Từng trang, đủ mọi người"),
                            ("elected", "Chỉ người trúng cử"),
                            ("each", "Lần lượt từng người"),
                        ],
                        default="all",
                        max_length=20,
                        verbose_name="cách chiếu",
                    ),
                ),
                ("source", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "revision",
                    models.PositiveSmallIntegerField(default=1, editable=False),
                ),
                ("written_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decks",
                        to="congress.votingbody",
                    ),
                ),
                (
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decks",
                        to="congress.congress",
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ trang chiếu",
                "verbose_name_plural": "bộ trang chiếu",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("number"),
                        name="congress_deck_number_once",
                    ),
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("source"),
                        models.F("kind"),
                        condition=models.Q(("retired_at", None)),
                        name="congress_deck_of_a_source_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["before", "result", "message"]),
                            ("way__in", ["all", "elected", "each"]),
                        ),
                        name="congress_deck_known_codes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("body", None), ("kind", "message"), ("source", None)
                            ),
                            models.Q(
                                models.Q(("kind", "message"), _negated=True),
                                ("body__isnull", False),
                                ("source__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="congress_deck_has_a_source_unless_messages",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Frame",
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
                ("order", models.PositiveIntegerField(verbose_name="thứ tự")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guide", "Hướng dẫn"),
                            ("list", "Danh sách"),
                            ("progress", "Tiến độ"),
                            ("figures", "Số phiếu"),
                            ("people", "Kết quả từng người"),
                            ("elected", "Người trúng cử"),
                            ("message", "Thông báo"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("content", models.JSONField()),
                ("reading", models.TextField(blank=True, verbose_name="lời đọc")),
                (
                    "deck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frames",
                        to="congress.deck",
                    ),
                ),
            ],
            options={
                "verbose_name": "trang chiếu",
                "verbose_name_plural": "trang chiếu",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("deck"),
                        models.F("order"),
                        name="congress_frame_order_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "guide",
                                    "list",
                                    "progress",
                                    "figures",
                                    "people",
                                    "elected",
                                    "message",
                                ],
                            )
                        ),
                        name="congress_frame_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                ("number", models.PositiveIntegerField(verbose_name="bước")),
                ("key", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="congress.congress",
                    ),
                ),
                (
                    "frame",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="congress.frame",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước chiếu",
                "verbose_name_plural": "bước chiếu",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("number"),
                        name="congress_step_number_once",
                    ),
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("key"),
                        name="congress_step_key_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wall",
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
                ("name", models.CharField(max_length=100, verbose_name="đặt ở đâu")),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(verbose_name="mở được đến")),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="walls",
                        to="congress.congress",
                        verbose_name="đại hội",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "màn chiếu",
                "verbose_name_plural": "màn chiếu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="congress_wall_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="congress_wall_expires_after_it_is_made",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WallControl",
            fields=[
                (
                    "congress",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="wall_control",
                        serialize=False,
                        to="congress.congress",
                    ),
                ),
                ("since", models.DateTimeField(blank=True, null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "điều khiển màn chiếu",
                "verbose_name_plural": "điều khiển màn chiếu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", None), ("since", None)),
                            models.Q(
                                ("holder__isnull", False), ("since__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="congress_wall_is_held_since_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL([FACTS], migrations.RunSQL.noop),
        migrations.RunSQL([STEPS], migrations.RunSQL.noop),
    ]
