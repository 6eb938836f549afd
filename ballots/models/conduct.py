"""What happens around the box: the board, the seal, the base, and what follows.

All but the board are facts: triggers refuse every change.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ballots import labels
from ballots.models.election import Poll
from ballots.rules.reopening import Answer
from congress.rules.tally_base import Body


class BoardSeat(models.Model):
    """Somebody the congress elected to the board of one poll, or who helps it."""

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="board")
    person = models.ForeignKey(
        "core.Person", models.PROTECT, related_name="+", verbose_name=_("người")
    )
    is_head = models.BooleanField(_("trưởng ban"), default=False)
    is_technician = models.BooleanField(_("kỹ thuật viên"), default=False)

    class Meta:
        verbose_name = _("thành viên ban kiểm phiếu của lần bầu")
        verbose_name_plural = _("ban kiểm phiếu của lần bầu")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "person", name="ballots_board_person_once"),
            models.UniqueConstraint(
                "poll", condition=Q(is_head=True), name="ballots_board_one_head"
            ),
            models.CheckConstraint(
                condition=Q(is_head=False) | Q(is_technician=False),
                name="ballots_board_head_is_no_technician",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class BoxSeal(models.Model):
    """The board checked itself and the box, and sealed it in view of all (R-BD-6)."""

    scope_lookup = "poll__election__body__scope"

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="box_seal")
    # Names and parts of the board as it stood.
    board = models.JSONField(_("ban kiểm phiếu"))
    seal = models.CharField(_("số niêm phong"), max_length=100, blank=True)
    witnesses = models.CharField(_("người chứng kiến"), max_length=400)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("niêm phong thùng phiếu")
        verbose_name_plural = _("niêm phong thùng phiếu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(witnesses="") & ~Q(board=[]),
                name="ballots_seal_has_witnesses_and_a_board",
            )
        ]

    def __str__(self) -> str:
        return str(self.poll)


class FrozenBase(models.Model):
    """D with its working, as it stood when the box was opened.

    Where it turns out wrong once papers are taken up again with the presidium's
    consent, it is frozen anew for that revision, with a reason; what was stays.
    """

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="frozen_bases")
    revision = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(_("lý do tính lại"), max_length=400, blank=True)
    body = models.CharField(_("loại nơi bầu"), max_length=30, choices=labels.BODIES)
    convened = models.PositiveIntegerField(_("được triệu tập"))
    # One object a line: situation, number, deducted, rule, names.
    lines = models.JSONField(_("các dòng"))
    value = models.PositiveIntegerField(_("mẫu số tính kết quả (D)"))
    present = models.PositiveIntegerField(_("có mặt theo điểm danh"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mẫu số tính kết quả đã chốt")
        verbose_name_plural = _("mẫu số tính kết quả đã chốt")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(body__in=[each.value for each in Body]),
                name="ballots_base_known_body",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=F("convened")),
                name="ballots_base_within_convened",
            ),
            models.UniqueConstraint(
                "poll", "revision", name="ballots_base_once_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(reason=""),
                name="ballots_base_anew_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll}: {self.value}"


class Acknowledgement(models.Model):
    """The board has seen warnings about its figures; it lapses when figures change."""

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="acknowledgements")
    # Over all figures of the poll's papers as they stood.
    figures = models.CharField(max_length=64)
    warnings = models.JSONField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("xác nhận cảnh báo về số phiếu")
        verbose_name_plural = _("xác nhận cảnh báo về số phiếu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "poll", "figures", name="ballots_acknowledgement_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.poll)


class Reopening(models.Model):
    """Papers are taken up again; ``revision`` is the one that ends with it.

    Until a total is known the head does so alone; afterwards the presidium has to
    consent, and what was confirmed is superseded. While that waits nobody goes on.
    """

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="reopenings")
    revision = models.PositiveSmallIntegerField()
    reason = models.CharField(_("lý do"), max_length=400)
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Empty while it waits, and where the head needed nobody's consent.
    answer = models.CharField(max_length=20, blank=True, choices=labels.ANSWERS)
    answer_reason = models.CharField(_("lý do trả lời"), max_length=400, blank=True)
    answered_by = models.ForeignKey(
        "core.User", models.PROTECT, related_name="+", null=True
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mở lại kết quả")
        verbose_name_plural = _("mở lại kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "poll",
                "revision",
                condition=Q(answer__in=["", Answer.CONSENTED.value]),
                name="ballots_reopening_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="ballots_reopening_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    answer="", answered_by__isnull=True, answered_at__isnull=True
                )
                | Q(
                    answer__in=[each.value for each in Answer],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="ballots_reopening_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(
                    answer__in=[Answer.CONSENTED.value, Answer.REFUSED.value],
                    answered_by=F("by"),
                ),
                name="ballots_reopening_somebody_else_decides",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.REFUSED.value, answer_reason=""),
                name="ballots_reopening_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll} {self.revision}"


class Announcement(models.Model):
    """The head announced the result to the hall."""

    scope_lookup = "poll__election__body__scope"

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="announcements")
    revision = models.PositiveSmallIntegerField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("công bố kết quả")
        verbose_name_plural = _("công bố kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint("poll", "revision", name="ballots_announced_once")
        ]

    def __str__(self) -> str:
        return f"{self.poll} {self.revision}"


class PutAway(models.Model):
    """Ballots and tally papers were sealed and handed over, to be kept (R-AF-8)."""

    scope_lookup = "poll__election__body__scope"

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="put_away")
    packages = models.PositiveSmallIntegerField(_("số gói niêm phong"))
    seal = models.CharField(_("số niêm phong"), max_length=100, blank=True)
    handed_to = models.CharField(_("bàn giao cho"), max_length=400)
    keep_until = models.DateField(_("giữ đến hết ngày"))
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("cất giữ phiếu")
        verbose_name_plural = _("cất giữ phiếu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(packages__gte=1) & ~Q(handed_to=""),
                name="ballots_put_away_handed_over",
            )
        ]

    def __str__(self) -> str:
        return str(self.poll)


class SignedMinutes(models.Model):
    """The scan of the minutes as they were signed; a later scan stands beside it."""

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="signed_minutes")
    revision = models.PositiveSmallIntegerField()
    file = models.OneToOneField("core.StoredFile", models.PROTECT, related_name="+")
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bản chụp biên bản đã ký")
        verbose_name_plural = _("bản chụp biên bản đã ký")

    def __str__(self) -> str:
        return str(self.file)


class OutsideResult(models.Model):
    """What another program counted from the same papers, compared with a tally."""

    scope_lookup = "poll__election__body__scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="outside_results")
    tally = models.ForeignKey(
        "ballots.Tally", models.PROTECT, related_name="outside_results"
    )
    file = models.OneToOneField("core.StoredFile", models.PROTECT, related_name="+")
    # One object a candidate: number, name, votes here, votes there.
    rows = models.JSONField()
    agrees = models.BooleanField()
    by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("kết quả của phần mềm khác")
        verbose_name_plural = _("kết quả của phần mềm khác")

    def __str__(self) -> str:
        return str(self.poll)
