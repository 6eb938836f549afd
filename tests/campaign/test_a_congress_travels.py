"""The demo congress goes to a hall's machine and back, by the commands people type."""

import json
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.campaign.launched import Launched, launch, manage

PASSPHRASE = "song dai troi rong ben co lieu"

TAKE_OUT = f"""
from django.utils import timezone
from congress.models import Congress
from core.models import Parcel, User
from core.queries import open_stored
from core.services import journeys
by = User.objects.get(username='thuky')
scope = Congress.objects.get(slug='ban-pho-xxiv').scope
journey = journeys.begin(scope, destination='hội trường', passphrase={PASSPHRASE!r},
                         by=by, at=timezone.now())
made = journeys.make_parcel(str(journey.pk), by=by, at=timezone.now(),
                            report=lambda *_: None)
with open(FILE, 'wb') as file:
    file.write(open_stored(made.file).read())
"""
SEND_BACK = """
from django.utils import timezone
from core.models import Journey
from core.queries import open_stored
from core.services import journeys
made = journeys.make_parcel(str(Journey.objects.get().pk), by=None, at=timezone.now(),
                            report=lambda *_: None)
with open(FILE, 'wb') as file:
    file.write(open_stored(made.file).read())
"""
# A result for the other machine to find: a file of ballots, counted and confirmed.
WORK = """
from django.utils import timezone
from ballots import services
from congress.models import Congress
from core.models import User
body = Congress.objects.get(slug='ban-pho-xxiv').bodies.get(kind='congress')
by = User.objects.get(username='thanhvien')
with open('static/samples/bau-bi-thu.json', 'rb') as file:
    received = services.receive_file(body=body, name='bau-bi-thu.json',
                                     chunks=[file.read()], by=by, at=timezone.now())
poll = services.import_upload(str(received.pk), at=timezone.now(),
                              report=lambda *_: None)
tally = services.count_poll(str(poll.pk), by=by, at=timezone.now(),
                            report=lambda *_: None)
head = User.objects.get(username='truongban')
services.confirm_tally(str(poll.pk), digest=tally.digest, by=head, at=timezone.now())
print(tally.digest)
"""
ENDED = """
from core.models import JourneyEnd
from ballots.models import Confirmation
end = JourneyEnd.objects.get()
print(end.how, end.kept, Confirmation.objects.latest('at').tally.digest)
"""
COUNTS = """
import json
from django.apps import apps
left_out = {'sessions.Session', 'core.AuditSeal', 'core.UnsealedEvent', 'core.Job'}
print(json.dumps({model._meta.label: model._default_manager.count()
                  for model in apps.get_models() if model._meta.label not in left_out}))
"""


@pytest.fixture
def folders() -> Iterator[tuple[Path, Path]]:
    with (
        tempfile.TemporaryDirectory(prefix="h", ignore_cleanup_errors=True) as home,
        tempfile.TemporaryDirectory(prefix="l", ignore_cleanup_errors=True) as hall,
    ):
        yield Path(home), Path(hall)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def running(var: Path) -> Launched:
    portal = Launched(var, port=free_port())
    portal.wait_until_ready()
    return portal


def page(port: int, path: str) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", path)
        return line.getresponse().read().decode()


def test_the_demo_congress_goes_out_is_worked_on_and_comes_back(
    folders: tuple[Path, Path],
) -> None:
    at_home, at_the_hall = folders
    out, back = at_home / "mang-di.daihoi", at_home / "mang-ve.daihoi"
    home = running(at_home)
    home.ask(f"FILE = {str(out)!r}\n{TAKE_OUT}")
    home.stop()

    refused = launch(
        at_the_hall, "load", str(out), PORTAL_PARCEL_PASSPHRASE="khong dung mat khau"
    )
    loaded = launch(
        at_the_hall,
        *("load", str(out)),
        PORTAL_PARCEL_PASSPHRASE=PASSPHRASE,
        TYPED="nạp đại hội\n",
    )
    hall = running(at_the_hall)
    digest = hall.ask(WORK)
    whole = manage(hall.var, "verify_audit")
    hall.ask(f"FILE = {str(back)!r}\n{SEND_BACK}")
    hall.stop()

    def bring(typed: str) -> tuple[int, str]:
        done = launch(
            at_home,
            *("bring-back", str(back)),
            PORTAL_PARCEL_PASSPHRASE=PASSPHRASE,
            TYPED=f"{typed}\n",
        )
        return done.returncode, done.stdout + done.stderr

    declined, brought, twice = bring("thôi"), bring("MANG VỀ"), bring("MANG VỀ")
    home = running(at_home)
    ended, chain = home.ask(ENDED), manage(at_home, "verify_audit")
    home.stop()

    assert refused.returncode == 1
    assert "Mật khẩu không đúng" in refused.stdout + refused.stderr
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    assert "nguyên vẹn" in whole
    assert declined[0] == 1
    assert brought[0] == 0, brought[1]
    assert "khớp" in brought[1]
    assert "Đã sao lưu trước khi làm" in brought[1]
    assert twice[0] == 1
    assert "đã kết thúc" in twice[1]
    assert ended == f"brought_back 0 {digest}"
    assert "nguyên vẹn" in chain


def test_a_practice_is_loaded_marked_and_forgotten(
    folders: tuple[Path, Path],
) -> None:
    at_home, _at_the_hall = folders
    home = running(at_home)
    before = json.loads(home.ask(COUNTS))
    port = free_port()
    practice = Launched(
        at_home, port=port, deed="practice --instance demo ban-pho-xxiv"
    )

    practice.wait_until_ready()
    marked = page(port, "/dang-nhap/")
    unmarked = page(home.port, "/dang-nhap/")
    practice.stop()
    wiped = launch(at_home, "practice-wipe")
    after = json.loads(home.ask(COUNTS))
    home.stop()

    assert "KHÔNG CÓ GIÁ TRỊ" in marked
    assert "KHÔNG CÓ GIÁ TRỊ" not in unmarked
    assert wiped.returncode == 0
    assert not (at_home / "practice" / "postgres").exists()
    assert after == before
