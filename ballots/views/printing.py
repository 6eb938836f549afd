"""Printing for a poll: ballots, a sample, slips, and the papers of the count."""

import io
import zipfile
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import queries, services, tasks
from ballots.forms import BallotsForm, LookForm, SlipsForm
from ballots.models import PaperChoice, Poll
from ballots.prints import ballot_paper
from ballots.prints.pack import printed_pack
from ballots.queries.lists import keeps_slate, kept_poll_or_404
from ballots.queries.paper_choice import colours_beside, paper_of_ballots
from ballots.queries.papers import papers_now
from ballots.rules.ballot_paper import PaperSize, sheets_for
from ballots.rules.stages import Stage
from ballots.services.printing import BALLOTS_AT, PACK_AT, ChosenPaper, ChosenSlips
from ballots.views.poll import page, poll_here, whole_page_again
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.jobs import ledger
from core.models import Job, StoredPrint
from core.prints import shelf
from core.web import StaffRequest, paper

# Below, whoever holds a pen at arm's length has to look twice.
READABLE: Final = 11  # points
SAMPLE_AT: Final = frozenset({Stage.PREPARED, Stage.LIST_CLOSED})


class Printed(NamedTuple):
    """One paper that can be asked for: how far it is, and where it then lies."""

    kept: StoredPrint | None
    job: Job | None


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ELECTION_READ)
def poll_print(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Show what may be printed now, how far it is, and how a ballot looks."""
    poll = _typed(poll_here(request, Right.ELECTION_READ, congress, election, number))
    context = _shown(request, poll)
    if request.htmx and not context["is_live"]:
        return whole_page_again()
    template = "ballots/printing.html"
    if request.htmx:
        template += "#print-panel"
    return render(request, template, context)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_print_ballots(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Choose the paper and give the printing to a machine; with the pack, if asked."""
    poll = _typed(poll_here(request, Right.PAPERS_KEEP, congress, election, number))
    form = BallotsForm(
        request.POST, initial=_start(poll), is_fixed=poll.stage != Stage.LIST_CLOSED
    )

    def ask() -> None:
        typed = form.cleaned_data
        services.choose_paper(
            str(poll.pk),
            ChosenPaper(
                PaperSize(typed["size"]), typed["colour"], copies=typed["copies"]
            ),
            by=request.user,
            at=timezone.now(),
        )
        _request(request, poll, tasks.print_ballots)
        if "all" in request.POST:
            _request(request, poll, tasks.print_pack)

    return _asked(request, poll, "ballots_form", form, ask)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_print_pack(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give the papers of the count to a machine."""
    poll = _typed(poll_here(request, Right.PAPERS_KEEP, congress, election, number))
    try:
        with transaction.atomic():
            services.refuse_pack_by(str(poll.pk), by=request.user)
            _request(request, poll, tasks.print_pack)
    except Refused as refusal:
        return render(
            request,
            "ballots/printing.html",
            _shown(request, poll) | {"refused": str(refusal)},
        )
    return redirect("ballots:poll-print", congress, election, number)


@require_POST
@policy.requires(Right.SLATE_KEEP)
def poll_print_sample(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give one ballot marked as a sample to a machine."""
    poll = _of_the_list(request, congress, election, number)
    form = LookForm(request.POST)

    def ask() -> None:
        typed = form.cleaned_data
        services.choose_look(
            str(poll.pk),
            typed["size"],
            typed["colour"],
            by=request.user,
            at=timezone.now(),
        )
        _request(request, poll, tasks.print_sample)

    return _asked(request, poll, "sample_form", form, ask)


@require_POST
@policy.requires(Right.SLATE_KEEP)
def poll_print_slips(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give slips on which names are put forward to a machine."""
    poll = _of_the_list(request, congress, election, number)
    form = SlipsForm(request.POST)

    def ask() -> None:
        services.choose_slips(
            str(poll.pk),
            ChosenSlips(form.cleaned_data["lines"], form.cleaned_data["copies"]),
            by=request.user,
            at=timezone.now(),
        )
        _request(request, poll, tasks.print_slips)

    return _asked(request, poll, "slips_form", form, ask)


@require_safe
@policy.requires(Right.PAPERS_KEEP)
def poll_ballots_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Hand out the ballots: to whoever keeps the papers, and nobody else."""
    poll = _typed(poll_here(request, Right.PAPERS_KEEP, congress, election, number))
    return _handed_out(_ballots(poll, paper_of_ballots(poll)).kept, poll)


@require_safe
@policy.requires(Right.PAPERS_KEEP)
def poll_pack_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _typed(poll_here(request, Right.PAPERS_KEEP, congress, election, number))
    return _handed_out(_pack(poll).kept, poll)


@require_safe
@policy.requires(Right.PAPERS_KEEP)
def poll_all_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Hand out ballots and pack as one file to be unpacked."""
    poll = _typed(poll_here(request, Right.PAPERS_KEEP, congress, election, number))
    both = [_ballots(poll, paper_of_ballots(poll)).kept, _pack(poll).kept]
    keys = [each.pk for each in both if each]
    if len(keys) != len(both):
        return redirect("ballots:poll-print", congress, election, number)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in StoredPrint.objects.filter(pk__in=keys).order_by("file_name"):
            archive.writestr(each.file_name, bytes(each.data))
    name = "in-tat-ca-{}-{}-lan-{}.zip".format(*queries.address(poll))
    return HttpResponse(
        packed.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@policy.requires(Right.SLATE_KEEP)
def poll_sample_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _of_the_list(request, congress, election, number)
    return _handed_out(_sample(poll, paper_of_ballots(poll)).kept, poll)


@require_safe
@policy.requires(Right.SLATE_KEEP)
def poll_slips_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _of_the_list(request, congress, election, number)
    return _handed_out(_slips(poll, paper_of_ballots(poll)).kept, poll)


def _shown(request: StaffRequest, poll: Poll, **forms: Any) -> dict[str, Any]:
    """Return the page: of each paper what this person may ask for at this stage."""
    stage = Stage(poll.stage)
    choice = paper_of_ballots(poll)
    keeps_papers = policy.allows(
        request.user, Right.PAPERS_KEEP, queries.scope_of(poll)
    )
    keeps_list = keeps_slate(request.user, poll)
    shown: dict[str, Any] = {"choice": choice, "stage": stage}
    printed: dict[str, Printed] = {}
    if keeps_papers and stage in BALLOTS_AT:
        printed["ballots"] = _ballots(poll, choice)
        shown["ballots_form"] = BallotsForm(
            initial=_start(poll), is_fixed=stage is not Stage.LIST_CLOSED
        )
        shown["sheets"] = sheets_for(choice.copies or 0, PaperSize(choice.size))
    if keeps_papers and stage in PACK_AT:
        printed["pack"] = _pack(poll)
    if keeps_list and stage in SAMPLE_AT:
        printed["sample"] = _sample(poll, choice)
        shown["sample_form"] = LookForm(
            initial={"size": choice.size, "colour": choice.colour}
        )
    if keeps_list and stage is Stage.PREPARED:
        printed["slips"] = _slips(poll, choice)
        shown["slips_form"] = SlipsForm(
            initial={"lines": choice.slip_lines, "copies": choice.slip_copies}
        )
    if (keeps_list or stage is not Stage.PREPARED) and ballot_paper.names_on(poll):
        ballot = ballot_paper.ballot(poll, choice)
        shown["ballot"] = ballot
        shown["is_small"] = ballot.arrangement.type < READABLE
    return (
        page(request, poll, tab="printing")
        | shown
        | {"printed": printed, "others": colours_beside(poll)}
        | {"is_live": any(each.job and each.job.is_live for each in printed.values())}
        | forms
    )


def _start(poll: Poll) -> dict[str, Any]:
    """Return what the form of the ballots begins with."""
    choice = paper_of_ballots(poll)
    copies = choice.copies or poll.printed
    if copies is None:
        base = papers_now(poll).base
        copies = base.base.convened if base and base.base.convened else None
    return {"size": choice.size, "colour": choice.colour, "copies": copies}


def _asked(
    request: StaffRequest, poll: Poll, name: str, form: Any, ask: Callable[[], None]
) -> HttpResponse:
    """Do what was asked; what is wrong stands beside its field, and nothing is lost."""
    if form.is_valid():
        try:
            with transaction.atomic():
                ask()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("ballots:poll-print", *queries.address(poll))
    return render(
        request, "ballots/printing.html", _shown(request, poll, **{name: form})
    )


def _request(request: StaffRequest, poll: Poll, task: Any) -> None:
    ledger.request(
        task,
        subject=poll,
        scope=queries.scope_of(poll),
        by=request.user,
        at=timezone.now(),
        queue="print",
    )


# The job is read before the shelf: what a job that is done has printed is there.


def _ballots(poll: Poll, choice: PaperChoice) -> Printed:
    if Stage(poll.stage) not in BALLOTS_AT:
        return Printed(None, None)
    job = ledger.latest(tasks.print_ballots, subject=poll)
    digest = ballot_paper.digest_of_ballots(poll, choice)
    return Printed(shelf.find(ballot_paper.BALLOTS, subject=poll, digest=digest), job)


def _pack(poll: Poll) -> Printed:
    if Stage(poll.stage) not in PACK_AT:
        return Printed(None, None)
    job = ledger.latest(tasks.print_pack, subject=poll)
    return Printed(printed_pack(poll), job)


def _sample(poll: Poll, choice: PaperChoice) -> Printed:
    if Stage(poll.stage) not in SAMPLE_AT:
        return Printed(None, None)
    job = ledger.latest(tasks.print_sample, subject=poll)
    digest = ballot_paper.digest_of_sample(poll, choice)
    return Printed(shelf.find(ballot_paper.SAMPLE, subject=poll, digest=digest), job)


def _slips(poll: Poll, choice: PaperChoice) -> Printed:
    if Stage(poll.stage) is not Stage.PREPARED:
        return Printed(None, None)
    job = ledger.latest(tasks.print_slips, subject=poll)
    digest = ballot_paper.digest_of_slips(poll, choice)
    return Printed(shelf.find(ballot_paper.SLIPS, subject=poll, digest=digest), job)


def _handed_out(kept: StoredPrint | None, poll: Poll) -> HttpResponse:
    if kept is None:
        return redirect("ballots:poll-print", *queries.address(poll))
    return paper(kept, kept.file_name)


def _of_the_list(
    request: StaffRequest, congress: str, election: int, number: int
) -> Poll:
    """Return the poll, to whoever keeps the lists of its congress."""
    return _typed(
        kept_poll_or_404(
            request.user, congress=congress, election=election, number=number
        )
    )


def _typed(poll: Poll) -> Poll:
    """Papers of a poll that came in a file were printed elsewhere."""
    if poll.upload_id is not None:
        raise Http404
    return poll
