"""The back office: units, people, accounts, appointments.

Administrators only, and every change leaves its line. Nothing is deleted here.
Petitions, dossiers, surveys and ballots are never registered.
"""

from core.admin.accounts import AccountOffice
from core.admin.office import Office
from core.admin.people import PersonOffice
from core.admin.roles import AppointmentOffice
from core.admin.units import ScopeOffice, UnitOffice

__all__ = [
    "AccountOffice",
    "AppointmentOffice",
    "Office",
    "PersonOffice",
    "ScopeOffice",
    "UnitOffice",
]
