"""Breakthrough assignments, celebration projects, emulation."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
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
FACTS = ("congress_assignmentevaluation", "congress_emulationresult")

# The portal's own way to tell them apart, compared with no regulation. More may be
# added in the back office.
WORDS = """
INSERT INTO congress_problemkind (code, name, position, is_offered, is_confirmed)
VALUES
  ('hard', 'việc khó', 10, true, false),
  ('prominent', 'việc nổi cộm, bức xúc', 20, true, false),
  ('prolonged', 'việc tồn đọng kéo dài', 30, true, false),
  ('new', 'việc mới, đổi mới cách làm', 40, true, false);
INSERT INTO congress_assignmentrating
  (code, name, tone, position, is_offered, is_confirmed)
VALUES
  ('outstanding', 'hoàn thành xuất sắc', 'ok', 10, true, false),
  ('done', 'hoàn thành', 'ok', 20, true, false),
  ('partly', 'hoàn thành một phần', 'warn', 30, true, false),
  ('not_done', 'không hoàn thành', 'bad', 40, true, false);
"""

# Whoever assigns by a list may trust it: what was assigned from stays as it was, and
# it does not end before an assignment. Replacing it waits for assignments under way.
LISTED_POSTS = """
CREATE FUNCTION congress_post_list_keeps_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM congress_breakthroughassignment a
    JOIN congress_listedpost p ON p.id = a.post_id
    WHERE p.post_list_id = NEW.id AND (
      NEW.unit_id <> OLD.unit_id
      OR a.decided_on < NEW.in_force_from
      OR a.decided_on > COALESCE(NEW.in_force_until, a.decided_on)
    )
  ) THEN
    RAISE EXCEPTION 'something was assigned by the list on a day it would not hold'
      USING ERRCODE = 'check_violation',
        CONSTRAINT = 'congress_post_list_keeps_days';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_post_list_keeps_days BEFORE UPDATE ON congress_postlist
  FOR EACH ROW EXECUTE FUNCTION congress_post_list_keeps_days();
CREATE FUNCTION congress_listed_post_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_list uuid := COALESCE(NEW.post_list_id, OLD.post_list_id);
BEGIN
  IF EXISTS (
    SELECT 1 FROM congress_breakthroughassignment a
    JOIN congress_listedpost p ON p.id = a.post_id
    WHERE p.post_list_id = of_list
  ) THEN
    RAISE EXCEPTION 'something was assigned by the list'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'congress_listed_post_stays';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER congress_listed_post_stays
  BEFORE INSERT OR UPDATE OR DELETE ON congress_listedpost
  FOR EACH ROW EXECUTE FUNCTION congress_listed_post_stays();
"""
# Never upward, never sideways, only posts of a list that held on the day (domain 6.2).
ASSIGNED = """
CREATE FUNCTION congress_breakthrough_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said record;
BEGIN
  SELECT doer.path AS doer, giver.path AS giver, owner.path AS owner,
    held.in_force_from, held.in_force_until, post.assigned_by, post.unit_id,
    task.unit_id AS at_unit, task.scope_id, task.is_of_personnel, list.kind
  INTO said
  FROM congress_task task
  JOIN core_scope doer ON doer.id = task.scope_id
  JOIN congress_worklist list ON list.id = task.work_list_id
  JOIN core_scope giver ON giver.id = list.scope_id
  CROSS JOIN congress_listedpost post
  JOIN congress_postlist held ON held.id = post.post_list_id
  JOIN core_unit ON core_unit.id = held.unit_id
  JOIN core_scope owner ON owner.id = core_unit.scope_id
  WHERE task.id = NEW.task_id AND post.id = NEW.post_id
  FOR SHARE OF held, post;
  IF said.kind = 'assignments'
    AND NEW.scope_id = said.scope_id
    AND NOT said.is_of_personnel
    AND said.doer <@ said.giver
    AND said.giver <@ said.owner
    AND NEW.decided_on >= said.in_force_from
    AND NEW.decided_on <= COALESCE(said.in_force_until, NEW.decided_on)
    AND COALESCE(said.unit_id, said.at_unit) = said.at_unit
    AND (said.assigned_by = 'owner') = (said.giver = said.owner)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'this unit may not assign this post there on that day'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'congress_breakthrough_fits';
END $$;
CREATE TRIGGER congress_breakthrough_fits
  BEFORE INSERT OR UPDATE OF task_id, scope_id, post_id, decided_on
  ON congress_breakthroughassignment
  FOR EACH ROW EXECUTE FUNCTION congress_breakthrough_fits();
CREATE FUNCTION congress_task_of_breakthrough_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.scope_id, NEW.unit_id, NEW.work_list_id)
      IS DISTINCT FROM (OLD.scope_id, OLD.unit_id, OLD.work_list_id)
    AND EXISTS (
      SELECT 1 FROM congress_breakthroughassignment a WHERE a.task_id = NEW.id
    )
  THEN
    RAISE EXCEPTION 'a breakthrough assignment stays where it was given'
      USING ERRCODE = 'check_violation',
        CONSTRAINT = 'congress_task_of_breakthrough_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER congress_task_of_breakthrough_stays
  BEFORE UPDATE OF scope_id, unit_id, work_list_id ON congress_task
  FOR EACH ROW EXECUTE FUNCTION congress_task_of_breakthrough_stays();
CREATE FUNCTION congress_breakthrough_shown_alike() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM congress_breakthroughassignment a
    JOIN congress_task t ON t.id = a.task_id
    WHERE t.id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid
      AND a.is_public = t.is_restricted
  )
  THEN
    RAISE EXCEPTION 'an assignment that is not public is read where it is done only'
      USING ERRCODE = 'check_violation',
        CONSTRAINT = 'congress_breakthrough_shown_alike';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER congress_breakthrough_shown_alike
  AFTER INSERT OR UPDATE OF is_public, task_id ON congress_breakthroughassignment
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION congress_breakthrough_shown_alike('task_id');
CREATE CONSTRAINT TRIGGER congress_task_of_breakthrough_shown_alike
  AFTER UPDATE OF is_restricted ON congress_task
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.is_restricted IS DISTINCT FROM OLD.is_restricted)
  EXECUTE FUNCTION congress_breakthrough_shown_alike('id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0013_reviews"),
        ("core", "0011_bodies_and_their_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProblemKind",
            fields=[
                (
                    "code",
                    models.SlugField(
                        help_text="Chữ không dấu, số, gạch nối; đặt rồi không đổi.",
                        max_length=30,
                        primary_key=True,
                        serialize=False,
                        verbose_name="mã",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=120, unique=True, verbose_name="tên"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="Số nhỏ đứng trước.", verbose_name="thứ tự"
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Bỏ dấu: không chọn được nữa, chỗ đã ghi vẫn giữ. Đã có chỗ ghi thì không xóa được.",
                        verbose_name="còn được chọn",
                    ),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(default=False, verbose_name="đã đối chiếu"),
                ),
            ],
            options={
                "verbose_name": "loại vấn đề của việc đột phá",
                "verbose_name_plural": "loại vấn đề của việc đột phá",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="congress_problem_kind_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentRating",
            fields=[
                (
                    "code",
                    models.SlugField(
                        help_text="Chữ không dấu, số, gạch nối; đặt rồi không đổi.",
                        max_length=30,
                        primary_key=True,
                        serialize=False,
                        verbose_name="mã",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=120, unique=True, verbose_name="tên"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="Số nhỏ đứng trước.", verbose_name="thứ tự"
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Bỏ dấu: không chọn được nữa, chỗ đã ghi vẫn giữ. Đã có chỗ ghi thì không xóa được.",
                        verbose_name="còn được chọn",
                    ),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(default=False, verbose_name="đã đối chiếu"),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("ok", "tốt (màu xanh)"),
                            ("warn", "chưa trọn (màu vàng)"),
                            ("bad", "không đạt (màu đỏ)"),
                        ],
                        max_length=10,
                        verbose_name="màu",
                    ),
                ),
            ],
            options={
                "verbose_name": "mức đánh giá việc đột phá",
                "verbose_name_plural": "mức đánh giá việc đột phá",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                            ("tone__in", ["ok", "warn", "bad"]),
                        ),
                        name="congress_assignment_rating_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", "chua"), _negated=True),
                        name="congress_assignment_rating_is_not_none",
                        violation_error_message="Mã “chua” cổng dùng để lọc việc chưa đánh giá. Hãy đặt mã khác.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Emulation",
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
                    models.CharField(
                        max_length=300, verbose_name="phong trào, đợt thi đua"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số, ký hiệu văn bản"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                (
                    "appeal",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="nội dung phát động"
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày tổng kết"
                    ),
                ),
                (
                    "conclusion",
                    models.TextField(
                        blank=True, max_length=10000, verbose_name="kết quả tổng kết"
                    ),
                ),
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
                    "congress",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emulations",
                        to="congress.congress",
                        verbose_name="đại hội",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emulations",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "phong trào thi đua",
                "verbose_name_plural": "phong trào thi đua",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="congress_emulation_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CelebrationProject",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="celebration",
                        serialize=False,
                        to="congress.task",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("work", "công trình"), ("task", "phần việc")],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                (
                    "site",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="địa điểm"
                    ),
                ),
                (
                    "value",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="giá trị (đồng)"
                    ),
                ),
                (
                    "sources",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="nguồn lực"
                    ),
                ),
                (
                    "plaque",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="nội dung biển gắn"
                    ),
                ),
                (
                    "plaque_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="ngày gắn biển"
                    ),
                ),
                (
                    "emulation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="congress.emulation",
                        verbose_name="thuộc phong trào thi đua",
                    ),
                ),
            ],
            options={
                "verbose_name": "công trình, phần việc chào mừng",
                "verbose_name_plural": "công trình, phần việc chào mừng",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["work", "task"])),
                        name="congress_celebration_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("plaque_on__isnull", True),
                            models.Q(
                                ("kind", "work"),
                                models.Q(("plaque", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="congress_celebration_plaque_on_a_work",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmulationTarget",
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
                ("title", models.CharField(max_length=300, verbose_name="chỉ tiêu")),
                (
                    "measure",
                    models.CharField(max_length=60, verbose_name="đơn vị tính"),
                ),
                (
                    "planned",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="mức giao"
                    ),
                ),
                (
                    "more_is_better",
                    models.BooleanField(default=True, verbose_name="càng cao càng tốt"),
                ),
                (
                    "emulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="congress.emulation",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỉ tiêu thi đua",
                "verbose_name_plural": "chỉ tiêu thi đua",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("emulation"),
                        models.F("title"),
                        name="congress_emulation_target_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("measure", ""), _negated=True),
                            ("planned__gte", 0),
                        ),
                        name="congress_emulation_target_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmulationResult",
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
                    "actual",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="thực hiện"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="ghi chú, nguyên nhân"
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emulation_results",
                        to="core.unit",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="congress.emulationtarget",
                    ),
                ),
            ],
            options={
                "verbose_name": "kết quả thi đua",
                "verbose_name_plural": "kết quả thi đua",
                "indexes": [
                    models.Index(
                        fields=["target", "unit", "-at"],
                        name="congress_emulation_latest",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actual__gte", 0)),
                        name="congress_emulation_result_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedPost",
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
                ("title", models.CharField(max_length=300, verbose_name="chức danh")),
                (
                    "assigned_by",
                    models.CharField(
                        choices=[
                            ("owner", "ban thường vụ của tổ chức ban hành danh mục"),
                            (
                                "delegated",
                                "cấp ủy, tập thể lãnh đạo của đơn vị có chức danh",
                            ),
                        ],
                        max_length=20,
                        verbose_name="ai giao",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_posts",
                        to="core.unit",
                        verbose_name="ở đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "chức danh trong danh mục",
                "verbose_name_plural": "chức danh trong danh mục",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assigned_by__in", ["owner", "delegated"]),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="congress_listed_post_known_assigner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakthroughAssignment",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="breakthrough",
                        serialize=False,
                        to="congress.task",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breakthroughs",
                        to="core.scope",
                    ),
                ),
                (
                    "full_name",
                    models.CharField(max_length=120, verbose_name="người được giao"),
                ),
                (
                    "sort_key",
                    models.CharField(db_collation="C", editable=False, max_length=400),
                ),
                (
                    "folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Concat(
                                "full_name",
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
                    "decision_number",
                    models.CharField(max_length=60, verbose_name="số quyết định"),
                ),
                ("decided_on", models.DateField(verbose_name="ngày giao")),
                (
                    "period",
                    models.CharField(
                        choices=[("year", "trong năm"), ("term", "cả nhiệm kỳ")],
                        max_length=10,
                        verbose_name="giao cho",
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        db_column="problem",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="congress.problemkind",
                        verbose_name="loại vấn đề",
                    ),
                ),
                (
                    "why",
                    models.TextField(max_length=4000, verbose_name="vì sao là đột phá"),
                ),
                (
                    "reports_every",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="kỳ báo cáo (tháng)"
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False, verbose_name="công khai kết quả"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breakthroughs",
                        to="core.person",
                        verbose_name="người trong sổ",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="congress.listedpost",
                        verbose_name="chức danh",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc đột phá, đổi mới",
                "verbose_name_plural": "việc đột phá, đổi mới",
                "indexes": [
                    models.Index(models.F("person"), name="congress_breakthrough_of"),
                    models.Index(
                        models.F("problem"), name="congress_breakthrough_problem"
                    ),
                    models.Index(
                        models.OrderBy(models.F("decided_on"), descending=True),
                        models.F("sort_key"),
                        models.OrderBy(models.F("task"), descending=True),
                        name="congress_breakthrough_by_day",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__in", ["year", "term"]),
                            models.Q(("full_name", ""), _negated=True),
                            models.Q(("decision_number", ""), _negated=True),
                            models.Q(("why", ""), _negated=True),
                        ),
                        name="congress_breakthrough_known_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reports_every__isnull", True),
                            models.Q(
                                ("reports_every__gte", 1), ("reports_every__lte", 12)
                            ),
                            _connector="OR",
                        ),
                        name="congress_breakthrough_reports_within_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostList",
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
                    models.CharField(max_length=300, verbose_name="tên danh mục"),
                ),
                (
                    "number",
                    models.CharField(max_length=60, verbose_name="số, ký hiệu văn bản"),
                ),
                ("decided_on", models.DateField(verbose_name="ngày ban hành")),
                ("in_force_from", models.DateField(verbose_name="hiệu lực từ")),
                (
                    "in_force_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="đến hết ngày"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_lists",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh mục chức danh được giao việc đột phá",
                "verbose_name_plural": "danh mục chức danh được giao việc đột phá",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            models.Q(
                                ("in_force_until__isnull", True),
                                ("in_force_until__gte", models.F("in_force_from")),
                                _connector="OR",
                            ),
                        ),
                        name="congress_post_list_in_order",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("unit", "="),
                            (
                                models.Func(
                                    "in_force_from",
                                    "in_force_until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_upper=True
                                    ),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="congress_post_list_one_at_a_time",
                        violation_error_message="Thời gian hiệu lực trùng với danh mục khác của tổ chức này.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="listedpost",
            name="post_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="congress.postlist",
            ),
        ),
        migrations.CreateModel(
            name="AssignmentEvaluation",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "rating",
                    models.ForeignKey(
                        db_column="rating",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="congress.assignmentrating",
                        verbose_name="mức đánh giá",
                    ),
                ),
                ("note", models.TextField(max_length=4000, verbose_name="nhận xét")),
                (
                    "effect",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="hiệu quả"
                    ),
                ),
                (
                    "feedback",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="ý kiến nhân dân"
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
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="congress.breakthroughassignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "đánh giá việc đột phá",
                "verbose_name_plural": "đánh giá việc đột phá",
                "indexes": [
                    models.Index(
                        fields=["assignment", "year", "-at"],
                        name="congress_evaluation_latest",
                    ),
                    models.Index(models.F("rating"), name="congress_evaluation_rating"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year__gte", 2015),
                            ("year__lte", 2100),
                            models.Q(("note", ""), _negated=True),
                        ),
                        name="congress_evaluation_of_a_year_with_a_note",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="listedpost",
            constraint=models.UniqueConstraint(
                models.F("post_list"),
                models.F("title"),
                models.F("unit"),
                name="congress_listed_post_once",
                nulls_distinct=False,
                violation_error_message="Chức danh này đã có trong danh mục.",
            ),
        ),
        migrations.CreateModel(
            name="AssignmentReport",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_reports",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo giao việc đột phá",
                "verbose_name_plural": "báo cáo giao việc đột phá",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("unit"),
                        models.F("year"),
                        name="congress_assignment_report_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmulationUnit",
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
                    "emulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="called",
                        to="congress.emulation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emulations_called",
                        to="core.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị thi đua",
                "verbose_name_plural": "đơn vị thi đua",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("emulation"),
                        models.F("unit"),
                        name="congress_emulation_unit_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            [LISTED_POSTS, ASSIGNED],
            """
            DROP TRIGGER congress_breakthrough_fits
              ON congress_breakthroughassignment;
            DROP TRIGGER congress_post_list_keeps_days ON congress_postlist;
            DROP TRIGGER congress_listed_post_stays ON congress_listedpost;
            DROP TRIGGER congress_task_of_breakthrough_stays ON congress_task;
            DROP TRIGGER congress_breakthrough_shown_alike
              ON congress_breakthroughassignment;
            DROP TRIGGER congress_task_of_breakthrough_shown_alike ON congress_task;
            DROP FUNCTION congress_breakthrough_fits;
            DROP FUNCTION congress_post_list_keeps_days;
            DROP FUNCTION congress_listed_post_stays;
            DROP FUNCTION congress_task_of_breakthrough_stays;
            DROP FUNCTION congress_breakthrough_shown_alike;
            """,
        ),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(
            [TRIGGERS.format(table=table) for table in FACTS],
            migrations.RunSQL.noop,
        ),
    ]
