"""What people type about Party organisations."""

from core.forms.units.acts import (
    CorrectForm,
    DissolveForm,
    FoundForm,
    MoveForm,
    ReclassForm,
    RenameForm,
)
from core.forms.units.choosing import (
    UnitChoice,
    UnitCodeField,
    UnitCodesField,
    unit_meant,
)
from core.forms.units.succession import MergeForm, PartForm, SplitForm

__all__ = [
    "CorrectForm",
    "DissolveForm",
    "FoundForm",
    "MergeForm",
    "MoveForm",
    "PartForm",
    "ReclassForm",
    "RenameForm",
    "SplitForm",
    "UnitChoice",
    "UnitCodeField",
    "UnitCodesField",
    "unit_meant",
]
