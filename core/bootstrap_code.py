"""The code that proves that whoever makes the first administrator runs the machine.

It is derived from the installation's secret, so nothing is stored; the page that asks
for it is gone as soon as an account exists.
"""

from django.utils.crypto import constant_time_compare, salted_hmac


def current() -> str:
    """Return the code, as two groups of four."""
    code = salted_hmac("core.bootstrap_code", "first administrator").hexdigest()[:8]
    return f"{code[:4]}-{code[4:]}"


def matches(typed: str) -> bool:
    """Whether a person typed the code, with or without the dash."""
    bare = typed.strip().lower().replace("-", "").replace(" ", "")
    return constant_time_compare(bare, current().replace("-", ""))
