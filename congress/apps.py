from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CongressConfig(AppConfig):
    name = "congress"
    verbose_name = _("Đại hội")

    def ready(self) -> None:
        # Models must be loaded before these may be imported.
        from congress import provides  # noqa: PLC0415

        provides.offer()
