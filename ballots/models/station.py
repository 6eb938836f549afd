"""A machine at which papers are typed: the portal knows it again, whoever signs in."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Station(models.Model):
    """One browser at which papers of a voting body were taken.

    Numbers are given in the order of coming, so that the board can write them on the
    tables. ``mark`` is the SHA-256 of a random token that the browser alone has.
    """

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        "congress.VotingBody", models.PROTECT, related_name="stations"
    )
    number = models.PositiveSmallIntegerField(_("bàn nhập số"))
    mark = models.CharField(max_length=64, editable=False)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("bàn nhập")
        verbose_name_plural = _("bàn nhập")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "body", "number", name="ballots_station_number_once"
            ),
            models.UniqueConstraint("body", "mark", name="ballots_station_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{_('Bàn nhập')} {self.number}"
