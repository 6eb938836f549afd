"""Lists of work, tasks and what became of them."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

TRIGGERS = """
CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
FACTS = ("congress_taskstep", "congress_taskfile")


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0011_working_bodies"),
        ("core", "0011_bodies_and_their_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkGroup",
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
                ("title", models.CharField(max_length=400, verbose_name="tên nhóm")),
            ],
            options={
                "verbose_name": "nhóm việc",
                "verbose_name_plural": "nhóm việc",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="congress_work_group_titled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                    "place",
                    models.PositiveIntegerField(editable=False, verbose_name="thứ tự"),
                ),
                ("title", models.CharField(max_length=400, verbose_name="việc")),
                (
                    "detail",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="nội dung"
                    ),
                ),
                (
                    "product",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="sản phẩm"
                    ),
                ),
                (
                    "helpers",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="phối hợp"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                (
                    "needs_evidence",
                    models.BooleanField(
                        default=False, verbose_name="phải có minh chứng"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "đăng ký, chờ duyệt"),
                            ("returned", "trả lại để sửa"),
                            ("open", "đang làm"),
                            ("done", "đã xong"),
                            ("dropped", "thôi không làm"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="đã làm (%)"
                    ),
                ),
                (
                    "reported_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="báo cáo gần nhất"
                    ),
                ),
                (
                    "done_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="xong ngày"
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="minh chứng"
                    ),
                ),
                ("is_of_personnel", models.BooleanField(default=False, editable=False)),
                ("is_restricted", models.BooleanField(default=False, editable=False)),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func("title", function="core_fold"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                ("made_at", models.DateTimeField(editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="congress.bodymeeting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="congress.task",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="core.scope",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="core.unit",
                        verbose_name="đơn vị chủ trì",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="congress.workgroup",
                        verbose_name="nhóm việc",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc",
                "verbose_name_plural": "việc",
                "indexes": [
                    models.Index(
                        models.F("scope"),
                        models.F("due_on"),
                        name="congress_task_at_place",
                    ),
                    models.Index(
                        models.F("due_on"),
                        models.F("id"),
                        name="congress_task_by_day",
                    ),
                    models.Index(
                        models.F("owner"),
                        models.F("due_on"),
                        condition=models.Q(("state", "open")),
                        name="congress_task_of_owner",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["proposed", "returned", "open", "done", "dropped"],
                            ),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="congress_task_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("state", "done")),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("done_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_task_done_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("needs_evidence", False),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_task_done_with_its_evidence",
                        violation_error_message="Việc này phải ghi minh chứng.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            ("percent__lte", 100),
                            _connector="OR",
                        ),
                        name="congress_task_percent_of_hundred",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_task_not_beneath_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
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
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("given", "giao việc"),
                            ("proposed", "đăng ký"),
                            ("approved", "duyệt đăng ký"),
                            ("returned", "trả lại"),
                            ("changed", "sửa nội dung, hạn, người làm"),
                            ("reported", "báo cáo"),
                            ("done", "báo đã xong"),
                            ("reopened", "giao làm tiếp"),
                            ("dropped", "thôi không làm"),
                            ("evaluated", "đánh giá"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="nội dung"
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="đã làm (%)"
                    ),
                ),
                ("day", models.DateField(null=True)),
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="congress.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "diễn biến của việc",
                "verbose_name_plural": "diễn biến của việc",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("task"),
                        models.F("number"),
                        name="congress_task_step_in_turn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "given",
                                    "proposed",
                                    "approved",
                                    "returned",
                                    "changed",
                                    "reported",
                                    "done",
                                    "reopened",
                                    "dropped",
                                    "evaluated",
                                ],
                            )
                        ),
                        name="congress_task_step_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "kind__in",
                                    ["reported", "returned", "reopened", "dropped"],
                                ),
                                _negated=True,
                            ),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_task_step_says_what",
                        violation_error_message="Hãy ghi nội dung.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            ("percent__lte", 100),
                            _connector="OR",
                        ),
                        name="congress_task_step_percent_of_hundred",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskFile",
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
                    "caption",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="chú thích"
                    ),
                ),
                ("is_photo", models.BooleanField(default=False)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="congress.taskstep",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp, ảnh của việc",
                "verbose_name_plural": "tệp, ảnh của việc",
            },
        ),
        migrations.CreateModel(
            name="WorkList",
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
                            ("programme", "chương trình công tác"),
                            ("project", "đề án"),
                            ("priority", "nhiệm vụ trọng tâm"),
                            ("body_plan", "kế hoạch của tiểu ban, tổ"),
                            ("assignments", "giao việc đột phá, đổi mới"),
                            ("celebration", "công trình, phần việc chào mừng"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số, ký hiệu văn bản"
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày ban hành"
                    ),
                ),
                (
                    "basis",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="căn cứ"
                    ),
                ),
                (
                    "situation",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="thực trạng"
                    ),
                ),
                (
                    "aims",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="mục tiêu"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày kết thúc"
                    ),
                ),
                ("is_of_personnel", models.BooleanField(default=False, editable=False)),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "title",
                                models.Value(" "),
                                "number",
                                output_field=models.TextField(),
                            ),
                            function="core_fold",
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "body",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan",
                        to="congress.workingbody",
                    ),
                ),
                (
                    "congress",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_lists",
                        to="congress.congress",
                        verbose_name="đại hội",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_lists",
                        to="core.scope",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_lists",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh mục việc",
                "verbose_name_plural": "danh mục việc",
                "indexes": [
                    models.Index(
                        fields=["unit", "-starts_on"], name="congress_work_list_of_unit"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            (
                                "kind__in",
                                [
                                    "programme",
                                    "project",
                                    "priority",
                                    "body_plan",
                                    "assignments",
                                    "celebration",
                                ],
                            ),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="congress_work_list_known_kind_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("kind", "body_plan")),
                            models.Q(
                                models.Q(("kind", "body_plan"), _negated=True),
                                ("body__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_work_list_plan_of_a_body",
                    ),
                    models.UniqueConstraint(
                        models.F("unit"),
                        models.F("kind"),
                        models.F("starts_on"),
                        models.F("ends_on"),
                        condition=models.Q(("kind__in", ["assignments"])),
                        name="congress_work_list_register_once",
                    ),
                    models.UniqueConstraint(
                        models.F("congress"),
                        condition=models.Q(("kind", "celebration")),
                        name="congress_work_list_celebration_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="workgroup",
            name="work_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="congress.worklist",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="work_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="congress.worklist",
            ),
        ),
        migrations.AddConstraint(
            model_name="workgroup",
            constraint=models.UniqueConstraint(
                models.F("work_list"),
                models.F("title"),
                name="congress_work_group_once",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("work_list"),
                models.F("place"),
                models.F("id"),
                name="congress_task_in_list",
            ),
        ),
        migrations.CreateModel(
            name="WorkReport",
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
                ("day", models.DateField(verbose_name="đến ngày")),
                (
                    "work_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="congress.worklist",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo kết quả công việc",
                "verbose_name_plural": "báo cáo kết quả công việc",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("work_list"),
                        models.F("day"),
                        name="congress_work_report_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            [TRIGGERS.format(table=table) for table in FACTS],
            migrations.RunSQL.noop,
        ),
    ]
