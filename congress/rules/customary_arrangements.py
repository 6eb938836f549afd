"""What is usually made known and made ready for a congress.

From practice, not from a regulation: nobody has confirmed it for any place, so it is
chosen with ticks before it is put in. Days are counted from the congress's own.
"""

from typing import Final, NamedTuple

from congress.rules.planning import Anchor


class Usual(NamedTuple):
    """One thing of a list: its part, its channel, and its day."""

    code: str
    part: str
    channel: str = ""
    days: int = 0
    anchor: Anchor = Anchor.OPENING
    wanted: int | None = None


_AFTER = Anchor.CLOSING

COMMUNICATION: Final = (
    Usual("theme_taken_up", "before", "meeting", 60),
    Usual("documents_studied", "before", "meeting", 60),
    Usual("emulation_launched", "before", "emulation", 60),
    Usual("works_registered", "before", "emulation", 45),
    Usual("opinions_called_for", "before", "loudspeaker", 60),
    Usual("column_opened", "before", "website", 30),
    Usual("achievements_told", "before", "loudspeaker", 30),
    Usual("banners_up", "before", "banner", 7),
    Usual("press_told", "before", "press", 7),
    Usual("opening_made_known", "before", "notice_board", 3),
    Usual("opening_reported", "during", "loudspeaker"),
    Usual("days_reported", "during", "website"),
    Usual("press_served", "during", "press"),
    Usual("posts_watched", "during", "social_network"),
    Usual("result_told", "after", "loudspeaker", 1, _AFTER),
    Usual("resolution_spread", "after", "meeting", 30, _AFTER),
    Usual("action_programme_told", "after", "website", 30, _AFTER),
    Usual("emulation_closed", "after", "emulation", 30, _AFTER),
    Usual("banners_down", "after", "banner", 3, _AFTER),
)

LOGISTICS: Final = (
    Usual("hall_chosen", "hall", days=60),
    Usual("stage_dressed", "hall", days=2),
    Usual("flags_and_bust", "hall", days=2),
    Usual("hall_tidied", "hall", days=1),
    Usual("seats_drawn", "seating", days=5),
    Usual("seat_signs", "seating", days=2),
    Usual("tally_room", "seating", days=3),
    Usual("sound_tried", "sound", days=1),
    Usual("spare_microphones", "sound", days=1, wanted=2),
    Usual("screens_tried", "sound", days=1),
    Usual("power_checked", "power", days=3),
    Usual("generator_tried", "power", days=1),
    Usual("spare_power_for_tally", "power", days=1),
    Usual("papers_printed", "printing", days=3),
    Usual("ballot_boxes", "printing", days=3, wanted=2),
    Usual("ballot_paper_ready", "printing", days=3),
    Usual("document_bags", "printing", days=2),
    Usual("meals_ordered", "meals", days=3),
    Usual("drinking_water", "meals", days=1),
    Usual("lodging_booked", "meals", days=7),
    Usual("cars_ordered", "transport", days=3),
    Usual("parking_marked", "transport", days=1),
    Usual("health_team", "health", days=3),
    Usual("first_aid_box", "health", days=1, wanted=1),
    Usual("security_plan", "security", days=7),
    Usual("fire_extinguishers", "security", days=3),
    Usual("exits_free", "security", days=1),
    Usual("invitations_sent", "reception", days=10),
    Usual("badges_printed", "reception", days=3),
    Usual("reception_desk", "reception", days=1),
)

USUAL: Final = {"communication": COMMUNICATION, "logistics": LOGISTICS}
