"""One plain function for each noun, with only the arguments that matter."""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.test import Client

from ballots import prints, queries, services
from ballots.models import (
    BoardSeat,
    Candidate,
    Confirmation,
    Election,
    FrozenBase,
    Nomination,
    Poll,
    Tally,
    Upload,
)
from ballots.queries import lists
from ballots.rules.stages import Stage
from ballots.rules.terms import Round, Slate
from congress.models import (
    BodyKind,
    Congress,
    CongressKind,
    RollEntry,
    VotingBody,
    WorkingBody,
)
from congress.queries import body_of
from congress.rules.offices import Office
from congress.rules.roll import ORIGINS_OF, Attendance, Origin
from congress.services import Convening, convene, form_body
from congress.services.working import BodyFacts, found_body
from core import registry
from core.access.rights import BODY_ROLES, CONGRESS_ROLES, TALLY_ROLES, Role
from core.models import (
    Appointment,
    ImportRun,
    Person,
    Post,
    RuleSetEdition,
    Scope,
    StoredPrint,
    Unit,
    User,
)
from core.prints import shelf
from core.services import (
    PostFacts,
    add_post,
    create_account,
    current_edition,
    found_unit,
    give_role,
    imports,
    register_person,
    revoke_role,
)

# Noon in Hà Nội on the day of every congress here.
NOON: Final = datetime(2025, 7, 24, 5, 0, tzinfo=UTC)
LONG_AGO: Final = date(2025, 1, 1)
PASSWORD: Final = "mot-mat-khau-thu"
CASES: Final = Path(__file__).parent / "cases" / "elections"

_numbers: Final[Iterator[int]] = count(1)

# What signs a person in: the type of the fixture ``signed_in``.
SignedIn = Callable[[User], Client]
# The type of pytest-django's ``django_assert_num_queries``.
Queries = Callable[[int], AbstractContextManager[Any]]

unheard: Final[Callable[[int, int], None]] = lambda done, total: None  # noqa: E731


# What lies right beneath each level, where nothing else is said.
BENEATH: Final = {
    "central": "province",
    "province": "commune",
    "district": "commune",
    "commune": "grassroots",
    "grassroots": "cell",
    "section": "cell",
}


def unit(
    name: str = "Đảng bộ xã Khe Vàng",
    *,
    parent: Unit | None = None,
    kind: str = "",
    code: str = "",
    founded_on: date | None = None,
    congress_number: int | None = None,
) -> Unit:
    if parent is not None:
        kind = kind or BENEATH[parent.kind.level_id]
    at_top = "province" if "tỉnh" in name else "commune"
    return found_unit(
        name=name,
        code=code or f"U{next(_numbers)}",
        kind=kind or at_top,
        parent=parent,
        founded_on=founded_on,
        congress_number=congress_number,
        by=None,
        at=NOON,
    )


def congress(
    of: Unit | None = None,
    *,
    slug: str = "",
    kind: CongressKind = CongressKind.DELEGATES,
    opens_on: date = date(2025, 7, 24),
) -> Congress:
    convening = Convening(
        unit=of or unit(),
        first_year=2025,
        last_year=2030,
        slug=slug or f"dai-hoi-{next(_numbers)}",
        kind=kind.value,
        number=12,
        place="Nhà văn hóa xã",
        opens_on=opens_on,
        closes_on=opens_on,
    )
    return convene(convening, by=None, at=NOON)


def body(
    of: Congress | None = None, *, kind: BodyKind = BodyKind.CONGRESS
) -> VotingBody:
    of = of or congress()
    if kind is BodyKind.CONGRESS:
        return of.bodies.select_related("scope", "congress").get(kind=kind)
    return form_body(congress=of, kind=kind, by=None, at=NOON)


def on_roll(of: VotingBody, person_: Person | None = None, **facts: Any) -> RollEntry:
    """One person on the roll, present and official unless it is said otherwise."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in str(next(_numbers)))
    who = person_ or person(f"Đại biểu {letters}", at=of.congress.unit)
    origins = ORIGINS_OF[body_of(of)]
    usual = Origin.ELECTED if Origin.ELECTED in origins else origins[0]
    said = {
        "origin": usual.value,
        "attendance": Attendance.PRESENT.value,
        "sent_by": who.unit,
    }
    return RollEntry.objects.create(body=of, person=who, **(said | facts))


def roll(of: VotingBody, number: int, **facts: Any) -> list[RollEntry]:
    """So many official people on the roll, all of them present."""
    return [on_roll(of, **facts) for _each in range(number)]


def person(
    full_name: str = "Lục Văn Quý", *, at: Unit | None = None, **particulars: Any
) -> Person:
    return register_person(
        full_name=full_name,
        unit=at or unit(),
        particulars=particulars,
        by=None,
        at=NOON,
    )


def post(of: Person, title: str = "Bí thư chi bộ", **facts: Any) -> Post:
    return add_post(
        person_id=of.pk, facts=PostFacts(title=title, **facts), by=None, at=NOON
    )


def dropped_list(to: Unit, *, kind: str = "people") -> ImportRun:
    """A list that was brought in and dropped again."""
    by = user()
    run = imports.receive_list(
        registry.imports()[kind],
        scope=to.scope,
        name="danh-sach.csv",
        chunks=lambda: [b"x"],
        by=by,
        at=NOON,
    )
    return imports.drop_list(run.pk, by=by, at=NOON)


def user(
    username: str = "",
    *,
    full_name: str = "Phùng Văn Minh",
    person: Person | None = None,
    must_change_password: bool = False,
    at: datetime = NOON,
) -> User:
    return create_account(
        username=username or f"nguoi{next(_numbers)}",
        password=PASSWORD,
        full_name=full_name,
        person=person,
        by=None,
        at=at,
        must_change_password=must_change_password,
    )


def administrator(username: str = "") -> User:
    return create_account(
        username=username or f"quantri{next(_numbers)}",
        password=PASSWORD,
        full_name="Quản trị viên",
        by=None,
        at=NOON,
        must_change_password=False,
        is_administrator=True,
    )


def appointment(
    user: User,
    role: Role,
    *,
    at: Scope,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> Appointment:
    giver = User.objects.filter(username="nguoi-giao").first() or create_account(
        username="nguoi-giao",
        password=PASSWORD,
        full_name="Người giao vai trò",
        by=None,
        at=NOON,
    )
    return give_role(
        user=user,
        role=role,
        scope=at,
        starts_on=starts_on,
        ends_on=ends_on,
        by=giver,
        at=NOON,
    )


def holder(
    role: Role,
    *,
    at: Scope,
    username: str = "",
    full_name: str = "Lục Văn Quý",
    of: Unit | None = None,
) -> User:
    """Somebody who holds the role there; whoever counts is a person in the register."""
    counts = role in TALLY_ROLES
    made = user(
        username,
        full_name=full_name,
        person=person(full_name, at=of) if counts else None,
    )
    appointment(made, role, at=at)
    return made


def place_of(role: Role, body: VotingBody) -> Scope:
    """Where a role is given that reaches this body."""
    if role in BODY_ROLES:
        return working_body(body.congress.unit).scope
    if role in TALLY_ROLES:
        return body.scope
    return body.congress.scope if role in CONGRESS_ROLES else body.congress.unit.scope


def working_body(of: Unit) -> WorkingBody:
    """The first sub-committee of a unit, founded where it has none."""
    found = WorkingBody.objects.filter(unit=of).order_by("decided_on", "pk").first()
    return found or found_body(
        of,
        BodyFacts(
            form="sub_committee",
            field="documents",
            name="Tiểu ban Văn kiện",
            decided_on=LONG_AGO,
        ),
        by=None,
        at=NOON,
    )


def revoke(user: User, *, by: User) -> None:
    for row in user.appointments.all():
        revoke_role(appointment_id=row.pk, by=by, at=NOON)


@dataclass(frozen=True)
class Board:
    """The tally board of a body."""

    body: VotingBody
    head: User
    member: User
    technician: User


def board(of: VotingBody | None = None) -> Board:
    of = of or body()
    return Board(
        body=of,
        head=holder(Role.TALLY_HEAD, at=of.scope, full_name="Lục Văn Quý"),
        member=holder(Role.TALLY_MEMBER, at=of.scope, full_name="Nông Thị Quỳnh"),
        technician=holder(Role.TALLY_TECHNICIAN, at=of.scope, full_name="Đàm Văn Thái"),
    )


def edition(code: str = "190-QD/TW") -> RuleSetEdition:
    return current_edition(code, at=NOON)


def of_its_time(election: dict[str, Any]) -> VotingBody:
    """A body of a congress that opened while the file's regulation was in force."""
    repealed = election.get("regulation") == "244-QD/TW"
    return body(congress(opens_on=date(2020, 6, 1) if repealed else NOON.date()))


@contextmanager
def past_every_trigger() -> Iterator[None]:
    """What only somebody with the database's highest right could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def open_box(
    of: VotingBody | None = None,
    *,
    names: int = 5,
    seats: int = 3,
    returned: int = 3,
    number: int = 1,
    readings: int = 1,
) -> Poll:
    """A poll whose box is open, set down as it stands there: no papers entered yet.

    So many ``names`` for so many ``seats``: with no more names than seats its papers
    are marked with agree or disagree.
    """
    of = of or body()
    slate = Slate(names=names, max_votes=seats)
    election = Election.objects.create(
        body=of,
        congress=of.congress,
        number=number,
        office=Office.COMMITTEE.value,
        rule_set="190-QD/TW",
        rule_edition=edition(),
    )
    with transaction.atomic(), past_every_trigger():
        papers = ("tally_base", "present", "printed", "issued", "returned")
        poll = Poll.objects.create(
            election=election,
            number=1,
            round=Round.FIRST.value,
            layout=slate.layout.value,
            stage=Stage.BOX_OPENED.value,
            seats=seats,
            alternates=0,
            max_votes=seats,
            spoilt_in_print=0,
            exchanged=0,
            left_over=0,
            readings=readings,
            **dict.fromkeys(papers, returned),
        )
        FrozenBase.objects.create(
            poll=poll,
            body=body_of(of).value,
            convened=returned,
            lines=[],
            value=returned,
            present=returned,
            by=user(),
            at=NOON,
        )
        Candidate.objects.bulk_create(
            Candidate(
                poll=poll, place=place, number=place + 1, name=_name_on_list(place)
            )
            for place in range(names)
        )
    found = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)
    accounts = User.objects.filter(appointments__scope=of.scope, person__isnull=False)
    seat(found, *accounts)
    return found


def seat(poll: Poll, *users: User) -> None:
    """Seats on the board that sealed the box, as each was appointed to the body."""
    at_body = Appointment.objects.filter(scope=poll.election.body.scope)
    with transaction.atomic(), past_every_trigger():
        for each in users:
            assert each.person
            role = at_body.get(user=each).role
            BoardSeat.objects.create(
                poll=poll,
                person=each.person,
                is_head=role == Role.TALLY_HEAD
                and not BoardSeat.objects.filter(poll=poll, is_head=True).exists(),
                is_technician=role == Role.TALLY_TECHNICIAN,
            )


def _name_on_list(place: int) -> str:
    family = ("Nguyễn Văn", "Trần Thị", "Lê Quang", "Phạm Thị", "Hoàng Văn", "Nông Thị")
    given = ("An", "Bình", "Cúc", "Dũng", "Đào", "Giang", "Hà", "Hùng", "Kim", "Lâm")
    return f"{family[place % 6]} {given[place % 10]}"


def election(
    of: VotingBody | None = None,
    *,
    office: Office = Office.COMMITTEE,
    seats: int = 3,
    alternates: int = 0,
    exception: str = "Theo quyết định của đại hội",
) -> Poll:
    """An election just entered; its list is being made. Returns its first poll."""
    entering = services.Entering(
        office=office, seats=seats, alternates=alternates, exception=exception
    )
    poll = services.enter_election(of or body(), entering, by=None, at=NOON)
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)


def put_forward(to: Poll, *people: Person, **nominating: Any) -> list[Nomination]:
    """Names on a list that is being made; official unless it is said otherwise."""
    return services.put_forward(
        str(to.pk),
        [each.pk for each in people],
        services.Nominating(**nominating),
        by=None,
        at=NOON,
    )


def closed_list(
    of: VotingBody | Poll | None = None,
    names: Sequence[str | Person] = (
        *("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Cúc", "Phạm Văn Đào"),
    ),
    *,
    seats: int = 3,
    office: Office = Office.COMMITTEE,
    alternates: int = 0,
) -> Poll:
    """A poll whose list is closed: these people stand, in the order of the list.

    The list has to be lawful: a committee's is longer than its seats, by 30 % at most.
    """
    poll = (
        of
        if isinstance(of, Poll)
        else election(of, seats=seats, office=office, alternates=alternates)
    )
    unit_ = poll.election.body.congress.unit
    people = [
        each if isinstance(each, Person) else person(each, at=unit_) for each in names
    ]
    if office is Office.DELEGATES:
        for each in people:
            on_roll(poll.election.body, each)
    put_forward(poll, *people)
    return close(poll)


def close(poll: Poll) -> Poll:
    """Close a list as it stands, its warnings read."""
    poll = Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)
    services.close_list(
        str(poll.pk),
        seen=lists.state_of(poll).digest,
        warnings_read=True,
        by=None,
        at=NOON,
    )
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)


def election_file(**changes: Any) -> dict[str, Any]:
    """Four names for three seats, nine ballots: An 7, Bình 7, Cúc 6, Đào nobody."""
    names = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Cúc", "Phạm Văn Đào")
    return {
        "format": "congress-portal/election@1",
        "id": "thu",
        "note": "",
        "regulation": "190-QD/TW",
        "office": "committee",
        "round": "first",
        "layout": "strike_out",
        "seats": 3,
        "alternates": 0,
        "max_votes": 3,
        "tally_base": 10,
        "present": 9,
        "printed": 12,
        "issued": 9,
        "returned": 9,
        "candidates": [
            {"number": number, "name": name} for number, name in enumerate(names, 1)
        ],
        "ballots": [
            {"struck": [4], "count": 6},
            {"kept": [1, 2]},
            {"struck": []},
            {"struck": [4], "defect": "torn"},
        ],
    } | changes


def tied_file() -> dict[str, Any]:
    """Two seats: An has 8, and Bình and Cúc are level at the second with 5."""
    return election_file(
        id="ngang-phieu",
        seats=2,
        max_votes=2,
        tally_base=9,
        ballots=[
            {"kept": [1, 2], "count": 4},
            {"kept": [1, 3], "count": 4},
            {"kept": [2, 3]},
        ],
    )


def undecided_file() -> dict[str, Any]:
    """Three names for three seats, and one ballot that agrees with nobody."""
    return election_file(
        id="cho-quyet-dinh",
        layout="agree_disagree",
        candidates=election_file()["candidates"][:3],
        ballots=[{"agree": [1, 2, 3], "count": 8}, {"disagree": [1]}],
    )


def large_file(ballots: int = 30_000) -> dict[str, Any]:
    """So many ballots that reading and counting take a while."""
    rows = [{"struck": [4]}, {"struck": [3]}, {"kept": [1, 2]}]
    return election_file(
        id="lon",
        **dict.fromkeys(("tally_base", "present", "printed", "issued"), ballots),
        returned=ballots,
        ballots=[rows[i % 3] for i in range(ballots)],
    )


def file_bytes(election: dict[str, Any]) -> bytes:
    return json.dumps(election, ensure_ascii=False).encode()


def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / f"{name}.json").read_bytes())
    return found


def upload(
    to: VotingBody,
    content: dict[str, Any] | bytes,
    *,
    by: User | None = None,
    name: str = "cuoc-bau.json",
) -> Upload:
    data = content if isinstance(content, bytes) else file_bytes(content)
    if name.lower().endswith(".gz"):
        data = gzip.compress(data)
    return services.receive_file(body=to, name=name, chunks=[data], by=by, at=NOON)


def imported(
    to: VotingBody | None = None,
    *,
    by: User | None = None,
    file: dict[str, Any] | None = None,
) -> Poll:
    received = upload(to or body(), file or election_file(), by=by)
    poll = services.import_upload(str(received.pk), at=NOON, report=unheard)
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)


def tally(
    poll: Poll, *, by: User | None = None, after: timedelta | None = None
) -> Tally:
    at = NOON + (after or timedelta())
    return services.count_poll(str(poll.pk), by=by, at=at, report=unheard)


def counted(
    to: VotingBody | None = None,
    *,
    by: User | None = None,
    file: dict[str, Any] | None = None,
) -> Poll:
    poll = imported(to, by=by, file=file)
    tally(poll, by=by)
    poll.refresh_from_db(fields=["stage"])
    return poll


def confirmed(
    to: VotingBody | None = None,
    *,
    head: User | None = None,
    file: dict[str, Any] | None = None,
) -> Confirmation:
    poll = counted(to, file=file)
    head = head or holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    return confirm(poll, by=head)


def confirm(poll: Poll, *, by: User) -> Confirmation:
    digest = poll.tallies.get().digest
    unlooked(poll, by=by)
    return services.confirm_tally(str(poll.pk), digest=digest, by=by, at=NOON)


def unlooked(poll: Poll, *, by: User) -> None:
    """Let a result be confirmed without the third look that typed papers get."""
    if Poll.objects.get(pk=poll.pk).upload_id is None:
        services.stop_look(str(poll.pk), reason="ban ít người", by=by, at=NOON)


def shelved(confirmation: Confirmation) -> StoredPrint:
    """Minutes on the shelf, without the time that rendering them takes."""
    return shelf.keep(
        prints.FORM,
        subject=confirmation.tally,
        digest=prints.digest_of(confirmation),
        scope=queries.scope_of(confirmation.poll),
        file_name="bien-ban.pdf",
        at=NOON,
        make=lambda: b"%PDF-1.7",
        record=lambda _made: None,
    )


def printed(confirmation: Confirmation) -> StoredPrint:
    return prints.print_minutes(str(confirmation.tally_id), by=confirmation.by, at=NOON)
