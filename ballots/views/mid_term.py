"""A committee in its term: who holds what, who left, and elections held meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ballots import labels, queries, services
from ballots.forms import EndForm, MidTermForm
from ballots.models import Poll
from ballots.queries.mid_term import serves, term_now
from ballots.rules.mid_term import Why
from ballots.rules.purposes import Purpose
from congress.models import Congress, Elected, OfficeEnd
from congress.queries import congress_kept_or_404, still_elected
from congress.rules.incumbency import Cause
from congress.rules.offices import Office
from congress.rules.rulesets import Rule
from congress.services import OtherNumber, end_office, take_back_end
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.MIDTERM_START)
def mid_term(request: StaffRequest, congress: str) -> HttpResponse:
    found = _kept(request, congress)
    now = term_now(found, on=timezone.localdate())
    form = MidTermForm(request.POST or None, initial={"seen": len(now.incumbents)})
    if request.method == "POST" and form.is_valid():
        poll = _start(request, found, form)
        if poll:
            messages.success(
                request,
                _(
                    "Đã triệu tập hội nghị và lập cuộc bầu. Hãy điểm danh, rồi lập "
                    "danh sách bầu cử."
                ),
            )
            return redirect("ballots:poll", *queries.address(poll))
    context = {
        "congress": found,
        "now": now,
        "form": form,
        "limit": labels.sentence(Rule.CO_OPTION, now.rule_set),
        "limit_cited": now.cited(Rule.CO_OPTION),
        "later": labels.sentence(Rule.CO_OPTED_LATER, now.rule_set),
        "later_cited": now.cited(Rule.CO_OPTED_LATER),
    }
    return render(request, "ballots/mid_term.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.MIDTERM_START)
def office_end(request: StaffRequest, congress: str, elected: int) -> HttpResponse:
    """Write down that somebody left his office."""
    found = _kept(request, congress)
    rows = Elected.objects.filter(elected_list__body__congress=found)
    row = get_object_or_404(
        still_elected(rows).select_related("elected_list"), pk=elected
    )
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            ended = end_office(
                row.pk,
                cause=Cause(typed["cause"]),
                ended_on=typed["ended_on"],
                reason=typed["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            offices = ", ".join(
                str(each.elected.elected_list.get_office_display()) for each in ended
            )
            words = _("Đã ghi %(name)s thôi giữ: %(offices)s.")
            messages.success(request, words % {"name": row.name, "offices": offices})
            return redirect("ballots:mid-term", congress)
    context = {
        "congress": found,
        "row": row,
        "form": form,
        "leaves_all": row.elected_list.office == Office.COMMITTEE,
    }
    return render(request, "ballots/office_end.html", context)


@require_POST
@policy.requires(Right.MIDTERM_START)
def office_end_take_back(
    request: StaffRequest, congress: str, end: UUID
) -> HttpResponse:
    """Take back what was noted by mistake; a decision of the level above stays."""
    found = _kept(request, congress)
    ends = OfficeEnd.objects.filter(elected__elected_list__body__congress=found)
    row = get_object_or_404(ends, pk=end)
    take_back_end(row.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã rút việc ghi thôi giữ chức."))
    return redirect("ballots:mid-term", congress)


def _kept(request: StaffRequest, congress: str) -> Congress:
    found = congress_kept_or_404(request.user, Right.MIDTERM_START, congress)
    if not serves(found):
        raise Http404
    return found


def _start(request: StaffRequest, congress: Congress, form: MidTermForm) -> Poll | None:
    typed = form.cleaned_data
    start = services.MidTermStart(
        office=Office(typed["office"]),
        why=Why(typed["why"]),
        seats=typed["seats"],
        fixed=typed["fixed"],
        consent=typed["consent"],
        consent_on=typed["consent_on"],
        consent_by=typed["consent_by"],
        reason=typed["reason"],
        purpose=Purpose(typed["purpose"]),
        permitted_by=typed["permitted_by"],
        seen=typed["seen"],
    )
    try:
        return services.start_mid_term(
            congress, start, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(_field_of(refusal), str(refusal))
    return None


def _field_of(refusal: Refused) -> str | None:
    if isinstance(refusal, OtherNumber):
        return None
    for kind, field in _FIELDS:
        if isinstance(refusal, kind):
            return field
    return None


_FIELDS: tuple[tuple[type[Refused], str], ...] = (
    (services.MorePlacesThanOpen, "seats"),
    (services.FixedNumberUnsound, "fixed"),
    (services.ElectionRunning, "office"),
    (services.ConsentLacking, "consent_on"),
)
