"""A role of members of sub-committees and task forces, at scopes of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_notices"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appointment",
            name="core_appointment_known_role",
        ),
        migrations.RemoveConstraint(
            model_name="scope",
            name="core_scope_known_kind",
        ),
        migrations.AlterField(
            model_name="appointment",
            name="role",
            field=models.CharField(
                choices=[
                    ("organisation_staff", "cán bộ tổ chức"),
                    ("personnel_staff", "cán bộ nhân sự"),
                    ("documents_staff", "cán bộ văn kiện"),
                    ("unit_secretary", "bí thư, ban thường vụ"),
                    ("secretariat", "đoàn thư ký đại hội"),
                    ("presidium", "đoàn chủ tịch"),
                    ("tally_head", "trưởng ban kiểm phiếu"),
                    ("tally_member", "thành viên ban kiểm phiếu"),
                    ("tally_technician", "kỹ thuật viên kiểm phiếu"),
                    ("delegate", "đại biểu"),
                    ("body_member", "thành viên tiểu ban, tổ công tác"),
                    ("inspector", "cán bộ kiểm tra"),
                ],
                max_length=40,
                verbose_name="vai trò",
            ),
        ),
        migrations.AlterField(
            model_name="scope",
            name="kind",
            field=models.CharField(
                choices=[
                    ("unit", "tổ chức đảng"),
                    ("congress", "đại hội"),
                    ("voting_body", "nơi bầu"),
                    ("working_body", "tiểu ban, tổ công tác"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "organisation_staff",
                            "personnel_staff",
                            "documents_staff",
                            "unit_secretary",
                            "secretariat",
                            "presidium",
                            "tally_head",
                            "tally_member",
                            "tally_technician",
                            "delegate",
                            "body_member",
                            "inspector",
                        ],
                    )
                ),
                name="core_appointment_known_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="scope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["unit", "congress", "voting_body", "working_body"])
                ),
                name="core_scope_known_kind",
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="work_items_asked_for",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                models.F("asked_by"),
                models.F("due_on"),
                name="core_work_item_asked_by",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                models.F("seen_with"),
                models.F("due_on"),
                name="core_work_item_seen_with",
            ),
        ),
    ]
