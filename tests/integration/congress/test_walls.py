"""Walls: one log of steps, one holder of control, one read for all who look."""

import json
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from congress import queries, services
from congress.models import Congress, Deck, DeckKind, Frame, Step, Wall
from core.access.rights import Role
from core.models import AuditEvent, User
from tests import make
from tests.integration.congress import walls
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED_BY_TRIGGER = "23001"


@pytest.fixture
def congress(own_cache: Callable[[], None]) -> Congress:
    return make.congress()


@pytest.fixture
def operator(congress: Congress) -> User:
    return walls.operator(congress)


def told(client: Client, token: str, number: int = 0) -> dict[str, Any]:
    answer = client.get(reverse("congress:wall-after", args=[token, number]))
    found: dict[str, Any] = json.loads(answer.content)
    return found | {"status": answer.status_code}


def titles(told: dict[str, Any]) -> list[str | None]:
    return [step["frame"] and step["frame"]["title"] for step in told["steps"]]


# --- stepping ------------------------------------------------------------------------


def test_every_step_reaches_a_wall_in_its_order(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    one, two = walls.frames(walls.deck(congress, "Một", "Hai"))
    for frame in (one, two, None, one):
        walls.step(congress, frame, by=operator)

    found = [told(client, token, number) for number in range(5)]

    assert titles(found[0]) == ["Một", "Hai", None, "Một"]
    assert [len(each["steps"]) for each in found] == [4, 3, 2, 1, 0]
    assert {each["last"] for each in found} == {4}


def test_the_same_key_is_one_step(congress: Congress, operator: User) -> None:
    [frame] = walls.frames(walls.deck(congress, "Một"))
    key = uuid.uuid4()

    made = [
        walls.step(congress, frame, by=operator, follows=0, key=key) for _ in range(2)
    ]

    assert made[0] == made[1]
    assert Step.objects.count() == 1


def test_two_screens_do_not_step_twice(congress: Congress, operator: User) -> None:
    one, two = walls.frames(walls.deck(congress, "Một", "Hai"))
    walls.step(congress, one, by=operator, follows=0)

    with pytest.raises(services.OutOfStep):
        walls.step(congress, two, by=operator, follows=0)

    assert Step.objects.get().frame == one


def test_steps_sent_at_once_follow_one_another(
    congress: Congress, operator: User
) -> None:
    [frame] = walls.frames(walls.deck(congress, "Một"))
    found: list[object] = []

    def press() -> None:
        try:
            found.append(walls.step(congress, frame, by=operator, follows=0).number)
        except services.OutOfStep:
            found.append("late")
        finally:
            connection.close()

    hands = [threading.Thread(target=press) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(map(str, found)) == ["1", "late", "late", "late"]


def test_order_is_by_number_though_the_clock_is_set_back(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    one, two = walls.frames(walls.deck(congress, "Một", "Hai"))
    walls.step(congress, one, by=operator)
    walls.step(congress, two, by=operator, at=make.NOON - timedelta(hours=9))

    assert titles(told(client, token)) == ["Một", "Hai"]


# --- control -------------------------------------------------------------------------


def test_only_who_holds_control_steps(congress: Congress, operator: User) -> None:
    [frame] = walls.frames(walls.deck(congress, "Một"))
    other = make.holder(Role.PRESIDIUM, at=congress.scope)

    with pytest.raises(services.NotInControl):
        walls.step(congress, frame, by=other)

    services.take_control(congress, by=other, at=make.NOON)
    walls.step(congress, frame, by=other)
    with pytest.raises(services.NotInControl):
        walls.step(congress, frame, by=operator)


def test_taking_over_leaves_one_line_and_taking_again_none(congress: Congress) -> None:
    other = make.user()

    for _ in range(2):
        services.take_control(congress, by=other, at=make.NOON)

    lines = AuditEvent.objects.filter(act="congress.wall_control_taken")
    assert [line.actor for line in lines] == [other]


# --- decks ---------------------------------------------------------------------------


def test_the_same_deck_told_again_is_the_one_that_is_there(congress: Congress) -> None:
    source = uuid.uuid4()
    first = walls.deck(congress, "Một", source=source)
    again = walls.deck(congress, "Một", source=source)
    other = walls.deck(congress, "Khác", source=source)

    assert again == first
    assert other != first
    assert list(Deck.objects.filter(retired_at=None)) == [other]


def test_a_retired_frame_is_never_shown_again_and_the_log_stays(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    deck = walls.deck(congress, "Một")
    [frame] = walls.frames(deck)
    walls.step(congress, frame, by=operator)
    assert deck.source

    services.retire_decks(
        congress, deck.source, DeckKind.BEFORE, by=operator, at=make.NOON
    )

    assert titles(told(client, token)) == [None, None]
    assert [step.frame for step in Step.objects.order_by("number")] == [frame, None]
    with pytest.raises(services.NotShownAnyMore):
        walls.step(congress, frame, by=operator)


def test_retiring_what_is_not_on_the_walls_leaves_them_as_they_are(
    congress: Congress, operator: User
) -> None:
    shown, other = walls.deck(congress, "Một"), walls.deck(congress, "Hai")
    walls.step(congress, walls.frames(shown)[0], by=operator)
    assert other.source

    services.retire_decks(
        congress, other.source, DeckKind.BEFORE, by=operator, at=make.NOON
    )

    assert Step.objects.count() == 1


def refusal_of(statement: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as fault:
        return str(getattr(fault.__cause__, "pgcode", ""))
    return ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE congress_step SET number = number + 1",
        "DELETE FROM congress_step",
        "UPDATE congress_frame SET reading = ''",
        "UPDATE congress_deck SET title = 'x'",
        "DELETE FROM congress_deck",
        """INSERT INTO congress_step (congress_id, number, key, at)
           SELECT congress_id, 3, gen_random_uuid(), now() FROM congress_step""",
        """INSERT INTO congress_step (congress_id, number, frame_id, key, at)
           SELECT congress_id, 2, (SELECT f.id FROM congress_frame f
             JOIN congress_deck d ON d.id = f.deck_id
             WHERE d.retired_at IS NOT NULL), gen_random_uuid(), now()
           FROM congress_step""",
    ],
)
def test_the_database_keeps_the_log_and_the_frames(
    congress: Congress, operator: User, statement: str
) -> None:
    gone = walls.deck(congress, "Cũ")
    assert gone.source
    services.retire_decks(congress, gone.source, DeckKind.BEFORE, by=None, at=make.NOON)
    walls.step(congress, walls.frames(walls.deck(congress, "Một"))[0], by=operator)

    assert refusal_of(statement) == REFUSED_BY_TRIGGER


# --- the address ---------------------------------------------------------------------


def test_the_portal_keeps_no_token(congress: Congress) -> None:
    token = walls.wall(congress)

    assert token not in str(Wall.objects.values_list())
    assert Wall.objects.get().digest == queries.wall.digest_of(token)


def test_a_wall_opens_without_an_account_and_shows_what_is_on(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    walls.step(congress, walls.frames(walls.deck(congress, "Một"))[0], by=operator)

    answer = client.get(reverse("congress:wall", args=[token]))

    assert answer.status_code == 200
    assert 'data-step="1"' in answer.text
    assert "Một" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("shut", ["revoked", "expired", "never made"])
def test_a_shut_address_shows_nothing(
    congress: Congress, client: Client, shut: str
) -> None:
    token = walls.wall(congress, days=1 if shut == "expired" else 3650)
    told(client, token)
    if shut == "revoked":
        services.revoke_wall(Wall.objects.get().pk, by=make.user(), at=make.NOON)
    if shut == "never made":
        token = "khong-co"

    page = client.get(reverse("congress:wall", args=[token]))

    assert told(client, token)["status"] == 404
    assert page.status_code == 404


def test_guessing_addresses_is_slowed_and_walls_go_on(
    congress: Congress, client: Client
) -> None:
    token = walls.wall(congress)
    told(client, token)

    found = [told(client, f"doan-{number}")["status"] for number in range(35)]

    assert set(found[:30]) == {404}
    assert set(found[30:]) == {429}
    assert told(client, token)["status"] == 200


# --- one read for all ----------------------------------------------------------------


def test_twenty_walls_take_no_question_to_the_database(
    congress: Congress,
    operator: User,
    client: Client,
    django_assert_num_queries: Queries,
) -> None:
    tokens = [walls.wall(congress) for _ in range(20)]
    walls.step(congress, walls.frames(walls.deck(congress, "Một"))[0], by=operator)
    for token in tokens:
        told(client, token, 0)

    with django_assert_num_queries(0):
        found = [
            *(told(client, token, 0) for token in tokens),
            *(told(client, token, 1) for token in tokens),
        ]

    assert {len(each["steps"]) for each in found} == {0, 1}


def test_after_a_step_one_wall_reads_for_all(
    congress: Congress,
    operator: User,
    client: Client,
    django_assert_num_queries: Queries,
) -> None:
    tokens = [walls.wall(congress) for _ in range(20)]
    [frame] = walls.frames(walls.deck(congress, "Một"))
    for token in tokens:
        told(client, token, 0)
    walls.step(congress, frame, by=operator)

    with django_assert_num_queries(3):
        found = [told(client, token, 0) for token in tokens]

    assert [titles(each) for each in found] == [["Một"]] * 20


def test_what_was_read_before_a_step_is_not_found_after_it(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    [frame] = walls.frames(walls.deck(congress, "Một"))
    told(client, token)
    generation = queries.wall._generation(congress.pk)
    stale = queries.wall._head(congress.pk, generation)
    walls.step(congress, frame, by=operator)

    # A slow reader stores late what it had read before the step.
    cache.set(f"walls:{congress.pk}:{generation}:head", stale, 5)

    assert titles(told(client, token)) == ["Một"]


def test_a_cache_that_forgot_everything_is_filled_again(
    congress: Congress,
    operator: User,
    client: Client,
    own_cache: Callable[[], None],
) -> None:
    token = walls.wall(congress)
    [frame] = walls.frames(walls.deck(congress, "Một"))
    told(client, token)
    own_cache()
    walls.step(congress, frame, by=operator)
    own_cache()

    assert titles(told(client, token)) == ["Một"]


def test_a_wall_ahead_of_a_restored_portal_gets_the_last_step(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    walls.step(congress, walls.frames(walls.deck(congress, "Một"))[0], by=operator)

    found = told(client, token, 40)

    assert (found["last"], titles(found)) == (1, ["Một"])


def test_a_wall_that_missed_very_much_goes_on_with_the_last_steps(
    congress: Congress, operator: User, client: Client
) -> None:
    token = walls.wall(congress)
    for _ in range(queries.wall.KEPT + 3):
        walls.step(congress, None, by=operator)

    found = told(client, token, 1)

    assert [step["number"] for step in found["steps"]] == list(range(4, 104))


# --- the pages -----------------------------------------------------------------------


def address(congress: Congress, name: str) -> str:
    return reverse(f"congress:wall-{name}", args=[congress.slug])


def send(
    client: Client, congress: Congress, frame: Frame | None, follows: int
) -> tuple[int, dict[str, Any]]:
    form = {
        "follows": follows,
        "frame": str(frame.pk) if frame else "",
        "key": str(uuid.uuid4()),
    }
    answer = client.post(
        address(congress, "step"), form, headers={"accept": "application/json"}
    )
    return answer.status_code, json.loads(answer.content)


def test_an_operator_steps_from_the_console(
    congress: Congress, operator: User, signed_in: SignedIn
) -> None:
    client = signed_in(operator)
    [frame] = walls.frames(walls.deck(congress, "Một"))

    first = send(client, congress, frame, 0)
    late = send(client, congress, None, 0)
    now = json.loads(client.get(address(congress, "now")).content)

    assert (first[0], first[1]["last"], first[1]["reading"]) == (200, 1, "Đọc Một")
    assert (late[0], late[1]["last"]) == (409, 1)
    assert "vừa đổi" in late[1]["refusal"]
    assert (now["frame"]["title"], now["mine"]) == ("Một", True)


def test_a_step_without_a_script_leads_back_to_the_console(
    congress: Congress, operator: User, signed_in: SignedIn
) -> None:
    client = signed_in(operator)
    form = {"follows": 0, "frame": "", "key": str(uuid.uuid4())}

    done = client.post(address(congress, "step"), form, follow=True)
    odd = client.post(address(congress, "step"), {"key": "x"}, follow=True)

    assert done.redirect_chain == [(address(congress, "console"), 302)]
    assert "Hãy tải lại trang" in odd.text
    assert Step.objects.count() == 1


def test_control_is_taken_on_the_page(congress: Congress, signed_in: SignedIn) -> None:
    client = signed_in(make.holder(Role.PRESIDIUM, at=congress.scope))
    before = client.get(address(congress, "reader"))

    after = client.post(address(congress, "control"), {"from": "reader"}, follow=True)

    assert "Chưa ai điều khiển." in before.text
    assert "Bạn đang điều khiển." in after.text


def test_who_takes_control_keeps_the_deck_that_was_open(
    congress: Congress, signed_in: SignedIn
) -> None:
    first, _second = walls.deck(congress, "Trước"), walls.deck(congress, "Sau")
    client = signed_in(make.holder(Role.PRESIDIUM, at=congress.scope))
    page = client.get(address(congress, "console"), {"bo": str(first.pk)})
    form = {"bo": str(first.pk)}

    after = client.post(address(congress, "control"), form, follow=True)

    assert f'name="bo" value="{first.pk}"' in page.text
    assert after.context["deck"] == first


def test_a_message_joins_the_frames_and_is_shown_only_when_stepped_to(
    congress: Congress, operator: User, signed_in: SignedIn
) -> None:
    client = signed_in(operator)

    page = client.post(
        address(congress, "message"), {"text": "Nghỉ 15 phút"}, follow=True
    )
    empty = client.post(address(congress, "message"), {"text": " "})

    assert "Nghỉ 15 phút" in page.text
    assert Frame.objects.get().content["text"] == "Nghỉ 15 phút"
    assert not Step.objects.exists()
    assert empty.status_code == 200


def test_an_address_is_shown_once_and_revoked(
    congress: Congress, operator: User, signed_in: SignedIn, client: Client
) -> None:
    staff = signed_in(operator)
    made = staff.post(address(congress, "screens"), {"name": "Màn trái", "days": 1})
    token = made.text.split("/man-chieu/")[-1].split("/")[0]
    path = made.context["address"].removeprefix("http://testserver")
    again = staff.get(address(congress, "screens"))
    opened = client.get(path).status_code
    wall = Wall.objects.get()

    staff.post(reverse("congress:wall-revoke", args=[congress.slug, wall.pk]))

    assert opened == 200
    assert "<svg" in made.text
    assert path not in again.text
    assert token
    assert client.get(path).status_code == 404
    acts = AuditEvent.objects.filter(act__startswith="congress.wall_")
    assert set(acts.values_list("act", flat=True)) == {
        "congress.wall_control_taken",
        "congress.wall_made",
        "congress.wall_revoked",
    }


@pytest.mark.parametrize(
    ("view", "asked"), [("console", 11), ("reader", 10), ("now", 6)]
)
def test_pages_ask_the_same_number_of_questions_however_much_there_is(
    congress: Congress,
    operator: User,
    signed_in: SignedIn,
    django_assert_num_queries: Queries,
    view: str,
    asked: int,
) -> None:
    client = signed_in(operator)

    for number in (1, 3):
        deck = walls.deck(congress, *"abc"[:number])
        walls.step(congress, walls.frames(deck)[0], by=operator)
        with django_assert_num_queries(asked):
            answer = client.get(address(congress, view))
        assert answer.status_code == 200


def test_a_board_finds_the_walls_of_its_congress_and_of_no_other(
    congress: Congress, signed_in: SignedIn
) -> None:
    head = make.holder(Role.TALLY_HEAD, at=make.body(congress).scope)
    client = signed_in(head)

    found = [
        client.get(address(each, "console")).status_code
        for each in (congress, make.congress(make.unit("Nậm Lành")))
    ]

    assert found == [200, 404]
