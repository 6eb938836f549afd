from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Nền tảng")

    def ready(self) -> None:
        # Models must be loaded before these may be imported.
        from core import checks, provides, sign_in_trail  # noqa: F401, PLC0415

        provides.offer()
