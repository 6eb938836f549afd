"""Bodies are founded by a decision, changed, and end."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congress.models import BodyField, BodyForm, Congress, WorkingBody
from congress.services.working.holding import held_body, record_for
from congress.services.working.membership import leave_all
from congress.services.working.planning import end_plan
from congress.services.working.waiting import write_work_of
from core.errors import ChangedMeanwhile, Unfit
from core.models import Unit, User
from core.models.scope import ScopeKind
from core.services import scopes
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """What the decision that founds a body says."""

    form: str
    field: str
    name: str
    duties: str = ""
    congress: Congress | None = None
    helps: WorkingBody | None = None
    decision_number: str = ""
    decided_on: date


@transaction.atomic
def found_body(
    unit: Unit, facts: BodyFacts, *, by: User | None, at: datetime
) -> WorkingBody:
    """Found a body of a unit; it has a place of its own, which its members reach."""
    body = WorkingBody(unit=unit, form=facts.form, field=facts.field)
    _say(body, facts)
    body.scope = scopes.open_scope(
        title=body.name,
        kind=ScopeKind.WORKING_BODY,
        beneath=unit.scope,
        home=unit.scope,
    )
    _store(body, insert=True)
    record_for("congress.body_founded", body, by=by, at=at, body_field=body.field)
    return body


@transaction.atomic
def found_customary(
    unit: Unit,
    congress: Congress,
    chosen: Sequence[tuple[str, str, str]],
    *,
    decision_number: str,
    decided_on: date,
    by: User,
    at: datetime,
) -> list[WorkingBody]:
    """Found sub-committees of a congress in one go: (field, name, duties) of each."""
    if not chosen:
        raise Unfit(_("Hãy chọn ít nhất một tiểu ban."))
    return [
        found_body(
            unit,
            BodyFacts(
                form=BodyForm.SUB_COMMITTEE.value,
                field=field,
                name=name,
                duties=duties,
                congress=congress,
                decision_number=decision_number,
                decided_on=decided_on,
            ),
            by=by,
            at=at,
        )
        for field, name, duties in chosen
    ]


@transaction.atomic
def change_body(
    body_id: UUID, facts: BodyFacts, *, seen_version: int, by: User, at: datetime
) -> WorkingBody:
    """Put right what is said of a body.

    Raises:
        ChangedMeanwhile: somebody else did so first.
        Unfit: it cannot be so; what is about personnel stays so.
    """
    body = held_body(body_id)
    if body.version != seen_version:
        raise ChangedMeanwhile
    personnel = BodyField.PERSONNEL.value
    if facts.field != body.field and personnel in (facts.field, body.field):
        raise Unfit(
            _("Không đổi tiểu ban nhân sự thành tiểu ban khác, và ngược lại."), "field"
        )
    changed = _say(body, facts)
    if changed:
        body.version += 1
        _store(body)
        record_for("congress.body_changed", body, by=by, at=at, fields=changed)
        write_work_of(body, at=at)
    return body


@transaction.atomic
def end_body(body_id: UUID, *, on: date, by: User, at: datetime) -> WorkingBody:
    """End a body: whoever is in it leaves it, and nothing waits in it any more."""
    body = held_body(body_id)
    if on < body.decided_on:
        raise Unfit(_("Ngày kết thúc không được trước ngày quyết định."), "on")
    leave_all(body, on=on, by=by, at=at)
    body.ended_on = on
    body.version += 1
    body.save(update_fields=["ended_on", "version"])
    end_plan(body, on=on, by=by, at=at)
    write_work_of(body, at=at)
    record_for("congress.body_ended", body, by=by, at=at)
    return body


def _say(body: WorkingBody, facts: BodyFacts) -> list[str]:
    """Take over what is said of a body; return which fields it changed."""
    _refuse_unfit(body, facts)
    changed = []
    for each in fields(BodyFacts):
        value: Any = getattr(facts, each.name)
        if isinstance(value, str):
            value = names.tidy(value) if each.name == "duties" else names.clean(value)
        if getattr(body, each.name) != value:
            changed.append(each.name)
            setattr(body, each.name, value)
    if not body.name:
        raise Unfit(_("Hãy ghi tên."), "name")
    same = WorkingBody.objects.filter(
        unit=body.unit, name=body.name, ended_on__isnull=True
    )
    if same.exclude(pk=body.pk).exists():
        raise _name_taken()
    return sorted(changed)


def _store(body: WorkingBody, *, insert: bool = False) -> None:
    try:
        with transaction.atomic():
            body.save(force_insert=insert)
    except IntegrityError:
        # A double click: the first one took the name a moment ago.
        raise _name_taken() from None


def _name_taken() -> Unfit:
    return Unfit(_("Đã có tiểu ban, tổ mang tên này."), "name")


def _refuse_unfit(body: WorkingBody, facts: BodyFacts) -> None:
    if facts.congress is not None and facts.congress.unit_id != body.unit.pk:
        raise Unfit(_("Đại hội này không phải của tổ chức ấy."), "congress")
    if facts.helps is None:
        return
    if facts.form != BodyForm.HELP_TEAM:
        raise Unfit(_("Chỉ tổ giúp việc mới giúp việc cho tiểu ban khác."), "helps")
    if facts.helps.unit_id != body.unit.pk or facts.helps.pk == body.pk:
        raise Unfit(_("Hãy chọn tiểu ban của cùng tổ chức."), "helps")
