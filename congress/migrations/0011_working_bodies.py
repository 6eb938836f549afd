"""Sub-committees, task forces, their members, meetings and visits."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# Minutes that were closed stay, with who was there and the papers that belong to them.
MINUTES = """
CREATE TRIGGER congress_bodymeeting_closed_stays BEFORE UPDATE OR DELETE
  ON congress_bodymeeting
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION core_refuse_change();
CREATE FUNCTION congress_refuse_closed_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked uuid[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN asked := array_append(asked, OLD.meeting_id); END IF;
  IF TG_OP <> 'DELETE' THEN asked := array_append(asked, NEW.meeting_id); END IF;
  IF EXISTS (
    SELECT 1 FROM congress_bodymeeting
    WHERE id = ANY(asked) AND closed_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'the minutes of this meeting are closed'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER congress_meetingpresence_stays BEFORE INSERT OR UPDATE OR DELETE
  ON congress_meetingpresence
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_closed_meeting();
CREATE TRIGGER congress_bodyfile_stays BEFORE UPDATE OR DELETE ON congress_bodyfile
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_closed_meeting();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0010_arrangements"),
        ("core", "0011_bodies_and_their_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="milestone",
            name="owner_role",
            field=models.CharField(
                blank=True,
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
                    ("administrator", "quản trị viên"),
                ],
                max_length=40,
                verbose_name="ai làm",
            ),
        ),
        migrations.AlterField(
            model_name="templateitem",
            name="owner_role",
            field=models.CharField(
                blank=True,
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
                    ("administrator", "quản trị viên"),
                ],
                max_length=40,
                verbose_name="ai làm",
            ),
        ),
        migrations.CreateModel(
            name="BodyMember",
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
                    "part",
                    models.CharField(
                        choices=[
                            ("head", "trưởng"),
                            ("deputy", "phó"),
                            ("secretary", "thư ký"),
                            ("member", "thành viên"),
                        ],
                        max_length=20,
                        verbose_name="chức danh trong tiểu ban, tổ",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="từ ngày")),
                (
                    "until_on",
                    models.DateField(blank=True, null=True, verbose_name="đến ngày"),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.appointment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_bodies",
                        to="core.person",
                        verbose_name="người trong sổ",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_bodies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành viên tiểu ban, tổ công tác",
                "verbose_name_plural": "thành viên tiểu ban, tổ công tác",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part__in", ["head", "deputy", "secretary", "member"]),
                            models.Q(("full_name", ""), _negated=True),
                        ),
                        name="congress_body_member_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="congress_body_member_leaves_after_coming",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingBody",
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
                    "form",
                    models.CharField(
                        choices=[
                            ("sub_committee", "tiểu ban"),
                            ("task_force", "tổ công tác"),
                            ("help_team", "tổ giúp việc"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("documents", "văn kiện"),
                            ("personnel", "nhân sự"),
                            ("logistics", "tổ chức, phục vụ"),
                            ("propaganda", "tuyên truyền, khánh tiết"),
                            ("direction", "chỉ đạo, kiểm tra, hướng dẫn cơ sở"),
                            ("other", "việc khác"),
                        ],
                        max_length=20,
                        verbose_name="lĩnh vực",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "duties",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="nhiệm vụ"
                    ),
                ),
                (
                    "decision_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số quyết định"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày kết thúc"
                    ),
                ),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "name",
                                models.Value(" "),
                                "decision_number",
                                output_field=models.TextField(),
                            ),
                            function="core_fold",
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func("name", function="core_in_order"),
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
                        related_name="working_bodies",
                        to="congress.congress",
                        verbose_name="đại hội",
                    ),
                ),
                (
                    "helps",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helped_by",
                        to="congress.workingbody",
                        verbose_name="giúp việc cho",
                    ),
                ),
                (
                    "scope",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_body",
                        to="core.scope",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="working_bodies",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tiểu ban, tổ công tác",
                "verbose_name_plural": "tiểu ban, tổ công tác",
                "indexes": [
                    models.Index(
                        fields=["unit", "-decided_on"], name="congress_body_of_unit"
                    ),
                    models.Index(
                        fields=["sort_key", "id"], name="congress_body_by_name"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("unit"),
                        models.F("name"),
                        condition=models.Q(("ended_on__isnull", True)),
                        name="congress_body_name_once",
                        violation_error_message="Đã có tiểu ban, tổ mang tên này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                [
                                    "documents",
                                    "personnel",
                                    "logistics",
                                    "propaganda",
                                    "direction",
                                    "other",
                                ],
                            ),
                            ("form__in", ["sub_committee", "task_force", "help_team"]),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="congress_body_known_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="congress_body_ends_after_it_began",
                        violation_error_message="Ngày kết thúc không được trước ngày quyết định.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("helps__isnull", True),
                            models.Q(
                                ("form", "help_team"),
                                models.Q(("helps", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_body_only_teams_help",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitRound",
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
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_person", "trực tiếp"), ("online", "trực tuyến")],
                        max_length=20,
                        verbose_name="hình thức",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "asks",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="cần tìm hiểu"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="congress.workingbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt đi cơ sở, dự sinh hoạt",
                "verbose_name_plural": "đợt đi cơ sở, dự sinh hoạt",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("body"),
                        models.F("title"),
                        name="congress_visit_round_title_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            ("mode__in", ["in_person", "online"]),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="congress_visit_round_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                        choices=[("in_person", "trực tiếp"), ("online", "trực tuyến")],
                        max_length=20,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "planned_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày dự kiến"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="nội dung"
                    ),
                ),
                (
                    "held_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày đi, ngày dự"
                    ),
                ),
                (
                    "invited",
                    models.PositiveIntegerField(
                        null=True, verbose_name="đảng viên được triệu tập"
                    ),
                ),
                (
                    "present",
                    models.PositiveIntegerField(
                        null=True, verbose_name="đảng viên có mặt"
                    ),
                ),
                (
                    "seen",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="tình hình ghi nhận"
                    ),
                ),
                (
                    "requests",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="kiến nghị của đơn vị"
                    ),
                ),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("reported_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="congress.bodymember",
                        verbose_name="người được phân công",
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
                        related_name="visits",
                        to="core.unit",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="congress.visitround",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="congress.workingbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "chuyến đi cơ sở, buổi dự sinh hoạt",
                "verbose_name_plural": "chuyến đi cơ sở, buổi dự sinh hoạt",
                "indexes": [
                    models.Index(
                        models.F("body"),
                        models.F("planned_on"),
                        name="congress_visit_of_body",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("round"),
                        models.F("unit"),
                        condition=models.Q(("cancelled_at__isnull", True)),
                        name="congress_visit_unit_once_a_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["in_person", "online"])),
                        name="congress_visit_known_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("held_on__isnull", True),
                                ("reported_at__isnull", True),
                                ("reported_by__isnull", True),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("held_on__isnull", False),
                                ("reported_at__isnull", False),
                                ("reported_by__isnull", False),
                                models.Q(("seen", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_visit_held_and_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("present__isnull", True),
                            models.Q(
                                ("invited__isnull", False),
                                ("present__lte", models.F("invited")),
                            ),
                            _connector="OR",
                        ),
                        name="congress_visit_present_of_invited",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyUnit",
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
                ("from_on", models.DateField(verbose_name="từ ngày")),
                (
                    "until_on",
                    models.DateField(blank=True, null=True, verbose_name="đến ngày"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looked_after",
                        to="core.unit",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="territory",
                        to="congress.workingbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị được phân công",
                "verbose_name_plural": "đơn vị được phân công",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("body"),
                        models.F("unit"),
                        condition=models.Q(("until_on__isnull", True)),
                        name="congress_body_unit_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="congress_body_unit_left_after_given",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="bodymember",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="congress.workingbody",
            ),
        ),
        migrations.CreateModel(
            name="BodyMeeting",
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
                    "number",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="cuộc họp thứ"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="bắt đầu")),
                (
                    "place",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="địa điểm"
                    ),
                ),
                (
                    "agenda",
                    models.TextField(max_length=4000, verbose_name="nội dung họp"),
                ),
                (
                    "minutes",
                    models.TextField(
                        blank=True, max_length=40000, verbose_name="diễn biến, ý kiến"
                    ),
                ),
                (
                    "conclusions",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="kết luận"
                    ),
                ),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="congress.workingbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "cuộc họp của tiểu ban, tổ",
                "verbose_name_plural": "cuộc họp của tiểu ban, tổ",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("body"),
                        models.F("number"),
                        name="congress_meeting_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True), ("closed_by__isnull", True)
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("minutes", ""), _negated=True),
                                ("cancelled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_meeting_closed_by_somebody_with_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agenda", ""), _negated=True),
                        name="congress_meeting_has_an_agenda",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyFile",
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_files",
                        to="congress.bodymeeting",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_files",
                        to="congress.workingbody",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu của tiểu ban, tổ",
                "verbose_name_plural": "tài liệu của tiểu ban, tổ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="congress_body_file_titled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingPresence",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="congress.bodymeeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="congress.bodymember",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm danh cuộc họp",
                "verbose_name_plural": "điểm danh cuộc họp",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("meeting"),
                        models.F("member"),
                        name="congress_meeting_member_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "presence__in",
                                ["unknown", "present", "online", "excused", "absent"],
                            )
                        ),
                        name="congress_meeting_known_presence",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                models.F("body"),
                condition=models.Q(("part", "head"), ("until_on__isnull", True)),
                name="congress_body_has_one_head",
                violation_error_message="Tiểu ban, tổ này đã có trưởng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                models.F("body"),
                models.F("person"),
                condition=models.Q(("until_on__isnull", True)),
                name="congress_body_person_once",
                violation_error_message="Người này đã có trong tiểu ban, tổ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                models.F("body"),
                models.F("user"),
                condition=models.Q(("until_on__isnull", True)),
                name="congress_body_account_once",
                violation_error_message="Tài khoản này đã có trong tiểu ban, tổ.",
            ),
        ),
        migrations.RunSQL(MINUTES, migrations.RunSQL.noop),
    ]
