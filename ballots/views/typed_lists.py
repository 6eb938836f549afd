"""What the screens of a list have in common: whose they are, and when they open."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballots import queries
from ballots.forms import lines_of
from ballots.models import Poll
from ballots.queries import lists, searching
from ballots.queries.searching import Match, MatchedLine
from ballots.rules.stages import Stage
from congress.models import VotingBody
from core.web import StaffRequest

Screen = Callable[..., HttpResponse]


def of_a_typed_list(view: Screen) -> Screen:
    """Give the view its poll; a list that came in a file is shown with its poll."""

    @wraps(view)
    def guarded(
        request: StaffRequest,
        congress: str,
        election: int,
        number: int,
        **more: Any,
    ) -> HttpResponse:
        poll = lists.kept_poll_or_404(
            request.user, congress=congress, election=election, number=number
        )
        if poll.upload_id is not None:
            messages.info(
                request, _("Lần bầu này vào cổng từ tệp; danh sách lấy theo tệp.")
            )
            return redirect("ballots:poll", congress, election, number)
        return view(request, poll, **more)

    return guarded


def while_prepared(view: Screen) -> Screen:
    """Lead back to the list once it is closed: nothing is changed there any more."""

    @wraps(view)
    def guarded(request: StaffRequest, poll: Poll, **more: Any) -> HttpResponse:
        if poll.stage != Stage.PREPARED:
            messages.warning(
                request, _("Danh sách đã chốt. Hãy mở lại danh sách trước khi sửa.")
            )
            return to_list(poll)
        return view(request, poll, **more)

    return guarded


def to_list(poll: Poll) -> HttpResponse:
    """Lead to the list of the poll."""
    return redirect("ballots:poll-slate", *queries.address(poll))


def named_on_roll(form: forms.Form, field: str, body: VotingBody) -> UUID | None:
    """Return who of the roll is named in a field; what is wrong stands beside it."""
    return named_alone(form, field, searching.people_of_roll(body))


def named_alone(form: forms.Form, field: str, sources: Sequence[Any]) -> UUID | None:
    """Return who is named in a field of one name; else why not stands beside it."""
    found = named(form, field, sources, told=why_not_he)
    return found[0] if len(found) == 1 else None


def named(
    form: forms.Form,
    field: str,
    sources: Sequence[Any],
    *,
    told: Callable[[MatchedLine], str] | None = None,
) -> list[UUID]:
    """Return whom a field names; lines that name nobody stand beside it as errors."""
    lines = searching.people_named(
        lines_of(form.cleaned_data.get(field) or ""), sources
    )
    for line in lines:
        if line.match is not Match.ONE:
            form.add_error(field, (told or why_not)(line))
    return [line.people[0].pk for line in lines if line.match is Match.ONE]


def why_not_he(line: MatchedLine) -> str:
    """Say why a name that stands alone in its field names nobody for certain."""
    if line.match is Match.SEVERAL:
        return _(
            "Có %(people)s người tên %(text)s trong danh sách triệu tập. Hãy thêm năm "
            "sinh sau dấu phẩy."
        ) % {"text": line.text, "people": len(line.people)}
    return _(
        "Không tìm thấy %(text)s trong danh sách triệu tập. Hãy xem lại họ tên, năm "
        "sinh."
    ) % {"text": line.text}


def why_not(line: MatchedLine) -> str:
    """Say why a line names nobody for certain, and what to do."""
    if line.match is Match.SEVERAL:
        return _(
            "Dòng %(number)s – %(text)s: có %(people)s người trùng tên; hãy thêm "
            "năm sinh."
        ) % {
            "number": line.number,
            "text": line.text,
            "people": len(line.people),
        }
    return _(
        "Dòng %(number)s – %(text)s: không tìm thấy; hãy xem lại họ tên, năm sinh."
    ) % {
        "number": line.number,
        "text": line.text,
    }
