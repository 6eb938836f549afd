"""Two rows found to be one person: one stays, the other is kept as a trace."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from core import register, registry
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import Person, PersonMerge, Unit, User
from core.services import scopes
from core.services.people import looking

# What may be taken over from the row that goes. How much of a birth date is known goes
# with the date.
TAKEN_OVER: Final = (
    *(field for field in register.PARTICULARS if field != "birth_precision"),
    "unit",
)


class MergeUnsound(Refused):
    """The two rows cannot be one, or not in this way."""


class AccountsOnBoth(Refused):
    """Both rows have an account, and a person has one."""


@transaction.atomic
def merge_people(
    *,
    kept_id: UUID,
    gone_id: UUID,
    seen_versions: tuple[int, int],
    taken: Collection[str],
    reason: str,
    by: User | None,
    at: datetime,
) -> PersonMerge:
    """Make two rows one person's; the fields in ``taken`` come from the row that goes.

    What may still change – posts, the account – moves to the row that stays; finished
    facts go on pointing to the other, which keeps its identity keys as a trace.
    """
    # The row that stays may take over the other's unit: nobody passes it on meanwhile.
    scopes.share_the_tree()
    kept, gone = _rows(kept_id, gone_id)
    if (kept.version, gone.version) != seen_versions:
        raise ChangedMeanwhile
    _refuse_no_reason(reason)
    _refuse_accounts(kept, gone)
    changes = _taken_over(kept, gone, taken)
    before = looking.particulars_of(kept)
    looking.refuse_unsound({**before, **changes}, before=before, at=at)

    _lay_aside(gone, kept, by=by, at=at)
    moved = _moved(gone, kept, by=by, at=at)
    looking.write(kept, by=by, at=at, **changes)
    merge = PersonMerge.objects.create(
        kept=kept,
        gone=gone,
        taken={field: _plain(value) for field, value in changes.items()},
        moved=moved,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    trail.record(
        "core.people_merged",
        subject=kept,
        scope=kept.unit.scope,
        actor=by,
        at=at,
        gone=str(gone.pk),
        fields=sorted(changes),
        moved={table: len(keys) for table, keys in moved.items()},
        reason=reason.strip(),
    )
    return merge


def _rows(kept_id: UUID, gone_id: UUID) -> tuple[Person, Person]:
    if kept_id == gone_id:
        raise MergeUnsound(_("Đây là cùng một dòng. Hãy chọn hai dòng khác nhau."))
    rows = looking.locked(kept_id, gone_id)
    for row in rows.values():
        looking.refuse_merged(row)
    kept, gone = rows[kept_id], rows[gone_id]
    if kept.left_on is not None and gone.left_on is None:
        raise MergeUnsound(
            _(
                "Dòng ở lại đã rời sổ, còn dòng kia thì chưa. Hãy đưa người này trở "
                "lại sổ trước, hoặc giữ dòng kia."
            )
        )
    return kept, gone


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise MergeUnsound(_("Hãy ghi căn cứ để gộp."))


def _refuse_accounts(kept: Person, gone: Person) -> None:
    of_both = User.objects.filter(person__in=[kept, gone]).order_by("username")
    usernames = list(of_both.values_list("username", flat=True))
    if len(usernames) > 1:
        raise AccountsOnBoth(
            _(
                "Cả hai dòng đều đang gắn với tài khoản (%(accounts)s), mà một người "
                "chỉ có một. Hãy nhờ quản trị viên bỏ gắn một tài khoản trước."
            )
            % {"accounts": ", ".join(usernames)}
        )


def _taken_over(kept: Person, gone: Person, taken: Collection[str]) -> dict[str, Any]:
    """Return what of the row that stays becomes as it is in the other one."""
    fields = {field for field in TAKEN_OVER if field in taken}
    if "born_on" in fields:
        fields.add("birth_precision")
    return {
        field: getattr(gone, field)
        for field in sorted(fields)
        if getattr(gone, field) != getattr(kept, field)
    }


def _lay_aside(gone: Person, kept: Person, *, by: User | None, at: datetime) -> None:
    """Let the row, and those laid aside for it before, point to the one that stays."""
    looking.write(gone, by=by, at=at, merged_into=kept)
    Person.objects.filter(merged_into=gone).update(
        merged_into=kept, version=F("version") + 1, changed_by=by, changed_at=at
    )


def _moved(
    gone: Person, kept: Person, *, by: User | None, at: datetime
) -> dict[str, list[str]]:
    """Move what may still change; return the keys of the rows by table."""
    moved = {}
    for label, field in registry.moving_with_people():
        model: type[Model] = apps.get_model(label)
        rows = model._default_manager.filter(**{field: gone})
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        if keys:
            changes = {field: kept, **_marks(model, by=by, at=at)}
            _move(model, keys, changes)
            moved[model._meta.label_lower] = keys
    return moved


def _move(model: type[Model], keys: list[str], changes: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).update(**changes)
    except IntegrityError:
        raise MergeUnsound(
            _(
                "Hai dòng cùng đứng ở một nơi (%(what)s), nên không gộp được. Hãy bỏ "
                "một trong hai ở đó trước."
            )
            % {"what": model._meta.verbose_name}
        ) from None


def _marks(model: type[Model], *, by: User | None, at: datetime) -> dict[str, Any]:
    """Return the marks of a change, for rows that have versions."""
    fields = {field.name for field in model._meta.concrete_fields}
    marks = {"version": F("version") + 1, "changed_by": by, "changed_at": at}
    return marks if marks.keys() <= fields else {}


def _plain(value: Any) -> str:
    """Write a value so that JSON can hold it."""
    if isinstance(value, Unit):
        return value.code
    return value.isoformat() if isinstance(value, date) else str(value or "")
