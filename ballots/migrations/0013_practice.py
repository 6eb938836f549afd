"""Who has tried which step of the evening's checklist. Empty but in a practice."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0012_results_annulled"),
        ("congress", "0005_offices_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeTick",
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
                ("step", models.CharField(max_length=30, verbose_name="việc")),
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
                        related_name="practice_ticks",
                        to="congress.congress",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc đã diễn tập",
                "verbose_name_plural": "việc đã diễn tập",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("step"),
                        models.F("by"),
                        name="ballots_practice_step_once_each",
                    ),
                ],
            },
        ),
    ]
