"""What people type about a congress and its rolls."""

from congress.forms.congresses import ArrangementsForm, BodyForm, ConveneForm
from congress.forms.plan import (
    AddMilestoneForm,
    CopyForm,
    DoneForm,
    ItemForm,
    MilestoneForm,
    NewTemplateForm,
    PlanForm,
    TemplateTitleForm,
)
from congress.forms.roll import CallForm, MarkForm, ReplaceForm, RowForm
from congress.forms.wall import MessageForm, StepForm, WallForm

__all__ = [
    "AddMilestoneForm",
    "ArrangementsForm",
    "BodyForm",
    "CallForm",
    "ConveneForm",
    "CopyForm",
    "DoneForm",
    "ItemForm",
    "MarkForm",
    "MessageForm",
    "MilestoneForm",
    "NewTemplateForm",
    "PlanForm",
    "ReplaceForm",
    "RowForm",
    "StepForm",
    "TemplateTitleForm",
    "WallForm",
]
