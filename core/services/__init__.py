"""Acts on units, people, accounts and files: one function for each act."""

from core.services.accounts import (
    AdministratorExists,
    change_password,
    create_account,
    create_first_administrator,
)
from core.services.files import (
    CHUNK,
    FileTooLarge,
    store_file,
)
from core.services.people import (
    register_person,
)
from core.services.roles import (
    ALREADY_GIVEN,
    AlreadyAppointed,
    OwnAppointment,
    TallyRoleElsewhere,
    TallyRoleNeedsPerson,
    give_role,
    is_given,
    revoke_role,
)
from core.services.scopes import (
    open_scope,
)
from core.services.units import (
    found_unit,
)

__all__ = [
    "ALREADY_GIVEN",
    "CHUNK",
    "AdministratorExists",
    "AlreadyAppointed",
    "FileTooLarge",
    "OwnAppointment",
    "TallyRoleElsewhere",
    "TallyRoleNeedsPerson",
    "change_password",
    "create_account",
    "create_first_administrator",
    "found_unit",
    "give_role",
    "is_given",
    "open_scope",
    "register_person",
    "revoke_role",
    "store_file",
]
