"""Which portal this is: one in earnest, a demo, or a practice of the evening before.

Demo and practice are portals of their own on a database of their own (design: finished
facts). Whatever leaves them – a screen, a paper, a file – carries their mark, so that
nobody takes it for the real one. This is the only place that knows the marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEMO: Final = "demo"
PRACTICE: Final = "practice"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a portal that is not in earnest puts on what it shows and gives away."""

    # On screens and walls, in the language of whoever looks.
    banner: Promise
    # Across papers, line by line; papers are Vietnamese only.
    across: tuple[str, ...]
    # At the foot of papers, and wherever one sentence has room.
    sentence: str
    # Before the name of every file.
    prefix: str

    @property
    def words(self) -> str:
        """The words across papers in one line."""
        return " – ".join(self.across)


MARKS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        DEMO: Mark(
            banner=_("Bản trình diễn – dữ liệu giả định, không dùng để công bố"),
            across=("BẢN TRÌNH DIỄN",),
            sentence="Số liệu giả định, không dùng để công bố.",
            prefix="trinh-dien-",
        ),
        PRACTICE: Mark(
            banner=_("DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ, không dùng để công bố"),
            across=("DIỄN TẬP", "KHÔNG CÓ GIÁ TRỊ"),
            sentence="Diễn tập, không có giá trị, không dùng để công bố.",
            prefix="dien-tap-",
        ),
    }
)


def mark() -> Mark | None:
    """Return the mark of this portal; one in earnest has none."""
    return MARKS.get(settings.INSTANCE)


def mark_of(name: str) -> Mark | None:
    """Return the mark of a portal by its name, as an archive says it."""
    return MARKS.get(name)


def is_practice() -> bool:
    """Whether what is done here is a practice that touches no fact."""
    return bool(settings.INSTANCE == PRACTICE)


def marked_name() -> str:
    """Return what this portal is called where that matters; nothing in earnest."""
    return settings.INSTANCE if settings.INSTANCE in MARKS else ""


def file_name(name: str) -> str:
    """Return what a file of this portal is called; marked twice it is marked once."""
    here = mark()
    if here is None or name.startswith(here.prefix):
        return name
    return f"{here.prefix}{name}"
