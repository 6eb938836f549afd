"""What pilots learnt, what stands in the way, and good practice."""

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
FACTS = (
    "congress_lessonpush",
    "congress_lessonanswer",
    "congress_difficultystep",
    "congress_practicestep",
)

STAYING = """
-- A lesson that others were told stays as they were told it.
CREATE FUNCTION congress_refuse_pushed_lesson() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM congress_lessonpush WHERE lesson_id = OLD.id) THEN
    RAISE EXCEPTION 'a lesson that was pushed stays as it is'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_lesson_pushed_stays BEFORE UPDATE OR DELETE ON congress_lesson
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_pushed_lesson();
CREATE TRIGGER congress_practice_published_stays BEFORE UPDATE OR DELETE
  ON congress_practice
  FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION core_refuse_change();

-- Of a comment, and of an answer told to all, nothing changes but that it is withdrawn.
CREATE FUNCTION congress_refuse_said_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL
     OR to_jsonb(NEW) - 'withdrawn_at' - 'folded'
        IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_at' - 'folded' THEN
    RAISE EXCEPTION 'what was said is only withdrawn'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_practicecomment_is_only_withdrawn BEFORE UPDATE
  ON congress_practicecomment
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_said_change();
CREATE TRIGGER congress_practicecomment_rows_stay BEFORE DELETE
  ON congress_practicecomment
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER congress_sharedanswer_is_only_withdrawn BEFORE UPDATE
  ON congress_sharedanswer
  FOR EACH ROW EXECUTE FUNCTION congress_refuse_said_change();
CREATE TRIGGER congress_sharedanswer_rows_stay BEFORE DELETE
  ON congress_sharedanswer
  FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""

# Found without accents, by any of their words; the pilots among many congresses.
SEARCH = """
CREATE INDEX congress_difficulty_by_words ON congress_difficulty
  USING gin (folded gin_trgm_ops);
CREATE INDEX congress_sharedanswer_by_words ON congress_sharedanswer
  USING gin (folded gin_trgm_ops);
CREATE INDEX congress_practice_by_words ON congress_practice
  USING gin (folded gin_trgm_ops);
CREATE INDEX congress_pilots ON congress_congress (unit_id) WHERE is_pilot;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0008_readiness"),
        ("core", "0010_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="congress",
            name="is_pilot",
            field=models.BooleanField(default=False, verbose_name="đại hội điểm"),
        ),
        migrations.AddField(
            model_name="congress",
            name="preparatory_on",
            field=models.DateField(blank=True, null=True, verbose_name="phiên trù bị"),
        ),
        migrations.AddConstraint(
            model_name="congress",
            constraint=models.CheckConstraint(
                condition=models.Q(preparatory_on__isnull=True)
                | models.Q(preparatory_on__lte=models.F("opens_on")),
                name="congress_preparatory_sitting_comes_first",
                violation_error_message="Phiên trù bị họp trước phiên chính thức: ngày này không được sau ngày khai mạc.",
            ),
        ),
        migrations.AddField(
            model_name="plantemplate",
            name="after_pilots",
            field=models.BooleanField(default=False, verbose_name="sau đại hội điểm"),
        ),
        migrations.CreateModel(
            name="Difficulty",
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
                ("title", models.CharField(max_length=200, verbose_name="vướng mắc")),
                ("text", models.TextField(verbose_name="nội dung")),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("organisation", "tổ chức, tiến độ"),
                            ("documents", "văn kiện"),
                            ("logistics", "hậu cần, phục vụ"),
                            ("law", "quy định, hướng dẫn"),
                            ("other", "việc khác"),
                        ],
                        max_length=20,
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "thường"), ("urgent", "gấp")],
                        max_length=20,
                        verbose_name="mức độ",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="cần trả lời trước ngày"
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "title",
                                models.Value(" "),
                                "text",
                                output_field=models.TextField(),
                            ),
                            function="core_fold",
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="congress.congress",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties_held",
                        to="core.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "vướng mắc",
                "verbose_name_plural": "vướng mắc",
                "indexes": [
                    models.Index(
                        fields=["-at", "id"], name="congress_difficulty_newest"
                    ),
                    models.Index(
                        condition=models.Q(("state", "solved"), _negated=True),
                        fields=["congress"],
                        name="congress_difficulty_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "organisation",
                                    "documents",
                                    "logistics",
                                    "law",
                                    "other",
                                ],
                            ),
                            ("state__in", ["waiting", "asked", "answered", "solved"]),
                            ("urgency__in", ["normal", "urgent"]),
                        ),
                        name="congress_difficulty_known_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="congress_difficulty_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder", models.F("unit")), _negated=True),
                        name="congress_difficulty_held_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DifficultyStep",
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
                ("number", models.PositiveSmallIntegerField()),
                ("act", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True)),
                (
                    "grounds",
                    models.CharField(blank=True, max_length=400, verbose_name="căn cứ"),
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
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="congress.difficulty",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "xử lý vướng mắc",
                "verbose_name_plural": "xử lý vướng mắc",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difficulty"),
                        models.F("number"),
                        name="congress_difficulty_step_in_turn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "raise",
                                    "answer",
                                    "ask",
                                    "pass",
                                    "explain",
                                    "solve",
                                    "reopen",
                                ],
                            )
                        ),
                        name="congress_difficulty_step_known_act",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("act__in", ["raise", "pass"]), ("to__isnull", False)
                            ),
                            models.Q(
                                models.Q(("act__in", ["raise", "pass"]), _negated=True),
                                ("to__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_difficulty_step_goes_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("act__in", ["raise", "solve"]),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_difficulty_step_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
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
                ("title", models.CharField(max_length=200, verbose_name="bài học")),
                ("happened", models.TextField(verbose_name="điều đã xảy ra")),
                ("why", models.TextField(verbose_name="vì sao")),
                ("change", models.TextField(verbose_name="cần đổi gì")),
                (
                    "belongs",
                    models.CharField(
                        choices=[
                            ("item", "một việc trong mẫu kế hoạch"),
                            ("script", "chương trình, kịch bản điều hành"),
                            ("documents", "văn kiện"),
                            ("personnel", "quy trình nhân sự (chỉ quy trình)"),
                            ("logistics", "hậu cần, phục vụ"),
                            ("other", "việc khác"),
                        ],
                        max_length=20,
                        verbose_name="thuộc về",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                        related_name="lessons",
                        to="congress.congress",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="congress.templateitem",
                        verbose_name="việc trong mẫu kế hoạch",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="congress.lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài học của đại hội điểm",
                "verbose_name_plural": "bài học của đại hội điểm",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "belongs__in",
                                [
                                    "item",
                                    "script",
                                    "documents",
                                    "personnel",
                                    "logistics",
                                    "other",
                                ],
                            ),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("happened", ""), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            models.Q(("change", ""), _negated=True),
                        ),
                        name="congress_lesson_says_all_and_belongs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("belongs", "item"), ("item__isnull", False)),
                            models.Q(
                                models.Q(("belongs", "item"), _negated=True),
                                ("item__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_lesson_names_its_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(("replaces", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="congress_lesson_replaces_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonPush",
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
                ("first_year", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "beneath",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="push",
                        to="congress.lesson",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.level",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài học đã triển khai",
                "verbose_name_plural": "bài học đã triển khai",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_year__gte", 1930), ("first_year__lte", 2200)
                        ),
                        name="congress_lesson_push_of_a_term",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonAnswer",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("applied", "đã áp dụng"),
                            ("not_ours", "không áp dụng ở đây"),
                        ],
                        max_length=20,
                        verbose_name="trả lời",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        verbose_name="cách áp dụng, hoặc lý do không áp dụng"
                    ),
                ),
                (
                    "applied_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="áp dụng từ ngày"
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
                        related_name="lesson_answers",
                        to="congress.congress",
                    ),
                ),
                (
                    "push",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="congress.lessonpush",
                    ),
                ),
            ],
            options={
                "verbose_name": "trả lời về bài học",
                "verbose_name_plural": "trả lời về bài học",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("push"),
                        models.F("congress"),
                        models.F("number"),
                        name="congress_lesson_answer_in_turn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("applied_on__isnull", False), ("verdict", "applied")
                            ),
                            models.Q(
                                ("applied_on__isnull", True), ("verdict", "not_ours")
                            ),
                            _connector="OR",
                        ),
                        name="congress_lesson_answer_when_applied",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="congress_lesson_answer_says_how_or_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Practice",
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
                    models.CharField(max_length=200, verbose_name="tên cách làm"),
                ),
                ("done", models.TextField(verbose_name="đã làm gì")),
                ("result", models.TextField(verbose_name="kết quả, có số liệu")),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("organisation", "chuẩn bị, tổ chức đại hội"),
                            ("documents", "văn kiện, lấy ý kiến"),
                            ("service", "hậu cần, tuyên truyền, phục vụ"),
                            ("building", "xây dựng Đảng, hệ thống chính trị"),
                            ("economy", "kinh tế – xã hội"),
                            ("other", "việc khác"),
                        ],
                        max_length=20,
                        verbose_name="lĩnh vực",
                    ),
                ),
                ("from_year", models.PositiveSmallIntegerField(verbose_name="từ năm")),
                ("to_year", models.PositiveSmallIntegerField(verbose_name="đến năm")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "chờ phổ biến"),
                            ("sent_back", "trả lại để sửa"),
                            ("published", "đã phổ biến"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "title",
                                models.Value(" "),
                                "done",
                                models.Value(" "),
                                "result",
                                output_field=models.TextField(),
                            ),
                            function="core_fold",
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "cách làm hay",
                "verbose_name_plural": "cách làm hay",
                "indexes": [
                    models.Index(fields=["-at", "id"], name="congress_practice_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "organisation",
                                    "documents",
                                    "service",
                                    "building",
                                    "economy",
                                    "other",
                                ],
                            ),
                            ("state__in", ["proposed", "sent_back", "published"]),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("done", ""), _negated=True),
                            models.Q(("result", ""), _negated=True),
                        ),
                        name="congress_practice_says_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_year__gte", 1930),
                            ("to_year__gte", models.F("from_year")),
                            ("to_year__lte", 2200),
                        ),
                        name="congress_practice_years_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeComment",
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
                ("text", models.TextField(verbose_name="góp ý")),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="congress.practice",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "góp ý về cách làm hay",
                "verbose_name_plural": "góp ý về cách làm hay",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="congress_practice_comment_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeMark",
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
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="congress.practice",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "đánh dấu có ích",
                "verbose_name_plural": "đánh dấu có ích",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("practice"),
                        models.F("unit"),
                        name="congress_practice_mark_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeStep",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("proposed", "chờ phổ biến"),
                            ("sent_back", "trả lại để sửa"),
                            ("published", "đã phổ biến"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(blank=True)),
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
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="congress.practice",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "xử lý cách làm hay",
                "verbose_name_plural": "xử lý cách làm hay",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("practice"),
                        models.F("number"),
                        name="congress_practice_step_in_turn",
                    ),
                    models.UniqueConstraint(
                        models.F("practice"),
                        models.F("unit"),
                        condition=models.Q(("act", "published")),
                        name="congress_practice_published_once_by_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("act__in", ["proposed", "sent_back", "published"]),
                            models.Q(
                                models.Q(("act", "sent_back"), _negated=True),
                                models.Q(("text", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="congress_practice_step_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedAnswer",
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
                ("question", models.TextField(verbose_name="câu hỏi")),
                ("answer", models.TextField(verbose_name="trả lời")),
                (
                    "grounds",
                    models.CharField(blank=True, max_length=400, verbose_name="căn cứ"),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("organisation", "tổ chức, tiến độ"),
                            ("documents", "văn kiện"),
                            ("logistics", "hậu cần, phục vụ"),
                            ("law", "quy định, hướng dẫn"),
                            ("other", "việc khác"),
                        ],
                        max_length=20,
                        verbose_name="lĩnh vực",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "question",
                                models.Value(" "),
                                "answer",
                                models.Value(" "),
                                "grounds",
                                output_field=models.TextField(),
                            ),
                            function="core_fold",
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_answers",
                        to="congress.difficulty",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "hỏi đáp",
                "verbose_name_plural": "hỏi đáp",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("difficulty"),
                        models.F("unit"),
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        name="congress_shared_answer_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "organisation",
                                    "documents",
                                    "logistics",
                                    "law",
                                    "other",
                                ],
                            ),
                            models.Q(("question", ""), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                        ),
                        name="congress_shared_answer_says_both",
                    ),
                ],
            },
        ),
        *(
            migrations.RunSQL(TRIGGERS.format(table=table), migrations.RunSQL.noop)
            for table in FACTS
        ),
        # As a list: taken as it stands, not split where a statement seems to end.
        migrations.RunSQL([STAYING], migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
    ]
