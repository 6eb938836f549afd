"""A practice: ballots that are made up, typed and counted, and nowhere else."""

from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from ballots import services, tasks
from ballots.models import Ballot, Batch, Entry, Poll, PracticeTick
from ballots.prints import practice_ballots
from ballots.queries import practice
from ballots.queries.doubtful import doubtful_ballots, paper_of
from ballots.queries.entry import sheet_of
from ballots.queries.heaps import Due, heaps
from ballots.queries.papers import who_may_rule
from ballots.rules.doubts import ruled_to_show
from ballots.rules.practice import Filled, stack, truth, with_slip
from ballots.services.batches import CannotDivide
from ballots.services.practising import NotAPractice, NothingToFill
from ballots.services.ruling import Ruled
from ballots.views.practice import in_practice
from core.access.rights import Role
from core.models import AuditEvent, Job, StoredPrint, User
from tests import make
from tests.integration.ballots.heaps import Hall, opened
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

PAPERS = 42
PAGES = ("poll-practice", "poll-practice-file")
ACTS = ("poll-practice-print", "poll-practice-fill")


@pytest.fixture
def practising(settings: Any) -> None:
    settings.INSTANCE = "practice"


def unheard(_done: int, _total: int) -> None:
    """Nobody follows the progress."""


def filled(hall: Hall, *, slips: bool = False) -> int:
    return services.fill_entries(
        hall.pk, slips=slips, by=hall.head, at=make.NOON, report=unheard
    )


def counted(hall: Hall) -> None:
    """The board goes on as it would: checks, rules, counts, looks and confirms."""
    member = hall.board.member
    for row in heaps(hall.now):
        assert row.standing
        services.check_entry(
            str(row.standing.pk),
            wrong=[],
            note="",
            compared=row.batch.papers,
            by=member,
            at=make.NOON,
        )
    poll, paper = hall.now, paper_of(hall.now)
    for each in doubtful_ballots(poll, paper):
        services.rule_on_ballot(
            hall.pk,
            batch=each.batch,
            position=each.position,
            ruled=Ruled(
                ruled_to_show(each.reading, paper.slate),
                "Rõ ý",
                who_may_rule(poll),
                each.seen,
            ),
            by=hall.head,
            at=make.NOON,
        )
    services.finish_entry(hall.pk, by=hall.head, at=make.NOON)
    services.count_poll(hall.pk, by=hall.head, at=make.NOON, report=unheard)
    make.unlooked(hall.now, by=hall.head)
    make.confirm(hall.now, by=hall.head)


# --- only in a practice -----------------------------------------------------------


@pytest.mark.parametrize("instance", ["portal", "demo"])
def test_outside_a_practice_nothing_is_made_up(instance: str, settings: Any) -> None:
    settings.INSTANCE = instance
    hall = opened(returned=PAPERS)

    for act in (
        lambda: filled(hall),
        lambda: practice_ballots.print_practice_ballots(
            hall.pk, by=hall.head, at=make.NOON
        ),
        lambda: services.tick_step(
            hall.poll.election.congress,
            "head_seals",
            done=True,
            by=hall.head,
            at=make.NOON,
        ),
    ):
        with pytest.raises(NotAPractice):
            act()

    assert not Entry.objects.exists()
    assert not StoredPrint.objects.exists()
    assert not PracticeTick.objects.exists()
    assert not User.objects.filter(username__startswith="dien-tap").exists()


@pytest.mark.parametrize("instance", ["portal", "demo"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_outside_a_practice_its_addresses_are_not_there(
    instance: str, method: str, settings: Any, signed_in: SignedIn
) -> None:
    settings.INSTANCE = instance
    hall = opened(returned=PAPERS)
    client = signed_in(hall.head)
    slug = hall.poll.election.congress.slug
    tick = reverse("ballots:practice-tick", args=[slug, "head_seals"])

    found = [
        client.generic(method, address).status_code
        for address in [*map(hall.url, (*PAGES, *ACTS)), tick]
    ]

    assert found == [404] * 5
    assert not Job.objects.exists()
    assert hall.url("poll-practice") not in client.get(hall.url("poll")).text


def test_a_page_of_a_practice_keeps_the_right_it_asks_for() -> None:
    def view(_request: object) -> None:
        """A page."""

    view.right = "x"  # type: ignore[attr-defined]

    assert in_practice(view).right == "x"  # type: ignore[arg-type, attr-defined]


# --- the stack --------------------------------------------------------------------


def test_papers_are_the_same_each_time_and_a_shorter_stack_is_its_beginning() -> None:
    poll = opened(names=6, seats=4, returned=PAPERS).poll

    assert practice.generated(poll, 10) == practice.generated(poll, PAPERS)[:10]
    assert practice.papers_of(poll) == PAPERS


def test_another_list_has_another_stack() -> None:
    one, other = (opened(returned=PAPERS).poll for _each in range(2))

    assert practice.seed_of(one) != practice.seed_of(other)


@pytest.mark.usefixtures("practising")
@pytest.mark.parametrize(
    ("names", "seats"), [(5, 3), (3, 3), (1, 1), (31, 27)], ids=str
)
def test_each_paper_is_a_page_of_its_own_and_marked(names: int, seats: int) -> None:
    hall = opened(names=names, seats=seats, returned=PAPERS)

    kept = practice_ballots.print_practice_ballots(hall.pk, by=hall.head, at=make.NOON)
    again = practice_ballots.print_practice_ballots(hall.pk, by=hall.head, at=make.NOON)

    document = pypdfium2.PdfDocument(bytes(kept.data))
    words = [page.get_textpage().get_text_range() for page in document]
    assert kept == again == practice_ballots.printed_practice_ballots(hall.now)
    assert kept.file_name.startswith("dien-tap-tap-phieu-")
    assert len(words) == PAPERS
    assert all("KHÔNG CÓ GIÁ TRỊ" in each for each in words)
    written = [practice_ballots.WRITTEN_IN in each for each in words]
    assert written == [
        paper.filled is Filled.OUTSIDE_NAME
        for paper in practice.generated(hall.now, PAPERS)
    ]


def test_the_pen_strikes_what_is_struck_and_crosses_what_is_marked() -> None:
    struck = opened(names=5, seats=3).poll
    boxes = opened(names=3, seats=3).poll

    for poll, marks in ((struck, ("struck",)), (boxes, ("agree", "disagree"))):
        sheet = sheet_of(poll)
        papers = list(stack("s", 80, sheet, practice.slate_of(poll, sheet)))
        for paper, drawn in zip(
            papers, practice_ballots.sheets("s", papers, sheet), strict=True
        ):
            at = {stroke.at for stroke in drawn.strokes}
            wanted = {
                f"{'name' if mark == 'struck' else mark}-{number}"
                for mark in marks
                for number in sheet.numbers_of(getattr(paper.reading, mark) or b"")
            }
            if paper.odd is not None and marks == ("struck",):
                wanted.add(f"name-{paper.odd}")
            if paper.filled is Filled.SPECIAL_MARK:
                wanted.add("how")
            assert at == wanted


# --- filled in --------------------------------------------------------------------


@pytest.mark.usefixtures("practising")
@pytest.mark.parametrize("readings", [1, 2, 3])
def test_batches_are_filled_as_operators_would(readings: int) -> None:
    hall = opened(returned=PAPERS)
    make_readings(hall, readings)

    batches = filled(hall)

    entries = Entry.objects.select_related("by", "station")
    assert batches == Batch.objects.filter(poll=hall.poll).count() == 1
    assert [each.reading for each in entries.order_by("number")] == list(
        range(1, readings + 1)
    )
    assert len({each.by for each in entries}) == readings
    assert len({each.station for each in entries}) == readings
    assert all(each.digest for each in entries)
    assert {row.due for row in heaps(hall.now)} == {Due.CHECK}
    assert Ballot.objects.count() == readings * PAPERS


@pytest.mark.usefixtures("practising")
def test_nobody_signs_in_as_an_operator_who_is_made_up() -> None:
    hall = opened(returned=PAPERS)

    filled(hall)

    hand = User.objects.get(username="dien-tap-nguoi-nhap-1")
    assert (hand.is_active, hand.appointments.get().role) == (
        False,
        Role.TALLY_TECHNICIAN,
    )


@pytest.mark.usefixtures("practising")
def test_slips_make_readings_differ() -> None:
    hall = opened(returned=PAPERS)
    make_readings(hall, 2)

    filled(hall, slips=True)

    assert {row.due for row in heaps(hall.now)} == {Due.SETTLE}


@pytest.mark.usefixtures("practising")
def test_what_somebody_has_begun_is_left_to_him() -> None:
    hall = opened(returned=PAPERS)
    first, _second = services.divide_papers(
        hall.pk, size=25, by=hall.head, at=make.NOON
    )
    services.take_batch(str(first.pk), by=hall.board.technician, at=make.NOON)

    batches = filled(hall)

    by = Entry.objects.order_by("batch__number").values_list("by__username", flat=True)
    assert batches == 1
    assert list(by) == [hall.board.technician.username, "dien-tap-nguoi-nhap-1"]
    # The second batch is what lies beneath the first in the stack.
    shown = Ballot.objects.filter(entry__batch__number=2).order_by("position")
    below = [paper.reading.struck for paper in practice.generated(hall.poll, PAPERS)]
    assert [bytes(each.struck or b"") for each in shown] == below[25:]


@pytest.mark.usefixtures("practising")
def test_filling_in_twice_finds_nothing_to_fill() -> None:
    hall = opened(returned=PAPERS)
    filled(hall)

    with pytest.raises(NothingToFill):
        filled(hall)

    lines = AuditEvent.objects.filter(act="ballots.practice_filled")
    assert [line.detail for line in lines] == [{"batches": 1, "papers": PAPERS}]


@pytest.mark.usefixtures("practising")
def test_nothing_is_filled_before_papers_are_counted_or_after_entry() -> None:
    hall = opened(returned=PAPERS)
    with make.past_every_trigger():
        Poll.objects.filter(pk=hall.pk).update(returned=None)
    with pytest.raises(NothingToFill):
        filled(hall)

    with make.past_every_trigger():
        Poll.objects.filter(pk=hall.pk).update(stage="issuing")
    with pytest.raises(CannotDivide):
        filled(hall)


# --- what lay in the box ----------------------------------------------------------


@pytest.mark.usefixtures("practising")
@pytest.mark.parametrize(("names", "seats"), [(5, 3), (3, 3)], ids=str)
def test_what_was_counted_is_held_against_what_lay_in_the_box(
    names: int, seats: int
) -> None:
    hall = opened(names=names, seats=seats, returned=PAPERS)
    filled(hall)
    before = practice.compared(hall.now)
    counted(hall)

    found = practice.compared(hall.now)

    assert before is None
    assert found
    assert found.agrees
    assert found.returned == PAPERS
    assert {(each.fewer, each.more) for each in found.names} == {(0, 0)}
    assert found.truth.open > 0


@pytest.mark.usefixtures("practising")
def test_a_slip_that_nobody_found_is_told() -> None:
    hall = opened(names=31, seats=27, returned=PAPERS)
    filled(hall, slips=True)
    counted(hall)
    poll, sheet = hall.now, sheet_of(hall.now)
    typed = [
        paper._replace(
            reading=with_slip(paper, practice.seed_of(poll), sheet) or paper.reading
        )
        for paper in practice.generated(poll, PAPERS)
    ]

    found = practice.compared(poll)

    wrong = truth(typed, sheet, practice.slate_of(poll, sheet))
    assert found
    assert [each.counted - each.ruled for each in found.names] == [
        votes for _number, votes in wrong.votes
    ]
    # Two slips may cancel each other out; whatever does not is told.
    same = (wrong.votes, wrong.valid) == (found.truth.votes, found.truth.valid)
    assert found.agrees is same


# --- its pages --------------------------------------------------------------------


@pytest.mark.usefixtures("practising")
def test_the_page_leads_from_papers_to_the_comparison(signed_in: SignedIn) -> None:
    hall = opened(returned=PAPERS)
    client = signed_in(hall.head)

    early = client.get(hall.url("poll-practice")).text
    client.post(hall.url("poll-practice-print"))
    client.post(hall.url("poll-practice-fill"), {"slips": "1"})
    asked = set(Job.objects.values_list("kind", flat=True))
    live = client.get(hall.url("poll-practice")).text
    Job.objects.all().delete()
    practice_ballots.print_practice_ballots(hall.pk, by=hall.head, at=make.NOON)
    filled(hall)
    paper = client.get(hall.url("poll-practice-file"))
    counted(hall)
    late = client.get(hall.url("poll-practice")).text

    assert ("Lập tập phiếu" in early, "hx-get" in early) == (True, False)
    assert asked == {
        tasks.print_practice_ballots.name,
        tasks.fill_practice_with_slips.name,
    }
    assert "hx-get" in live
    assert paper.headers["Content-Type"] == "application/pdf"
    assert 'filename="dien-tap-tap-phieu-' in paper.headers["Content-Disposition"]
    assert "so với phiếu có trong thùng" in late
    assert "Nhập sẵn, gõ đúng hết" not in late


@pytest.mark.usefixtures("practising")
def test_the_file_is_not_there_before_it_is_made(signed_in: SignedIn) -> None:
    hall = opened(returned=PAPERS)

    answer = signed_in(hall.head).get(hall.url("poll-practice-file"))

    assert answer.headers["Location"] == hall.url("poll-practice")


@pytest.mark.usefixtures("practising")
def test_htmx_gets_the_panel_while_work_goes_on_and_the_page_at_its_end(
    signed_in: SignedIn,
) -> None:
    hall = opened(returned=PAPERS)
    client = signed_in(hall.head)
    client.post(hall.url("poll-practice-fill"))
    htmx = {"HX-Request": "true"}

    during = client.get(hall.url("poll-practice"), headers=htmx)
    Job.objects.update(state="done", ended_at=make.NOON)
    after = client.get(hall.url("poll-practice"), headers=htmx)

    assert during.text.strip().startswith('<div class="stack" id="practice-panel"')
    assert after.headers["HX-Refresh"] == "true"


@pytest.mark.usefixtures("practising")
def test_a_poll_from_a_file_has_nothing_to_practise(signed_in: SignedIn) -> None:
    poll = make.imported()
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    address = reverse("ballots:poll-practice", args=[poll.election.congress.slug, 1, 1])

    assert signed_in(head).get(address).status_code == 404


# --- the checklist ----------------------------------------------------------------


def test_the_checklist_is_printed_in_every_portal_and_ticked_in_a_practice(
    signed_in: SignedIn, settings: Any
) -> None:
    hall = opened()
    client = signed_in(hall.head)
    slug = hall.poll.election.congress.slug
    address = reverse("ballots:practice", args=[slug])

    in_earnest = client.get(address).text
    settings.INSTANCE = "practice"
    practised = client.get(address).text

    tick = reverse("ballots:practice-tick", args=[slug, "head_seals"])
    assert (tick in in_earnest, tick in practised) == (False, True)
    assert f"make practice CONGRESS={slug}" in in_earnest
    assert in_earnest.count('<li id="') == practised.count('<li id="') == 25


@pytest.mark.usefixtures("practising")
def test_a_step_is_ticked_by_each_and_taken_back_by_himself(
    signed_in: SignedIn,
) -> None:
    hall = opened()
    slug = hall.poll.election.congress.slug
    tick = reverse("ballots:practice-tick", args=[slug, "head_seals"])
    head, member = signed_in(hall.head), signed_in(hall.board.member)

    for client in (head, head, member):
        client.post(tick, {"done": "1"})
    both = set(PracticeTick.objects.values_list("by__full_name", flat=True))
    page = member.get(reverse("ballots:practice", args=[slug])).text
    head.post(tick, {"done": "0"})

    assert both == {hall.head.full_name, hall.board.member.full_name}
    assert "1/25 việc đã có người làm; bạn đã làm 1." in page
    assert PracticeTick.objects.get().by == hall.board.member


@pytest.mark.usefixtures("practising")
def test_a_step_that_there_is_not_is_not_ticked(signed_in: SignedIn) -> None:
    hall = opened()
    slug = hall.poll.election.congress.slug
    tick = reverse("ballots:practice-tick", args=[slug, "head_dances"])

    assert signed_in(hall.head).post(tick, {"done": "1"}).status_code == 404


@pytest.mark.usefixtures("practising")
def test_every_step_leads_to_a_page_that_opens(signed_in: SignedIn) -> None:
    hall = opened()
    slug = hall.poll.election.congress.slug
    for user in (hall.head, hall.board.member, hall.board.technician):
        client = signed_in(user)
        found = links(client, slug)

        assert found
        answers = [client.get(each, follow=True) for each in found]
        assert {answer.status_code for answer in answers} == {200}


@pytest.mark.usefixtures("practising")
def test_the_checklist_asks_the_same_however_many_ticked(
    signed_in: SignedIn, django_assert_num_queries: Queries
) -> None:
    hall = opened()
    congress = hall.poll.election.congress
    client = signed_in(hall.head)
    address = reverse("ballots:practice", args=[congress.slug])

    for wanted in (1, 3):
        for number in range(wanted):
            services.tick_step(
                congress,
                "head_seals",
                done=True,
                by=make.user(f"ai-{wanted}-{number}"),
                at=make.NOON,
            )
        with django_assert_num_queries(8):
            client.get(address)


def links(client: Client, slug: str) -> set[str]:
    """Where the steps of somebody's checklist lead."""
    text = client.get(reverse("ballots:practice", args=[slug])).text
    steps = text.partition('<div class="checklist">')[2]
    return {part.partition('"')[0] for part in steps.split('<a href="')[1:]}


def make_readings(hall: Hall, readings: int) -> None:
    with make.past_every_trigger():
        Poll.objects.filter(pk=hall.pk).update(readings=readings)
