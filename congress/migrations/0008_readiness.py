"""What each congress still lacks, and what it submits to the level above."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAY = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
FACTS = ("congress_reminder", "congress_submissionstep")


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0007_who_attends_and_calendar_links"),
        ("core", "0010_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressReport",
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
                    "first_year",
                    models.PositiveSmallIntegerField(verbose_name="nhiệm kỳ từ năm"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_reports",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo tiến độ",
                "verbose_name_plural": "báo cáo tiến độ",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("unit"),
                        models.F("first_year"),
                        name="congress_progress_report_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
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
                    "kind",
                    models.CharField(
                        choices=[("plan", "Kế hoạch đại hội"), ("report", "Báo cáo")],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "chờ cấp trên duyệt"),
                            ("sent_back", "cấp trên trả lại"),
                            ("cleared", "cấp trên đã duyệt"),
                            ("withdrawn", "đã rút"),
                        ],
                        max_length=20,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="lời trình"
                    ),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="trình lần thứ"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("submitted_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision_note",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="ý kiến"
                    ),
                ),
                (
                    "congress",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="congress.congress",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="core.scope",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submitted_to",
                        to="core.unit",
                        verbose_name="nơi duyệt",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="core.unit",
                        verbose_name="nơi trình",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc trình cấp trên",
                "verbose_name_plural": "việc trình cấp trên",
                "indexes": [
                    models.Index(
                        models.F("superior"),
                        models.F("state"),
                        models.F("submitted_at"),
                        name="congress_submission_queue",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("scope"),
                        models.F("kind"),
                        condition=models.Q(("state__in", ["submitted", "sent_back"])),
                        name="congress_submission_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["plan", "report"]),
                            ("revision__gte", 1),
                            (
                                "state__in",
                                ["submitted", "sent_back", "cleared", "withdrawn"],
                            ),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("digest", ""), _negated=True),
                        ),
                        name="congress_submission_known_kind_and_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "plan"), _negated=True),
                            ("congress__isnull", False),
                            _connector="OR",
                        ),
                        name="congress_submission_plan_of_a_congress",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit", models.F("superior")), _negated=True
                        ),
                        name="congress_submission_goes_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "submitted"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["sent_back", "cleared"]),
                            ),
                            ("state", "withdrawn"),
                            _connector="OR",
                        ),
                        name="congress_submission_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent_back"), _negated=True),
                            models.Q(("decision_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_submission_sent_back_with_a_reason",
                        violation_error_message="Trả lại thì phải ghi lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                ("decided_by", models.F("submitted_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="congress_submission_not_decided_by_who_submits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionStep",
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
                    "revision",
                    models.PositiveSmallIntegerField(verbose_name="trình lần thứ"),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("submitted", "trình"),
                            ("changed", "sửa sau khi trình nên chưa duyệt được"),
                            ("sent_back", "trả lại"),
                            ("cleared", "duyệt"),
                            ("withdrawn", "rút"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="lời ghi"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="congress.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của việc trình",
                "verbose_name_plural": "các bước của việc trình",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("submission"),
                        models.F("revision"),
                        models.F("act"),
                        name="congress_submission_step_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "submitted",
                                    "changed",
                                    "sent_back",
                                    "cleared",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="congress_submission_step_known_act",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessPoint",
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
                ("code", models.SlugField(max_length=40, verbose_name="mã")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "chưa làm"),
                            ("in_hand", "đang làm"),
                            ("ready", "đã đủ"),
                            ("stuck", "vướng"),
                        ],
                        max_length=20,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "done",
                    models.PositiveIntegerField(null=True, verbose_name="đã xong"),
                ),
                (
                    "total",
                    models.PositiveIntegerField(null=True, verbose_name="trong số"),
                ),
                ("due_on", models.DateField(null=True, verbose_name="hạn")),
                ("updated_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="congress.congress",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm sẵn sàng",
                "verbose_name_plural": "điểm sẵn sàng",
                "indexes": [
                    models.Index(
                        models.F("congress"),
                        models.F("code"),
                        condition=models.Q(("state", "ready")),
                        name="congress_point_ready",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("code"),
                        name="congress_point_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["not_started", "in_hand", "ready", "stuck"]),
                            models.Q(("code", ""), _negated=True),
                        ),
                        name="congress_point_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done__isnull", True), ("total__isnull", True)),
                            models.Q(
                                ("done__isnull", False),
                                ("done__lte", models.F("total")),
                                ("total__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="congress_point_done_within_total",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                ("code", models.SlugField(max_length=40, verbose_name="mã")),
                ("day", models.DateField(verbose_name="ngày")),
                (
                    "people",
                    models.PositiveIntegerField(verbose_name="số người được nhắc"),
                ),
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
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="congress.congress",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhắc",
                "verbose_name_plural": "các lần nhắc",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("code"),
                        models.F("day"),
                        name="congress_reminder_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people__gte", 1), models.Q(("code", ""), _negated=True)
                        ),
                        name="congress_reminder_told_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [STAY.format(table=table) for table in FACTS], migrations.RunSQL.noop
        ),
    ]
