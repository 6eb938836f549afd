"""Every address, every way of asking, every role: what the table of rights says."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from ballots import queries
from ballots.models import Poll, Upload
from congress.models import (
    BodyKind,
    Congress,
    Elected,
    LegalDocument,
    Milestone,
    PlanTemplate,
    RollEntry,
    TemplateItem,
)
from core.access.rights import APPOINTED, RIGHTS_OF, Right, Role
from core.models import AuditEvent, ImportRun, Person, Post, Scope, Unit, User
from tests import make
from tests.integration.congress import plans, working
from tests.lasting import lasting
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

OK, MOVED, HIDDEN, NOT_SO = 200, 302, 404, 405
METHODS: Final = ("GET", "POST")
# What stands in addresses of pages of one voting body, the congress itself.
OF_ONE_BODY: Final = ("/lan-1/", "/danh-sach/dai-hoi/", "/diem-danh/", "/mau-so/")
CELL: Final = "Chi bộ thôn Nà Pia"
# These would end the walk, so they are tried apart.
# Papers that a poll is printed on, and who asks for them.
PRINTED: Final = {
    "ballots": Right.PAPERS_KEEP,
    "pack": Right.PAPERS_KEEP,
    "sample": Right.SLATE_KEEP,
    "slips": Right.SLATE_KEEP,
}
ENDING: Final = {("core:sign-out", "POST"), ("core:lock-now", "POST")}


@dataclass(frozen=True)
class Page:
    """One address: who it is for, and what it answers to somebody it is for."""

    address: str
    door: Right | str
    get: int
    post: int
    also: Right | None = None  # where one right alone does not open it

    def expected(self, method: str, user: User | None, rights: frozenset[Right]) -> int:
        """What the table says; those who are not let in find nothing or a sign-in."""
        if user is None and self.door != "open":
            return MOVED
        if isinstance(self.door, Right) and self.door not in rights:
            # A wrong method is refused before anybody asks who it is.
            return NOT_SO if self.answer(method) == NOT_SO else HIDDEN
        if self.also is not None and self.also not in rights:
            return NOT_SO if self.answer(method) == NOT_SO else HIDDEN
        if self.door == "administrator" and not (user and user.is_superuser):
            return HIDDEN
        return self.answer(method)

    def answer(self, method: str) -> int:
        return self.get if method == "GET" else self.post


def pages(poll: Poll, upload: Upload) -> dict[str, Page]:
    """Every address of the portal; those of a poll lead to one that is confirmed."""
    here = queries.address(poll)
    slug = here[0]
    read, confirm = Right.ELECTION_READ, Right.TALLY_CONFIRM

    def page(name: str, door: Right | str, get: int, post: int, *args: object) -> Page:
        return Page(reverse(name, args=args), door, get, post)

    return {
        "core:start": page("core:start", "signed in", OK, NOT_SO),
        "core:sign-in": page("core:sign-in", "open", MOVED, MOVED),
        "core:sign-out": page("core:sign-out", "open", NOT_SO, MOVED),
        "core:password": page("core:password", "signed in", OK, OK),
        "core:language": page("core:language", "open", NOT_SO, MOVED),
        "core:first-administrator": page(
            "core:first-administrator", "open", HIDDEN, HIDDEN
        ),
        **own_account(page),
        **accounts(page),
        **operations(page),
        **organisation(page),
        **register(page),
        **lists(page),
        "core:figures": page("core:figures", Right.PLAN_READ, OK, NOT_SO),
        "core:told": page("core:told", Right.TOLD_READ, OK, NOT_SO),
        "core:audit": page("core:audit", Right.AUDIT_READ, OK, NOT_SO),
        "core:audit-line": page(
            "core:audit-line",
            Right.AUDIT_READ,
            OK,
            NOT_SO,
            AuditEvent.objects.filter(scope=queries.scope_of(poll)).latest("pk").pk,
        ),
        "core:help-list": page("core:help-list", "signed in", OK, NOT_SO),
        "core:help": page("core:help", "signed in", OK, NOT_SO, "count"),
        "core:help-picture": page(
            "core:help-picture", "signed in", OK, NOT_SO, "wall-console", "vi"
        ),
        "core:components": page("core:components", "signed in", OK, NOT_SO),
        "core:wall-sample": page("core:wall-sample", "signed in", OK, NOT_SO),
        "core:health": page("core:health", "open", OK, NOT_SO),
        **congresses(page, poll),
        "ballots:overview": page("ballots:overview", read, OK, NOT_SO),
        "ballots:list": page("ballots:list", Right.CONGRESS_READ, OK, NOT_SO, slug),
        "ballots:election-sequence": page(
            "ballots:election-sequence", read, OK, NOT_SO, slug
        ),
        "ballots:election-times": page(
            "ballots:election-times", read, OK, NOT_SO, slug
        ),
        "ballots:upload": page("ballots:upload", Right.ELECTION_IMPORT, OK, OK, slug),
        "ballots:upload-detail": page(
            "ballots:upload-detail",
            Right.ELECTION_IMPORT,
            OK,
            NOT_SO,
            slug,
            upload.pk,
        ),
        "ballots:poll": page("ballots:poll", read, OK, NOT_SO, *here),
        "ballots:poll-count": page(
            "ballots:poll-count", Right.ELECTION_COUNT, NOT_SO, MOVED, *here
        ),
        "ballots:poll-result": page("ballots:poll-result", read, OK, NOT_SO, *here),
        "ballots:poll-confirm": page(
            "ballots:poll-confirm", confirm, MOVED, MOVED, *here
        ),
        "ballots:poll-withdraw": page(
            "ballots:poll-withdraw", Right.ELECTION_WITHDRAW, OK, OK, *here
        ),
        **papers(page, *here),
        **entry(page, *here),
        **practised(page, *here),
        **typed_lists(page, *here),
        **after_the_count(page, *here),
        **within_the_term(page, *here),
        "ballots:minutes": page("ballots:minutes", read, OK, NOT_SO, *here),
        "ballots:minutes-print": page(
            "ballots:minutes-print", read, NOT_SO, MOVED, *here
        ),
        "ballots:minutes-file": page("ballots:minutes-file", read, OK, NOT_SO, *here),
        "ballots:poll-export": page(
            "ballots:poll-export", Right.ELECTION_EXPORT, NOT_SO, OK, *here
        ),
    }


Door = Callable[..., Page]


def congresses(page: Door, poll: Poll) -> dict[str, Page]:
    """The congress of that poll, its roll, and the roll of a meeting it led to."""
    body = poll.election.body
    here = (body.congress.slug, body.address)
    meeting = (here[0], body.congress.bodies.get(kind=BodyKind.COMMITTEE).address)
    seat, to_go = RollEntry.objects.filter(body=body, standing="official").order_by(
        "votes"
    )
    alternate = RollEntry.objects.get(in_place_of__isnull=False)
    read, keep = Right.CONGRESS_READ, Right.CONGRESS_KEEP
    reads, keeps = Right.ROLL_READ, Right.ROLL_KEEP
    found = [
        page("congress:list", read, OK, NOT_SO),
        page("congress:convene", keep, OK, OK),
        page("congress:detail", read, OK, NOT_SO, here[0]),
        page("congress:change", keep, OK, OK, here[0]),
        page("congress:form-body", keep, OK, OK, here[0]),
        page("congress:rolls", reads, MOVED, NOT_SO, here[0]),
        page("congress:roll", reads, OK, NOT_SO, *here),
        page("congress:roll-add", keeps, OK, OK, *here),
        page("congress:roll-all", keeps, HIDDEN, HIDDEN, *here),
        page("congress:roll-elected", keeps, OK, MOVED, *meeting),
        page("congress:roll-change", keeps, OK, OK, *here, seat.pk),
        page("congress:roll-replace", keeps, OK, OK, *here, to_go.pk),
        page("congress:roll-remove", keeps, OK, MOVED, *here, to_go.pk),
        page("congress:roll-give-back", keeps, OK, MOVED, *here, alternate.pk),
        page("congress:attendance", reads, OK, NOT_SO, *here),
        page("congress:attendance-mark", keeps, NOT_SO, OK, *here, seat.pk),
        page("congress:attendance-rest", keeps, NOT_SO, MOVED, *here),
        page("congress:base", reads, OK, NOT_SO, *here),
        *walls(page, here[0]),
        *journeys(page, here[0]),
        *planned(page, here[0]),
        *boards(page, here[0]),
        *tasked(page),
        *assigned(page),
        *of_bodies(page, body.congress),
        *reviewed(page),
        *conferring(page),
        *celebrated(page),
    ]
    return {resolve(each.address).view_name: each for each in found}


def boards(page: Door, slug: str) -> list[Page]:
    """Where congresses stand; nobody above keeps this one, nor was anybody sent."""
    keep, plans = Right.CONGRESS_KEEP, Right.PLAN_READ
    nobody = uuid.UUID(int=1)
    commune = Congress.objects.get(slug=slug).unit.code
    return [
        page("congress:progress", plans, OK, NOT_SO),
        # Whoever reads one congress alone reads no report of its unit.
        *(
            replace(each, also=Right.UNIT_READ)
            for each in (
                page("congress:progress-papers", plans, OK, NOT_SO, commune, 2025),
                page(
                    "congress:progress-papers-make", plans, NOT_SO, MOVED, commune, 2025
                ),
                page(
                    "congress:progress-papers-file",
                    plans,
                    HIDDEN,
                    NOT_SO,
                    commune,
                    2025,
                    nobody,
                ),
            )
        ),
        page("congress:month", plans, OK, NOT_SO),
        page("congress:year", plans, OK, NOT_SO),
        page("congress:upper", plans, OK, NOT_SO, slug),
        page("congress:upper-send", keep, NOT_SO, HIDDEN, slug),
        page("congress:upper-remove", keep, NOT_SO, HIDDEN, slug, nobody),
        page("congress:calendar-links", plans, OK, OK),
        page("congress:calendar-link-revoke", plans, NOT_SO, HIDDEN, nobody),
        page("congress:calendar-feed", "open", HIDDEN, NOT_SO, "khong-co"),
        *readiness(page, slug),
        *learnt(page, slug),
        *arranged(page, slug),
        *library(page, slug),
    ]


def arranged(page: Door, slug: str) -> list[Page]:
    """Two lists with nothing on them, and nobody invited."""
    keep, plans, nobody = Right.CONGRESS_KEEP, Right.PLAN_READ, uuid.UUID(int=1)
    reads, keeps = Right.ROLL_READ, Right.ROLL_KEEP
    # Who reads the roll of one body alone, as a tally board does, reads no guests.
    guests = page("congress:guests", reads, OK, NOT_SO, slug)
    return [
        page("congress:communication", plans, OK, NOT_SO, slug),
        page("congress:logistics", plans, OK, NOT_SO, slug),
        *(
            page(f"congress:arrangement-{act}", keep, OK, post, slug, "phuc-vu")
            for act, post in (("add", OK), ("usual", OK), ("copy", HIDDEN))
        ),
        page("congress:arrangement-change", keep, HIDDEN, HIDDEN, slug, nobody),
        page("congress:arrangement-done", keep, NOT_SO, HIDDEN, slug, nobody),
        page("congress:arrangement-remove", keep, HIDDEN, HIDDEN, slug, nobody),
        replace(guests, also=plans),
        page("congress:guest-add", keeps, OK, OK, slug),
        page("congress:guest-passes", keeps, OK, NOT_SO, slug),
        page("congress:guest-passes-make", keeps, NOT_SO, MOVED, slug),
        page("congress:guest-passes-file", keeps, HIDDEN, NOT_SO, slug, nobody),
        *(
            page(f"congress:guest{act}", keeps, HIDDEN, HIDDEN, slug, nobody)
            for act in ("", "-remove", "-take-back", "-refuse")
        ),
        *(
            page(f"congress:guest-{act}", keeps, NOT_SO, HIDDEN, slug, nobody)
            for act in ("accredit", "reconsider", "arrived")
        ),
    ]


def library(page: Door, slug: str) -> list[Page]:
    """A document of the Centre, which no unit keeps; what plans rest on."""
    keep, plans = Right.CONGRESS_KEEP, Right.PLAN_READ
    centre = LegalDocument.objects.order_by("day")[0].pk
    return [
        page("congress:legal", plans, OK, NOT_SO),
        page("congress:legal-add", keep, OK, OK),
        page("congress:legal-document", plans, OK, NOT_SO, centre),
        page("congress:legal-file", plans, HIDDEN, NOT_SO, centre),
        page("congress:legal-restore", keep, NOT_SO, HIDDEN, centre),
        *(
            page(f"congress:legal-{act}", keep, HIDDEN, HIDDEN, centre)
            for act in ("change", "replace", "remove")
        ),
        page("congress:plan-bases", keep, OK, HIDDEN, slug),
        page(
            "congress:template-bases", keep, OK, HIDDEN, PlanTemplate.objects.get().pk
        ),
    ]


def learnt(page: Door, slug: str) -> list[Page]:
    """No pilot, nothing pushed, nothing raised, nothing proposed."""
    keep, plans = Right.CONGRESS_KEEP, Right.PLAN_READ
    nobody = uuid.UUID(int=1)
    return [
        page("congress:lessons", plans, OK, NOT_SO, slug),
        page("congress:lesson-add", keep, OK, OK, slug),
        *(
            page(f"congress:lesson-{act}", keep, HIDDEN, HIDDEN, slug, nobody)
            for act in ("change", "remove", "correct", "answer")
        ),
        page("congress:lesson-matrix", plans, OK, NOT_SO),
        page("congress:lesson", plans, HIDDEN, NOT_SO, nobody),
        page("congress:lesson-push", keep, HIDDEN, HIDDEN, nobody),
        page("congress:congress-difficulties", plans, OK, NOT_SO, slug),
        page("congress:difficulties", plans, OK, NOT_SO),
        page("congress:difficulty-raise", keep, OK, OK),
        page("congress:difficulty", plans, HIDDEN, NOT_SO, nobody),
        page("congress:difficulty-act", plans, HIDDEN, HIDDEN, nobody, "tra-loi"),
        page("congress:difficulty-share", plans, HIDDEN, HIDDEN, nobody),
        page("congress:shared-answers", plans, OK, NOT_SO),
        page("congress:shared-answer-withdraw", plans, HIDDEN, HIDDEN, nobody),
        page("congress:practices", plans, OK, NOT_SO),
        page("congress:practice-propose", keep, OK, OK),
        page("congress:practice", plans, HIDDEN, NOT_SO, nobody),
        page("congress:practice-change", keep, HIDDEN, HIDDEN, nobody),
        page("congress:practice-publish", plans, HIDDEN, HIDDEN, nobody),
        page("congress:practice-send-back", plans, HIDDEN, HIDDEN, nobody),
        page("congress:practice-mark", keep, NOT_SO, HIDDEN, nobody),
        page("congress:practice-comment", keep, HIDDEN, HIDDEN, nobody),
        page(
            "congress:practice-comment-withdraw",
            keep,
            HIDDEN,
            HIDDEN,
            nobody,
            nobody,
        ),
    ]


def readiness(page: Door, slug: str) -> list[Page]:
    """Nothing is submitted, and there is no level above to submit to."""
    keep, plans = Right.CONGRESS_KEEP, Right.PLAN_READ
    return [
        page("congress:readiness-board", plans, OK, NOT_SO),
        # No point is named.
        page("congress:readiness-remind-all", keep, HIDDEN, HIDDEN),
        page("congress:readiness", plans, OK, NOT_SO, slug),
        page("congress:readiness-remind", keep, OK, MOVED, slug, "plan"),
        page("congress:plan-submit", keep, OK, OK, slug),
        page("congress:plan-withdraw", keep, MOVED, MOVED, slug),
    ]


def planned(page: Door, slug: str) -> list[Page]:
    """The plan of the congress, one thing in it and one to go; its template."""
    plans, keep = Right.PLAN_READ, Right.CONGRESS_KEEP
    first, last = Milestone.objects.order_by("place")
    template = PlanTemplate.objects.get()
    stays, goes = TemplateItem.objects.order_by("place")
    return [
        page("congress:plan", plans, OK, NOT_SO, slug),
        page("congress:plan-papers", plans, OK, NOT_SO, slug),
        page("congress:plan-papers-make", plans, NOT_SO, MOVED, slug),
        page(
            "congress:plan-papers-file", plans, HIDDEN, NOT_SO, slug, uuid.UUID(int=1)
        ),
        page("congress:plan-make", keep, OK, OK, slug),
        page("congress:plan-add", keep, OK, OK, slug),
        page("congress:plan-recompute", keep, NOT_SO, MOVED, slug),
        page("congress:plan-offers", keep, OK, MOVED, slug),
        page("congress:plan-change", keep, OK, OK, slug, first.pk),
        page("congress:plan-done", keep, OK, OK, slug, first.pk),
        page("congress:plan-take-back", keep, NOT_SO, MOVED, slug, first.pk),
        page("congress:plan-remove", keep, OK, MOVED, slug, last.pk),
        page("congress:templates", Right.UNIT_READ, OK, NOT_SO),
        page("congress:template-new", keep, OK, OK),
        page("congress:template", Right.UNIT_READ, OK, NOT_SO, template.pk),
        page("congress:template-change", keep, OK, OK, template.pk),
        page("congress:template-copy", keep, OK, OK, template.pk),
        page("congress:template-plans", keep, OK, MOVED, template.pk),
        page("congress:template-item-add", keep, OK, OK, template.pk),
        page("congress:template-item", keep, OK, OK, template.pk, stays.pk),
        page("congress:template-item-move", keep, NOT_SO, MOVED, template.pk, stays.pk),
        page("congress:template-item-remove", keep, OK, MOVED, template.pk, goes.pk),
    ]


def journeys(page: Door, slug: str) -> list[Page]:
    """Nothing is out: there is no file, and nothing to give up."""
    travels = Right.CONGRESS_TRAVEL
    return [
        page("congress:journey", travels, OK, OK, slug),
        page("congress:journey-pack", travels, NOT_SO, HIDDEN, slug),
        page("congress:journey-fetch", travels, NOT_SO, HIDDEN, slug, uuid.uuid4()),
        page("congress:journey-give-up", travels, HIDDEN, HIDDEN, slug),
    ]


def walls(page: Door, slug: str) -> list[Page]:
    """Walls nobody has made; the two open addresses take a token."""
    keeps = Right.WALL_KEEP
    token, nobody = "khong-co", uuid.UUID(int=1)
    return [
        page("congress:wall-console", keeps, OK, NOT_SO, slug),
        page("congress:wall-reader", keeps, OK, NOT_SO, slug),
        page("congress:wall-now", keeps, OK, NOT_SO, slug),
        # Nothing is sent: it says so on the console.
        page("congress:wall-step", keeps, NOT_SO, MOVED, slug),
        page("congress:wall-control", keeps, NOT_SO, MOVED, slug),
        page("congress:wall-message", keeps, NOT_SO, OK, slug),
        page("congress:wall-screens", keeps, OK, OK, slug),
        page("congress:wall-revoke", keeps, NOT_SO, HIDDEN, slug, nobody),
        page("congress:wall", "open", HIDDEN, NOT_SO, token),
        page("congress:wall-after", "open", HIDDEN, NOT_SO, token, 0),
    ]


def after_the_count(page: Door, *here: object) -> dict[str, Page]:
    """What follows a confirmed result that nobody has taken up again."""
    read, confirm, keep = Right.ELECTION_READ, Right.TALLY_CONFIRM, Right.PAPERS_KEEP
    nobody = uuid.UUID(int=1)
    found = [
        page("ballots:minutes-superseded", read, HIDDEN, NOT_SO, *here, 1),
        page("ballots:poll-after", read, OK, NOT_SO, *here),
        # Before it is announced, which the walk does next.
        page("ballots:poll-put-away", keep, HIDDEN, HIDDEN, *here),
        page("ballots:poll-announce", confirm, OK, MOVED, *here),
        page("ballots:poll-wall", confirm, OK, OK, *here),
        page("ballots:poll-reopen", confirm, OK, OK, *here),
        # Where nobody has asked, there is nothing to withdraw, and it says so.
        page("ballots:poll-unask", confirm, NOT_SO, MOVED, *here),
        page("ballots:result-superseded", read, HIDDEN, NOT_SO, *here, 1),
        page("ballots:poll-consent", Right.REOPENING_CONSENT, HIDDEN, HIDDEN, *here),
        page("ballots:poll-strikes", Right.STRIKES_READ, OK, NOT_SO, *here),
        *leaving(page, *here),
        page("ballots:signed-minutes", keep, OK, OK, *here),
        page("ballots:signed-file", read, HIDDEN, NOT_SO, *here, nobody),
        page("ballots:result-file", read, NOT_SO, OK, *here),
        page("ballots:slate-file", read, NOT_SO, OK, *here),
        page("ballots:poll-compare", confirm, OK, OK, *here),
        # Papers of a file are not read again.
        page("ballots:poll-look", Right.ENTRY_CHECK, MOVED, NOT_SO, *here),
        page("ballots:poll-look-order", confirm, MOVED, MOVED, *here),
        page("ballots:poll-look-stop", confirm, MOVED, MOVED, *here),
        page("ballots:poll-look-paper", Right.ENTRY_CHECK, MOVED, MOVED, *here, 1, 1),
        page("ballots:poll-look-rule", confirm, MOVED, MOVED, *here, 1, 1),
    ]
    return {resolve(each.address).view_name: each for each in found}


def within_the_term(page: Door, *here: object) -> dict[str, Page]:
    """A committee in its term; nobody above has decided on the result."""
    start, nobody = Right.MIDTERM_START, uuid.UUID(int=1)
    slug = here[0]
    elected = Elected.objects.order_by("pk")[0].pk
    found = [
        # Who decides above holds his role at the unit above.
        page("ballots:poll-annul", Right.RESULT_ANNUL, HIDDEN, HIDDEN, *here),
        page("ballots:poll-again", Right.SLATE_KEEP, HIDDEN, HIDDEN, *here),
        page("ballots:mid-term", start, OK, OK, slug),
        page("ballots:office-end", start, OK, OK, slug, elected),
        page("ballots:office-end-take-back", start, NOT_SO, HIDDEN, slug, nobody),
    ]
    return {resolve(each.address).view_name: each for each in found}


def leaving(page: Door, *here: object) -> list[Page]:
    """What is taken out to be checked elsewhere; a poll from a file has no journal."""
    reads = Right.STRIKES_READ
    return [
        page("ballots:poll-archive", reads, OK, NOT_SO, *here),
        page("ballots:poll-archive-make", reads, NOT_SO, MOVED, *here),
        page("ballots:poll-archive-file", reads, NOT_SO, MOVED, *here),
        page("ballots:poll-journal-print", reads, NOT_SO, HIDDEN, *here),
        page("ballots:poll-journal-paper", reads, NOT_SO, HIDDEN, *here),
        page("ballots:poll-journal-file", reads, NOT_SO, HIDDEN, *here),
        page("ballots:poll-records", reads, NOT_SO, OK, *here),
    ]


def typed_lists(page: Door, *here: object) -> dict[str, Page]:
    """Lists made by hand: that of a poll from a file is shown with its poll."""
    keep, nobody = Right.SLATE_KEEP, uuid.UUID(int=1)
    shown = ("", "-paper")
    changed = ("-add", "-paste", "-number", "-close", "-reopen", "-withdraw")
    acts = ("poll-biographies", "poll-opinion-apply", "poll-opinion-undo")
    line = "ballots:poll-slate-nomination"
    remove = "ballots:poll-slate-remove"
    return {
        "ballots:election-enter": page("ballots:election-enter", keep, OK, OK, here[0]),
        **{
            f"ballots:poll-slate{name}": page(
                f"ballots:poll-slate{name}", keep, MOVED, NOT_SO, *here
            )
            for name in shown
        },
        **{
            f"ballots:poll-slate{name}": page(
                f"ballots:poll-slate{name}", keep, MOVED, MOVED, *here
            )
            for name in changed
        },
        **{
            f"ballots:{name}": page(f"ballots:{name}", keep, NOT_SO, MOVED, *here)
            for name in acts
        },
        line: page(line, keep, MOVED, MOVED, *here, nobody),
        remove: page(remove, keep, NOT_SO, MOVED, *here, nobody),
        "ballots:poll-opinion": page("ballots:poll-opinion", keep, MOVED, MOVED, *here),
        "ballots:poll-opinion-paper": page(
            "ballots:poll-opinion-paper", keep, MOVED, NOT_SO, *here
        ),
        # The box is sealed: the board is read, and whoever writes is led back.
        "ballots:poll-board": page(
            "ballots:poll-board", Right.ELECTION_READ, OK, NOT_SO, *here
        ),
        "ballots:poll-board-set": page(
            "ballots:poll-board-set", Right.BOARD_KEEP, NOT_SO, MOVED, *here
        ),
        "ballots:poll-next": page("ballots:poll-next", keep, OK, OK, *here),
    }


def organisation(page: Door) -> dict[str, Page]:
    """The tree, and a cell of the commune whose congress is walked through."""
    cell = Unit.objects.get(name=CELL).code
    read, keep = Right.UNIT_READ, Right.UNIT_KEEP
    acts = (
        *("found", "correct", "rename", "move", "reclass"),
        *("dissolve", "merge", "split"),
    )
    return {
        "core:units": page("core:units", read, OK, NOT_SO),
        "core:unit": page("core:unit", read, OK, NOT_SO, cell),
        "core:unit-choices": page("core:unit-choices", read, OK, NOT_SO),
        **{
            f"core:unit-{act}": page(f"core:unit-{act}", keep, OK, OK, cell)
            for act in acts
        },
    }


def register(page: Door) -> dict[str, Page]:
    """The register, and people of that cell, one of whom holds a post."""
    read, keep = Right.PERSON_READ, Right.PERSON_KEEP
    person, other = Person.objects.filter(unit__name=CELL).order_by("pk")
    post = Post.objects.get(person=person)

    def kept(name: str, get: int, post: int, *args: object) -> Page:
        return page(name, keep, get, post, person.pk, *args)

    return {
        "core:people": page("core:people", read, OK, NOT_SO),
        "core:people-doubles": page("core:people-doubles", read, OK, NOT_SO),
        "core:person": page("core:person", read, OK, NOT_SO, person.pk),
        "core:person-register": page("core:person-register", keep, OK, OK),
        "core:person-change": kept("core:person-change", OK, OK),
        "core:person-transfer": kept("core:person-transfer", OK, OK),
        "core:person-leave": kept("core:person-leave", OK, OK),
        "core:person-bring-back": kept("core:person-bring-back", MOVED, MOVED),
        "core:person-merge-with": kept("core:person-merge-with", OK, NOT_SO),
        "core:person-merge": kept("core:person-merge", OK, OK, other.pk),
        "core:person-merge-confirm": kept(
            "core:person-merge-confirm", NOT_SO, OK, other.pk
        ),
        "core:post-add": kept("core:post-add", OK, OK),
        "core:post-change": kept("core:post-change", OK, OK, post.pk),
        "core:post-end": kept("core:post-end", OK, OK, post.pk),
        "core:post-remove": kept("core:post-remove", OK, OK, post.pk),
    }


def lists(page: Door) -> dict[str, Page]:
    """Lists brought in from files; the one walked to was dropped, and has people."""
    run = ImportRun.objects.get().pk
    here = {
        "": (OK, NOT_SO),
        "-mapping": (MOVED, MOVED),
        "-read-again": (NOT_SO, MOVED),
        "-decide": (NOT_SO, MOVED),
        "-confirm": (MOVED, MOVED),
        "-errors": (OK, NOT_SO),
        "-undo": (MOVED, MOVED),
        "-drop": (MOVED, MOVED),
        "-retry": (NOT_SO, MOVED),
        "-keep": (NOT_SO, MOVED),
    }
    new = {"-new": (OK, OK), "-template": (OK, NOT_SO)}
    return {
        "core:imports": page("core:imports", Right.LIST_KEEP, OK, NOT_SO),
        **{
            f"core:import{name}": page(
                f"core:import{name}", Right.PERSON_KEEP, *answers, to
            )
            for names, to in ((here, run), (new, "nguoi"))
            for name, answers in names.items()
        },
    }


def own_account(page: Door) -> dict[str, Page]:
    """Sign-ins, second factor and the screen that locks: everybody's own."""

    def own(name: str, get: int, post: int, *args: object) -> Page:
        return page(name, "signed in", get, post, *args)

    return {
        "core:second-factor": own("core:second-factor", OK, NOT_SO),
        "core:second-factor-code": own("core:second-factor-code", MOVED, MOVED),
        "core:second-factor-begin": own("core:second-factor-begin", NOT_SO, MOVED),
        "core:second-factor-set-up": own("core:second-factor-set-up", OK, OK),
        "core:second-factor-renew": own("core:second-factor-renew", OK, OK),
        "core:second-factor-codes": own("core:second-factor-codes", OK, OK),
        "core:second-factor-off": own("core:second-factor-off", OK, OK),
        "core:sign-ins": own("core:sign-ins", OK, NOT_SO),
        "core:sign-ins-end-others": own("core:sign-ins-end-others", NOT_SO, MOVED),
        "core:sign-in-end": own("core:sign-in-end", NOT_SO, MOVED, 0),
        "core:notices": own("core:notices", OK, NOT_SO),
        "core:notice-open": own("core:notice-open", NOT_SO, HIDDEN, uuid.UUID(int=1)),
        "core:notice-read": own("core:notice-read", NOT_SO, HIDDEN, uuid.UUID(int=1)),
        "core:notices-read": own("core:notices-read", NOT_SO, MOVED),
        "core:mail-choice": own("core:mail-choice", OK, OK),
        "core:mail-confirm": own("core:mail-confirm", OK, MOVED, "x"),
        "core:lock": own("core:lock", MOVED, MOVED),
        "core:lock-now": own("core:lock-now", NOT_SO, MOVED),
        "core:still-here": own("core:still-here", NOT_SO, 204),
    }


def accounts(page: Door) -> dict[str, Page]:
    """What administrators do with the account ``ai-do``; slips are their maker's."""

    def kept(name: str, get: int, post: int, *args: object) -> Page:
        return page(name, Right.ACCOUNT_KEEP, get, post, *args)

    whose, slips = "ai-do", uuid.UUID(int=1)
    return {
        "core:accounts": kept("core:accounts", OK, NOT_SO),
        "core:account": kept("core:account", OK, NOT_SO, whose),
        "core:account-reset": kept("core:account-reset", OK, MOVED, whose),
        "core:account-take-factor": kept("core:account-take-factor", OK, MOVED, whose),
        "core:account-close": kept("core:account-close", OK, MOVED, whose),
        "core:account-open": kept("core:account-open", NOT_SO, MOVED, whose),
        "core:account-free": kept("core:account-free", NOT_SO, MOVED, whose),
        "core:accounts-make": kept("core:accounts-make", OK, OK),
        "core:slips": kept("core:slips", HIDDEN, NOT_SO, slips),
        "core:slips-fetch": kept("core:slips-fetch", NOT_SO, HIDDEN, slips),
    }


def names(resolver: URLResolver, before: str = "") -> set[str]:
    """The names of all addresses but the back office's."""
    found = set()
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            found.add(f"{before}{each.name}")
        elif each.namespace != "admin":
            inside = f"{before}{each.namespace}:" if each.namespace else before
            found |= names(each, inside)
    return found


def papers(page: Door, *here: object) -> dict[str, Page]:
    """The box and doubtful ballots; a poll from a file has nothing to do there."""
    keep, rule = Right.PAPERS_KEEP, Right.BALLOT_RULE
    ballot = (*here, 1, 1)
    found = [
        page("ballots:poll-papers", Right.ELECTION_READ, OK, NOT_SO, *here),
        *(
            page(f"ballots:poll-papers-{act}", keep, NOT_SO, MOVED, *here)
            for act in ("note", "seal", "issue", "acknowledge")
        ),
        page("ballots:poll-papers-open", keep, MOVED, MOVED, *here),
        page("ballots:poll-base-again", keep, MOVED, MOVED, *here),
        page("ballots:poll-entry-finish", keep, MOVED, MOVED, *here),
        page("ballots:poll-doubtful", rule, OK, NOT_SO, *here),
        page("ballots:poll-doubtful-ballot", rule, HIDDEN, HIDDEN, *ballot),
        page("ballots:poll-doubtful-agree", rule, NOT_SO, HIDDEN, *ballot),
    ]
    return {resolve(each.address).view_name: each for each in found}


def entry(page: Door, *here: object) -> dict[str, Page]:
    """Batches; nothing is typed once the papers of a poll are all entered."""
    keep, enter = Right.PAPERS_KEEP, Right.BALLOT_ENTER
    batch = (*here, 1)
    found = [
        page("ballots:poll-entry", Right.ELECTION_READ, OK, NOT_SO, *here),
        page("ballots:poll-batches", keep, MOVED, MOVED, *here),
        page("ballots:poll-readings", keep, MOVED, MOVED, *here),
        page("ballots:batch-take", enter, NOT_SO, HIDDEN, *batch),
        page("ballots:batch-take-next", enter, NOT_SO, MOVED, *here),
        page("ballots:poll-operators", Right.TALLY_CONFIRM, OK, NOT_SO, *here),
        page("ballots:poll-print", Right.ELECTION_READ, HIDDEN, NOT_SO, *here),
        # Papers of a poll from a file were printed elsewhere.
        *(
            page(f"ballots:poll-print-{kind}", right, NOT_SO, HIDDEN, *here)
            for kind, right in PRINTED.items()
        ),
        *(
            page(f"ballots:poll-{kind}-file", right, HIDDEN, NOT_SO, *here)
            for kind, right in (PRINTED | {"all": keep}).items()
        ),
        page("ballots:poll-agreement", Right.ELECTION_READ, HIDDEN, NOT_SO, *here),
        page("ballots:poll-agreement-print", keep, NOT_SO, HIDDEN, *here),
        page("ballots:poll-agreement-file", Right.ELECTION_READ, HIDDEN, NOT_SO, *here),
        *(
            page(f"ballots:batch-{act}", right, HIDDEN, HIDDEN, *batch)
            for act, right in (
                ("entry", enter),
                ("finish", enter),
                ("miscounted", enter),
                ("abandon", keep),
                ("settle", Right.ENTRY_CHECK),
                ("check", Right.ENTRY_CHECK),
                ("take-back", Right.TALLY_CONFIRM),
            )
        ),
    ]
    return {resolve(each.address).view_name: each for each in found}


def practised(page: Door, *here: object) -> dict[str, Page]:
    """The checklist is everywhere; what a practice makes up is in a practice alone."""
    reads, keep = Right.CONGRESS_READ, Right.PAPERS_KEEP
    found = [
        page("ballots:practice", reads, OK, NOT_SO, here[0]),
        page("ballots:practice-tick", reads, HIDDEN, HIDDEN, here[0], "head_seals"),
        page("ballots:poll-practice", keep, HIDDEN, HIDDEN, *here),
        *(
            page(f"ballots:poll-practice-{act}", keep, HIDDEN, HIDDEN, *here)
            for act in ("print", "file", "fill")
        ),
    ]
    return {resolve(each.address).view_name: each for each in found}


def operations(page: Door) -> dict[str, Page]:
    """The machine and its backups; before there is a plan its pages lead to it."""
    right = Right.OPERATE
    return {
        "core:condition": page("core:condition", right, OK, NOT_SO),
        "core:hall-card": page("core:hall-card", right, HIDDEN, NOT_SO),
        "core:backups": page("core:backups", right, OK, NOT_SO),
        "core:backup-now": page("core:backup-now", right, NOT_SO, MOVED),
        "core:backup-plan": page("core:backup-plan", right, OK, OK),
        "core:backup-passphrase": page("core:backup-passphrase", right, MOVED, MOVED),
        "core:backup-passphrase-try": page(
            "core:backup-passphrase-try", right, MOVED, MOVED
        ),
        "core:backup-download": page(
            "core:backup-download", right, NOT_SO, HIDDEN, uuid.UUID(int=1)
        ),
    }


def of_bodies(page: Door, congress: Congress) -> list[Page]:
    """One sub-committee with a meeting; what would end something ends nothing here."""
    reads, keeps, works = Right.WORK_READ, Right.WORK_KEEP, Right.BODY_KEEP
    body, nobody = make.working_body(congress.unit), uuid.UUID(int=1)
    meeting = working.meeting(body)
    here, there = body.pk, (body.pk, meeting.pk)
    # Whoever is in one sub-committee reads nothing of its congress.
    of_congress = page("congress:working-of-congress", reads, OK, NOT_SO, congress.slug)
    return [
        replace(of_congress, also=Right.PLAN_READ),
        page("congress:working-bodies", reads, OK, NOT_SO),
        page("congress:working-found", keeps, OK, OK),
        page("congress:working-customary", keeps, OK, OK),
        page("congress:working-body", reads, OK, NOT_SO, here),
        page("congress:working-change", keeps, OK, OK, here),
        page("congress:working-end", keeps, OK, OK, here),
        page("congress:working-member-add", keeps, OK, OK, here),
        page("congress:working-member-change", keeps, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-member-leave", keeps, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-territory", keeps, OK, MOVED, here),
        page("congress:working-plan-make", works, OK, OK, here),
        page("congress:working-meeting-call", works, OK, OK, here),
        page("congress:working-meeting", reads, OK, NOT_SO, *there),
        page("congress:working-meeting-change", works, OK, OK, *there),
        page("congress:working-minutes", works, OK, OK, *there),
        page("congress:working-minutes-close", works, OK, MOVED, *there),
        page("congress:working-meeting-cancel", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-conclude", works, OK, OK, *there),
        page("congress:working-paper-make", reads, NOT_SO, HIDDEN, *there),
        page("congress:working-paper-file", reads, HIDDEN, NOT_SO, *there, nobody),
        page("congress:working-file-add", works, OK, OK, here),
        page("congress:working-file", reads, HIDDEN, NOT_SO, here, nobody),
        page("congress:working-file-remove", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-visits", reads, OK, NOT_SO, here),
        page("congress:working-visit-plan", works, OK, OK, here),
        page("congress:working-visit", reads, HIDDEN, NOT_SO, here, nobody),
        page("congress:working-visit-change", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-visit-report", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-visit-cancel", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-round-make", works, OK, OK, here),
        page("congress:working-round", reads, HIDDEN, NOT_SO, here, nobody),
        page("congress:working-round-change", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-round-units", works, HIDDEN, HIDDEN, here, nobody),
        page("congress:working-round-share", works, HIDDEN, HIDDEN, here, nobody),
    ]


def tasked(page: Door) -> list[Page]:
    """Lists of work and tasks that nobody has made; their own tests have some."""
    reads, nobody = Right.WORK_READ, uuid.UUID(int=1)
    return [
        page("congress:work-lists", reads, OK, NOT_SO),
        page("congress:work-list-make", Right.WORK_KEEP, OK, OK),
        page("congress:tasks", reads, OK, NOT_SO),
        page("congress:work-list", reads, HIDDEN, NOT_SO, nobody),
        *(
            page(f"congress:work-list-{act}", reads, HIDDEN, HIDDEN, nobody)
            for act in ("change", "groups", "end")
        ),
        page("congress:work-list-take-up", reads, NOT_SO, HIDDEN, nobody),
        page("congress:task-new", reads, HIDDEN, HIDDEN, nobody),
        page("congress:task-lines", reads, HIDDEN, HIDDEN, nobody),
        page("congress:work-list-papers", reads, HIDDEN, NOT_SO, nobody, "2025-06-30"),
        page(
            "congress:work-list-papers-make",
            reads,
            NOT_SO,
            HIDDEN,
            nobody,
            "2025-06-30",
        ),
        page(
            "congress:work-list-papers-file",
            reads,
            HIDDEN,
            NOT_SO,
            nobody,
            "2025-06-30",
            nobody,
        ),
        page("congress:task", reads, HIDDEN, NOT_SO, nobody),
        page("congress:task-file", reads, HIDDEN, NOT_SO, nobody),
        page("congress:task-change", reads, HIDDEN, HIDDEN, nobody),
        page("congress:task-hand", reads, HIDDEN, HIDDEN, nobody),
        page("congress:task-part", reads, HIDDEN, NOT_SO, nobody),
        page("congress:task-up", reads, NOT_SO, HIDDEN, nobody),
        page("congress:task-down", reads, NOT_SO, HIDDEN, nobody),
        page("congress:task-act", reads, HIDDEN, HIDDEN, nobody, "xong"),
    ]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Page]]:
    """What the pages show stands once for all who walk."""
    with lasting(django_db_blocker):
        with django_db_blocker.unblock():
            built = build_world()
        yield built


@pytest.fixture
def every_page(world: dict[str, Page], db: None) -> dict[str, Page]:
    """Every page, with something on it."""
    return world


def build_world() -> dict[str, Page]:
    """A confirmed poll with its paper, and a file that became nothing."""
    # Without one, the page that makes the first is open.
    make.administrator()
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    commune = make.unit(parent=province)
    cell = make.unit(CELL, parent=commune, kind="cell")
    people = sorted([make.person(at=cell), make.person(at=cell)], key=lambda p: p.pk)
    make.post(people[0])
    body = make.body(make.congress(commune))
    confirmation = make.confirmed(body)
    make.shelved(confirmation)
    make.user("ai-do")
    make.dropped_list(commune)
    make.body(body.congress, kind=BodyKind.COMMITTEE)
    seat = make.on_roll(body, origin="elected", votes=1)
    make.on_roll(body, origin="elected", votes=2)
    make.on_roll(
        body,
        origin="elected",
        standing="alternate",
        in_place_of=seat,
        ground="leave_granted",
    )
    plans.planned(plans.with_items(commune, "Một", "Hai"), body.congress)
    return pages(confirmation.poll, make.upload(body, b"x"))


def walk(client: Client, every_page: dict[str, Page]) -> dict[tuple[str, str], int]:
    return {
        (name, method): client.generic(method, page.address).status_code
        for name, page in every_page.items()
        for method in METHODS
        if (name, method) not in ENDING
    }


def expected(
    every_page: dict[str, Page], user: User | None, rights: frozenset[Right]
) -> dict[tuple[str, str], int]:
    table = {
        (name, method): page.expected(method, user, rights)
        for name, page in every_page.items()
        for method in METHODS
        if (name, method) not in ENDING
    }
    if user is None:
        # Whoever is not signed in gets the form, and again after nothing is typed.
        table |= {("core:sign-in", "GET"): OK, ("core:sign-in", "POST"): OK}
    return table


def scope_for(role: Role, poll: Poll) -> Scope:
    return make.place_of(role, poll.election.body)


def test_the_walk_goes_everywhere(every_page: dict[str, Page]) -> None:
    assert set(every_page) == names(get_resolver())


@pytest.mark.parametrize("role", APPOINTED)
def test_a_role_opens_what_its_rights_open_and_nothing_else(
    role: Role, every_page: dict[str, Page], signed_in: SignedIn
) -> None:
    user = make.holder(role, at=scope_for(role, Poll.objects.get()))

    found = walk(signed_in(user), every_page)

    assert found == expected(every_page, user, RIGHTS_OF[role])


def test_without_an_account_all_is_shut_but_the_doors(
    every_page: dict[str, Page], client: Client
) -> None:
    assert walk(client, every_page) == expected(every_page, None, frozenset())


@pytest.mark.parametrize("kind", ["administrator", "no role", "past role"])
def test_an_account_without_a_role_reaches_only_its_own(
    kind: str, every_page: dict[str, Page], signed_in: SignedIn
) -> None:
    user = make.administrator() if kind == "administrator" else make.user()
    if kind == "past role":
        make.appointment(
            user,
            Role.INSPECTOR,
            at=Poll.objects.get().election.body.congress.unit.scope,
            ends_on=make.LONG_AGO,
        )

    found = walk(signed_in(user), every_page)

    rights = RIGHTS_OF[Role.ADMINISTRATOR] if user.is_superuser else frozenset()
    assert found == expected(every_page, user, rights)


@pytest.mark.parametrize("role", APPOINTED)
def test_the_same_role_next_door_finds_nothing_here(
    role: Role, every_page: dict[str, Page], signed_in: SignedIn
) -> None:
    next_door = make.confirmed(make.body(make.congress(make.unit("Nậm Lành")))).poll
    user = make.holder(role, at=scope_for(role, next_door))
    client = signed_in(user)
    # Pages of one's own open, and show nothing of this congress.
    own = {
        name: page
        for name, page in every_page.items()
        if not page.address.startswith(("/dai-hoi/d", "/to-chuc/U"))
    }
    here = {name: page for name, page in every_page.items() if name not in own}

    found = walk(client, here)
    lists = [
        client.get(page.address).content
        for page in own.values()
        if page.door in RIGHTS_OF[role] or page.door == "signed in"
    ]

    slug = Poll.objects.exclude(pk=next_door.pk).get().election.body.congress.slug
    assert found == {
        (name, method): NOT_SO if page.answer(method) == NOT_SO else HIDDEN
        for name, page in here.items()
        for method in METHODS
    }
    assert len(here) == 193
    assert [slug.encode() in page for page in lists] == [False] * len(lists)


@pytest.mark.parametrize("role", [Role.TALLY_HEAD, Role.TALLY_MEMBER])
def test_another_body_of_the_same_congress_is_out_of_a_boards_reach(
    role: Role, every_page: dict[str, Page], signed_in: SignedIn
) -> None:
    congress = Poll.objects.get().election.body.congress
    meeting = make.body(congress, kind=BodyKind.COMMITTEE)
    client = signed_in(make.holder(role, at=meeting.scope))

    found = {
        name: client.get(page.address).status_code
        for name, page in every_page.items()
        if page.get == OK and any(part in page.address for part in OF_ONE_BODY)
    }

    assert found == dict.fromkeys(found, HIDDEN)
    assert len(found) == 27


def test_locking_ones_screen_is_for_everybody_signed_in(
    signed_in: SignedIn, client: Client
) -> None:
    address = reverse("core:lock-now")

    answers = [each.post(address) for each in (signed_in(make.user()), client)]

    assert [answer.headers["Location"].partition("?")[0] for answer in answers] == [
        reverse("core:lock"),
        reverse("core:sign-in"),
    ]


def test_signing_out_is_for_everybody(signed_in: SignedIn, client: Client) -> None:
    clients = [client, signed_in(make.user())]

    answers = [each.post(reverse("core:sign-out")) for each in clients]

    assert {answer.headers["Location"] for answer in answers} == {
        reverse("core:sign-in")
    }


# --- the back office --------------------------------------------------------------


def back_office() -> list[str]:
    rooms = (
        *("core_unit", "core_person", "core_user", "core_appointment", "core_scope"),
        *("core_level", "core_unitkind"),
        "core_ruleset",
        *("congress_congress", "congress_votingbody"),
        *("congress_holiday", "congress_levelterms"),
        *("congress_problemkind", "congress_assignmentrating"),
    )
    lists = [reverse(f"admin:{room}_changelist") for room in rooms]
    return [reverse("admin:index"), *lists]


@pytest.mark.parametrize("role", APPOINTED)
def test_the_back_office_does_not_exist_for_other_people(
    role: Role, signed_in: SignedIn
) -> None:
    poll = make.imported()
    client = signed_in(make.holder(role, at=scope_for(role, poll)))

    found = {
        client.generic(method, address).status_code
        for address in [*back_office(), "/quan-tri/khong-co/", "/quan-tri/login/"]
        for method in METHODS
    }

    assert found == {HIDDEN}


def test_an_administrator_finds_every_room_of_the_back_office(
    signed_in: SignedIn,
) -> None:
    client = signed_in(make.administrator())

    found = [client.get(each).status_code for each in back_office()]

    assert found == [OK] * len(back_office())


def test_staff_without_the_last_right_is_no_administrator(signed_in: SignedIn) -> None:
    halfway = make.user()
    User.objects.filter(pk=halfway.pk).update(is_staff=True)

    assert signed_in(halfway).get(reverse("admin:index")).status_code == HIDDEN


def test_the_unknown_are_led_from_the_back_office_to_the_sign_in(
    client: Client,
) -> None:
    found = {client.get(each).status_code for each in back_office()}

    assert found == {MOVED}


def test_neither_ballots_nor_elections_are_in_the_back_office(
    signed_in: SignedIn,
) -> None:
    make.confirmed()

    text = signed_in(make.administrator()).get(reverse("admin:index")).text

    assert "/quan-tri/ballots/" not in text
    assert "/quan-tri/core/unit/" in text


def reviewed(page: Door) -> list[Page]:
    """The queue and what units submit; nobody has submitted anything."""
    reads, does, nobody = Right.SUBMISSION_READ, Right.WORK_DO, uuid.UUID(int=1)
    return [
        page("congress:submissions", reads, OK, NOT_SO),
        page("congress:submission", reads, HIDDEN, HIDDEN, nobody),
        page("congress:submission-comment", reads, HIDDEN, HIDDEN, nobody),
        page("congress:submission-file", reads, HIDDEN, NOT_SO, nobody, nobody),
        page("congress:submitted", does, OK, NOT_SO),
        page("congress:submitted-begin", does, OK, OK),
        page("congress:submitted-draft", does, HIDDEN, HIDDEN, nobody),
        page("congress:submitted-send", does, HIDDEN, HIDDEN, nobody),
        page("congress:submitted-drop", does, HIDDEN, HIDDEN, nobody),
        page("congress:submitted-draft-file", does, HIDDEN, NOT_SO, nobody, nobody),
        page("congress:submitted-file-drop", does, NOT_SO, HIDDEN, nobody, nobody),
        page("congress:submitted-one", does, HIDDEN, NOT_SO, nobody),
        page("congress:submitted-file", does, HIDDEN, NOT_SO, nobody, nobody),
        page("congress:submitted-withdraw", does, HIDDEN, HIDDEN, nobody),
        page("congress:submitted-again", does, NOT_SO, HIDDEN, nobody),
    ]


def conferring(page: Door) -> list[Page]:
    """Conferences that nobody has entered."""
    reads, keeps, nobody = Right.WORK_READ, Right.WORK_KEEP, uuid.UUID(int=1)
    here, there = (nobody,), (nobody, nobody)
    return [
        page("congress:conferences", reads, OK, NOT_SO),
        page("congress:conference-new", keeps, OK, OK),
        page("congress:conference", reads, HIDDEN, NOT_SO, *here),
        page("congress:conference-change", keeps, HIDDEN, HIDDEN, *here),
        page("congress:conference-act", keeps, HIDDEN, HIDDEN, *here, "huy"),
        page("congress:conference-file-add", keeps, HIDDEN, HIDDEN, *here),
        page("congress:conference-file", reads, HIDDEN, NOT_SO, *there),
        page("congress:conference-file-remove", keeps, NOT_SO, HIDDEN, *there),
        page("congress:conference-papers", reads, HIDDEN, NOT_SO, *here),
        page("congress:conference-papers-make", reads, NOT_SO, HIDDEN, *here),
        page("congress:conference-papers-file", reads, HIDDEN, NOT_SO, *there),
        page("congress:conference-people", reads, HIDDEN, NOT_SO, *here),
        page("congress:conference-point-add", keeps, HIDDEN, HIDDEN, *here),
        page("congress:conference-points-beneath", keeps, HIDDEN, HIDDEN, *here),
        page("congress:conference-point", reads, HIDDEN, NOT_SO, *here),
        page("congress:conference-point-change", keeps, HIDDEN, HIDDEN, *here),
        page("congress:conference-point-remove", keeps, HIDDEN, HIDDEN, *here),
        page("congress:conference-point-people", reads, HIDDEN, HIDDEN, *here),
        page("congress:conference-point-person-remove", reads, NOT_SO, HIDDEN, *there),
        page("congress:conference-point-report", reads, HIDDEN, HIDDEN, *here),
        page("congress:conference-point-note", reads, HIDDEN, HIDDEN, *here),
    ]


def assigned(page: Door) -> list[Page]:
    """Breakthrough assignments that nobody gave; their own tests have some."""
    reads, keeps = Right.WORK_READ, Right.WORK_KEEP
    nobody, year = uuid.UUID(int=1), ("khong-co", 2025)
    return [
        page("congress:assignments", reads, OK, NOT_SO),
        page("congress:assignment", reads, HIDDEN, NOT_SO, nobody),
        page("congress:assignment-person", reads, HIDDEN, NOT_SO, nobody),
        page("congress:assignment-give", keeps, OK, OK),
        page("congress:assignment-change", keeps, HIDDEN, HIDDEN, nobody),
        page("congress:assignment-evaluate", keeps, HIDDEN, HIDDEN, nobody),
        page("congress:assignment-papers", reads, HIDDEN, NOT_SO, *year),
        page("congress:assignment-papers-make", reads, NOT_SO, HIDDEN, *year),
        page("congress:assignment-papers-file", reads, HIDDEN, NOT_SO, *year, nobody),
        page("congress:post-lists", reads, OK, NOT_SO),
        page("congress:post-list", reads, HIDDEN, NOT_SO, nobody),
        page("congress:post-list-make", keeps, OK, OK),
        page("congress:post-list-change", keeps, HIDDEN, HIDDEN, nobody),
        page("congress:post-list-replace", keeps, HIDDEN, HIDDEN, nobody),
    ]


def celebrated(page: Door) -> list[Page]:
    """Works nobody registered and movements nobody called for."""
    reads, keeps, does = Right.WORK_READ, Right.WORK_KEEP, Right.WORK_DO
    nobody = uuid.UUID(int=1)
    return [
        page("congress:celebrations", reads, OK, NOT_SO),
        # No congress lies above: one is told so, and led back to the list.
        page("congress:celebration-new", does, MOVED, MOVED),
        page("congress:celebration", reads, HIDDEN, NOT_SO, nobody),
        page("congress:celebration-change", reads, HIDDEN, HIDDEN, nobody),
        page("congress:celebration-plaque", reads, HIDDEN, HIDDEN, nobody),
        page("congress:celebration-plaque-back", reads, HIDDEN, HIDDEN, nobody),
        page("congress:celebration-papers", reads, HIDDEN, NOT_SO, nobody),
        page("congress:celebration-papers-make", reads, NOT_SO, HIDDEN, nobody),
        page("congress:celebration-papers-file", reads, HIDDEN, NOT_SO, nobody, nobody),
        page("congress:emulations", reads, OK, NOT_SO),
        page("congress:emulation-new", keeps, HIDDEN, HIDDEN, "khong-co"),
        page("congress:emulation", reads, HIDDEN, NOT_SO, nobody),
        page("congress:emulation-change", reads, HIDDEN, HIDDEN, nobody),
        page("congress:emulation-conclude", reads, HIDDEN, HIDDEN, nobody),
        page("congress:emulation-take-up", reads, NOT_SO, HIDDEN, nobody),
        page("congress:emulation-report", reads, HIDDEN, HIDDEN, nobody, nobody),
    ]
