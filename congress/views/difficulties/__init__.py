"""Difficulties: raised, answered by the level above, told to all beneath it."""

from congress.views.difficulties.answers import shared_answer_withdraw, shared_answers
from congress.views.difficulties.listing import congress_difficulties, difficulties
from congress.views.difficulties.one import (
    difficulty,
    difficulty_act,
    difficulty_raise,
    difficulty_share,
)

__all__ = [
    "congress_difficulties",
    "difficulties",
    "difficulty",
    "difficulty_act",
    "difficulty_raise",
    "difficulty_share",
    "shared_answer_withdraw",
    "shared_answers",
]
