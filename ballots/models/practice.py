"""What is kept of a practice: which steps of the checklist somebody has tried."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeTick(models.Model):
    """Somebody has done a step of the evening's checklist. In a practice only.

    ``step`` is a code of ``ballots.rules.checklist``. No fact: it is taken back by the
    same button, and goes when the practice is wiped.
    """

    scope_lookup = "congress__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    congress = models.ForeignKey(
        "congress.Congress", models.PROTECT, related_name="practice_ticks"
    )
    step = models.CharField(_("việc"), max_length=30)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("việc đã diễn tập")
        verbose_name_plural = _("việc đã diễn tập")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "congress", "step", "by", name="ballots_practice_step_once_each"
            ),
        ]

    def __str__(self) -> str:
        return self.step
