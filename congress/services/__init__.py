"""Acts on congresses, their voting bodies, rolls and those elected."""

from congress.services.attendance import NotAsked, mark_attendance, mark_rest_present
from congress.services.congresses import (
    AlreadyConvened,
    Arrangements,
    change_congress,
    enter_congress,
)
from congress.services.convening import Convening, OtherTerm, convene, form_body
from congress.services.elected import ElectedRow, record_elected, revoke_elected
from congress.services.roll import (
    AsWhat,
    NobodyToCall,
    OtherNumber,
    StillPointedTo,
    UnsoundRow,
    call_all_members,
    call_elected,
    call_people,
    change_row,
    note_roll_taken,
    take_off_roll,
)
from congress.services.substituting import (
    Called,
    NoSubstitute,
    Replacing,
    order_of,
    replace_delegate,
    take_back_replacing,
)

__all__ = [
    "AlreadyConvened",
    "Arrangements",
    "AsWhat",
    "Called",
    "Convening",
    "ElectedRow",
    "NoSubstitute",
    "NobodyToCall",
    "NotAsked",
    "OtherNumber",
    "OtherTerm",
    "Replacing",
    "StillPointedTo",
    "UnsoundRow",
    "call_all_members",
    "call_elected",
    "call_people",
    "change_congress",
    "change_row",
    "convene",
    "enter_congress",
    "form_body",
    "mark_attendance",
    "mark_rest_present",
    "note_roll_taken",
    "order_of",
    "record_elected",
    "replace_delegate",
    "revoke_elected",
    "take_back_replacing",
    "take_off_roll",
]
