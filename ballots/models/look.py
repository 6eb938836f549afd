"""The third look: drawn papers are read once more before the result is confirmed.

All of it is facts: triggers refuse every change, and what does not belong.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ballots.models.election import Poll
from ballots.models.paper import Ballot


class ThirdLook(models.Model):
    """The head has a sample of the counted papers drawn; once for a revision."""

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="third_looks")
    revision = models.PositiveSmallIntegerField()
    # The digits thrown in the hall; with the digest they draw the papers.
    seed = models.CharField(_("số gieo tại hội trường"), max_length=40)
    digest = models.CharField(max_length=64)
    # Of how many papers, and which: a batch and a position each, in order.
    papers = models.PositiveIntegerField(_("số phiếu"))
    drawn = models.JSONField(_("các tờ đã rút"))
    # Whether the margin asked for more papers than the share of the rule set.
    margin_asked = models.BooleanField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đọc lại ngẫu nhiên")
        verbose_name_plural = _("đọc lại ngẫu nhiên")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "revision", name="ballots_look_once"),
            models.CheckConstraint(
                condition=Q(seed__regex=r"^[0-9]{10,}$"),
                name="ballots_look_by_thrown_digits",
            ),
            models.CheckConstraint(
                condition=~Q(drawn=[]) & Q(papers__gte=1),
                name="ballots_look_draws_papers",
            ),
        ]

    def __str__(self) -> str:
        return str(self.poll)

    @property
    def wanted(self) -> int:
        """How many papers are read again."""
        return len(self.drawn)


class LookStopped(models.Model):
    """The head confirms without the whole look, and says why; the minutes tell it."""

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="looks_stopped")
    revision = models.PositiveSmallIntegerField()
    reason = models.CharField(_("lý do"), max_length=400)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("không đọc lại hết")
        verbose_name_plural = _("không đọc lại hết")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "poll", "revision", name="ballots_look_stopped_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="ballots_look_stopped_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.poll)


class LookedPaper(models.Model):
    """What a drawn paper shows to somebody who read none of its batch; no clock.

    Where it shows something else than what was counted, one other person reads it once
    more (``number`` 2). ``key`` comes from the screen: sent again it is saved once.
    """

    scope_lookup = "look__poll__election__body__scope"

    look = models.ForeignKey(ThirdLook, models.PROTECT, related_name="readings")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="looks")
    number = models.PositiveSmallIntegerField()
    content = models.TextField(_("phiếu cho thấy"))
    matches = models.BooleanField(_("khớp"))
    key = models.UUIDField(editable=False)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tờ phiếu đọc lại")
        verbose_name_plural = _("tờ phiếu đọc lại")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "look", "ballot", "number", name="ballots_looked_paper_once"
            ),
            models.UniqueConstraint("key", name="ballots_looked_paper_key_once"),
            models.CheckConstraint(
                condition=Q(number__in=[1, 2]) & ~Q(content=""),
                name="ballots_looked_paper_once_or_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.look_id} {self.ballot_id}"


class LookRuling(models.Model):
    """The board looked at a drawn paper that was read otherwise: what counts stands.

    Where what counts is wrong there is no ruling: the papers are taken up again.
    """

    scope_lookup = "look__poll__election__body__scope"

    look = models.ForeignKey(ThirdLook, models.PROTECT, related_name="rulings")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="look_rulings")
    reason = models.CharField(_("lý do"), max_length=400)
    # Names of those who decided, as they stood on the board.
    deciders = models.JSONField(_("những người quyết định"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("quyết định về tờ đọc lại khác")
        verbose_name_plural = _("quyết định về tờ đọc lại khác")
        constraints: ClassVar = [
            models.UniqueConstraint("look", "ballot", name="ballots_look_ruling_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(deciders=[]),
                name="ballots_look_ruling_has_a_reason_and_deciders",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.look_id} {self.ballot_id}"
