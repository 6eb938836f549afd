"""What stands at the head of papers about congresses."""

from congress.models import Congress, Content
from core.vietnamese import dates


def days(congress: Congress) -> str:
    """Say on which days it is held."""
    opens, closes = dates.short(congress.opens_on), dates.short(congress.closes_on)
    held = opens if opens == closes else f"{opens} – {closes}"
    if congress.preparatory_on is None:
        return held
    return f"{held} (phiên trù bị ngày {dates.short(congress.preparatory_on)})"


def contents(congress: Congress) -> list[str]:
    """Name what the congress has to do, of the four contents."""
    return [str(each.label) for each in Content if each.value in congress.contents]
