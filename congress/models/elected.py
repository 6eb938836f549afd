"""Who was elected, as apps above say it once a result is confirmed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.models.congress import VotingBody
from congress.rules.offices import Office


class ElectedList(models.Model):
    """Those one poll elected. A result taken up again leaves its list revoked."""

    scope_lookup = "body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        VotingBody,
        models.PROTECT,
        related_name="elected_lists",
        verbose_name=_("nơi bầu"),
    )
    office = models.CharField(_("chức danh"), max_length=30, choices=labels.OFFICES)
    # The poll of the app above, and how many times its result had been taken up again.
    poll = models.UUIDField(editable=False)
    revision = models.PositiveSmallIntegerField(editable=False)
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("danh sách trúng cử")
        verbose_name_plural = _("danh sách trúng cử")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "poll", "revision", name="congress_elected_list_once"
            ),
            models.CheckConstraint(
                condition=Q(office__in=[each.value for each in Office]),
                name="congress_elected_list_known_office",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_office_display())


class Elected(models.Model):
    """One person elected; ``rank`` is by votes among those of the same kind."""

    scope_lookup = "elected_list__body__scope"

    elected_list = models.ForeignKey(
        ElectedList, models.PROTECT, related_name="rows", verbose_name=_("danh sách")
    )
    # Empty only where the list came in a file.
    person = models.ForeignKey(
        "core.Person", models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField(_("họ và tên"), max_length=400)
    is_alternate = models.BooleanField(_("dự khuyết"), default=False)
    rank = models.PositiveIntegerField(_("thứ tự"))
    votes = models.PositiveIntegerField(_("số phiếu"))

    class Meta:
        verbose_name = _("người trúng cử")
        verbose_name_plural = _("người trúng cử")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "elected_list",
                "is_alternate",
                "rank",
                name="congress_elected_rank_once",
            ),
            models.UniqueConstraint(
                "elected_list",
                "person",
                condition=Q(person__isnull=False),
                name="congress_elected_person_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
