"""Acts on the register of people."""

from core.services.people.changing import (
    change_person,
    transfer_person,
)
from core.services.people.leaving import (
    note_people_taken,
)
from core.services.people.looking import (
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
    "AlreadyRegistered",
    "MergeUnsound",
    "MergedAway",
    "ParticularsUnsound",
    "PostFacts",
    "PostUnsound",
    "add_post",
    "change_person",
    "change_post",
    "end_post",
    "merge_people",
    "note_people_taken",
    "particulars_of",
    "register_person",
    "remove_post",
    "transfer_person",
]
