"""Acts on the register of people."""

from core.services.people.changing import (
    change_person,
    transfer_person,
)
from core.services.people.departing import (
    Leaving,
    LeavingUnsound,
    NotLeft,
    bring_person_back,
    let_person_leave,
)
from core.services.people.leaving import (
    note_people_taken,
)
from core.services.people.looking import (
    AlreadyLeft,
    AlreadyRegistered,
    MergedAway,
    ParticularsUnsound,
    particulars_of,
)
from core.services.people.merging import (
    AccountsOnBoth,
    MergeUnsound,
    merge_people,
)
from core.services.people.posts import (
    PostFacts,
    PostUnsound,
    add_post,
    change_post,
    end_post,
    remove_post,
)
from core.services.people.registering import (
    register_person,
)

__all__ = [
    "AccountsOnBoth",
    "AlreadyLeft",
    "AlreadyRegistered",
    "Leaving",
    "LeavingUnsound",
    "MergeUnsound",
    "MergedAway",
    "NotLeft",
    "ParticularsUnsound",
    "PostFacts",
    "PostUnsound",
    "add_post",
    "bring_person_back",
    "change_person",
    "change_post",
    "end_post",
    "let_person_leave",
    "merge_people",
    "note_people_taken",
    "particulars_of",
    "register_person",
    "remove_post",
    "transfer_person",
]
