"""Notices, what is to be done, and figures."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SEARCH = """
CREATE INDEX core_notice_by_folded_words ON core_notice
  USING gin (folded gin_trgm_ops);
CREATE INDEX core_work_item_by_folded_title ON core_workitem
  USING gin (folded gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_journeys"),
    ]

    operations = [
        migrations.CreateModel(
            name="Figure",
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
                ("code", models.CharField(max_length=60, verbose_name="số liệu")),
                ("value", models.PositiveBigIntegerField(verbose_name="số")),
                (
                    "total",
                    models.PositiveBigIntegerField(
                        null=True, verbose_name="trên tổng số"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "số liệu tổng hợp",
                "verbose_name_plural": "số liệu tổng hợp",
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                            ("notice", "một thông báo"),
                            ("day", "thông báo trong ngày"),
                            ("confirmation", "xác nhận địa chỉ"),
                        ],
                        max_length=20,
                        verbose_name="loại thư",
                    ),
                ),
                ("day", models.DateField(verbose_name="ngày")),
                ("due_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "fault",
                    models.CharField(blank=True, max_length=300, verbose_name="lỗi"),
                ),
            ],
            options={
                "verbose_name": "thư điện tử",
                "verbose_name_plural": "thư điện tử",
                "indexes": [
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("due_at__isnull", False)),
                        name="core_letter_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["notice", "day", "confirmation"])
                        ),
                        name="core_letter_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            models.Q(
                                ("begun_at__isnull", False), ("due_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="core_letter_sent_after_it_was_begun",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailChoice",
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
                    "mode",
                    models.CharField(
                        choices=[
                            ("each", "Mỗi thông báo một thư, gửi ngay"),
                            ("daily", "Mỗi ngày một thư, lúc 7 giờ"),
                            ("none", "Không gửi thư"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="gửi thư",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="địa chỉ thư điện tử"
                    ),
                ),
                (
                    "wanted_address",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="địa chỉ chờ xác nhận"
                    ),
                ),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("digest_until", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "cách nhận thư",
                "verbose_name_plural": "cách nhận thư",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["each", "daily", "none"])),
                        name="core_mail_choice_known_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), ("digest_until__isnull", True)),
                            models.Q(
                                models.Q(("digest", ""), _negated=True),
                                models.Q(("wanted_address", ""), _negated=True),
                                ("digest_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="core_mail_choice_token_runs_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("kind", models.CharField(max_length=60, verbose_name="loại")),
                ("values", models.JSONField(default=dict)),
                ("said", models.CharField(max_length=1000, verbose_name="thông báo")),
                (
                    "folded",
                    models.CharField(default="", editable=False, max_length=1000),
                ),
                ("url_name", models.CharField(max_length=100)),
                ("url_args", models.JSONField(default=list)),
                ("at", models.DateTimeField(verbose_name="báo lúc")),
                ("day", models.DateField()),
                ("read_at", models.DateTimeField(null=True, verbose_name="đọc lúc")),
            ],
            options={
                "verbose_name": "thông báo",
                "verbose_name_plural": "thông báo",
                "indexes": [
                    models.Index(models.F("at"), name="core_notice_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("said", ""), _negated=True),
                            models.Q(("url_name", ""), _negated=True),
                        ),
                        name="core_notice_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
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
                ("kind", models.CharField(max_length=60, verbose_name="loại")),
                ("subject_key", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=400, verbose_name="việc")),
                (
                    "folded",
                    models.CharField(default="", editable=False, max_length=400),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="tình trạng"
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("ok", "ok"),
                            ("warn", "warn"),
                            ("bad", "bad"),
                            ("none", "none"),
                            ("live", "live"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(null=True)),
                ("total", models.PositiveIntegerField(null=True)),
                ("due_on", models.DateField(null=True, verbose_name="hạn")),
                ("right", models.CharField(max_length=40)),
                ("seen_with", models.CharField(max_length=40)),
                ("url_name", models.CharField(max_length=100)),
                ("url_args", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("reminded", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "verbose_name": "việc đang chờ",
                "verbose_name_plural": "việc đang chờ",
                "indexes": [
                    models.Index(
                        models.F("due_on"), models.F("id"), name="core_work_item_by_day"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        models.F("subject_key"),
                        name="core_work_item_once_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tone__in", ["ok", "warn", "bad", "none", "live"]),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="core_work_item_has_a_title_and_a_known_tone",
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
                        name="core_work_item_done_of_a_total",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="scope",
            index=models.Index(models.F("home"), name="core_scope_of_home"),
        ),
        migrations.AddField(
            model_name="figure",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="core.scope",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mailchoice",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mail_choice",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="letter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="core.letter",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="core.scope",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_items",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="scope",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_items",
                to="core.scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(
                models.F("scope"), models.F("code"), name="core_figure_once_a_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("day"),
                condition=models.Q(("kind", "day")),
                name="core_letter_of_a_day_once",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("user"), models.F("at"), name="core_notice_of_user"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("scope"), models.F("at"), name="core_notice_of_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("kind"),
                models.F("url_name"),
                models.F("url_args"),
                models.F("day"),
                condition=models.Q(("read_at__isnull", True)),
                name="core_notice_unread_once_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                models.F("owner"), models.F("due_on"), name="core_work_item_of_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                models.F("scope"), models.F("due_on"), name="core_work_item_of_scope"
            ),
        ),
        migrations.RunSQL([SEARCH], migrations.RunSQL.noop),
    ]
