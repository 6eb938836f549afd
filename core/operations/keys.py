"""From a passphrase to a pair of keys: the open half makes backups, nothing opens them
but the passphrase.

The salt says how it is used (``scrypt$17$8$1$…``), so a later portal may ask more work
of a guesser and still open old backups.
"""

import hashlib
import re
import secrets
import unicodedata
from typing import Any, Final

import pyrage

from core.operations import bech32

SHORTEST: Final = 12  # letters of a passphrase
_PREFIX: Final = "age-secret-key-"
_COST, _BLOCK, _LANES = 17, 8, 1  # 128 MiB and half a second on a laptop
# A file says what work it asks: within these, so that none can eat the memory.
_SALT: Final = re.compile(r"scrypt\$(1[0-9]|20)\$8\$([1-4])\$([0-9a-f]{32})")
_MEMORY: Final = 2**30 + 2**21


class OddSalt(ValueError):  # noqa: N818 - named for the fact
    """A salt that no portal has written."""


def new_salt() -> str:
    """Return a salt that no other plan has."""
    return f"scrypt${_COST}${_BLOCK}${_LANES}${secrets.token_hex(16)}"


def tidy(passphrase: str) -> str:
    """Return what counts of it: two ways to type one sentence give one key."""
    return " ".join(unicodedata.normalize("NFC", passphrase).split())


def recipient_of(passphrase: str, salt: str) -> str:
    """Return the open half of the key: whoever has it can only lock."""
    return str(identity_of(passphrase, salt).to_public())


def identity_of(passphrase: str, salt: str) -> Any:
    """Return the whole key.

    Raises:
        OddSalt: the salt asks for what no portal asks.
    """
    found = _SALT.fullmatch(salt)
    if found is None:
        raise OddSalt(salt)
    cost, lanes, random = found.groups()
    secret = hashlib.scrypt(
        tidy(passphrase).encode(),
        salt=bytes.fromhex(random),
        n=2 ** int(cost),
        r=_BLOCK,
        p=int(lanes),
        maxmem=_MEMORY,
        dklen=32,
    )
    return pyrage.x25519.Identity.from_str(bech32.encode(_PREFIX, secret).upper())


def passing() -> Any:
    """Return a key for one reading back; it is kept nowhere."""
    return pyrage.x25519.Identity.generate()


def recipient(written: str) -> Any:
    """Return the open half from its letters."""
    return pyrage.x25519.Recipient.from_str(written)
