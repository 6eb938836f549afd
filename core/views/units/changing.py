"""A new name, another place, another kind, the end of a unit."""

from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.forms.units import DissolveForm, MoveForm, ReclassForm, RenameForm
from core.forms.units.acts import DecisionForm
from core.models import Unit
from core.queries import units as reads
from core.views.units.one import unit_to_reshape
from core.web import StaffRequest

NAMED: Final = 20  # units beneath that stand by name before a unit can end

MakeForm = Callable[..., DecisionForm]
Act = Callable[[dict[str, Any]], Unit]


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_rename(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)

    def rename(typed: dict[str, Any]) -> Unit:
        return services.rename_unit(name=typed["name"], **_act(request, unit, typed))

    return _page(
        request,
        unit,
        RenameForm,
        rename,
        heading=gettext_lazy("Đổi tên"),
        about=gettext_lazy(
            "Tên cũ còn lại trong quá trình của tổ chức. Mã giữ nguyên."
        ),
        done=gettext_lazy("Đã đổi tên."),
        initial={"name": unit.name},
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_move(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)

    def move(typed: dict[str, Any]) -> Unit:
        parent_id = typed["parent"].pk
        return services.move_unit(parent_id=parent_id, **_act(request, unit, typed))

    def form(*args: Any, **kwargs: Any) -> MoveForm:
        return MoveForm(request.user, *args, **kwargs)

    return _page(
        request,
        unit,
        form,
        move,
        heading=gettext_lazy("Chuyển nơi trực thuộc"),
        about=gettext_lazy(
            "Mọi tổ chức, người và hồ sơ bên dưới chuyển theo. Cấp trên cũ không còn "
            "xem được; cấp trên mới xem được ngay."
        ),
        done=gettext_lazy("Đã chuyển nơi trực thuộc."),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_reclass(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)
    beneath = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    children = list(beneath.select_related("kind__level"))

    def reclass(typed: dict[str, Any]) -> Unit:
        return services.reclass_unit(kind=typed["kind"], **_act(request, unit, typed))

    def form(*args: Any, **kwargs: Any) -> ReclassForm:
        return ReclassForm(unit, children, *args, **kwargs)

    return _page(
        request,
        unit,
        form,
        reclass,
        heading=gettext_lazy("Chuyển loại"),
        about=gettext_lazy(
            "Chỉ hiện những loại đứng dưới cấp trên và trên các tổ chức trực thuộc."
        ),
        done=gettext_lazy("Đã chuyển loại."),
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_dissolve(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)

    def dissolve(typed: dict[str, Any]) -> Unit:
        return services.dissolve_unit(**_act(request, unit, typed))

    return _page(
        request,
        unit,
        DissolveForm,
        dissolve,
        heading=gettext_lazy("Giải thể"),
        about=gettext_lazy(
            "Chỉ giải thể được tổ chức không còn tổ chức trực thuộc và không còn "
            "người. Hồ sơ giữ nguyên; các vai trò giao tại đây kết thúc. Không thể "
            "hoàn tác việc này."
        ),
        done=gettext_lazy("Đã giải thể."),
        is_grave=True,
    )


def _what_blocks(request: StaffRequest, unit: Unit) -> dict[str, Any]:
    """Return what must go before the unit can end, and what ends with it."""
    living = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    beneath = list(reads.in_order_of_name(living)[:NAMED])
    people = reads.inhabitants(unit)
    return {
        "beneath": beneath,
        "people": people,
        "may_see_people": policy.allows(request.user, Right.PERSON_READ, unit.scope),
        "given_roles": reads.roles_at(unit),
        "is_blocked": bool(beneath or people.own),
    }


def _act(request: StaffRequest, unit: Unit, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what every act is told."""
    return {
        "unit_id": unit.pk,
        "seen_version": typed["version"],
        "decision": services.Decision(on=typed["on"], paper=typed["paper"]),
        "by": request.user,
        "at": timezone.now(),
    }


def _page(
    request: StaffRequest,
    unit: Unit,
    make_form: MakeForm,
    act: Act,
    *,
    heading: Promise,
    about: Promise,
    done: Promise,
    initial: dict[str, Any] | None = None,
    is_grave: bool = False,
) -> HttpResponse:
    """Ask for a decision and act on it; a refusal leaves the form as it was filled."""
    seen = {"version": unit.version} | (initial or {})
    form = make_form(request.POST or None, initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            changed = act(form.cleaned_data)
        except Refused as refusal:
            form, unit = _filled_again(request, unit, make_form)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(done))
            return redirect("core:unit", changed.code)
    # Somebody may have given the unit another code meanwhile.
    here = cast("ResolverMatch", request.resolver_match).view_name
    form.helper.form_action = reverse(here, args=[unit.code])
    context = {
        "unit": unit,
        "form": form,
        "heading": heading,
        "about": about,
        "is_grave": is_grave,
        "children": reads.living_children_of([unit]).get(unit.pk, 0),
    }
    if is_grave:
        context |= _what_blocks(request, unit)
    if context.get("is_blocked"):
        form.helper.inputs = []
    return render(request, "core/unit_decision.html", context)


def _filled_again(
    request: StaffRequest, unit: Unit, make_form: MakeForm
) -> tuple[DecisionForm, Unit]:
    """Return the form as it was filled, over the unit as it is now."""
    now = unit_to_reshape(request, pk=unit.pk)
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    form = make_form(typed)
    form.is_valid()
    return form, now
