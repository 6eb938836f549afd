"""The only code that decides whether a person may do something somewhere.

Three questions, no others: ``within_reach`` for lists, ``get_or_404`` for one object,
``allows`` for a button. They read the same appointments, so a list and its pages
cannot disagree. What lies out of reach does not exist: 404.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, wraps
from typing import Any, Final, NamedTuple, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve, reverse
from django.utils import timezone

from core.access.rights import BODY_ROLES, Reach, Right, Role, roles_with
from core.models import Appointment, Scope, User

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponseBase]

HELD = "held_appointments"  # where a user object keeps them for its request
EVERYWHERE = ""  # the path above all trees: where an administrator is one
_doors: Final[dict[str, Right]] = {}  # of pages, by the name of their address
AnyUser = User | AnonymousUser


class _Held(NamedTuple):
    role: Role
    path: str
    home: str


def requires(right: Right) -> Callable[[View], View]:
    """Mark a view with the right it needs; whoever holds it nowhere gets a 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not holds(request.user, right):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.door = right  # type: ignore[attr-defined]
        return guarded

    return decorate


def for_anyone_signed_in(view: View) -> View:
    """Mark a view that shows people only what is their own."""
    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Mark a view that needs no account. A test keeps the list of these short."""
    opened = login_not_required(view)
    opened.door = "open"  # type: ignore[attr-defined]
    return opened


def within_reach(queryset: QuerySet[M], user: AnyUser, right: Right) -> QuerySet[M]:
    """Keep the rows lying where the user holds the right."""
    model = queryset.model
    lookup = cast("str", model.scope_lookup)  # type: ignore[attr-defined]
    reach = Q(pk__in=[])
    places = {(held.path, held.home) for held in _held(user, right)}
    if (EVERYWHERE, EVERYWHERE) in places:
        return queryset
    for path, home in places:
        reach |= _reach(lookup, path, home, right)
    if not _leads_to_many(model, lookup):
        return queryset.filter(reach)
    inside = model._default_manager.filter(reach).values("pk")
    return queryset.filter(pk__in=inside)


def get_or_404(queryset: QuerySet[M], user: AnyUser, right: Right, **lookup: Any) -> M:
    """Fetch one row. What lies out of reach does not exist."""
    try:
        return within_reach(queryset, user, right).get(**lookup)
    except ObjectDoesNotExist:
        raise Http404 from None


def allows(user: AnyUser, right: Right, scope: Scope) -> bool:
    """Whether the user holds the right at that scope."""
    return any(
        _lies_beneath(scope.path, held.path)
        and (right.reach is Reach.BENEATH or scope.home == held.home)
        for held in _held(user, right)
    )


def who_may(users: Iterable[User], right: Right, scope: Scope) -> list[User]:
    """Keep those who hold the right at the scope, asking once for all of them."""
    found = {user.pk: user for user in users}
    read_at_once(found.values())
    return [user for user in found.values() if allows(user, right, scope)]


def read_at_once(users: Iterable[User]) -> None:
    """Read anew what users hold, in one query, before ``allows`` is asked of each."""
    asked = list(users)
    held: dict[int, list[_Held]] = {user.pk: [] for user in asked}
    if not held:
        return
    rows = Appointment.objects.filter(user__in=held).in_force(timezone.localdate())
    for key, role, path, home in rows.values_list(
        "user", "role", "scope__path", "scope__home"
    ):
        held[key].append(_Held(Role(role), path, home))
    for user in asked:
        setattr(user, HELD, _with_office(user, held[user.pk]))


def places(user: AnyUser, right: Right) -> frozenset[tuple[str, str]]:
    """Return path and home of each place where the user holds the right.

    For questions about many rights at once; ``EVERYWHERE`` stands above all trees.
    """
    return frozenset((held.path, held.home) for held in _held(user, right))


def right_of_page(url_name: str, args: Sequence[str]) -> Right:
    """Return the right that a page asks for (``requires``).

    Raises:
        TypeError: it asks for none, so that nobody can be sent there by a right.
    """
    known = _doors.get(url_name)
    if known is None:
        known = getattr(resolve(reverse(url_name, args=args)).func, "door", None)
        if not isinstance(known, Right):
            msg = f"{url_name} asks for no right"
            raise TypeError(msg)
        _doors[url_name] = known
    return known


def holds(user: AnyUser, right: Right) -> bool:
    """Whether the user holds the right anywhere at all."""
    return bool(_held(user, right))


def holds_beyond_bodies(user: AnyUser, right: Right) -> bool:
    """Whether the user holds the right of a unit, not only in a sub-committee."""
    return any(held.role not in BODY_ROLES for held in _held(user, right))


def holds_at_root(user: AnyUser, right: Right) -> bool:
    """Whether the user holds the right over a whole tree."""
    return any("." not in held.path for held in _held(user, right))


def paths_above(user: AnyUser, right: Right) -> frozenset[str]:
    """Return the paths at which the user holds the right, and all above them.

    What a level keeps for those beneath it is read by whoever holds the right there.
    """
    found: set[str] = set()
    for held in _held(user, right):
        parts = held.path.split(".")
        found |= {".".join(parts[:upto]) for upto in range(1, len(parts) + 1)}
    return frozenset(found - {EVERYWHERE})


def roles_of(user: AnyUser) -> list[Role]:
    """Return the roles a user holds today, in the order of the table."""
    held = {row.role for row in _appointments(user)}
    return [role for role in Role if role in held]


@lru_cache
def _leads_to_many(model: type[Model], lookup: str) -> bool:
    """Whether the lookup passes a relation to many rows, which would double ours."""
    for part in lookup.split("__"):
        field = model._meta.get_field(part)
        if field.one_to_many or field.many_to_many:
            return True
        model = cast("type[Model]", field.related_model)
    return False


def _reach(lookup: str, path: str, home: str, right: Right) -> Q:
    beneath = Q(**{f"{lookup}__path__descendants_of": path})
    if right.reach is Reach.BENEATH:
        return beneath
    return beneath & Q(**{f"{lookup}__home": home})


def _lies_beneath(path: str, ancestor: str) -> bool:
    return ancestor in (EVERYWHERE, path) or path.startswith(f"{ancestor}.")


def _held(user: AnyUser, right: Right) -> list[_Held]:
    roles = roles_with(right)
    return [row for row in _appointments(user) if row.role in roles]


def _appointments(user: AnyUser) -> list[_Held]:
    """Read a user's appointments once a request: the user object lives as long."""
    if not user.is_authenticated:
        return []
    known: list[_Held] | None = getattr(user, HELD, None)
    if known is None:
        rows = Appointment.objects.filter(user=user).in_force(timezone.localdate())
        known = [
            _Held(Role(role), path, home)
            for role, path, home in rows.values_list(
                "role", "scope__path", "scope__home"
            )
        ]
        known = _with_office(user, known)
        setattr(user, HELD, known)
    return known


def _with_office(user: User, held: list[_Held]) -> list[_Held]:
    """Add what an administrator holds by his account."""
    if not user.is_superuser:
        return held
    return [*held, _Held(Role.ADMINISTRATOR, EVERYWHERE, EVERYWHERE)]
