"""Pages of plans and of their templates, as people use them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress import queries, tasks
from congress.models import Congress, Milestone, PlanTemplate
from core.access.rights import Role
from core.models import Job, Unit
from tests import make
from tests.integration.congress import plans
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def template(province: Unit) -> PlanTemplate:
    return plans.template(province)


@pytest.fixture
def congress(template: PlanTemplate) -> Congress:
    """A congress in two months, with its plan."""
    opens = timezone.localdate() + timedelta(days=60)
    unit = make.unit(parent=template.unit)
    return plans.planned(template, make.congress(unit, opens_on=opens))


@pytest.fixture
def staff(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def row(of: Congress, code: str) -> Milestone:
    return Milestone.objects.get(congress=of, code=code)


def test_a_plan_is_made_from_the_page_and_says_what_is_late(
    staff: Client, template: PlanTemplate
) -> None:
    unit = make.unit(parent=template.unit)
    found = make.congress(unit, opens_on=timezone.localdate() + timedelta(days=60))
    before = staff.get(at("plan", found.slug)).text

    answer = staff.post(at("plan-make", found.slug), {"template": template.pk})

    after = staff.get(at("plan", found.slug)).text
    assert "Đại hội này chưa có kế hoạch." in before
    assert answer["Location"] == at("plan", found.slug)
    assert "trễ 120 ngày (" in after
    assert "còn 45 ngày (" in after
    assert "xong 0/5" in after


def test_who_only_reads_sees_the_plan_and_no_button(
    congress: Congress, signed_in: SignedIn
) -> None:
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=congress.unit.scope))

    text = client.get(at("plan", congress.slug)).text

    assert "Ban hành kế hoạch đại hội" in text
    assert "Ghi xong" not in text
    assert client.get(at("plan-add", congress.slug)).status_code == 404


def test_a_plan_next_door_does_not_exist(
    congress: Congress, signed_in: SignedIn
) -> None:
    neighbour = make.unit("Đảng bộ xã Nậm Lành")
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=neighbour.scope))
    each = row(congress, "plan_issued")

    answers = [
        client.get(at("plan", congress.slug)),
        client.post(at("plan-done", congress.slug, each.pk)),
        client.post(at("plan-offers", congress.slug)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_milestone_of_another_congress_is_not_on_this_plan(
    congress: Congress, template: PlanTemplate, staff: Client
) -> None:
    other = plans.planned(template)

    answer = staff.get(at("plan-change", congress.slug, row(other, "plan_issued").pk))

    assert answer.status_code == 404


def test_done_is_said_with_its_evidence_and_taken_back(
    congress: Congress, staff: Client
) -> None:
    each = row(congress, "plan_issued")
    page = at("plan-done", congress.slug, each.pk)
    today = f"{timezone.localdate():%d/%m/%Y}"

    without = staff.post(page, {"done_on": today, "evidence": ""})
    said = staff.post(page, {"done_on": today, "evidence": "KH 12-KH/ĐU"})
    text = staff.get(at("plan", congress.slug)).text
    back = staff.post(at("plan-take-back", congress.slug, each.pk))

    assert "Việc này phải ghi minh chứng" in without.text
    assert said.status_code == back.status_code == 302
    assert "KH 12-KH/ĐU" in text
    assert "xong, chậm hạn" in text
    assert row(congress, "plan_issued").done_on is None


def test_what_comes_too_early_needs_a_tick(congress: Congress, staff: Client) -> None:
    page = at("plan-done", congress.slug, row(congress, "bodies_planned").pk)
    typed = {"done_on": f"{timezone.localdate():%d/%m/%Y}", "evidence": "Sổ 2"}

    refused = staff.post(page, typed)
    taken = staff.post(page, typed | {"out_of_order": "on"})

    assert "Hãy ghi việc ấy trước" in refused.text
    assert "Sổ 2" in refused.text
    assert taken.status_code == 302


def test_of_personnel_no_evidence_is_asked(congress: Congress, staff: Client) -> None:
    page = staff.get(
        at("plan-done", congress.slug, row(congress, "personnel_cleared").pk)
    )

    assert "evidence" not in page.context["form"].fields


def test_the_second_of_two_sees_both_versions(
    congress: Congress, staff: Client
) -> None:
    each = row(congress, "venue_ready")
    page = at("plan-change", congress.slug, each.pk)
    shown = staff.get(page).context["form"].initial
    kept: dict[str, Any] = {"version": shown["version"], "seen": shown["seen"]}
    day = f"{each.due_on:%d/%m/%Y}"
    staff.post(page, kept | {"title": "Hội trường", "due_on": day})

    answer = staff.post(page, kept | {"title": "Rạp ngoài trời", "due_on": day})

    assert "Người khác vừa sửa" in answer.text
    assert "Rạp ngoài trời" in answer.text
    assert row(congress, "venue_ready").title == "Hội trường"


def test_a_bound_day_is_not_on_the_form(congress: Congress, staff: Client) -> None:
    bound = row(congress, "opening_announced")

    page = staff.get(at("plan-change", congress.slug, bound.pk))

    assert "due_on" not in page.context["form"].fields
    assert "theo quy định, không đặt tay được" in page.text


def test_the_list_is_narrowed_and_leaves_as_a_file_and_on_paper(
    congress: Congress, staff: Client
) -> None:
    page = at("plan", congress.slug)

    late = staff.get(page, {"tinh-trang": "late", "phan": "documents"})
    file = staff.get(page, {"xuat": "xlsx"})
    paper = staff.get(page, {"in": "1"}).text

    titles = [each["row"].code for each in late.context["rows"]]
    sheet = load_workbook(BytesIO(file.content)).active
    assert titles == ["report_drafted", "opinions_gathered"]
    assert sheet
    assert sheet.max_row >= 20
    assert "Việc đã xong" in paper
    assert "Ghi xong" not in paper


def test_offers_are_ticked_and_nothing_else_changes(
    congress: Congress, template: PlanTemplate, staff: Client
) -> None:
    added = plans.item(template, "Làm công trình chào mừng")
    issued = template.items.get(code="plan_issued")
    plans.change(issued, days=200)
    told = staff.get(at("plan", congress.slug)).text
    page = at("plan-offers", congress.slug)
    text = staff.get(page).text

    nothing = staff.post(page, {"act": "take"}, follow=True)
    staff.post(page, {"act": "take", "item": [str(added.pk), "x"]})
    staff.post(page, {"act": "keep", "item": str(issued.pk)})

    assert "2 thay đổi mà kế hoạch này chưa lấy" in told
    assert "180 ngày trước ngày khai mạc" in text
    assert "200 ngày trước ngày khai mạc" in text
    assert "Hãy chọn ít nhất một việc." in nothing.text
    assert row(congress, added.code).title == "Làm công trình chào mừng"
    assert row(congress, "plan_issued").days == 180
    assert "đã có mọi điều của mẫu" in staff.get(page).text


@pytest.mark.parametrize("number", [1, 3])
def test_a_plan_takes_so_many_queries_however_long(
    number: int, province: Unit, staff: Client, django_assert_num_queries: Queries
) -> None:
    made = plans.with_items(province, *["Một", "Hai", "Ba"][:number])
    congress = plans.planned(made)
    staff.get(at("plan", congress.slug))

    with django_assert_num_queries(21):
        staff.get(at("plan", congress.slug))


# --- templates --------------------------------------------------------------------


def test_a_template_is_begun_copied_and_kept(staff: Client, province: Unit) -> None:
    typed = {"title": "Mẫu 2025", "unit": province.code}
    staff.post(at("template-new"), typed | {"level": "commune", "begins": "customary"})
    made = PlanTemplate.objects.get()
    copied = staff.post(at("template-copy", made.pk), typed | {"title": "Bản 2"})
    twice = staff.post(at("template-copy", made.pk), typed)
    first = queries.plans.items(made)[0]
    staff.post(at("template-item-move", made.pk, first.pk), {"way": "down"})
    staff.post(at("template-item-remove", made.pk, first.pk))

    assert copied.status_code == 302
    assert "đã có mẫu mang tên ấy" in twice.text
    assert "Ban hành kế hoạch đại hội" not in staff.get(at("template", made.pk)).text
    assert PlanTemplate.objects.get(title="Bản 2").items.count() == 19
    assert "Bản 2" in staff.get(at("templates"), {"tim": "ban"}).text


def test_an_item_is_typed_and_what_is_wrong_is_said_beside_it(
    staff: Client, template: PlanTemplate
) -> None:
    page = at("template-item-add", template.pk)
    typed = {"title": "Thi tìm hiểu", "phase": "service", "anchor": "day", "days": ""}

    wrong = staff.post(page, typed)
    right = staff.post(page, typed | {"fixed_day": "03/02/2025"})

    assert "Hãy ghi ngày cố định." in wrong.text
    assert "Thi tìm hiểu" in wrong.text
    assert right.status_code == 302
    assert "ngày 03/02/2025" in staff.get(at("template", template.pk)).text


def test_the_second_of_two_who_change_an_item_sees_both(
    staff: Client, template: PlanTemplate
) -> None:
    item = template.items.get(code="venue_ready")
    page = at("template-item", template.pk, item.pk)
    form = staff.get(page).context["form"]
    typed = {"title": "Rạp", "phase": "service", "anchor": "opening", "days": "9"}
    typed |= {"version": form.initial["version"], "seen": form.initial["seen"]}
    plans.change(item, title="Hội trường lớn")

    answer = staff.post(page, typed)

    assert "Người khác vừa sửa" in answer.text
    assert "Hội trường lớn" in answer.text
    assert template.items.get(code="venue_ready").title == "Hội trường lớn"


def test_plans_for_all_are_a_job_that_its_page_follows(
    staff: Client, template: PlanTemplate
) -> None:
    make.congress(make.unit(parent=template.unit))
    page = at("template-plans", template.pk)
    before = staff.get(page).text

    staff.post(page)
    staff.post(page)
    job = Job.objects.get(kind="congress.make_plans")
    tasks.make_plans(job_id=str(job.pk))

    job.refresh_from_db()
    after = staff.get(page, headers={"HX-Request": "true"}).text
    assert "Lập 1 kế hoạch" in before
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert "1/1" in after
    assert "Không có đại hội nào chờ lập kế hoạch." in after


def test_staff_of_a_commune_use_the_template_of_the_province(
    congress: Congress, template: PlanTemplate, signed_in: SignedIn
) -> None:
    unit = congress.unit
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=unit.scope))
    own = make.unit(parent=template.unit)
    new = make.congress(own)

    text = client.get(at("plan-make", congress.slug)).text
    hidden = client.get(at("plan-make", new.slug))

    assert template.title in text
    assert hidden.status_code == 404
    assert client.get(at("template", template.pk)).status_code == 404


def test_days_off_and_terms_are_kept_in_the_back_office(signed_in: SignedIn) -> None:
    office = signed_in(make.administrator())
    typed = {"day": "2027-12-31", "name": "Nghỉ bù", "is_worked": ""}

    added = office.post(reverse("admin:congress_holiday_add"), typed)
    days = office.get(reverse("admin:congress_holiday_changelist")).text
    terms = office.get(reverse("admin:congress_levelterms_changelist")).text

    assert added.status_code == 302
    assert "Nghỉ bù" in days
    assert "cần xác nhận" in days
    assert "theo bài viết, cần xác nhận" in terms
