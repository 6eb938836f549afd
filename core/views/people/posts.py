"""Posts that a person holds or held."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.forms.people import PostEndForm, PostForm, SeenForm, initial_of_post
from core.models import Person, Post
from core.queries import people as register
from core.views.people.one import person_or_404
from core.web import StaffRequest

FIELDS = ("title", "place", "unit", "starts_on", "ends_on")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def post_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    form = PostForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_post(
                person_id=person.pk,
                facts=form.facts(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi chức vụ."))
            return redirect("core:person", person.pk)
    return render(request, "core/person_post.html", {"person": person, "form": form})


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def post_change(request: StaffRequest, pk: UUID, post: UUID) -> HttpResponse:
    person, row = _post(request, pk, post)
    form = PostForm(
        request.POST or None, user=request.user, initial=initial_of_post(row)
    )
    context: dict[str, Any] = {"person": person, "post": row}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_post(
                post_id=row.pk,
                seen_version=form.cleaned_data["version"] or 0,
                facts=form.facts(),
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            person, row = _post(request, pk, post)
            context |= {"post": row, "versions": _both_versions(form, row)}
            typed = form.cleaned_data | {"version": row.version}
            form = PostForm(user=request.user, initial=typed)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("core:person", person.pk)
    return render(request, "core/person_post.html", context | {"form": form})


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def post_end(request: StaffRequest, pk: UUID, post: UUID) -> HttpResponse:
    person, row = _post(request, pk, post)
    form = PostEndForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_post(
                post_id=row.pk,
                seen_version=form.cleaned_data["version"] or 0,
                ends_on=form.cleaned_data["ends_on"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi thôi chức vụ."))
            return redirect("core:person", person.pk)
    context = {"person": person, "post": row, "form": form}
    return render(request, "core/person_post_end.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def post_remove(request: StaffRequest, pk: UUID, post: UUID) -> HttpResponse:
    person, row = _post(request, pk, post)
    form = SeenForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        services.remove_post(
            post_id=row.pk,
            seen_version=form.cleaned_data["version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã bỏ chức vụ ghi nhầm."))
        return redirect("core:person", person.pk)
    context = {"person": person, "post": row, "form": form}
    return render(request, "core/person_post_remove.html", context)


def _post(request: StaffRequest, pk: UUID, post: UUID) -> tuple[Person, Post]:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    posts = register.posts_of(person)
    return person, get_object_or_404(posts, pk=post)


def _both_versions(form: PostForm, now: Post) -> dict[str, Any]:
    """Return what differs between what was typed and what was stored meanwhile."""
    typed = Post(**form.facts().cleaned())
    fields = register.changes_between(typed, now, FIELDS)
    return {"fields": fields, "by": now.changed_by, "at": now.changed_at}
