"""Rows as they were before each change: written by the database, never changed.

Ballots, entries, surveys and self-checks have none (decision 0024). The row itself
says who changed it last, so an old row says who had changed it before.
"""

from typing import Any, cast

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.person import Person, Post
from core.models.unit import Unit


def _before(model: type[models.Model], **options: Any) -> Any:
    """Return what keeps a row as it was before each change, and before its end."""
    return pghistory.create_event_model(
        model,
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("deleted", row=pghistory.Old),
        # The row may be gone: an import undone within its day deletes what it made.
        obj_field=pghistory.ObjForeignKey(related_name="+"),
        # The row says itself who changed it, and the trail what else was done.
        context_field=cast("Any", None),
        **options,
    )


_UnitBefore: Any = _before(Unit, exclude=["folded", "sort_key"])
_PersonBefore: Any = _before(Person, exclude=["folded_name"])
_PostBefore: Any = _before(Post)
_UserBefore: Any = _before(User, exclude=["password", "last_login", "sort_key"])


class UnitVersion(_UnitBefore):  # type: ignore[misc] # made at run time
    """A unit before a change."""

    scope_lookup = "scope"

    class Meta:
        verbose_name = _("tổ chức đảng trước khi sửa")
        verbose_name_plural = _("tổ chức đảng trước khi sửa")


class PersonVersion(_PersonBefore):  # type: ignore[misc] # made at run time
    """A person before a change."""

    scope_lookup = "unit__scope"

    class Meta:
        verbose_name = _("người trước khi sửa")
        verbose_name_plural = _("người trước khi sửa")


class PostVersion(_PostBefore):  # type: ignore[misc] # made at run time
    """A post before a change."""

    scope_lookup = "person__unit__scope"

    class Meta:
        verbose_name = _("chức vụ trước khi sửa")
        verbose_name_plural = _("chức vụ trước khi sửa")


class UserVersion(_UserBefore):  # type: ignore[misc] # made at run time
    """An account before a change; passwords are not kept."""

    class Meta:
        verbose_name = _("tài khoản trước khi sửa")
        verbose_name_plural = _("tài khoản trước khi sửa")
