"""The plan of a congress and the report on all of them, as papers."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.models import Congress, ProgressReport
from congress.prints import plan_paper, progress_report
from congress.rules.progress import State
from core.access.rights import Role
from core.models import AuditEvent, Job, StoredPrint, Unit, User
from tests import make
from tests.integration.congress.plans_of import milestone
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def congress(province: Unit) -> Congress:
    """A commune's congress that opens soon, with one thing late and one done."""
    commune = make.unit("Đảng bộ xã Khe Vàng", parent=province)
    found = make.congress(commune)
    Congress.objects.filter(pk=found.pk).update(
        opens_on=today() + 10 * A_DAY, closes_on=today() + 11 * A_DAY
    )
    milestone(found, title="Trang trí hội trường", due_on=today() - A_DAY)
    milestone(
        found,
        "documents_cleared",
        title="Văn kiện được duyệt",
        due_on=today() + A_DAY,
        done_on=today() - 2 * A_DAY,
        evidence="Công văn số 12",
    )
    return Congress.objects.get(pk=found.pk)


@pytest.fixture
def reader(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def client(reader: User, signed_in: SignedIn) -> Client:
    return signed_in(reader)


def words(kept: StoredPrint) -> str:
    document = pypdfium2.PdfDocument(bytes(kept.data))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def test_the_plan_on_paper_says_what_stands_on_its_page(
    congress: Congress, reader: User
) -> None:
    kept = plan_paper.print_plan(congress.pk, by=reader, at=timezone.now())

    said = words(kept)
    assert "Đại hội đại biểu Đảng bộ xã Khe Vàng lần thứ XII" in said
    assert "Xong 1/2 việc; quá hạn 1/2 việc." in said
    assert "Trang trí hội trường" in said
    assert "Công văn số 12" in said
    assert AuditEvent.objects.get(act="congress.plan_printed").scope == congress.scope


def test_the_same_plan_is_printed_once_and_a_changed_one_anew(
    congress: Congress, reader: User
) -> None:
    first = plan_paper.print_plan(congress.pk, by=reader, at=timezone.now())
    again = plan_paper.print_plan(congress.pk, by=reader, at=timezone.now())
    milestone(congress, title="Thêm một việc")
    changed = plan_paper.print_plan(congress.pk, by=reader, at=timezone.now())

    assert again.pk == first.pk
    assert changed.pk != first.pk
    assert AuditEvent.objects.filter(act="congress.plan_printed").count() == 2


def test_the_report_counts_what_lies_beneath_and_names_who_is_late(
    province: Unit, congress: Congress, reader: User
) -> None:
    make.unit("Đảng bộ xã Nà Tông", parent=province)

    paper = progress_report.report(
        province, congress.term.first_year, reader=reader, today=today()
    )

    counts = dict(zip(progress_report.STATES, paper.total.of_state, strict=True))
    assert paper.total.units == "2"
    assert (counts[State.NONE], counts[State.LATE]) == ("1", "1")
    assert paper.total.held == "0/2 (0,0 %)"
    assert [(row.unit, row.late) for row in paper.late] == [("Đảng bộ xã Khe Vàng", 1)]
    assert "Trang trí hội trường" in paper.late[0].told
    assert [row.unit for row in paper.soon] == ["Đảng bộ xã Khe Vàng"]
    assert "1/1" in dict(paper.gates).values()


def test_nothing_of_the_unit_next_door_stands_in_a_report(
    congress: Congress, reader: User
) -> None:
    other = make.unit("Đảng bộ tỉnh Khác")
    make.congress(make.unit("Đảng bộ xã Khác", parent=other))

    assert congress.unit.parent
    asked = ProgressReport.objects.create(
        unit=congress.unit.parent, first_year=congress.term.first_year
    )
    kept = progress_report.print_report(asked.pk, by=reader, at=timezone.now())

    assert "Khác" not in words(kept)


def test_a_paper_is_asked_for_followed_and_opened(
    client: Client, congress: Congress, reader: User
) -> None:
    page = reverse("congress:plan-papers", args=[congress.slug])
    empty = client.get(page).text

    asked = client.post(reverse("congress:plan-papers-make", args=[congress.slug]))
    live = client.get(page, headers={"HX-Request": "true"}).text
    kept = plan_paper.print_plan(congress.pk, by=reader, at=timezone.now())
    Job.objects.update(state="done", ended_at=timezone.now())
    over = client.get(page, headers={"HX-Request": "true"})
    file = client.get(
        reverse("congress:plan-papers-file", args=[congress.slug, kept.pk])
    )

    assert "Chưa có bản in nào." in empty
    assert asked.headers["Location"] == page
    assert 'hx-trigger="every 1s"' in live
    assert over.headers["HX-Refresh"] == "true"
    assert kept.file_name in client.get(page).text
    assert file.content.startswith(b"%PDF")


def test_a_paper_of_another_congress_is_not_opened_here(
    client: Client, province: Unit, congress: Congress, reader: User
) -> None:
    other = make.congress(make.unit("Đảng bộ xã Nà Tông", parent=province))
    kept = plan_paper.print_plan(other.pk, by=reader, at=timezone.now())

    address = reverse("congress:plan-papers-file", args=[congress.slug, kept.pk])

    assert client.get(address).status_code == 404


def test_the_report_of_a_unit_above_ones_own_is_out_of_reach(
    congress: Congress, province: Unit, signed_in: SignedIn
) -> None:
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope))

    year = congress.term.first_year
    above = reverse("congress:progress-papers", args=[province.code, year])
    board = client.get(reverse("congress:progress")).text

    assert client.get(above).status_code == 404
    assert reverse("congress:progress-papers", args=[congress.unit.code, year]) in board


def test_a_report_is_of_the_term_that_is_looked_at(
    client: Client, province: Unit, congress: Congress
) -> None:
    year = congress.term.first_year
    page = reverse("congress:progress-papers", args=[province.code, year])

    client.post(reverse("congress:progress-papers-make", args=[province.code, year]))

    assert Job.objects.get().subject_key == str(ProgressReport.objects.get().pk)
    assert f"nhiệm kỳ từ năm {year}" in client.get(page).text
    assert client.get(page.replace(str(year), "1999")).status_code == 404
