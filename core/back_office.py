"""Django admin, put in place of its own configuration."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    """The back office, for administrators only."""

    default_site = "core.admin_site.BackOffice"
