"""Codes that a person reads on paper and types: first passwords, recovery codes."""

import secrets
from typing import Final

# No look-alikes, and no vowels, d or w: with a Vietnamese keyboard on, nothing here
# turns into another letter (Telex, VNI).
SIGNS: Final = "cfhjkmnprtvx23456789"
GROUP: Final = 4


def new_code(*, groups: int) -> str:
    """Return random signs in groups of four, such as ``k7tm-x2vp``."""
    return "-".join(_group() for _time in range(groups))


def bare(typed: str) -> str:
    """Return a code as typed, without dashes and spaces, in small letters."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())


def _group() -> str:
    return "".join(secrets.choice(SIGNS) for _time in range(GROUP))
