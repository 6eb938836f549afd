from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BallotsConfig(AppConfig):
    name = "ballots"
    verbose_name = _("Bầu cử")

    def ready(self) -> None:
        # Models must be loaded before these may be imported.
        from ballots import provides  # noqa: PLC0415

        provides.offer()
