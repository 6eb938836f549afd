"""Who was elected, as far as no result was taken up again."""

from congress.models import Congress, Elected
from congress.rules.offices import Office


def elected_people(congress: Congress, office: Office) -> list[Elected]:
    """Return those elected to an office, official ones first, most votes first."""
    rows = Elected.objects.filter(
        elected_list__body__congress=congress,
        elected_list__office=office.value,
        elected_list__revoked_at__isnull=True,
    )
    return list(
        rows.select_related("person", "elected_list").order_by(
            "is_alternate", "elected_list__recorded_at", "rank", "pk"
        )
    )
