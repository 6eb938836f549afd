"""Ballots on paper: who prints them and when, that all are alike, and how they look."""

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image, ImageChops, ImageStat

from ballots import services, tasks
from ballots.models import PaperChoice, Poll
from ballots.prints import ballot_paper, pack
from ballots.queries.paper_choice import paper_of_ballots
from ballots.rules.ballot_paper import PaperColour, PaperSize
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage
from ballots.services.own_list import OnTheListHimself
from ballots.services.printing import (
    ChosenPaper,
    ChosenSlips,
    NoBallotsNow,
    NoSlipsNow,
    PaperFixed,
)
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import AuditEvent, Job, StoredPrint, User
from tests import make
from tests.integration.ballots import heaps
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

REFERENCES: Final = Path(__file__).parents[2] / "references"
# PORTAL_PHOTOGRAPH=1 takes the references anew; look at them before they are kept.
PHOTOGRAPH: Final = os.environ.get("PORTAL_PHOTOGRAPH") == "1"
SCALE: Final = 0.9
# Another version of the font renderer changes the edges of letters, no more.
SAME: Final = 0.25
PAGE_QUERIES: Final = 34

A4: Final = ChosenPaper(PaperSize.A4, PaperColour.PINK, copies=12)
A5: Final = ChosenPaper(PaperSize.A5, PaperColour.BLUE, copies=12)
TWO_UP: Final = ChosenPaper(PaperSize.A5_TWO_UP, PaperColour.GREEN, copies=13)


@pytest.fixture
def keeper() -> Callable[[Poll], User]:
    def head_of(poll: Poll) -> User:
        return make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)

    return head_of


def listed(names: int, seats: int) -> Poll:
    """A poll whose list is closed, as long as is wanted."""
    unit = make.unit("Đảng bộ xã Khe Vàng")
    poll = make.open_box(make.body(make.congress(unit)), names=names, seats=seats)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(stage=Stage.LIST_CLOSED.value)
    poll.refresh_from_db()
    return poll


def printed(poll: Poll, wanted: ChosenPaper, *, by: User) -> bytes:
    services.choose_paper(str(poll.pk), wanted, by=by, at=make.NOON)
    kept = ballot_paper.print_ballots(str(poll.pk), by=by, at=make.NOON)
    return bytes(kept.data)


def unpacked(data: bytes) -> bytes:
    """Everything the file holds, its packed parts unpacked."""
    parts = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)\nendstream", data, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


def contents(data: bytes) -> list[bytes]:
    """Return which object each page of the file draws."""
    said = unpacked(data)
    pages = re.findall(rb"/Type /Page/(.*?)>>", said.replace(b"\n", b" "), re.DOTALL)
    return [re.search(rb"/Contents (\d+ \d+ R)", page).group(1) for page in pages]  # type: ignore[union-attr]


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text)


def size_of(data: bytes) -> tuple[int, int]:
    width, height = pypdfium2.PdfDocument(data)[0].get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


# --- all sheets are one page ------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "sheets", "size"),
    [(A4, 12, (210, 297)), (A5, 12, (148, 210)), (TWO_UP, 7, (297, 210))],
)
def test_every_sheet_is_the_very_same_page(
    keeper: Callable[[Poll], User],
    wanted: ChosenPaper,
    sheets: int,
    size: tuple[int, int],
) -> None:
    poll = listed(31, 27)

    data = printed(poll, wanted, by=keeper(poll))

    drawn = contents(data)
    assert len(drawn) == len(pypdfium2.PdfDocument(data)) == sheets
    assert len(set(drawn)) == 1
    assert size_of(data) == size
    pictures = {
        page.render(scale=0.5).to_pil().tobytes()
        for page in pypdfium2.PdfDocument(data)
    }
    assert len(pictures) == 1


def test_two_ballots_to_a_sheet_are_alike_to_the_dot(
    keeper: Callable[[Poll], User],
) -> None:
    poll = listed(31, 27)

    data = printed(poll, TWO_UP, by=keeper(poll))

    assert words(data).count("PHIẾU BẦU") == 14
    picture = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil()
    half = picture.width // 2
    left = picture.crop((20, 40, half - 20, picture.height - 40))
    shift = round((297 - 148) / 25.4 * 72 * 2)
    right = picture.crop((20 + shift, 40, half - 20 + shift, picture.height - 40))
    change = ImageStat.Stat(ImageChops.difference(left, right).convert("L")).mean[0]
    assert change < 3


def test_the_file_says_nothing_of_when_and_how_many_were_printed(
    keeper: Callable[[Poll], User],
) -> None:
    poll = listed(5, 3)
    by = keeper(poll)

    few = printed(poll, A4, by=by)
    many = printed(poll, A4._replace(copies=40), by=by)

    assert contents(few)[0] == contents(many)[0]
    assert pypdfium2.PdfDocument(few).get_metadata_dict() == (
        pypdfium2.PdfDocument(many).get_metadata_dict()
    )
    told = pypdfium2.PdfDocument(few).get_metadata_dict()
    assert told["CreationDate"].startswith("D:20250724")
    assert told["Title"] == "Phiếu bầu"
    assert not re.search(r"\b[0-9a-f]{8,}\b|SHA|Mã ", words(few))


def test_the_numbers_of_the_instruction_are_those_of_the_ballot() -> None:
    struck, boxes, one = (
        ballot_paper.ballot(poll, PaperChoice(poll=poll))
        for poll in (listed(31, 27), listed(15, 15), listed(1, 1))
    )

    assert struck.is_struck
    assert struck.task == "Để lại nhiều nhất 27 người, gạch tên ít nhất 04 người."
    assert struck.how[1].startswith("Để lại nhiều hơn 27 người, hoặc gạch hết tên,")
    assert struck.how[0].startswith("Không bầu ai thì gạch ngang giữa cả họ,")
    assert not boxes.is_struck
    assert "những người khác vẫn được tính" in boxes.how[0]
    assert "là phiếu không hợp lệ" in one.how[0]
    assert (struck.places, struck.listed) == ((("27", "người"),), "31")
    assert struck.round == "Lần bầu thứ nhất"


def test_whose_stamp_is_in_the_corner_is_said() -> None:
    commune = make.unit("Đảng bộ xã Khe Vàng")
    grassroots = make.unit("Đảng bộ cơ sở Nà Pia", parent=commune)
    cell = make.unit("Chi bộ Nà Pia 1", parent=grassroots)

    own, lent = (
        ballot_paper.ballot(poll, PaperChoice(poll=poll))
        for poll in (
            make.election(make.body(make.congress(unit))) for unit in (commune, cell)
        )
    )

    assert own.committee == own.stamp == "Ban Chấp hành Đảng bộ xã Khe Vàng"
    # R-BP-2: a cell has no stamp of its own.
    assert lent.committee == "Chi ủy Chi bộ Nà Pia 1"
    assert lent.stamp == "Ban Chấp hành Đảng bộ cơ sở Nà Pia"


# --- when, and by whom ------------------------------------------------------------


def test_ballots_are_refused_before_the_list_is_closed(
    keeper: Callable[[Poll], User],
) -> None:
    poll = make.election()
    by = keeper(poll)
    make.put_forward(poll, make.person("Lò Văn Cả"))

    with pytest.raises(NoBallotsNow, match="khi danh sách đã chốt"):
        services.choose_paper(str(poll.pk), A4, by=by, at=make.NOON)
    with pytest.raises(NoBallotsNow):
        ballot_paper.print_ballots(str(poll.pk), by=by, at=make.NOON)
    with pytest.raises(NoBallotsNow):
        pack.print_pack(str(poll.pk), by=by, at=make.NOON)

    assert not StoredPrint.objects.exists()
    assert not PaperChoice.objects.exists()


def test_a_sample_is_marked_and_comes_before_the_list_is_closed() -> None:
    poll = make.election()
    by = make.holder(Role.PRESIDIUM, at=poll.election.congress.scope)
    make.put_forward(poll, *(make.person(name) for name in ("Lò Văn Cả", "Lục Thị Ba")))
    services.choose_look(
        str(poll.pk), PaperSize.A5, PaperColour.YELLOW, by=by, at=make.NOON
    )

    kept = ballot_paper.print_sample(str(poll.pk), by=by, at=make.NOON)

    data = bytes(kept.data)
    assert "MẪU" in words(data)
    assert len(pypdfium2.PdfDocument(data)) == 1
    # In the order of the list, by given name.
    assert re.search(r"1 Lục Thị Ba.*2 Lò Văn Cả", words(data))


def test_a_sample_of_nobody_is_refused() -> None:
    poll = make.election()

    with pytest.raises(ballot_paper.NoNames):
        ballot_paper.print_sample(str(poll.pk), by=None, at=make.NOON)


def test_slips_have_the_lines_that_were_asked_for_until_the_list_is_closed() -> None:
    poll = make.election(office=Office.SECRETARY, seats=1)
    by = make.holder(Role.SECRETARIAT, at=poll.election.congress.scope)
    services.choose_slips(
        str(poll.pk), ChosenSlips(lines=4, copies=30), by=by, at=make.NOON
    )

    kept = ballot_paper.print_slips(str(poll.pk), by=by, at=make.NOON)

    data = bytes(kept.data)
    assert len(contents(data)) == 30
    assert len(set(contents(data))) == 1
    assert "Giới thiệu nhiều nhất 04 người" in words(data)
    services.choose_slips(
        str(poll.pk), ChosenSlips(lines=30, copies=1), by=by, at=make.NOON
    )
    long = ballot_paper.print_slips(str(poll.pk), by=by, at=make.NOON)
    assert len(pypdfium2.PdfDocument(bytes(long.data))) == 1
    closed = make.closed_list()
    with pytest.raises(NoSlipsNow):
        services.choose_slips(
            str(closed.pk), ChosenSlips(lines=4, copies=30), by=by, at=make.NOON
        )


def test_the_paper_stands_once_the_box_is_sealed() -> None:
    hall = heaps.with_closed_list()
    services.choose_paper(hall.pk, A5, by=hall.head, at=make.NOON)
    hall.note(heaps.PRINTED)
    hall.seal()

    with pytest.raises(PaperFixed, match="mọi phiếu phải giống nhau"):
        services.choose_paper(
            hall.pk, A5._replace(colour=PaperColour.PINK), by=hall.head, at=make.NOON
        )
    more = services.choose_paper(
        hall.pk, A5._replace(copies=3), by=hall.head, at=make.NOON
    )

    assert (more.copies, more.colour) == (3, "blue")
    stored = PaperChoice.objects.filter(poll=hall.poll)
    for change in ({"size": "a4"}, {"colour": "pink"}, {"slip_lines": 3}):
        with pytest.raises(IntegrityError, match="is chosen"), transaction.atomic():
            stored.update(**change)
    with pytest.raises(IntegrityError, match="is chosen"), transaction.atomic():
        stored.delete()


def test_a_paper_nobody_chose_is_not_chosen_after_the_seal() -> None:
    hall = heaps.sealed()

    with pytest.raises(PaperFixed):
        services.choose_paper(hall.pk, A4, by=hall.head, at=make.NOON)
    with pytest.raises(IntegrityError, match="is chosen"), transaction.atomic():
        PaperChoice.objects.create(poll=hall.poll, copies=3)


def test_whoever_stands_on_the_list_prints_no_ballots() -> None:
    person = make.person("Trần Thị Bình")
    poll = make.closed_list(
        names=(person, "Lê Thị Cúc", "Phạm Văn Đào", "Lò Văn Cả"), seats=3
    )
    head = make.user(person=person)
    make.appointment(head, Role.TALLY_HEAD, at=poll.election.body.scope)

    with pytest.raises(OnTheListHimself):
        services.choose_paper(str(poll.pk), A4, by=head, at=make.NOON)
    with pytest.raises(OnTheListHimself):
        services.refuse_pack_by(str(poll.pk), by=head)


def test_a_printing_is_kept_once_and_recorded_once(
    keeper: Callable[[Poll], User],
) -> None:
    poll = listed(5, 3)
    by = keeper(poll)
    services.choose_paper(str(poll.pk), A4, by=by, at=make.NOON)
    services.choose_paper(str(poll.pk), A4, by=by, at=make.NOON)

    first, again = (
        ballot_paper.print_ballots(str(poll.pk), by=by, at=make.NOON) for _ in "12"
    )

    assert first == again
    chosen = AuditEvent.objects.get(act="ballots.paper_chosen")
    assert chosen.detail == {"size": "a4", "colour": "pink", "copies": 12}
    line = AuditEvent.objects.get(act="ballots.ballots_printed")
    assert (line.detail["copies"], line.detail["sha256"]) == (12, first.sha256)


def test_a_list_taken_up_again_has_other_ballots(
    keeper: Callable[[Poll], User],
) -> None:
    poll = make.closed_list()
    by = keeper(poll)
    services.choose_paper(str(poll.pk), A4, by=by, at=make.NOON)
    before = ballot_paper.digest_of_ballots(poll, paper_of_ballots(poll))
    services.reopen_list(str(poll.pk), reason="Thêm người", by=by, at=make.NOON)
    with pytest.raises(NoBallotsNow):
        ballot_paper.print_ballots(str(poll.pk), by=by, at=make.NOON)

    services.change_number(str(poll.pk), seats=4, alternates=0, by=by, at=make.NOON)
    make.put_forward(poll, make.person("Hoàng Văn Ích"))
    after = make.close(poll)

    assert ballot_paper.digest_of_ballots(after, paper_of_ballots(after)) != before


def test_a_rehearsals_ballots_are_marked(keeper: Callable[[Poll], User]) -> None:
    poll = listed(5, 3)
    with transaction.atomic(), make.past_every_trigger():
        poll.election.purpose = Purpose.REHEARSAL.value
        poll.election.save(update_fields=["purpose"])

    sample = ballot_paper.print_sample(str(poll.pk), by=None, at=make.NOON)

    assert "DIỄN TẬP" in words(printed(poll, A4, by=keeper(poll)))
    assert "MẪU – DIỄN TẬP" in words(bytes(sample.data))
    assert "MẪU" not in words(printed(listed(5, 3), A4, by=keeper(poll)))


def test_a_hundred_names_do_not_stand_on_a5(keeper: Callable[[Poll], User]) -> None:
    poll = listed(100, 80)
    by = keeper(poll)

    with pytest.raises(ballot_paper.TooLongForSheet, match="Hãy chọn khổ A4 nếu"):
        printed(poll, A5, by=by)

    assert len(contents(printed(poll, A4, by=by))) == 12


# --- everything for the count -----------------------------------------------------


@pytest.mark.parametrize(
    ("names", "seats", "key"),
    [(31, 27, "gạch số 3"), (5, 5, "đồng ý tất cả"), (1, 1, "đánh dấu cả hai ô")],
)
def test_the_pack_has_all_that_is_done_by_hand(
    keeper: Callable[[Poll], User], names: int, seats: int, key: str
) -> None:
    poll = listed(names, seats)
    by = keeper(poll)
    wanted = A4._replace(copies=120)
    services.choose_paper(str(poll.pk), wanted, by=by, at=make.NOON)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(returned=None, issued=None)

    data = bytes(pack.print_pack(str(poll.pk), by=by, at=make.NOON).data)

    said = words(data)
    assert "BAN KIỂM PHIẾU: 20 PHÚT" in said
    assert key in said
    assert "BÌA GIAO NHẬN PHIẾU BẦU" in said
    assert "hồng" in said
    assert said.count("Tập số: ……") == said.count("TỜ KIỂM PHIẾU") == 3
    assert "BIÊN BẢN KIỂM PHIẾU" in said
    # The card is one page, and the next begins with the cover.
    first, second, *_others = (
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)
    )
    assert "20 PHÚT" in first
    assert "BÌA GIAO NHẬN" in second


# --- the page ---------------------------------------------------------------------


def post(client: Client, hall: heaps.Hall, name: str, **data: object) -> str:
    answer = client.post(hall.url(name), data, follow=True)
    assert answer.status_code == 200
    return str(answer.text)


def perform(task: Any) -> None:
    for job in Job.objects.filter(kind=task.name, state=Job.State.QUEUED):
        task(job_id=str(job.pk))


def test_the_board_prints_everything_with_one_button(signed_in: SignedIn) -> None:
    hall = heaps.with_closed_list()
    client = signed_in(hall.head)

    before = client.get(hall.url("poll-print")).text
    asked = post(
        client,
        hall,
        "poll-print-ballots",
        size="a5_two_up",
        colour="green",
        copies="9",
        all="1",
    )
    perform(tasks.print_ballots)
    perform(tasks.print_pack)
    after = client.get(hall.url("poll-print")).text
    file = client.get(hall.url("poll-all-file"))

    assert "Chưa lập phiếu bầu nào." in before
    assert "ballot-preview" in before
    assert "đang chờ máy" in asked
    assert "10 phiếu, 5 tờ giấy" in after
    assert "Tải tất cả (ZIP)" in after
    names = zipfile.ZipFile(io.BytesIO(file.content)).namelist()
    assert [name.split("-dai")[0] for name in names] == ["bo-giay", "phieu-bau"]
    assert client.get(hall.url("poll-ballots-file")).content[:5] == b"%PDF-"
    assert client.get(hall.url("poll-pack-file")).content[:5] == b"%PDF-"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    signed_in: SignedIn,
) -> None:
    hall = heaps.with_closed_list()
    client = signed_in(hall.head)

    missing = post(
        client, hall, "poll-print-ballots", size="a5", colour="yellow", copies=""
    )
    too_many = post(
        client, hall, "poll-print-ballots", size="a5", colour="yellow", copies="5001"
    )

    assert "Hãy ghi số phiếu cần in." in missing
    assert "nhiều nhất 5000 phiếu" in too_many
    assert 'value="5001"' in too_many
    assert 'value="yellow" selected' in too_many
    assert not Job.objects.exists()


def test_the_presidium_gets_slips_and_a_sample_and_no_ballots(
    signed_in: SignedIn,
) -> None:
    poll = make.election()
    make.put_forward(poll, make.person("Lò Văn Cả"), make.person("Lục Thị Ba"))
    hall = heaps.Hall(poll, make.board(poll.election.body))
    client = signed_in(make.holder(Role.PRESIDIUM, at=poll.election.congress.scope))

    post(client, hall, "poll-print-slips", lines="3", copies="8")
    post(client, hall, "poll-print-sample", size="a5", colour="pink")
    perform(tasks.print_slips)
    perform(tasks.print_sample)
    page = client.get(hall.url("poll-print")).text
    own = [client.get(hall.url(f"poll-{each}-file")) for each in ("slips", "sample")]

    assert "8 phiếu, mỗi phiếu 3 dòng." in page
    assert [each.content[:5] for each in own] == [b"%PDF-"] * 2
    assert client.get(hall.url("poll-ballots-file")).status_code == 404
    assert (
        client.post(
            hall.url("poll-print-ballots"),
            {"size": "a4", "colour": "pink", "copies": "8"},
        ).status_code
        == 404
    )


def test_who_reads_elections_is_told_who_prints_and_sees_no_open_list(
    signed_in: SignedIn,
) -> None:
    poll = make.election()
    make.put_forward(poll, make.person("Lò Văn Cả"))
    hall = heaps.Hall(poll, make.board(poll.election.body))
    client = signed_in(hall.board.technician)

    page = client.get(hall.url("poll-print")).text

    assert "Danh sách chưa chốt" in page
    assert "Lò Văn Cả" not in page


def test_after_the_box_is_open_nothing_more_is_printed(signed_in: SignedIn) -> None:
    poll = make.open_box()
    board = make.board(poll.election.body)
    make.seat(poll, board.head)
    hall = heaps.Hall(poll, board)
    client = signed_in(board.head)

    said = post(
        client, hall, "poll-print-ballots", size="a4", colour="white", copies="8"
    )

    assert "thùng phiếu chưa mở" in said
    assert not Job.objects.exists()


def test_the_page_asks_as_much_for_a_long_list(
    signed_in: SignedIn, django_assert_num_queries: Queries
) -> None:
    for names, seats in ((3, 2), (40, 33)):
        poll = listed(names, seats)
        hall = heaps.Hall(poll, make.board(poll.election.body))
        client = signed_in(hall.head)
        client.get(hall.url("poll-print"))
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(hall.url("poll-print"))


# --- the pictures -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "seats", "size"),
    [
        (1, 1, PaperSize.A5),
        (15, 15, PaperSize.A5),
        (40, 40, PaperSize.A4),
        (100, 100, PaperSize.A4),
        (2, 1, PaperSize.A5),
        (15, 13, PaperSize.A5),
        (40, 33, PaperSize.A5),
        (100, 80, PaperSize.A4),
    ],
)
def test_a_ballot_looks_as_it_did(
    keeper: Callable[[Poll], User], names: int, seats: int, size: PaperSize
) -> None:
    poll = listed(names, seats)
    data = printed(poll, A4._replace(size=size, copies=1), by=keeper(poll))
    [page] = pypdfium2.PdfDocument(data)
    picture = page.render(scale=SCALE, grayscale=True).to_pil().convert("L")
    kind = "struck" if names > seats else "boxes"
    kept = REFERENCES / f"ballot-{kind}-{names}.png"

    if PHOTOGRAPH:
        picture.save(kept, optimize=True)

    with Image.open(kept) as reference:
        assert picture.size == reference.size
        change = ImageStat.Stat(ImageChops.difference(picture, reference))
    assert change.mean[0] < SAME
