"""The back office: units, people, accounts, appointments, rule sets.

Administrators only, and every change leaves its line. Nothing is deleted here.
Petitions, dossiers, surveys and ballots are never registered.
"""

from core.admin.accounts import AccountOffice
from core.admin.office import Kept, Office
from core.admin.people import PersonOffice
from core.admin.roles import AppointmentOffice
from core.admin.rule_sets import RuleSetOffice
from core.admin.units import LevelOffice, ScopeOffice, UnitKindOffice, UnitOffice

__all__ = [
    "AccountOffice",
    "AppointmentOffice",
    "Kept",
    "LevelOffice",
    "Office",
    "PersonOffice",
    "RuleSetOffice",
    "ScopeOffice",
    "UnitKindOffice",
    "UnitOffice",
]
