"""The organisation and the mechanisms that every app stands on."""

from core.models.account import Appointment, User
from core.models.audit import AuditEvent, AuditSeal, UnsealedEvent
from core.models.backup import Backup, BackupPlan
from core.models.brought_in import (
    ImportChange,
    ImportRow,
    ImportRun,
    RememberedMapping,
)
from core.models.job import Job
from core.models.journey import Arrival, Journey, JourneyEnd, Parcel
from core.models.notice import Letter, MailChoice, MailMode, Notice
from core.models.person import Person, PersonMerge, Post
from core.models.rule_set import RuleSet, RuleSetEdition
from core.models.scope import Scope
from core.models.sign_in import AccountSlips, SignIn
from core.models.stored import StoredFile, StoredFileChunk, StoredPrint
from core.models.unit import Level, Unit, UnitChange, UnitKind, UnitSuccession
from core.models.versions import (
    PersonVersion,
    PostVersion,
    UnitVersion,
    UserVersion,
)
from core.models.work import Figure, WorkItem

__all__ = [
    "AccountSlips",
    "Appointment",
    "Arrival",
    "AuditEvent",
    "AuditSeal",
    "Backup",
    "BackupPlan",
    "Figure",
    "ImportChange",
    "ImportRow",
    "ImportRun",
    "Job",
    "Journey",
    "JourneyEnd",
    "Letter",
    "Level",
    "MailChoice",
    "MailMode",
    "Notice",
    "Parcel",
    "Person",
    "PersonMerge",
    "PersonVersion",
    "Post",
    "PostVersion",
    "RememberedMapping",
    "RuleSet",
    "RuleSetEdition",
    "Scope",
    "SignIn",
    "StoredFile",
    "StoredFileChunk",
    "StoredPrint",
    "Unit",
    "UnitChange",
    "UnitKind",
    "UnitSuccession",
    "UnitVersion",
    "UnsealedEvent",
    "User",
    "UserVersion",
    "WorkItem",
]
