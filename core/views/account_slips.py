"""Accounts for many people at once, and the paper with their first passwords."""

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from core import queries, tasks
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.forms.accounts import ALL, UnitForm, WantedAccountsForm
from core.jobs import ledger
from core.models import AccountSlips, Unit
from core.paging import Pages
from core.services import slips
from core.web import StaffRequest, row_key

PAGE: Final = 50
COUNTED: Final = 2_000  # many more than are asked for at once


class _FewPages(Pages):
    """Counts in the order of the list: an index gives that, however many there are."""

    @cached_property
    def count(self) -> int:
        return min(self._seen, COUNTED)

    @cached_property
    def has_more_than_counted(self) -> bool:
        return self._seen > COUNTED

    @cached_property
    def _seen(self) -> int:
        rows: Any = self.object_list
        return int(rows[: COUNTED + 1].count())


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ACCOUNT_KEEP)
def make(request: StaffRequest) -> HttpResponse:
    typed = request.GET if "don-vi" in request.GET else None
    asked = UnitForm(request.user, data=typed)
    unit: Unit | None = asked.cleaned_data["don-vi"] if asked.is_valid() else None
    form = WantedAccountsForm(data=request.POST or None)
    if request.method == "POST" and unit is not None and form.is_valid():
        try:
            wanted = _want(request, unit, form)
        except Refused as refusal:
            form.add_error("who", str(refusal))
        else:
            return redirect("core:slips", wanted.pk)
    people = _people(request, unit) if unit is not None else {}
    context = {"asked": asked, "unit": unit, "form": form, "most": slips.AT_ONCE}
    return render(request, "core/account_make.html", context | people)


def _people(request: StaffRequest, unit: Unit) -> dict[str, Any]:
    wanted = request.GET.get("tim", "").strip()
    found = queries.people_without_account(unit, wanted)
    return {
        "page": _FewPages(found, PAGE).get_page(request.GET.get("trang")),
        "wanted": wanted,
        "ticked": set(request.POST.getlist("nguoi")),
    }


@transaction.atomic
def _want(request: StaffRequest, unit: Unit, form: WantedAccountsForm) -> AccountSlips:
    at = timezone.now()
    wanted = slips.want_accounts(
        unit=unit,
        people=_chosen(request, unit, form),
        role=form.cleaned_data["role"],
        starts_on=form.cleaned_data["starts_on"] or timezone.localdate(),
        ends_on=form.cleaned_data["ends_on"],
        portal=slips.address_of(request.build_absolute_uri("/")),
        by=request.user,
        at=at,
    )
    ledger.request(
        tasks.make_slips,
        subject=wanted,
        scope=unit.scope,
        by=request.user,
        at=at,
        queue="print",
    )
    return wanted


def _chosen(request: StaffRequest, unit: Unit, form: WantedAccountsForm) -> list[UUID]:
    if form.cleaned_data["who"] == ALL:
        found = queries.people_without_account(unit, request.GET.get("tim", "").strip())
        return list(found.values_list("pk", flat=True)[: slips.AT_ONCE + 1])
    ticked = [row_key(each) for each in request.POST.getlist("nguoi")]
    return queries.chosen_people(unit, [key for key in ticked if key])


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ACCOUNT_KEEP)
def detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(queries.own_slips(request.user), pk=pk)
    job = ledger.latest(tasks.make_slips, subject=asked)
    # After the job: what a job that is done has made is there.
    found = get_object_or_404(queries.own_slips(request.user), pk=pk)
    template = "core/account_slips.html"
    if request.htmx:
        template += "#progress"
    return render(
        request,
        template,
        {"slips": found, "job": job},
    )


@require_POST
@policy.requires(Right.ACCOUNT_KEEP)
def fetch(request: StaffRequest, pk: UUID) -> HttpResponse:
    if not queries.own_slips(request.user).filter(pk=pk).exists():
        raise Http404
    at = timezone.now()
    data = slips.fetch_slips(slips_id=pk, by=request.user, at=at)
    name = f"phieu-tai-khoan-{timezone.localtime(at):%Y%m%d-%H%M}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
