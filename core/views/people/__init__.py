"""The register of people: lists, one person, what is entered and put right."""

from core.views.people.departing import (
    person_bring_back,
    person_leave,
)
from core.views.people.editing import (
    person_change,
    person_register,
    person_transfer,
)
from core.views.people.lists import (
    people,
    people_doubles,
)
from core.views.people.merging import (
    person_merge,
    person_merge_confirm,
    person_merge_with,
)
from core.views.people.one import (
    person,
)
from core.views.people.posts import (
    post_add,
    post_change,
    post_end,
    post_remove,
)

__all__ = [
    "people",
    "people_doubles",
    "person",
    "person_bring_back",
    "person_change",
    "person_leave",
    "person_merge",
    "person_merge_confirm",
    "person_merge_with",
    "person_register",
    "person_transfer",
    "post_add",
    "post_change",
    "post_end",
    "post_remove",
]
