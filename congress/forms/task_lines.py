"""Many tasks typed or pasted at once, one in a line."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import WorkGroup, WorkList
from congress.services.handing_on import AT_ONCE
from congress.services.tasks import TaskFacts
from core import queries
from core.access import policy
from core.access.rights import Right
from core.forms.look import BareForm
from core.imports import cells
from core.imports.faults import Odd
from core.models import Unit, User
from core.vietnamese import names

LONGEST: Final = 400
_PLACES: Final = 5  # title, group, unit, day, product


class _NoTask(Exception):  # noqa: N818 - named for the fact
    """A line that is no task; says why."""


@dataclass(frozen=True, slots=True)
class Read:
    """What lines come to: tasks, and what is wrong with lines that are none."""

    facts: list[TaskFacts]
    faults: list[tuple[int, str]]


class LinesForm(BareForm):
    """Lines as a table of a word processor or a spreadsheet pastes them."""

    lines = forms.CharField(
        label=gettext_lazy("Mỗi dòng một việc"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "Dán từ bảng Excel hay Word: việc, nhóm việc, mã đơn vị, hạn, sản phẩm. "
            "Gõ tay thì cách nhau bằng dấu gạch đứng |. Chỉ cần cột đầu; cột sau bỏ "
            "trống được."
        ),
        error_messages={"required": gettext_lazy("Hãy dán ít nhất một dòng.")},
    )

    def __init__(self, *args: Any, user: User, held: WorkList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user, self._held = user, held
        self.helper.layout = Layout("lines")

    def clean_lines(self) -> str:
        typed: str = self.cleaned_data["lines"]
        count = sum(1 for line in typed.splitlines() if line.strip())
        if count > AT_ONCE:
            raise forms.ValidationError(
                _("Mỗi lần đưa vào tối đa %(most)s việc."), params={"most": AT_ONCE}
            )
        return typed

    def read(self) -> Read:
        """Return what the lines come to; groups and units are looked up once."""
        rows = [
            (number, _parts(line))
            for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1)
            if line.strip()
        ]
        groups = {
            names.fold(group.title): group
            for group in WorkGroup.objects.filter(work_list=self._held)
        }
        units = self._units({queries.code_in(parts[2]) for _n, parts in rows})
        facts, faults = [], []
        for number, parts in rows:
            try:
                facts.append(self._facts(parts, groups, units))
            except _NoTask as odd:
                faults.append((number, str(odd)))
        return Read(facts, faults)

    def _units(self, codes: set[str]) -> dict[str, Unit]:
        within = policy.within_reach(Unit.objects.all(), self._user, Right.WORK_READ)
        found = within.filter(
            code__in=codes,
            dissolved_on__isnull=True,
            scope__path__descendants_of=self._held.scope.path,
        )
        return {unit.code: unit for unit in found.select_related("scope")}

    def _facts(
        self, parts: list[str], groups: dict[str, WorkGroup], units: dict[str, Unit]
    ) -> TaskFacts:
        title, group, unit, due, product = parts
        if not title:
            raise _NoTask(_("Chưa ghi việc phải làm."))
        if len(title) > LONGEST or len(product) > LONGEST:
            raise _NoTask(_("Dài quá %(most)s ký tự.") % {"most": LONGEST})
        if group and names.fold(group) not in groups:
            raise _NoTask(_("Danh mục chưa có nhóm “%(group)s”.") % {"group": group})
        code = queries.code_in(unit)
        if unit and code not in units:
            raise _NoTask(
                _(
                    "Không có đơn vị mang mã “%(unit)s” ở đơn vị lập danh mục hay cấp "
                    "dưới."
                )
                % {"unit": unit}
            )
        return TaskFacts(
            title=title,
            group=groups.get(names.fold(group)) if group else None,
            unit=units[code] if unit else self._held.unit,
            due_on=_day(due),
            product=product,
        )


def _parts(line: str) -> list[str]:
    found = line.split("\t") if "\t" in line else line.split("|")
    cleaned = [names.clean(part) for part in found[:_PLACES]]
    return cleaned + [""] * (_PLACES - len(cleaned))


def _day(typed: str) -> date | None:
    try:
        return cells.day(typed) if typed else None
    except Odd:
        raise _NoTask(
            _("Hạn “%(day)s” không phải là ngày; hãy ghi như 30/09/2021.")
            % {"day": typed}
        ) from None
