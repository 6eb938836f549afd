"""What people type about elections."""

from ballots.forms.after import (
    AnswerForm,
    BaseAgainForm,
    CompareForm,
    PutAwayForm,
    ReopenForm,
    SignedForm,
)
from ballots.forms.after_the_congress import (
    AgainForm,
    AnnulForm,
    EndForm,
    MidTermForm,
)
from ballots.forms.archive import TakeArchiveForm, UnsealForm
from ballots.forms.confirming import ConfirmForm
from ballots.forms.doubtful import AgreeForm, RulingForm
from ballots.forms.entry import (
    BatchesForm,
    CheckForm,
    DivideForm,
    MiscountedForm,
    ReasonForm,
)
from ballots.forms.files import UploadForm
from ballots.forms.looking import DrawForm, LookRulingForm, StopLookForm
from ballots.forms.naming import lines_of
from ballots.forms.papers import FiguresForm, OpenBoxForm, SealForm, SeenForm
from ballots.forms.printing import BallotsForm, LookForm, SlipsForm
from ballots.forms.readings import ReadingsForm
from ballots.forms.slate import (
    BoardForm,
    CloseForm,
    DecisionForm,
    ElectionForm,
    NamesForm,
    NominatingForm,
    NominationForm,
    NumberAndSurplusForm,
    OpinionForm,
    TakeUpForm,
)
from ballots.forms.walls import WayForm
from ballots.forms.withdrawing import WithdrawForm

__all__ = [
    "AgainForm",
    "AgreeForm",
    "AnnulForm",
    "AnswerForm",
    "BallotsForm",
    "BaseAgainForm",
    "BatchesForm",
    "BoardForm",
    "CheckForm",
    "CloseForm",
    "CompareForm",
    "ConfirmForm",
    "DecisionForm",
    "DivideForm",
    "DrawForm",
    "ElectionForm",
    "EndForm",
    "FiguresForm",
    "LookForm",
    "LookRulingForm",
    "MidTermForm",
    "MiscountedForm",
    "NamesForm",
    "NominatingForm",
    "NominationForm",
    "NumberAndSurplusForm",
    "OpenBoxForm",
    "OpinionForm",
    "PutAwayForm",
    "ReadingsForm",
    "ReasonForm",
    "ReopenForm",
    "RulingForm",
    "SealForm",
    "SeenForm",
    "SignedForm",
    "SlipsForm",
    "StopLookForm",
    "TakeArchiveForm",
    "TakeUpForm",
    "UnsealForm",
    "UploadForm",
    "WayForm",
    "WithdrawForm",
    "lines_of",
]
