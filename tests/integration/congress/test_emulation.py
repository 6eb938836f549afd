"""Movements tied to targets: called for, reported on, the board, concluded."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress.forms import emulation as forms
from congress.models import Emulation, EmulationResult, EmulationUnit
from congress.queries import emulation as queries
from congress.services import emulation as services
from congress.services.emulation import Reached
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress import celebrating
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
NOON = make.NOON
TODAY = date(2025, 7, 24)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=province)


@pytest.fixture
def beside(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Thượng Lâm", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return celebrating.staff(province)


@pytest.fixture
def doer(commune: Unit) -> User:
    return celebrating.staff(commune)


@pytest.fixture
def movement(
    province: Unit, commune: Unit, beside: Unit, keeper: User, doer: User
) -> Emulation:
    assert doer.pk  # exists before the call, so as to be told
    return celebrating.movement(province, [commune, beside], keeper)


def said(
    movement: Emulation, unit: Unit, by: User, at: datetime = NOON, **actual: str
) -> int:
    """Report by the titles of targets: ``thu`` an income, ``ngheo`` the poor."""
    income, poor = queries.targets(movement)
    keys = {"thu": income.pk, "ngheo": poor.pk}
    return services.report(
        EmulationUnit.objects.get(emulation=movement, unit=unit).pk,
        {keys[name]: Reached(actual=Decimal(n)) for name, n in actual.items()},
        by=by,
        at=at,
    )


def page(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def waiting(unit: Unit) -> list[WorkItem]:
    return list(WorkItem.objects.filter(kind="congress.emulation", scope=unit.scope))


def test_called_units_are_told_and_have_to_report(
    movement: Emulation, commune: Unit, doer: User
) -> None:
    (item,) = waiting(commune)
    assert (item.done, item.total, item.due_on) == (0, 2, date(2025, 9, 30))
    assert Notice.objects.get(kind="congress.emulation_called", user=doer)
    assert AuditEvent.objects.get(act="congress.emulation_called")


def test_movement_is_called_for_on_the_page(
    signed_in: SignedIn, province: Unit, commune: Unit, keeper: User
) -> None:
    signed_in(keeper).post(
        page("emulation-new", province.code),
        {
            "title": "Thi đua nước rút",
            "starts_on": "01/07/2025",
            "ends_on": "30/09/2025",
            "targets": "Thu nhập | 36,5 | triệu đồng\nHộ nghèo | 12 | % | thấp",
            "units": [str(commune.pk)],
        },
    )
    found = Emulation.objects.get()
    assert services.targets_said(found) == celebrating.TARGETS
    assert found.called.get().unit == commune


def test_odd_line_of_targets_is_named(
    signed_in: SignedIn, province: Unit, commune: Unit, keeper: User
) -> None:
    answer = signed_in(keeper).post(
        page("emulation-new", province.code),
        {
            "title": "x",
            "starts_on": "01/07/2025",
            "ends_on": "30/09/2025",
            "targets": "Thu nhập | 36,5 | triệu đồng\nHộ nghèo | ít | %",
            "units": [str(commune.pk)],
        },
    )
    assert "Dòng 2 chưa đúng" in answer.content.decode()
    assert not Emulation.objects.exists()


def test_only_units_beneath_are_called(
    province: Unit, commune: Unit, beside: Unit, doer: User
) -> None:
    for unit in (beside, commune, province):
        with pytest.raises(Unfit, match="cấp dưới"):
            celebrating.movement(commune, [unit], doer)


def test_less_is_better_where_it_was_said(
    movement: Emulation, commune: Unit, keeper: User, doer: User
) -> None:
    said(movement, commune, doer, thu="36.5", ngheo="12.01")
    board = queries.board(keeper, movement)
    assert [reached for _target, reached, _said in board.by_target] == [1, 0]
    said(movement, commune, doer, NOON + timedelta(hours=1), ngheo="11.9")
    board = queries.board(keeper, movement)
    assert [reached for _target, reached, _said in board.by_target] == [1, 1]
    assert (board.reached, board.cells) == (2, 4)
    assert (board.complete, len(board.rows)) == (1, 2)


def test_latest_report_counts_and_all_are_kept(
    movement: Emulation, commune: Unit, doer: User
) -> None:
    said(movement, commune, doer, thu="30")
    later = NOON + timedelta(hours=1)
    called = EmulationUnit.objects.get(emulation=movement, unit=commune)
    income = queries.targets(movement)[0]
    services.report(
        called.pk, {income.pk: Reached(actual=Decimal(40))}, by=doer, at=later
    )
    assert queries.row_of(movement, called).reached == 1
    assert EmulationResult.objects.count() == 2


def test_saying_the_same_again_writes_nothing(
    movement: Emulation, commune: Unit, doer: User
) -> None:
    assert said(movement, commune, doer, thu="30") == 1
    assert said(movement, commune, doer, thu="30") == 0
    assert AuditEvent.objects.filter(act="congress.emulation_reported").count() == 1


def test_work_is_over_when_each_target_was_reported(
    movement: Emulation, commune: Unit, beside: Unit, doer: User, keeper: User
) -> None:
    said(movement, commune, doer, thu="30")
    assert waiting(commune)[0].done == 1
    said(movement, commune, doer, ngheo="30")
    assert not waiting(commune)
    assert waiting(beside)
    assert Notice.objects.filter(kind="congress.emulation_reported", user=keeper)


def test_result_is_never_changed(
    movement: Emulation, commune: Unit, doer: User
) -> None:
    said(movement, commune, doer, thu="30")
    with pytest.raises(DatabaseError), transaction.atomic():
        EmulationResult.objects.update(actual=99)


def test_unit_reports_for_itself_only_and_sees_itself_only(
    signed_in: SignedIn, movement: Emulation, commune: Unit, beside: Unit, doer: User
) -> None:
    client = signed_in(doer)
    own = EmulationUnit.objects.get(unit=commune)
    other = EmulationUnit.objects.get(unit=beside)
    income = queries.targets(movement)[0]
    typed = {f"so-{income.pk}": "36,5"}
    client.post(page("emulation-report", movement.pk, own.pk), typed)
    assert EmulationResult.objects.get().actual == Decimal("36.5")
    refused = client.post(page("emulation-report", movement.pk, other.pk), typed)
    assert refused.status_code == 404
    shown = client.get(page("emulation", movement.pk)).content.decode()
    assert "Thượng Lâm" not in shown
    assert client.get(page("emulation-change", movement.pk)).status_code == 404


def test_unit_that_was_not_called_reads_nothing(
    signed_in: SignedIn, movement: Emulation, province: Unit
) -> None:
    stranger = celebrating.staff(make.unit("Đảng bộ xã Phúc Yên", parent=province))
    client = signed_in(stranger)
    assert client.get(page("emulation", movement.pk)).status_code == 404
    shown = client.get(page("emulations")).content.decode()
    assert movement.title not in shown


def test_superior_does_not_report_for_a_unit(
    signed_in: SignedIn, movement: Emulation, commune: Unit, keeper: User
) -> None:
    own = EmulationUnit.objects.get(unit=commune)
    url = page("emulation-report", movement.pk, own.pk)
    assert signed_in(keeper).get(url).status_code == 404


def test_targets_stay_once_something_was_reported(
    movement: Emulation, commune: Unit, doer: User, keeper: User
) -> None:
    said(movement, commune, doer, thu="30")
    facts = services.EmulationFacts(
        title="Tên khác", starts_on=movement.starts_on, ends_on=movement.ends_on
    )
    kept = celebrating.TARGETS
    with pytest.raises(Unfit, match="không sửa chỉ tiêu"):
        services.change(
            movement.pk, facts, kept[:1], seen_version=1, by=keeper, at=NOON
        )
    services.change(movement.pk, facts, kept, seen_version=1, by=keeper, at=NOON)
    with pytest.raises(ChangedMeanwhile):
        services.change(movement.pk, facts, kept, seen_version=1, by=keeper, at=NOON)


def test_concluded_movement_takes_no_reports_until_taken_up(
    movement: Emulation, commune: Unit, doer: User, keeper: User
) -> None:
    services.conclude(movement.pk, "Đạt", on=TODAY, seen_version=1, by=keeper, at=NOON)
    assert not waiting(commune)
    with pytest.raises(Refused, match="đã tổng kết"):
        said(movement, commune, doer, thu="30")
    services.take_up(movement.pk, by=keeper, at=NOON)
    assert waiting(commune)
    assert said(movement, commune, doer, thu="30") == 1


def test_board_leaves_as_a_file(
    signed_in: SignedIn, movement: Emulation, commune: Unit, doer: User, keeper: User
) -> None:
    said(movement, commune, doer, thu="40")
    file = signed_in(keeper).get(page("emulation", movement.pk), {"xuat": "xlsx"})
    rows = [*load_workbook(BytesIO(file.getvalue())).active.values]
    assert any("Đảng bộ xã Lâm Bình" in row and 40 in row for row in map(list, rows))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12,5", Decimal("12.5")),
        ("1.250,75", Decimal("1250.75")),
        ("1250", Decimal(1250)),
        ("12.5", None),
        ("-3", None),
        ("1,234", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_vietnamese_writes_them(
    typed: str, meant: Decimal | None
) -> None:
    assert forms.amount(typed) == meant


def test_projects_tied_to_a_movement_stand_on_its_page(
    signed_in: SignedIn, movement: Emulation, province: Unit, commune: Unit, doer: User
) -> None:
    congress = make.congress(province)
    celebrating.registered(commune, congress, doer, emulation=movement)
    shown = signed_in(doer).get(page("emulation", movement.pk)).content.decode()
    assert "Đường bê tông thôn Nà Vàng" in shown
