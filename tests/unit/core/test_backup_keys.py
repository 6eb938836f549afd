"""From a passphrase to keys, and the letters in which they are written."""

import unicodedata

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.operations import bech32, keys

SALT = "scrypt$10$8$1$" + "0f" * 16
SENTENCE = "rừng vàng biển bạc đất phù sa"


# BIP 173, valid strings whose data are whole bytes once unpacked.
@pytest.mark.parametrize(
    ("prefix", "data", "written"),
    [
        ("a", b"", "a12uel5l"),
        (
            "abcdef",
            bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df"),
            "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        ),
    ],
)
def test_bech32_writes_what_its_standard_shows(
    prefix: str, data: bytes, written: str
) -> None:
    assert bech32.encode(prefix, data) == written


@given(st.binary(min_size=32, max_size=32))
def test_every_secret_is_a_key_that_age_reads(secret: bytes) -> None:
    written = bech32.encode("age-secret-key-", secret).upper()

    assert str(pyrage.x25519.Identity.from_str(written)) == written


def test_the_key_of_a_passphrase_is_always_the_same() -> None:
    found = {keys.recipient_of(SENTENCE, SALT) for _time in (1, 2)}

    assert found == {"age1rhzyr7j82wead83qwmcggyemmfpxxt3kqd6eghysfr7vtkrnpswq6n42ev"}


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", SENTENCE),
        "  rừng  vàng biển bạc\tđất phù sa ",
    ],
)
def test_two_ways_to_type_a_sentence_open_the_same(typed: str) -> None:
    assert keys.recipient_of(typed, SALT) == keys.recipient_of(SENTENCE, SALT)


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=12))
def test_what_the_open_half_locks_the_passphrase_opens(passphrase: str) -> None:
    recipient = keys.recipient(keys.recipient_of(passphrase, SALT))

    locked = pyrage.encrypt(b"x", [recipient])

    assert pyrage.decrypt(locked, [keys.identity_of(passphrase, SALT)]) == b"x"


def test_another_salt_gives_another_key() -> None:
    assert keys.new_salt() != keys.new_salt()
    assert keys.recipient_of(SENTENCE, SALT) != keys.recipient_of(
        SENTENCE, SALT.replace("0f", "f0")
    )


@pytest.mark.parametrize(
    "salt",
    [
        "",
        "scrypt$30$8$1$" + "0f" * 16,  # a terabyte of memory
        "scrypt$17$8$9$" + "0f" * 16,
        "scrypt$17$8$1$0f",
        "pbkdf2$17$8$1$" + "0f" * 16,
    ],
)
def test_a_salt_that_asks_for_too_much_is_refused(salt: str) -> None:
    with pytest.raises(keys.OddSalt):
        keys.identity_of(SENTENCE, salt)


def test_our_own_salt_is_one_that_we_accept() -> None:
    salt = keys.new_salt()

    assert keys.recipient_of(SENTENCE, salt).startswith("age1")
