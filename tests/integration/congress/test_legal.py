"""The library of documents: a number names nothing without its day."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.models import Congress, LegalDocument, PlanBasis, TemplateBasis
from congress.prints.plan_paper import plan_paper
from congress.queries import legal as queries
from congress.rules.legal import Force
from congress.services import legal as services
from core.access.rights import Role
from core.models import AuditEvent, StoredFile, Unit
from tests import make
from tests.integration.congress import arranged, plans
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

OLD, NEW = date(2019, 5, 30), date(2024, 6, 14)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Sơn Bình")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit(parent=province)


@pytest.fixture
def congress(commune: Unit) -> Congress:
    opens = timezone.localdate() + timedelta(days=60)
    return make.congress(commune, opens_on=opens)


@pytest.fixture
def staff(commune: Unit, signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.ORGANISATION_STAFF, at=commune.scope))


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def typed(unit: Unit, **said: object) -> dict[str, object]:
    facts = {"kind": "plan", "number": "12-KH/ĐU", "day": "05/01/2025"}
    about = {"issuer": "Đảng ủy xã", "title": "Tổ chức đại hội"}
    return {"unit": unit.code} | facts | about | said


def numbers(client: Client, **asked: str) -> list[tuple[str, date]]:
    rows = client.get(at("legal"), asked).context["rows"]
    return [(each["row"].number, each["row"].day) for each in rows]


# --- what comes with the portal -------------------------------------------------------


def test_the_centres_documents_come_with_number_day_and_confidence() -> None:
    found = LegalDocument.objects.filter(unit=None).order_by("day")

    assert [
        (each.number, f"{each.day:%d/%m/%Y}", each.confidence) for each in found
    ] == [
        ("35-CT/TW", "30/05/2019", "X"),
        ("26-HD/BTCTW", "18/10/2019", "X"),
        ("45-CT/TW", "20/06/2020", "M"),
        ("35-CT/TW", "14/06/2024", "A"),
        ("27-HD/BTCTW", "26/08/2024", "X"),
        ("45-CT/TW", "14/04/2025", "A"),
        ("31-HD/BTCTW", "23/04/2025", "A"),
    ]
    newer = arranged.central("45-CT/TW", date(2025, 4, 14))
    older = arranged.central("35-CT/TW", NEW)
    assert (older.replaced_by, older.replaced_on) == (newer, newer.day)


def test_a_number_finds_both_its_documents_and_says_which_is_which(
    staff: Client,
) -> None:
    answer = staff.get(at("legal"), {"tim": "35"})

    assert numbers(staff, tim="35") == [("35-CT/TW", NEW), ("35-CT/TW", OLD)]
    assert answer.text.count("Trùng số, khác ngày:") == 2
    assert "ngày 30/05/2019" in answer.text or "ngày 30/5/2019" in answer.text
    assert "XIII" in answer.text
    assert "cần xác nhận" in answer.text
    assert numbers(staff, tim="5") == []
    assert [day for _number, day in numbers(staff, tim="hoi dong nhan dan")] == [
        date(2020, 6, 20)
    ]
    assert len(numbers(staff, tim="45-ct")) == 2


def test_what_holds_depends_on_the_day_that_is_asked(staff: Client) -> None:
    before = numbers(staff, tim="35", **{"hieu-luc": "in_force", "ngay": "13/4/2025"})
    after = numbers(staff, tim="35", **{"hieu-luc": "in_force", "ngay": "14/4/2025"})
    over = numbers(staff, **{"hieu-luc": "replaced", "ngay": "14/4/2025"})
    to_come = numbers(staff, tim="35", **{"hieu-luc": "not_yet", "ngay": "1/1/2020"})
    document = arranged.central("35-CT/TW", NEW)
    page = staff.get(at("legal-document", document.pk), {"ngay": "13/4/2025"}).text

    assert before == [("35-CT/TW", NEW), ("35-CT/TW", OLD)]
    assert after == [("35-CT/TW", OLD)]
    assert over == to_come == [("35-CT/TW", NEW)]
    assert "đang có hiệu lực" in page
    assert "dẫn văn bản nào phải ghi cả ngày" in page


def test_a_day_that_is_none_is_said_to_be_wrong(staff: Client) -> None:
    page = staff.get(at("legal"), {"ngay": "99/99/2020"}).text

    assert 'role="alert"' in page
    assert "Ngày không đúng" in page


@pytest.mark.parametrize("offset", [-400, -1, 0, 1, 30, 400])
def test_the_database_and_the_rules_agree_on_what_holds(
    offset: int, commune: Unit
) -> None:
    arranged.document(commune, in_force_from=make.LONG_AGO + timedelta(days=30))
    day = make.LONG_AGO + timedelta(days=offset)
    everything = LegalDocument.objects.all()

    for force in Force:
        asked = set(queries.force_so(everything, force.value, day))
        assert asked == {each for each in everything if each.force_on(day) is force}


# --- a unit's own ---------------------------------------------------------------------


def test_a_document_is_put_in_with_its_file_and_put_right(
    commune: Unit, staff: Client
) -> None:
    file = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.7 " + b"x" * 3000)
    added = staff.post(at("legal-add"), typed(commune, file=file))
    document = LegalDocument.objects.get(unit=commune)
    page = at("legal-change", document.pk)
    shown = staff.get(page).context["form"].initial
    kept = {"version": shown["version"], "seen": shown["seen"]}
    changed = {k: v for k, v in typed(commune, title="Sửa").items() if k != "unit"}

    staff.post(page, changed | kept)
    second = staff.post(page, changed | {"title": "Sửa nữa"} | kept)
    got = staff.get(at("legal-file", document.pk))

    document.refresh_from_db()
    assert added["Location"] == at("legal-document", document.pk)
    assert (document.title, document.version) == ("Sửa", 2)
    assert "Người khác vừa sửa" in second.text
    assert got["Content-Type"] == "application/pdf"
    assert "12-kh-du-20250105.pdf" in got["Content-Disposition"]
    assert b"".join(got.streaming_content).startswith(b"%PDF-1.7 ")  # type: ignore[attr-defined]
    lines = AuditEvent.objects.filter(act__startswith="congress.document_")
    assert lines.count() == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.exe", b"MZ"), ("a.pdf", b"PK\x03\x04"), ("a.docx", b"%PDF-"), ("a.pdf", b"<")],
)
def test_only_pdf_and_word_are_kept(
    name: str, data: bytes, commune: Unit, staff: Client
) -> None:
    answer = staff.post(
        at("legal-add"), typed(commune, file=SimpleUploadedFile(name, data))
    )

    assert "Chỉ nhận tệp PDF hoặc Word" in answer.text
    assert "12-KH/ĐU" in answer.text
    assert not StoredFile.objects.exists()
    assert not LegalDocument.objects.filter(unit=commune).exists()


def test_too_large_a_file_is_refused(
    commune: Unit, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "FILE_MOST", 10)

    file = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 20)
    answer = staff.post(at("legal-add"), typed(commune, file=file))

    assert "Tệp lớn hơn" in answer.text
    assert not StoredFile.objects.exists()


def test_a_number_of_another_day_is_asked_about_and_of_the_same_day_refused(
    commune: Unit, staff: Client
) -> None:
    page = at("legal-add")
    said = {"number": "35-ct/tw", "kind": "directive"}

    asked = staff.post(page, typed(commune, **said, day="15/6/2024"))
    meant = staff.post(page, typed(commune, **said, day="15/6/2024", is_another="on"))
    same = staff.post(page, typed(commune, **said, day="14/6/2024", is_another="on"))

    assert "Số này đã có:" in asked.text
    assert "14/6/2024" in asked.text
    assert 'name="is_another"' in asked.text
    assert meant.status_code == 302
    assert "cùng ngày" in same.text
    assert LegalDocument.objects.filter(unit=commune).count() == 1


def test_two_communes_have_a_number_of_one_day_in_the_library_above(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    other = make.unit(parent=province)
    above = signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))
    page = at("legal-add")
    above.post(page, typed(commune))

    asked = above.post(page, typed(other))
    meant = above.post(page, typed(other, is_another="on"))

    assert "Số này đã có:" in asked.text
    assert meant.status_code == 302
    assert LegalDocument.objects.filter(number="12-KH/ĐU").count() == 2


def test_a_document_is_seen_beneath_and_above_and_not_next_door(
    commune: Unit, province: Unit, signed_in: SignedIn
) -> None:
    of_commune = arranged.document(commune)
    of_province = arranged.document(province, "161-KH/TU", date(2025, 2, 1))
    neighbour = make.unit("Đảng bộ xã Nậm Lành", parent=province)
    foreign = make.unit("Đảng bộ tỉnh Thanh Lâm")

    def sees(unit: Unit) -> set[LegalDocument]:
        client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=unit.scope))
        shown = client.get(at("legal"), {"cua": "to-chuc"}).context["rows"]
        pages = {
            each
            for each in (of_commune, of_province)
            if client.get(at("legal-document", each.pk)).status_code == 200
        }
        assert pages == {each["row"] for each in shown}
        return pages

    assert sees(province) == sees(commune) == {of_commune, of_province}
    assert sees(neighbour) == {of_province}
    assert sees(foreign) == set()


def test_next_door_nothing_is_kept_fetched_or_named(
    commune: Unit, signed_in: SignedIn
) -> None:
    chunks = services.Handed("a.pdf", [b"%PDF-1"])
    theirs = arranged.document(commune, file=chunks)
    neighbour = make.congress(make.unit("Đảng bộ xã Nậm Lành"))
    own = arranged.document(neighbour.unit, "1-KH/ĐU")
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=neighbour.unit.scope))
    until = {"since": "01/03/2025", "van-ban": str(theirs.pk)}

    answers = [
        client.get(at("legal-file", theirs.pk)),
        client.get(at("legal-change", theirs.pk)),
        client.post(at("legal-remove", theirs.pk)),
        client.post(at("legal-replace", theirs.pk), {"since": "01/03/2025"}),
        client.post(at("legal-replace", own.pk), until),
        client.post(at("plan-bases", neighbour.slug), {"van-ban": str(theirs.pk)}),
    ]
    added = client.post(at("legal-add"), typed(commune))
    # Whether the neighbours have a number is not told.
    same = client.post(at("legal-add"), typed(neighbour.unit, day="01/01/2025"))

    assert [answer.status_code for answer in answers] == [404] * 6
    assert "Không có tổ chức nào" in added.text
    assert same.status_code == 302


def test_who_reads_beneath_keeps_nothing_of_the_level_above(
    province: Unit, staff: Client
) -> None:
    document = arranged.document(province, "161-KH/TU")
    central = arranged.central("35-CT/TW", NEW)

    shown = staff.get(at("legal-document", document.pk)).text
    answers = [
        staff.get(at("legal-change", each.pk)).status_code
        for each in (document, central)
    ]

    assert "Thôi hiệu lực…" not in shown
    assert answers == [404, 404]


def test_a_document_is_replaced_and_restored(commune: Unit, staff: Client) -> None:
    older = arranged.document(commune)
    newer = arranged.document(commune, "20-KH/ĐU", date(2025, 3, 1))
    page = at("legal-replace", older.pk)
    said = {"van-ban": str(newer.pk)}

    early = staff.post(page, said | {"since": "01/12/2024"})
    staff.post(page, said | {"since": "01/03/2025"})
    told = staff.get(at("legal-document", older.pk)).text
    back = staff.get(at("legal-document", newer.pk)).text
    kept = staff.post(at("legal-remove", newer.pk), follow=True).text
    circle = staff.post(
        at("legal-replace", newer.pk),
        {"van-ban": str(older.pk), "since": "01/04/2025"},
    )
    staff.post(at("legal-restore", older.pk))

    older.refresh_from_db()
    assert "không được trước ngày văn bản có hiệu lực" in early.text
    assert "thay bằng" in told
    assert "12-KH/ĐU" in back
    assert "nên không bỏ được" in kept
    assert "không thể thay chính nó" in circle.text
    assert (older.replaced_by, older.replaced_on) == (None, None)


# --- what plans rest on ---------------------------------------------------------------


def test_a_plan_names_what_it_rests_on_and_warns_of_what_was_replaced(
    congress: Congress, staff: Client
) -> None:
    document = arranged.central("35-CT/TW", NEW)
    page = at("plan-bases", congress.slug)
    offered = staff.get(page, {"tim": "35"}).text

    for _again in range(2):
        staff.post(page, {"van-ban": str(document.pk)})
    plan = staff.get(at("plan", congress.slug)).text
    paper = staff.get(at("plan", congress.slug), {"in": "1"}).text
    printed = plan_paper(congress, today=timezone.localdate())
    kept = LegalDocument.objects.get(pk=document.pk)
    staff.post(page, {"van-ban": str(document.pk), "bo": "1"})

    assert offered.count("Lấy làm căn cứ") >= 2
    assert "Nên xem lại: đã có Chỉ thị số 45-CT/TW ngày 14/4/2025 thay." in plan
    assert "Chỉ thị số 35-CT/TW ngày 14/6/2024" in paper
    assert "hết hiệu lực" in printed.bases[0]
    assert kept.cited_by_plans.count() == 0
    assert not PlanBasis.objects.exists()
    acts = AuditEvent.objects.filter(act__contains="cited").order_by("pk")
    assert [line.act for line in acts] == [
        "congress.document_cited",
        "congress.document_uncited",
    ]


def test_a_template_hands_its_bases_to_the_plans_made_from_it(
    province: Unit, congress: Congress, signed_in: SignedIn
) -> None:
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))
    template = plans.template(province)
    document = arranged.central("45-CT/TW", date(2025, 4, 14))
    page = at("template-bases", template.pk)

    client.post(page, {"van-ban": str(document.pk)})
    plans.planned(template, congress)
    listed = client.get(page).text
    client.post(page, {"van-ban": str(document.pk), "bo": "1"})

    assert "45-CT/TW" in listed
    assert [each.document for each in PlanBasis.objects.all()] == [document]
    assert not TemplateBasis.objects.exists()


def test_a_plan_above_does_not_rest_on_documents_from_beneath(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    beneath = arranged.document(commune)
    congress = make.congress(province)
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=province.scope))
    page = at("plan-bases", congress.slug)

    listed = client.get(page, {"tim": "12-KH"}).text
    answer = client.post(page, {"van-ban": str(beneath.pk)})

    assert "Không có văn bản nào khớp" in listed
    assert answer.status_code == 404


def test_a_cited_document_stays(congress: Congress, staff: Client) -> None:
    document = arranged.document(congress.unit)
    services.cite(congress.pk, document, by=make.user(), at=make.NOON)

    answer = staff.post(at("legal-remove", document.pk), follow=True)

    assert "nên không bỏ được" in answer.text
    assert LegalDocument.objects.filter(pk=document.pk).exists()


def test_the_centres_documents_are_kept_in_the_back_office(
    signed_in: SignedIn, commune: Unit
) -> None:
    office = signed_in(make.administrator("quantri"))
    own = arranged.document(commune)
    add = reverse("admin:congress_legaldocument_add")
    said = {
        "kind": "conclusion",
        "number": "9-KL/TW",
        "day": "01/06/2025",
        "issuer": "Trung ương",
        "title": "Thử",
        "confidence": "M",
    }

    again = office.post(add, said | {"number": "35-ct/tw", "day": "14/06/2024"})
    office.post(add, said)
    listed = office.get(reverse("admin:congress_legaldocument_changelist")).text
    hidden = office.get(reverse("admin:congress_legaldocument_change", args=[own.pk]))

    assert "cùng ngày" in again.text
    assert LegalDocument.objects.filter(number="9-KL/TW", unit=None).exists()
    assert "9-KL/TW" in listed
    assert "12-KH/ĐU" not in listed
    assert hidden.status_code == 302
    assert AuditEvent.objects.filter(act="congress.document_changed").count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_library_takes_so_many_queries_however_long(
    number: int, commune: Unit, staff: Client, django_assert_num_queries: Queries
) -> None:
    for place in range(number):
        arranged.document(commune, f"{place}-KH/ĐU")
    staff.get(at("legal"))

    with django_assert_num_queries(9):
        staff.get(at("legal"))
