"""Lists of posts that may get breakthrough assignments: made, put right, replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congress.models import BreakthroughAssignment, ListedPost, PostList
from congress.rules.assignments import AssignedBy
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.vietnamese import dates, names

FIELDS = ("title", "number", "decided_on", "in_force_from", "in_force_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPost:
    """A post as somebody types it: who assigns it, and where, if only at one unit."""

    title: str
    assigned_by: AssignedBy
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidList:
    """What somebody says of a list; without a last day it holds until replaced."""

    title: str
    number: str
    decided_on: date
    in_force_from: date
    in_force_until: date | None = None
    posts: Sequence[SaidPost]


class InUse(Refused):
    """Something was assigned by the list."""


@transaction.atomic
def make_post_list(
    unit: Unit,
    said: SaidList,
    *,
    replaces: UUID | None = None,
    by: User,
    at: datetime,
) -> PostList:
    """Make a list; one that it replaces ends on the day before.

    Raises:
        Unfit: another list of the unit holds on these days, or one that it replaces
            was assigned from on a later day.
    """
    _lock(unit)
    if replaces is not None:
        _end(replaces, unit, said.in_force_from - timedelta(days=1), by, at)
    made = PostList(unit=unit)
    _say(made, said)
    made.save(force_insert=True)
    _say_posts(made, said.posts)
    trail.record(
        "congress.post_list_made", subject=made, scope=unit.scope, actor=by, at=at
    )
    return made


@transaction.atomic
def change_post_list(
    list_id: UUID, said: SaidList, *, seen_version: int, by: User, at: datetime
) -> PostList:
    """Put a list right from which nothing was assigned yet.

    Raises:
        InUse: something was; a wider list replaces it from a day on.
        ChangedMeanwhile: somebody else changed it since it was looked at.
    """
    # The unit first, as in every act on its lists.
    _lock(Unit.objects.get(post_lists=list_id))
    held = _held(list_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    if is_in_use(held):
        raise InUse(
            _("Đã giao việc theo danh mục này nên không sửa được. Hãy thay danh mục.")
        )
    _say(held, said)
    held.version += 1
    held.save()
    ListedPost.objects.filter(post_list=held).delete()
    _say_posts(held, said.posts)
    trail.record(
        "congress.post_list_changed",
        subject=held,
        scope=held.unit.scope,
        actor=by,
        at=at,
    )
    return held


def is_in_use(held: PostList) -> bool:
    """Whether something was assigned by a list."""
    return BreakthroughAssignment.objects.filter(post__post_list=held).exists()


def _end(list_id: UUID, unit: Unit, last: date, by: User, at: datetime) -> None:
    held = _held(list_id)
    if held.unit_id != unit.pk or last < held.in_force_from:
        raise Unfit(
            _(
                "Danh mục mới phải có hiệu lực sau ngày %(day)s, ngày danh mục cũ có "
                "hiệu lực."
            )
            % {"day": dates.short(held.in_force_from)},
            "in_force_from",
        )
    later = BreakthroughAssignment.objects.filter(
        post__post_list=held, decided_on__gt=last
    )
    if later.exists():
        raise Unfit(
            _("Sau ngày %(day)s còn việc đã giao theo danh mục cũ.")
            % {"day": dates.short(last)},
            "in_force_from",
        )
    held.in_force_until = last
    held.version += 1
    held.save(update_fields=["in_force_until", "version"])
    trail.record(
        "congress.post_list_ended", subject=held, scope=unit.scope, actor=by, at=at
    )


def _say(held: PostList, said: SaidList) -> None:
    held.title, held.number = names.clean(said.title), names.clean(said.number)
    held.decided_on = said.decided_on
    held.in_force_from, held.in_force_until = said.in_force_from, said.in_force_until
    if not held.title:
        raise Unfit(_("Hãy ghi tên danh mục."), "title")
    if not held.number:
        raise Unfit(_("Hãy ghi số, ký hiệu văn bản."), "number")
    if said.in_force_until and said.in_force_until < said.in_force_from:
        raise Unfit(
            _("Ngày hết hiệu lực không được trước ngày có hiệu lực."), "in_force_until"
        )
    others = PostList.objects.filter(unit=held.unit).exclude(pk=held.pk)
    others = others.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gte=said.in_force_from)
    )
    if said.in_force_until:
        others = others.filter(in_force_from__lte=said.in_force_until)
    if other := others.first():
        raise Unfit(
            _("Thời gian hiệu lực trùng với “%(list)s”. Hãy dùng nút Thay danh mục.")
            % {"list": other.title},
            "in_force_from",
        )


def _say_posts(held: PostList, posts: Sequence[SaidPost]) -> None:
    if not posts:
        raise Unfit(_("Hãy ghi ít nhất một chức danh."), "owned")
    seen: set[tuple[str, UUID | None]] = set()
    for place, said in enumerate(posts, 1):
        title = names.clean(said.title)
        key = (title, said.unit.pk if said.unit else None)
        if key in seen:
            raise Unfit(
                _("Chức danh “%(post)s” ghi hai lần.") % {"post": title},
                "owned" if said.assigned_by is AssignedBy.OWNER else "delegated",
            )
        seen.add(key)
        if said.unit and not _lies_beneath(said.unit, held.unit):
            raise Unfit(
                _("%(unit)s không thuộc tổ chức ban hành danh mục.")
                % {"unit": said.unit.name},
                "owned" if said.assigned_by is AssignedBy.OWNER else "delegated",
            )
        ListedPost.objects.create(
            post_list=held,
            place=place,
            title=title,
            assigned_by=said.assigned_by.value,
            unit=said.unit,
        )


def _lies_beneath(unit: Unit, owner: Unit) -> bool:
    return f"{unit.scope.path}.".startswith(f"{owner.scope.path}.")


def _lock(unit: Unit) -> None:
    """Have lists of one unit made one after the other."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _held(list_id: UUID) -> PostList:
    rows = PostList.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit__scope").get(pk=list_id)
