"""What people type about a congress and its rolls."""

from congress.forms.congresses import ArrangementsForm, BodyForm, ConveneForm
from congress.forms.roll import CallForm, MarkForm, ReplaceForm, RowForm
from congress.forms.wall import MessageForm, StepForm, WallForm

__all__ = [
    "ArrangementsForm",
    "BodyForm",
    "CallForm",
    "ConveneForm",
    "MarkForm",
    "MessageForm",
    "ReplaceForm",
    "RowForm",
    "StepForm",
    "WallForm",
]
