"""Somebody no longer holds what he was elected to: said beside it, not in its place."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRIGGERS = """
-- Of an end nothing changes but that it is taken back, once.
CREATE FUNCTION congress_refuse_end_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['taken_back_by_id', 'taken_back_at'];
BEGIN
  IF OLD.taken_back_at IS NOT NULL
     OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    RAISE EXCEPTION 'how an office came to an end stays as it is'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_officeend_is_only_taken_back BEFORE UPDATE
  ON congress_officeend
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_end_change();
CREATE TRIGGER congress_officeend_rows_stay BEFORE DELETE ON congress_officeend
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_officeend_stays BEFORE TRUNCATE ON congress_officeend
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0004_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficeEnd",
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
                    "cause",
                    models.CharField(
                        choices=[
                            ("annulled", "Kết quả bầu cử bị hủy"),
                            ("refused", "Không được chuẩn y"),
                            ("transferred", "Chuyển công tác"),
                            ("retired", "Nghỉ hưu, nghỉ công tác"),
                            ("resigned", "Được thôi tham gia theo nguyện vọng"),
                            ("disciplined", "Bị kỷ luật"),
                            ("died", "Từ trần"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=20,
                        verbose_name="vì",
                    ),
                ),
                ("ended_on", models.DateField(verbose_name="từ ngày")),
                (
                    "reason",
                    models.CharField(max_length=1000, verbose_name="quyết định, lý do"),
                ),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "elected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ends",
                        to="congress.elected",
                        verbose_name="người trúng cử",
                    ),
                ),
                (
                    "taken_back_by",
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
                "verbose_name": "thôi giữ chức",
                "verbose_name_plural": "thôi giữ chức",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("elected"),
                        condition=models.Q(("taken_back_at__isnull", True)),
                        name="congress_office_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause__in",
                                [
                                    "annulled",
                                    "refused",
                                    "transferred",
                                    "retired",
                                    "resigned",
                                    "disciplined",
                                    "died",
                                    "other",
                                ],
                            )
                        ),
                        name="congress_office_end_known_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="congress_office_end_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_back_at__isnull", True),
                                ("taken_back_by__isnull", True),
                            ),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                                models.Q(
                                    ("cause__in", ["annulled", "refused"]),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="congress_office_end_of_the_superior_stays",
                    ),
                ],
            },
        ),
        migrations.RunSQL([TRIGGERS], migrations.RunSQL.noop),
    ]
