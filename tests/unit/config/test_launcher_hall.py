import json
import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from config.launcher import care
from config.launcher.certificate import LASTS, Certificate
from config.launcher.console import CannotGoOn
from config.launcher.entrance import Entrance, HallEntrance, in_lines
from config.launcher.network import hall_addresses

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
HERE, THERE = "192.168.1.20", "10.0.0.3"


def names_in(certificate: Certificate) -> list[str]:
    read = x509.load_pem_x509_certificate(certificate.file.read_bytes())
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(each) for each in names.get_values_for_type(x509.IPAddress)]


# --- the certificate --------------------------------------------------------------


def test_a_certificate_is_made_once_and_its_key_is_ours_alone(tmp_path: Path) -> None:
    certificate = Certificate(tmp_path / "hall")

    made = [certificate.ensure([HERE], now=NOW) for _time in (1, 2)]

    assert made == [True, False]
    assert certificate.key.stat().st_mode & 0o777 == 0o600
    assert certificate.folder.stat().st_mode & 0o777 == 0o700
    assert names_in(certificate) == [HERE]


def test_a_new_address_makes_a_new_certificate_that_still_names_the_old(
    tmp_path: Path,
) -> None:
    certificate = Certificate(tmp_path / "hall")
    certificate.ensure([HERE], now=NOW)
    first = certificate.fingerprint

    made = certificate.ensure([THERE], now=NOW)
    second = certificate.fingerprint
    back = certificate.ensure([HERE], now=NOW)

    assert (made, back) == (True, False)
    assert first != second == certificate.fingerprint
    assert names_in(certificate) == [THERE, HERE]


@pytest.mark.parametrize(
    ("later", "is_new"),
    [
        (timedelta(days=600), False),
        (LASTS - timedelta(days=29), True),
        (timedelta(days=-3), True),  # the clock was set back
    ],
)
def test_a_certificate_is_renewed_before_its_time_is_over(
    tmp_path: Path, later: timedelta, is_new: bool
) -> None:
    certificate = Certificate(tmp_path / "hall")
    certificate.ensure([HERE], now=NOW)

    assert certificate.ensure([HERE], now=NOW + later) is is_new


def test_a_certificate_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    certificate = Certificate(tmp_path / "hall")
    certificate.ensure([HERE], now=NOW)
    certificate.file.write_text("not a certificate")

    assert certificate.ensure([HERE], now=NOW) is True


def test_a_fingerprint_is_shown_in_lines_of_eight_pairs(tmp_path: Path) -> None:
    certificate = Certificate(tmp_path / "hall")
    certificate.ensure([HERE], now=NOW)

    lines = in_lines(certificate.fingerprint)

    assert [line.count(":") for line in lines] == [7] * 4
    assert ":".join(lines) == certificate.fingerprint


# --- the addresses ----------------------------------------------------------------


def test_given_addresses_are_taken_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALL_ADDRESS", f"{HERE}, {THERE}")

    assert hall_addresses() == (HERE, THERE)


@pytest.mark.parametrize("given", ["hoi-truong", "192.168.1", "192.168.1.999"])
def test_what_is_no_address_is_refused_in_words(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALL_ADDRESS", given)

    with pytest.raises(CannotGoOn, match=f"không phải “{given}”"):
        hall_addresses()


def test_without_a_network_the_launcher_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HALL_ADDRESS", raising=False)
    monkeypatch.setattr(socket, "if_nameindex", lambda: [(1, "lo"), (2, "docker0")])

    with pytest.raises(CannotGoOn, match="Hãy nối Wi-Fi hoặc cáp mạng"):
        hall_addresses()


# --- the doors --------------------------------------------------------------------


def test_a_hall_has_one_door_for_each_address_and_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALL_ADDRESS", "127.0.0.1,127.0.0.2")
    monkeypatch.setenv("PORT", str(free_port()))
    entrance = HallEntrance(folder=tmp_path / "hall")

    with ExitStack() as stack:
        entrance.open(stack)
        port = entrance.port
        env, urls = entrance.env, entrance.urls

    assert urls == [f"https://127.0.0.{n}:{port}/" for n in (1, 2)]
    assert env["PORTAL_HALL"] == ",".join(urls)
    assert {"127.0.0.1", "127.0.0.2"} <= set(env["PORTAL_HOSTS"].split(","))
    assert (env["PORTAL_SECURE"], env["PORTAL_HSTS_SECONDS"]) == ("1", "0")


def test_a_hall_takes_no_other_port_than_the_one_that_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, ExitStack() as stack:
        monkeypatch.setenv("HALL_ADDRESS", "127.0.0.1")
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))

        with pytest.raises(CannotGoOn, match="Hãy đặt PORT sang số khác"):
            HallEntrance(folder=tmp_path / "hall").open(stack)


def test_this_machine_alone_takes_the_next_free_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, ExitStack() as stack:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        entrance = Entrance()

        entrance.open(stack)

        assert entrance.port > taken.getsockname()[1]
        assert entrance.env == {}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


# --- caring -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "instance"),
    [
        (json.dumps({"instance": "demo"}), "demo"),
        (json.dumps({"instance": "portal"}), "portal"),
        (json.dumps({"instance": "../../etc"}), "portal"),
        (json.dumps(["demo"]), "portal"),
        ("PK\x03\x04", "portal"),
        ("", "portal"),
    ],
)
def test_a_backup_goes_back_where_it_came_from(
    tmp_path: Path, line: str, instance: str
) -> None:
    file = tmp_path / "x.saoluu"
    file.write_text(f"{line}\nlocked", encoding="utf-8")

    assert care._instance_of(file) == instance


def test_nothing_runs_where_nothing_ever_ran(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path))

    assert care.look_that_nothing_runs() == 0
    assert list(tmp_path.iterdir()) == []
