"""How a task looks in a list: its columns, its state in words, what narrows lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.forms.tasks import OnDayForm
from congress.labels.tasks import NARROWING_WORDS, STANDING_TONES, STANDING_WORDS
from congress.models import Task, WorkList
from congress.queries import tasks as queries
from congress.rules.tasks import Standing, TaskState, standing
from congress.views.typed import Crumb, Words
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, chosen
from core.models import User
from core.web import StaffRequest

# Of lists of any time.
DAYS: Final = (date(1930, 2, 3), date(2100, 12, 31))


@dataclass(frozen=True, slots=True)
class On:
    """Until which day it is asked what is done, and the field it was typed in."""

    day: date
    field: Any
    is_today: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One task with how it stands on a day."""

    row: Task
    on: date

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return standing(
            TaskState(self.row.state),
            due_on=self.row.due_on,
            done_on=self.row.done_on,
            on=self.on,
        )

    @property
    def word(self) -> str:
        """The same in words."""
        return str(STANDING_WORDS[self.standing])

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return STANDING_TONES[self.standing]

    @property
    def percent(self) -> int | None:
        """How far it is, of what is being done."""
        is_open = self.standing in (Standing.OPEN, Standing.LATE)
        return self.row.percent if is_open and self.row.percent != 100 else None


def on_day(request: StaffRequest, days: tuple[date, date] = DAYS) -> On:
    """Read the day that is asked about; today where none is, or none of these."""
    form = OnDayForm(request.GET.get("ngay", ""), first=days[0], last=days[1])
    today = timezone.localdate()
    typed = form.cleaned_data.get("ngay") if form.is_valid() else None
    return On(typed or today, form["ngay"], typed in (None, today))


def columns(on: date) -> list[Column[Task]]:
    """Return the columns of a list of tasks as they stand on a day."""
    return [
        Column(
            "thu-tu",
            _("Tên việc"),
            lambda row: row.title,
            ("group__place", "place", "pk"),
        ),
        Column(
            "don-vi",
            _("Đơn vị chủ trì"),
            lambda row: row.unit.name,
            ("unit__sort_key", "place", "pk"),
        ),
        Column(
            "nguoi-lam",
            _("Người thực hiện"),
            lambda row: row.owner.full_name if row.owner else "",
            ("owner__sort_key", "place", "pk"),
        ),
        Column("han", _("Hạn"), lambda row: row.due_on, ("due_on", "pk")),
        Column(
            "tinh-trang",
            _("Tình trạng"),
            lambda row: Line(row, on).word,
        ),
        Column("xong", _("Xong ngày"), lambda row: row.done_on, ("done_on", "pk")),
        *_columns_of_files(),
    ]


def _columns_of_files() -> list[Column[Task]]:
    return [
        Column(
            "danh-muc",
            _("Danh mục"),
            lambda row: row.work_list.title,
            only_in_file=True,
        ),
        Column(
            "nhom",
            _("Nhóm việc"),
            lambda row: row.group.title if row.group else "",
            only_in_file=True,
        ),
        Column("san-pham", _("Sản phẩm"), lambda row: row.product, only_in_file=True),
        Column("phoi-hop", _("Phối hợp"), lambda row: row.helpers, only_in_file=True),
        Column(
            "lam",
            _("Đã làm (%)"),
            lambda row: row.percent,
            number=True,
            only_in_file=True,
        ),
        Column(
            "minh-chung", _("Minh chứng"), lambda row: row.evidence, only_in_file=True
        ),
    ]


def narrowed(
    request: StaffRequest, rows: QuerySet[Task], *, on: date, usual: str = ""
) -> tuple[QuerySet[Task], list[Filter]]:
    """Narrow tasks by their state, ``usual`` where none was asked for, and by words."""
    how = usual
    if "tinh-trang" in request.GET:
        how = chosen(request, "tinh-trang", NARROWING_WORDS)
    if how:
        rows = queries.standing_so(rows, how, on=on)
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.having_words(rows, wanted)
    state = Filter("tinh-trang", _("Tình trạng"), list(NARROWING_WORDS.items()), how)
    return rows, [state]


def by_key(
    request: StaffRequest, key: str, choices: Sequence[tuple[UUID | int, str]]
) -> tuple[str, list[tuple[str, str]]]:
    """Return what is chosen among rows named by their keys, and the choices."""
    known = [(str(each), word) for each, word in choices]
    return chosen(request, key, dict(known)), known


def list_crumbs(user: User, held: WorkList | None = None) -> list[Crumb]:
    """Return the way to a list, as far as the user may go it."""
    found: list[Crumb] = [(_("Chương trình, đề án"), reverse("congress:work-lists"))]
    if held is not None and held.body is not None:
        body = held.body
        found = [
            (_("Tiểu ban, tổ công tác"), reverse("congress:working-bodies")),
            (str(body), reverse("congress:working-body", args=[body.pk])),
        ]
    if held is not None and policy.allows(user, Right.WORK_READ, held.scope):
        found.append((held.title, reverse("congress:work-list", args=[held.pk])))
    return found


def shown(way: Sequence[Crumb], here: Words) -> list[dict[str, Any]]:
    """Return the way to a page and the page itself as ``base.html`` shows it."""
    steps = [{"label": label, "url": url} for label, url in way]
    return [*steps, {"label": here, "url": ""}]
