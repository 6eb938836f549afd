"""Lists, guests and documents that tests stand on; each of their constraints broken."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from congress.models import (
    Arrangement,
    Checklist,
    Congress,
    Guest,
    GuestAct,
    GuestEvent,
    LegalDocument,
    PlanBasis,
    TemplateBasis,
)
from congress.services import arrangements, guests, legal
from core.models import Unit, User
from tests import make
from tests.integration.congress import plans

LOGISTICS: Final = Checklist.LOGISTICS


def thing(
    at: Congress | None = None,
    title: str = "Thử micrô",
    *,
    checklist: Checklist = LOGISTICS,
    **said: Any,
) -> Arrangement:
    """One thing on a list of a congress."""
    part = "before" if checklist is Checklist.COMMUNICATION else "sound"
    return arrangements.add_arrangement(
        (at or make.congress()).pk,
        checklist,
        arrangements.Arranging(**{"part": part, "title": title} | said),
        by=make.user(),
        at=make.NOON,
    )


def guest(
    at: Congress | None = None, name: str = "Trịnh Công Khách", **said: Any
) -> Guest:
    """Somebody invited to a congress, who may enter the hall."""
    facts = {"kind": "guest", "full_name": name, "state": "invited", "areas": ("hall",)}
    return guests.add_guest(
        (at or make.congress()).pk,
        guests.Inviting(**facts | said),
        by=make.user(),
        at=make.NOON,
    )


def accredited(at: Congress | None = None, name: str = "Trịnh Công Khách") -> Guest:
    """Somebody with a pass."""
    made = guest(at, name)
    return guests.accredit_guest(made.pk, by=make.user(), at=make.NOON)


def document(
    of: Unit | None = None,
    number: str = "12-KH/ĐU",
    day: date = make.LONG_AGO,
    *,
    by: User | None = None,
    file: legal.Handed | None = None,
    is_another: bool = False,
    **said: Any,
) -> LegalDocument:
    """A document of a unit."""
    facts: dict[str, Any] = {
        "kind": "plan",
        "number": number,
        "day": day,
        "issuer": "Ban Chấp hành",
        "title": "Tổ chức đại hội",
    }
    return legal.add_document(
        of or make.unit(),
        legal.Issued(**facts | said),
        file=file,
        is_another=is_another,
        by=by or make.user(),
        at=make.NOON,
    )


def central(number: str, day: date) -> LegalDocument:
    """A document that comes with the portal."""
    return LegalDocument.objects.get(unit=None, number=number, day=day)


# --- broken once each -----------------------------------------------------------------


def _thing(**changes: Any) -> int:
    return Arrangement.objects.filter(pk=thing(wanted=5).pk).update(**changes)


def _thing_twice() -> None:
    congress = make.congress()
    for _again in range(2):
        row = thing(congress)
        Arrangement.objects.filter(pk=row.pk).update(code="x")


def _guest(**changes: Any) -> int:
    return Guest.objects.filter(pk=guest().pk).update(**changes)


def _pass_twice() -> int:
    congress = make.congress()
    given = accredited(congress)
    other = accredited(congress, "Người Khác")
    return Guest.objects.filter(pk=other.pk).update(pass_number=given.pass_number)


def _event(of: Guest | None = None, **said: Any) -> GuestEvent:
    of = of or guest()
    return GuestEvent.objects.create(
        congress=of.congress, guest=of, by=make.user(), at=make.NOON, **said
    )


def _number_again() -> GuestEvent:
    given = accredited()
    return _event(given, act=GuestAct.ACCREDITED, pass_number=given.pass_number)


def _document(**changes: Any) -> int:
    return LegalDocument.objects.filter(pk=document().pk).update(**changes)


def _document_twice() -> LegalDocument:
    made = document()
    return LegalDocument.objects.create(
        unit=made.unit,
        number="12-kh/đu",
        day=made.day,
        kind="plan",
        issuer="x",
        title="x",
    )


def _cited_twice() -> None:
    congress = make.congress()
    made = document(congress.unit)
    for _again in range(2):
        PlanBasis.objects.create(congress=congress, document=made)


def _named_twice() -> None:
    unit = make.unit()
    template, made = plans.template(unit, customary=False), document(unit)
    for _again in range(2):
        TemplateBasis.objects.create(template=template, document=made)


BREACHES: Final[dict[str, Callable[[], object]]] = {
    "congress_arrangement_code_once": _thing_twice,
    "congress_arrangement_part_of_its_list": lambda: _thing(part="before"),
    "congress_arrangement_named_and_known": lambda: _thing(title=""),
    "congress_arrangement_no_more_than_wanted": lambda: _thing(ready=6),
    "congress_arrangement_done_when_all_is_there": lambda: _thing(
        ready=4, done_on=make.LONG_AGO
    ),
    "congress_guest_pass_once": _pass_twice,
    "congress_guest_named_and_known": lambda: _guest(areas=["x"]),
    "congress_guest_has_a_pass_when_accredited": lambda: _guest(state="accredited"),
    "congress_pass_number_never_again": _number_again,
    "congress_guest_event_known_and_numbered": lambda: _event(act="accredited"),
    "congress_guest_event_has_its_reason": lambda: _event(act="refused"),
    "congress_legal_number_and_day_once": _document_twice,
    "congress_legal_named_and_known": lambda: _document(title=""),
    "congress_legal_known_confidence": lambda: _document(confidence="?"),
    "congress_legal_replaced_since_when": lambda: _document(
        replaced_by=document(number="13-KH/ĐU")
    ),
    "congress_legal_days_in_order": lambda: _document(replaced_on=date(2024, 12, 31)),
    "congress_plan_basis_once": _cited_twice,
    "congress_template_basis_once": _named_twice,
}
