"""Việc của tôi, and the language of the screens."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Page
from django.http import (
    HttpResponse,
)
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import (
    require_POST,
    require_safe,
)
from django.views.i18n import set_language as django_set_language

from core import registry
from core.access import policy
from core.listing import Filter, chosen
from core.models import WorkItem
from core.paging import Pages, Searched
from core.queries.work import LATE, SOON, WantedWork, WorkOf
from core.vietnamese import names
from core.web import StaffRequest

set_language = policy.open_to_all(require_POST(django_set_language))

SIZE: Final = 25
FIRST: Final = 10  # of what waits for others, beside one's own
WHEN: Final = {
    LATE: gettext_lazy("quá hạn"),
    "soon": gettext_lazy("đến hạn trong 7 ngày"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A stored row in words, with what its day means today."""

    item: WorkItem
    today: date

    @property
    def title(self) -> str:
        """What is to be done; what came with the portal is in its catalogue."""
        return gettext(self.item.title)

    @property
    def state(self) -> str:
        """How far it is: what its day says before what the app says."""
        if self.is_late:
            return gettext("quá hạn")
        if self.is_soon:
            return gettext("sắp đến hạn")
        return gettext(self.item.state) if self.item.state else gettext("chưa xong")

    @property
    def tone(self) -> str:
        """The colour of the state."""
        if self.is_late:
            return "bad"
        return "warn" if self.is_soon else self.item.tone

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.item.due_on is not None and self.item.due_on < self.today

    @property
    def is_soon(self) -> bool:
        """Whether its day comes within a week."""
        due = self.item.due_on
        return due is not None and self.today <= due <= self.today + SOON

    @property
    def url(self) -> str:
        """The page where it is done; nothing where this release has none."""
        try:
            return reverse(self.item.url_name, args=self.item.url_args)
        except NoReverseMatch:
            return ""


@require_safe
@policy.for_anyone_signed_in
def start(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    kinds = registry.work_kinds()
    wanted = WantedWork(
        kind=chosen(request, "loai", kinds),
        when=chosen(request, "han", WHEN),
        words=request.GET.get("tim", "").strip(),
    )
    rows = [] if wanted.kind or wanted.when else registry.work_of(request.user)
    asked = names.fold(wanted.words).split()
    rows = [row for row in rows if _has(row, asked)]
    stored = WorkOf(request.user, wanted, today)
    only_others = request.GET.get("xem") == "khac"
    number = request.GET.get("trang")
    # Beside one's own they are only glanced at: a thousand is counted, not all.
    pages, size = (Pages, SIZE) if only_others else (Searched, FIRST)
    others = pages(stored.others, size)
    context: dict[str, Any] = {
        "mine": [row for row in rows if row.mine],
        "others": [row for row in rows if not row.mine],
        "other_items": others.get_page(number if only_others else 1),
        "only_others": only_others,
        "wanted": wanted,
        "filters": [
            Filter("loai", gettext("Loại việc"), list(kinds.items()), wanted.kind),
            Filter("han", gettext("Hạn"), list(WHEN.items()), wanted.when),
        ],
    }
    context["other_rows"] = _rows(context["other_items"], today)
    context["other_total"] = len(context["others"]) + others.count
    if not only_others:
        mine = Pages(stored.mine, SIZE)
        page = mine.get_page(number)
        context |= {
            "my_items": page,
            "my_rows": _rows(page, today),
            "my_total": len(context["mine"]) + mine.count,
            "late": stored.late,
        }
    return render(request, "core/start.html", context)


def _has(row: registry.Work, words: list[str]) -> bool:
    text = names.fold(f"{row.title} {row.place}")
    return all(word in text for word in words)


def _rows(page: Page[WorkItem], today: date) -> list[Row]:
    return [Row(item, today) for item in page]
