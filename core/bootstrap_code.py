"""The code that proves that whoever makes the first administrator runs the machine.

It is derived from the installation's secret, so nothing is stored; the page that asks
for it is gone as soon as an account exists. Twelve signs of twenty are 51 bits, and ten
wrong ones from one address make it wait (core.guessing).
"""

from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from core import typed_codes

GROUPS: Final = 3


def current() -> str:
    """Return the code, as three groups of four that survive a Vietnamese keyboard."""
    made = salted_hmac("core.bootstrap_code", "first administrator", algorithm="sha256")
    rest = int.from_bytes(made.digest())
    groups = []
    for _group in range(GROUPS):
        signs = ""
        for _sign in range(typed_codes.GROUP):
            rest, place = divmod(rest, len(typed_codes.SIGNS))
            signs += typed_codes.SIGNS[place]
        groups.append(signs)
    return "-".join(groups)


def matches(typed: str) -> bool:
    """Whether a person typed the code, with or without the dashes."""
    return constant_time_compare(typed_codes.bare(typed), typed_codes.bare(current()))
