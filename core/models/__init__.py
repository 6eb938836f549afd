"""The organisation and the mechanisms that every app stands on."""

from core.models.account import Appointment, User
from core.models.audit import AuditEvent
from core.models.job import Job
from core.models.person import Person
from core.models.scope import Scope
from core.models.stored import StoredFile, StoredFileChunk, StoredPrint
from core.models.unit import Unit

__all__ = [
    "Appointment",
    "AuditEvent",
    "Job",
    "Person",
    "Scope",
    "StoredFile",
    "StoredFileChunk",
    "StoredPrint",
    "Unit",
    "User",
]
