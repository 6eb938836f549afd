"""Where a right reaches: a path in the tree of units, congresses and voting bodies."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _


class LtreeField(models.TextField[str, str]):
    """A PostgreSQL ``ltree`` path such as ``a1.b2.c3``."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "ltree"

    def get_prep_value(self, value: Any) -> Any:
        return value

    def formfield(self, **kwargs: Any) -> None:
        return None


@LtreeField.register_lookup
class DescendantsOf(models.Lookup[str]):
    """``path__descendants_of=p``: the path is ``p`` or lies beneath it."""

    lookup_name = "descendants_of"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} <@ {right}::ltree", (*left_params, *right_params)


class ScopeKind(models.TextChoices):
    """What owns a scope."""

    UNIT = "unit", _("tổ chức đảng")
    CONGRESS = "congress", _("đại hội")
    VOTING_BODY = "voting_body", _("nơi bầu")
    WORKING_BODY = "working_body", _("tiểu ban, tổ công tác")


class Scope(models.Model):
    """A place in the tree. ``home`` is the path of the unit that owns it.

    Reading reaches everything beneath a path; writing acts on what has the same home
    (core.access.policy).
    """

    path = LtreeField(_("đường dẫn"), unique=True)
    home = LtreeField(_("đường dẫn của tổ chức"))
    kind = models.CharField(_("loại"), max_length=20, choices=ScopeKind)
    title = models.CharField(_("tên"), max_length=400)

    class Meta:
        verbose_name = _("phạm vi")
        verbose_name_plural = _("phạm vi")
        indexes: ClassVar = [
            GistIndex("path", name="core_scope_path_beneath"),
            models.Index("home", name="core_scope_of_home"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(path__descendants_of=models.F("home")),
                name="core_scope_lies_beneath_its_home",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ScopeKind.values),
                name="core_scope_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.title
