"""Conferences with points."""

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
FACTS = ("congress_conferencenote",)


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0014_assignments_and_celebrations"),
        ("core", "0011_bodies_and_their_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conference",
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
                ("title", models.CharField(max_length=300, verbose_name="hội nghị")),
                ("starts_at", models.DateTimeField(verbose_name="bắt đầu")),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="kết thúc"
                    ),
                ),
                (
                    "chaired_by",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="chủ trì"
                    ),
                ),
                (
                    "agenda",
                    models.TextField(
                        blank=True,
                        max_length=10000,
                        verbose_name="nội dung, chương trình",
                    ),
                ),
                (
                    "conclusions",
                    models.TextField(
                        blank=True, max_length=20000, verbose_name="kết luận"
                    ),
                ),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func("title", function="core_fold"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "congress",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conferences",
                        to="congress.congress",
                        verbose_name="đại hội",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conferences",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "hội nghị",
                "verbose_name_plural": "hội nghị",
                "indexes": [
                    models.Index(
                        fields=["unit", "-starts_at"],
                        name="congress_conference_of_unit",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(
                                ("ends_at__isnull", True),
                                ("ends_at__gt", models.F("starts_at")),
                                _connector="OR",
                            ),
                        ),
                        name="congress_conference_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True),
                            ("ended_at__isnull", True),
                            _connector="OR",
                        ),
                        name="congress_conference_held_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceFile",
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
                    "title",
                    models.CharField(max_length=200, verbose_name="tên tài liệu"),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
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
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_files",
                        to="congress.conference",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu hội nghị",
                "verbose_name_plural": "tài liệu hội nghị",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="congress_conference_file_titled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferencePoint",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("name", models.CharField(max_length=200, verbose_name="điểm cầu")),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="địa điểm"
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="người phụ trách, điện thoại",
                    ),
                ),
                (
                    "is_main",
                    models.BooleanField(default=False, verbose_name="điểm cầu chính"),
                ),
                (
                    "expected",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="được mời"
                    ),
                ),
                (
                    "present",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="có mặt"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="ghi chú"
                    ),
                ),
                ("reported_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="congress.conference",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="core.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm cầu",
                "verbose_name_plural": "điểm cầu",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("conference"),
                        models.F("name"),
                        name="congress_point_of_conference_once",
                        violation_error_message="Đã có điểm cầu mang tên này.",
                    ),
                    models.UniqueConstraint(
                        models.F("conference"),
                        condition=models.Q(("is_main", True)),
                        name="congress_conference_one_main_point",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(
                                ("present__isnull", True),
                                ("reported_at__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="congress_conference_point_reported",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceNote",
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
                ("text", models.TextField(max_length=10000, verbose_name="ghi chép")),
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
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="congress.conference",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="congress.conferencepoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "ghi chép hội nghị",
                "verbose_name_plural": "ghi chép hội nghị",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="congress_conference_note_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointPerson",
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
                    "full_name",
                    models.CharField(max_length=120, verbose_name="họ và tên"),
                ),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C", default="", editable=False, max_length=400
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="chức vụ"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("unknown", "chưa ghi"),
                            ("present", "có mặt"),
                            ("online", "dự trực tuyến"),
                            ("excused", "vắng có lý do"),
                            ("absent", "vắng"),
                        ],
                        default="unknown",
                        max_length=20,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="congress.conferencepoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "người dự ở điểm cầu",
                "verbose_name_plural": "người dự ở điểm cầu",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("point"),
                        models.F("full_name"),
                        models.F("post"),
                        name="congress_point_person_once",
                        violation_error_message="Người này đã có ở điểm cầu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "presence__in",
                                ["unknown", "present", "online", "excused", "absent"],
                            ),
                            models.Q(("full_name", ""), _negated=True),
                        ),
                        name="congress_point_person_known_presence",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [TRIGGERS.format(table=table) for table in FACTS],
            migrations.RunSQL.noop,
        ),
    ]
