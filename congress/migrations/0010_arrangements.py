"""Communication, logistics, guests and press; legal documents."""

import uuid
from datetime import date

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# What comes with the portal. ``about`` is the portal's own short wording, confidence
# says how sure the row is; what has no whole day is not here, since nothing is found
# by its number alone. Two numbers stand here twice.
CENTRE = (
    (
        "directive",
        "35-CT/TW",
        date(2019, 5, 30),
        "Đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIII",
        "X",
    ),
    (
        "guidance",
        "26-HD/BTCTW",
        date(2019, 10, 18),
        "Hướng dẫn thực hiện Chỉ thị số 35-CT/TW ngày 30/5/2019",
        "X",
    ),
    (
        "directive",
        "45-CT/TW",
        date(2020, 6, 20),
        "Lãnh đạo bầu cử đại biểu Quốc hội và Hội đồng nhân dân năm 2021",
        "M",
    ),
    (
        "directive",
        "35-CT/TW",
        date(2024, 6, 14),
        "Đại hội đảng bộ các cấp tiến tới Đại hội đại biểu toàn quốc lần thứ XIV",
        "A",
    ),
    (
        "guidance",
        "27-HD/BTCTW",
        date(2024, 8, 26),
        "Hướng dẫn thực hiện Chỉ thị số 35-CT/TW ngày 14/6/2024",
        "X",
    ),
    (
        "directive",
        "45-CT/TW",
        date(2025, 4, 14),
        "Đại hội đảng bộ các cấp tiến tới Đại hội XIV, khi địa phương có hai cấp",
        "A",
    ),
    (
        "guidance",
        "31-HD/BTCTW",
        date(2025, 4, 23),
        "Lập tổ chức đảng ở xã, phường, đặc khu (không phải hướng dẫn về đại hội)",
        "A",
    ),
)
ISSUERS = {"CT/TW": "Trung ương", "HD/BTCTW": "Ban Tổ chức Trung ương"}


def write_documents(apps, _schema_editor):
    """Put the Centre's documents in, and which of them replaced which."""
    documents = apps.get_model("congress", "LegalDocument").objects
    for kind, number, day, about, confidence in CENTRE:
        documents.create(
            kind=kind,
            number=number,
            day=day,
            issuer=ISSUERS[number.partition("-")[2]],
            title=about,
            confidence=confidence,
        )
    newer = documents.get(number="45-CT/TW", day=date(2025, 4, 14))
    documents.filter(number="35-CT/TW", day=date(2024, 6, 14)).update(
        replaced_by=newer, replaced_on=newer.day
    )


FACTS = """
CREATE TRIGGER congress_guestevent_rows_stay BEFORE UPDATE OR DELETE
  ON congress_guestevent
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_guestevent_stays BEFORE TRUNCATE ON congress_guestevent
  FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

# An act is about a guest of its own congress.
OWN_GUESTS = """
CREATE FUNCTION congress_refuse_foreign_guest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM congress_guest guest
    WHERE guest.id = NEW.guest_id AND guest.congress_id = NEW.congress_id
  ) THEN
    RAISE EXCEPTION 'an act is about a guest of its own congress'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_guestevent_is_of_its_congress BEFORE INSERT
  ON congress_guestevent
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_foreign_guest();
"""

SEARCH = """
CREATE INDEX congress_legal_by_folded_title ON congress_legaldocument
  USING gin (core_fold(title) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0009_lessons"),
        ("core", "0010_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalDocument",
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
                            ("directive", "Chỉ thị"),
                            ("resolution", "Nghị quyết"),
                            ("regulation", "Quy định, quy chế"),
                            ("conclusion", "Kết luận"),
                            ("guidance", "Hướng dẫn"),
                            ("plan", "Kế hoạch"),
                            ("decision", "Quyết định"),
                            ("letter", "Công văn"),
                            ("other", "Văn bản khác"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số, ký hiệu")),
                ("day", models.DateField(verbose_name="ngày ban hành")),
                (
                    "issuer",
                    models.CharField(max_length=200, verbose_name="cơ quan ban hành"),
                ),
                ("title", models.CharField(max_length=400, verbose_name="về việc")),
                (
                    "summary",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="tóm tắt"
                    ),
                ),
                (
                    "in_force_from",
                    models.DateField(blank=True, null=True, verbose_name="hiệu lực từ"),
                ),
                (
                    "replaced_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="thôi hiệu lực từ"
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        default="F", max_length=1, verbose_name="độ tin cậy"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "file",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="congress.legaldocument",
                        verbose_name="được thay bằng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_documents",
                        to="core.unit",
                        verbose_name="tổ chức ban hành",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản",
                "verbose_name_plural": "văn bản",
                "indexes": [
                    models.Index(
                        fields=["-day", "number", "id"], name="congress_legal_latest"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("number"),
                        models.F("day"),
                        models.F("unit"),
                        name="congress_legal_number_and_day_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "directive",
                                    "resolution",
                                    "regulation",
                                    "conclusion",
                                    "guidance",
                                    "plan",
                                    "decision",
                                    "letter",
                                    "other",
                                ],
                            ),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("issuer", ""), _negated=True),
                        ),
                        name="congress_legal_named_and_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence__in", ["F", "X", "A", "M", "I"])
                        ),
                        name="congress_legal_known_confidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by__isnull", True),
                            models.Q(
                                ("replaced_on__isnull", False),
                                models.Q(
                                    ("replaced_by", models.F("id")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="congress_legal_replaced_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("replaced_on__isnull", True),
                                models.Q(
                                    ("replaced_on__gte", models.F("day")),
                                    ("replaced_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("in_force_from__isnull", True),
                                models.Q(
                                    ("in_force_from__gte", models.F("day")),
                                    ("in_force_from__isnull", False),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="congress_legal_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanBasis",
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
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="congress.congress",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cited_by_plans",
                        to="congress.legaldocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "căn cứ của kế hoạch",
                "verbose_name_plural": "căn cứ của kế hoạch",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("document"),
                        name="congress_plan_basis_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateBasis",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cited_by_templates",
                        to="congress.legaldocument",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="congress.plantemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "căn cứ của mẫu kế hoạch",
                "verbose_name_plural": "căn cứ của mẫu kế hoạch",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("template"),
                        models.F("document"),
                        name="congress_template_basis_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrangement",
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
                    "checklist",
                    models.CharField(
                        choices=[
                            ("communication", "Tuyên truyền"),
                            ("logistics", "Phục vụ đại hội"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("before", "Trước đại hội"),
                            ("during", "Trong đại hội"),
                            ("after", "Sau đại hội"),
                            ("hall", "Hội trường, trang trí"),
                            ("seating", "Chỗ ngồi"),
                            ("sound", "Âm thanh, màn hình"),
                            ("power", "Điện, điện dự phòng"),
                            ("printing", "In ấn, tài liệu"),
                            ("meals", "Ăn, nghỉ"),
                            ("transport", "Xe, đi lại"),
                            ("health", "Y tế"),
                            ("security", "An ninh, phòng cháy"),
                            ("reception", "Đón tiếp, thẻ"),
                            ("other", "Việc khác"),
                        ],
                        max_length=20,
                        verbose_name="phần",
                    ),
                ),
                ("code", models.SlugField(blank=True, editable=False, max_length=40)),
                ("title", models.CharField(max_length=300, verbose_name="việc")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("loudspeaker", "loa truyền thanh"),
                            ("notice_board", "bảng tin"),
                            ("radio", "phát thanh, truyền hình"),
                            ("press", "báo chí"),
                            ("website", "trang thông tin điện tử"),
                            ("social_network", "mạng xã hội"),
                            ("banner", "băng rôn, pa-nô, cờ"),
                            ("meeting", "hội nghị, sinh hoạt chi bộ"),
                            ("emulation", "phong trào thi đua"),
                        ],
                        max_length=20,
                        verbose_name="kênh",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="đối tượng"
                    ),
                ),
                (
                    "responsible",
                    models.CharField(blank=True, max_length=200, verbose_name="ai làm"),
                ),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("opening", "trước ngày khai mạc"),
                            ("closing", "sau ngày bế mạc"),
                            ("day", "ngày cố định"),
                        ],
                        max_length=10,
                        verbose_name="tính từ",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số ngày"),
                ),
                (
                    "in_working_days",
                    models.BooleanField(default=False, verbose_name="ngày làm việc"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                (
                    "wanted",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="cần"
                    ),
                ),
                ("ready", models.PositiveIntegerField(default=0, verbose_name="đã có")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="ghi chú"
                    ),
                ),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="xong ngày"),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrangements",
                        to="congress.congress",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrangements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người phụ trách trên cổng",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc tuyên truyền, phục vụ",
                "verbose_name_plural": "việc tuyên truyền, phục vụ",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("checklist"),
                        models.F("code"),
                        condition=models.Q(("code", ""), _negated=True),
                        name="congress_arrangement_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("checklist", "communication"),
                                    ("part__in", ("before", "during", "after")),
                                ),
                                models.Q(
                                    ("checklist", "logistics"),
                                    (
                                        "part__in",
                                        (
                                            "hall",
                                            "seating",
                                            "sound",
                                            "power",
                                            "printing",
                                            "meals",
                                            "transport",
                                            "health",
                                            "security",
                                            "reception",
                                            "other",
                                        ),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            ("anchor__in", ["opening", "closing", "day"]),
                        ),
                        name="congress_arrangement_part_of_its_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            (
                                "channel__in",
                                [
                                    "",
                                    "loudspeaker",
                                    "notice_board",
                                    "radio",
                                    "press",
                                    "website",
                                    "social_network",
                                    "banner",
                                    "meeting",
                                    "emulation",
                                ],
                            ),
                        ),
                        name="congress_arrangement_named_and_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ready", 0), ("wanted__isnull", True)),
                            models.Q(
                                ("ready__lte", models.F("wanted")),
                                ("wanted__gte", 1),
                                ("wanted__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="congress_arrangement_no_more_than_wanted",
                        violation_error_message="Số đã có không quá số cần.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True),
                            ("wanted__isnull", True),
                            ("ready", models.F("wanted")),
                            _connector="OR",
                        ),
                        name="congress_arrangement_done_when_all_is_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
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
                            ("guest", "khách mời"),
                            ("press", "báo chí"),
                            ("service", "phục vụ"),
                        ],
                        max_length=20,
                        verbose_name="diện",
                    ),
                ),
                (
                    "full_name",
                    models.CharField(max_length=120, verbose_name="họ và tên"),
                ),
                (
                    "sort_key",
                    models.CharField(db_collation="C", editable=False, max_length=400),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="chức danh"
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="cơ quan, đơn vị"
                    ),
                ),
                (
                    "invited_by",
                    models.CharField(blank=True, max_length=200, verbose_name="ai mời"),
                ),
                (
                    "invitation_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số giấy mời"
                    ),
                ),
                (
                    "invitation_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày giấy mời"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "dự kiến mời"),
                            ("invited", "đã gửi giấy mời"),
                            ("accepted", "nhận lời"),
                            ("declined", "báo vắng"),
                            ("accredited", "đã cấp thẻ"),
                            ("refused", "không cấp thẻ"),
                        ],
                        default="proposed",
                        max_length=20,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("hall", "hội trường"),
                                ("press_room", "phòng báo chí"),
                                ("backstage", "hậu trường, kỹ thuật"),
                                ("dining", "khu ăn, nghỉ"),
                                ("grounds", "khuôn viên"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="nơi được vào",
                    ),
                ),
                (
                    "seat",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="chỗ ngồi"
                    ),
                ),
                (
                    "press_card",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số thẻ nhà báo"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="điện thoại"
                    ),
                ),
                (
                    "pass_number",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="số thẻ"
                    ),
                ),
                (
                    "arrived_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="đến lúc"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "congress",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests",
                        to="congress.congress",
                    ),
                ),
            ],
            options={
                "verbose_name": "khách mời, báo chí",
                "verbose_name_plural": "khách mời, báo chí",
                "indexes": [
                    models.Index(
                        fields=["congress", "sort_key", "id"],
                        name="congress_guest_by_name",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("pass_number"),
                        name="congress_guest_pass_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["guest", "press", "service"]),
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "invited",
                                    "accepted",
                                    "declined",
                                    "accredited",
                                    "refused",
                                ],
                            ),
                            (
                                "areas__contained_by",
                                [
                                    "hall",
                                    "press_room",
                                    "backstage",
                                    "dining",
                                    "grounds",
                                ],
                            ),
                            models.Q(("full_name", ""), _negated=True),
                        ),
                        name="congress_guest_named_and_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("pass_number__isnull", False), ("state", "accredited")
                            ),
                            models.Q(
                                models.Q(("state", "accredited"), _negated=True),
                                ("pass_number__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_guest_has_a_pass_when_accredited",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuestEvent",
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
                    "act",
                    models.CharField(
                        choices=[
                            ("accredited", "cấp thẻ"),
                            ("taken_back", "thu thẻ"),
                            ("refused", "không cấp thẻ"),
                            ("reconsidered", "xét lại"),
                            ("arrived", "đến"),
                            ("not_arrived", "bỏ dấu đến"),
                        ],
                        max_length=20,
                    ),
                ),
                ("pass_number", models.PositiveIntegerField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=400, verbose_name="lý do"),
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
                        related_name="+",
                        to="congress.congress",
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="congress.guest",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc cấp thẻ, đón khách",
                "verbose_name_plural": "việc cấp thẻ, đón khách",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("congress"),
                        models.F("pass_number"),
                        condition=models.Q(("act", "accredited")),
                        name="congress_pass_number_never_again",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "accredited",
                                    "taken_back",
                                    "refused",
                                    "reconsidered",
                                    "arrived",
                                    "not_arrived",
                                ],
                            ),
                            models.Q(
                                models.Q(("act", "accredited"), _negated=True),
                                ("pass_number__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="congress_guest_event_known_and_numbered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("act__in", ["taken_back", "refused"]), _negated=True
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_guest_event_has_its_reason",
                    ),
                ],
            },
        ),
        # As lists: taken as they stand, not split where a statement seems to end.
        migrations.RunSQL([FACTS], migrations.RunSQL.noop),
        migrations.RunSQL([OWN_GUESTS], migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, "DROP INDEX congress_legal_by_folded_title"),
        migrations.RunPython(write_documents, migrations.RunPython.noop),
    ]
