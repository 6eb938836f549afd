"""Who of the level above attends which congress; private links to a calendar."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0006_plans"),
        ("core", "0009_journeys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UpperAttendance",
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
                        related_name="upper_attendances",
                        to="congress.congress",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upper_attendances",
                        to="core.person",
                        verbose_name="người dự",
                    ),
                ),
            ],
            options={
                "verbose_name": "cấp trên dự đại hội",
                "verbose_name_plural": "cấp trên dự đại hội",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("person"),
                        name="congress_upper_attendance_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
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
                ("name", models.CharField(max_length=100, verbose_name="dùng ở đâu")),
                (
                    "content",
                    models.CharField(
                        choices=[
                            ("congresses", "Chỉ các đại hội"),
                            ("mine", "Các đại hội và việc của tôi"),
                            ("all", "Các đại hội và mọi việc chưa xong"),
                        ],
                        max_length=20,
                        verbose_name="gồm",
                    ),
                ),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(verbose_name="dùng được đến")),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết lịch",
                "verbose_name_plural": "liên kết lịch",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            ("content__in", ["congresses", "mine", "all"]),
                        ),
                        name="congress_calendar_link_named_and_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="congress_calendar_link_expires_after_it_is_made",
                    ),
                ],
            },
        ),
    ]
