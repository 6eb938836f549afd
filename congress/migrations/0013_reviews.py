"""Papers submitted, who read them and what he said."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRIGGERS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
FACTS = (
    "congress_submissionfile",
    "congress_submissionreading",
    "congress_submissioncomment",
)


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0012_tasks"),
        ("core", "0011_bodies_and_their_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SubmissionComment",
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
                    "stance",
                    models.CharField(
                        choices=[
                            ("remark", "ý kiến"),
                            ("agrees", "nhất trí"),
                            ("changes", "đề nghị sửa"),
                        ],
                        max_length=20,
                        verbose_name="loại ý kiến",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="về nội dung"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="nội dung")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "ý kiến về hồ sơ trình",
                "verbose_name_plural": "ý kiến về hồ sơ trình",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stance__in", ["remark", "agrees", "changes"]),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="congress_submission_comment_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
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
                ("place", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "title",
                    models.CharField(max_length=200, verbose_name="tên tài liệu"),
                ),
            ],
            options={
                "verbose_name": "tài liệu trình",
                "verbose_name_plural": "tài liệu trình",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="congress_submission_file_titled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionReading",
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
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "lượt đọc",
                "verbose_name_plural": "lượt đọc",
            },
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="congress_submission_known_kind_and_state",
        ),
        migrations.AlterField(
            model_name="submission",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "Kế hoạch đại hội"),
                    ("documents", "Báo cáo chính trị, văn kiện"),
                    ("personnel_plan", "Đề án nhân sự"),
                    ("report", "Báo cáo"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["plan", "documents", "personnel_plan", "report"]),
                    ("revision__gte", 1),
                    ("state__in", ["submitted", "sent_back", "cleared", "withdrawn"]),
                    models.Q(("title", ""), _negated=True),
                    models.Q(("digest", ""), _negated=True),
                ),
                name="congress_submission_known_kind_and_state",
            ),
        ),
        migrations.AddField(
            model_name="submissioncomment",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="congress.workingbody",
                verbose_name="thay mặt",
            ),
        ),
        migrations.AddField(
            model_name="submissioncomment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="submissioncomment",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="congress.submission",
            ),
        ),
        migrations.AddField(
            model_name="submissionfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="submissionfile",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="congress.submission",
            ),
        ),
        migrations.AddField(
            model_name="submissionreading",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="congress.submission",
            ),
        ),
        migrations.AddField(
            model_name="submissionreading",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="submissioncomment",
            index=models.Index(
                models.F("submission"),
                models.F("at"),
                name="congress_submission_comments",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionfile",
            constraint=models.UniqueConstraint(
                models.F("submission"),
                models.F("revision"),
                models.F("place"),
                name="congress_submission_file_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionreading",
            constraint=models.UniqueConstraint(
                models.F("submission"),
                models.F("revision"),
                models.F("user"),
                name="congress_submission_read_once",
            ),
        ),
        migrations.CreateModel(
            name="DraftFile",
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
                ("place", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "title",
                    models.CharField(max_length=200, verbose_name="tên tài liệu"),
                ),
            ],
            options={
                "verbose_name": "tài liệu đang soạn",
                "verbose_name_plural": "tài liệu đang soạn",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="congress_draft_file_titled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionDraft",
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
                        choices=[
                            ("plan", "Kế hoạch đại hội"),
                            ("documents", "Báo cáo chính trị, văn kiện"),
                            ("personnel_plan", "Đề án nhân sự"),
                            ("report", "Báo cáo"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="lời trình"
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "bản soạn để trình",
                "verbose_name_plural": "bản soạn để trình",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["documents", "personnel_plan", "report"]),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="congress_draft_of_papers",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="congress_submission_one_open",
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                models.F("scope"),
                models.F("kind"),
                condition=models.Q(
                    ("state__in", ["submitted", "sent_back"]),
                    models.Q(("kind", "report"), _negated=True),
                ),
                name="congress_submission_one_open",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="submissiondraft",
            name="answers",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="congress.submission",
            ),
        ),
        migrations.AddField(
            model_name="submissiondraft",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="submissiondraft",
            name="congress",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="congress.congress",
            ),
        ),
        migrations.AddField(
            model_name="submissiondraft",
            name="scope",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="core.scope",
            ),
        ),
        migrations.AddField(
            model_name="submissiondraft",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="core.unit",
            ),
        ),
        migrations.AddField(
            model_name="draftfile",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="congress.submissiondraft",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissiondraft",
            constraint=models.UniqueConstraint(
                models.F("answers"), name="congress_draft_one_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftfile",
            constraint=models.UniqueConstraint(
                models.F("draft"),
                models.F("place"),
                name="congress_draft_file_place_once",
            ),
        ),
        migrations.RunSQL(
            [TRIGGERS.format(table=table) for table in FACTS],
            migrations.RunSQL.noop,
        ),
    ]
