"""Bringing in an election file, and following it until it is read."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import queries, services, tasks
from ballots.forms import UploadForm
from ballots.models import Poll, Upload
from ballots.queries.reach import uploads
from congress.queries import bodies, congress_or_404
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ELECTION_IMPORT)
def upload(request: StaffRequest, congress: str) -> HttpResponse:
    found = congress_or_404(request.user, congress)
    mine = bodies(found, request.user, Right.ELECTION_IMPORT)
    if not mine:
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, bodies=mine)
    if request.method == "POST" and form.is_valid():
        received = _receive(request, form)
        return redirect("ballots:upload-detail", congress, received.pk)
    context = {"congress": found, "form": form}
    return render(request, "ballots/upload.html", context)


@transaction.atomic
def _receive(request: StaffRequest, form: UploadForm) -> Upload:
    at = timezone.now()
    file = form.cleaned_data["file"]
    received = services.receive_file(
        body=form.cleaned_data["body"],
        name=file.name,
        chunks=file.chunks(),
        by=request.user,
        at=at,
    )
    ledger.request(
        tasks.import_upload,
        subject=received,
        scope=received.body.scope,
        by=request.user,
        at=at,
        queue="files",
    )
    return received


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ELECTION_IMPORT)
def upload_detail(request: StaffRequest, congress: str, upload: UUID) -> HttpResponse:
    received = policy.get_or_404(
        uploads(),
        request.user,
        Right.ELECTION_IMPORT,
        pk=upload,
        body__congress__slug=congress,
    )
    # The work first: had it just ended, a poll looked for before it would be missed.
    job = ledger.latest(tasks.import_upload, subject=received)
    brought = queries.standing(Poll.objects.filter(upload=received))
    poll = brought.select_related("election").first()
    if poll:
        if not request.htmx:
            messages.success(
                request, _("Đã nhập xong tệp. Hãy đối chiếu danh sách và số phiếu.")
            )
        return redirect("ballots:poll", congress, poll.election.number, poll.number)
    template = "ballots/upload_detail.html"
    if request.htmx:
        template += "#progress"
    return render(
        request,
        template,
        {
            "congress": received.body.congress,
            "upload": received,
            "poll": poll,
            "job": job,
        },
    )
