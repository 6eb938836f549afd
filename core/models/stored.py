"""Bytes kept in the database: files brought in, papers printed.

One database holds everything, so one backup saves everything and every worker on
every host reads the same bytes.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.account import User
from core.models.scope import Scope


class StoredFile(models.Model):
    """A file as it was brought in, in chunks of at most 1 MiB."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="files")
    name = models.CharField(_("tên tệp"), max_length=255)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    sha256 = models.CharField(max_length=64)
    stored_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")

    def __str__(self) -> str:
        return self.name


class StoredFileChunk(models.Model):
    """One piece of a stored file."""

    scope_lookup = "file__scope"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("phần của tệp")
        verbose_name_plural = _("phần của tệp")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "file", "number", name="core_file_chunk_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class StoredPrint(models.Model):
    """A printed paper on the shelf. Append-only: never rendered twice."""

    scope_lookup = "scope"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="prints")
    file_name = models.CharField(max_length=255)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    printed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bản in")
        verbose_name_plural = _("bản in")
        constraints: ClassVar = [
            models.UniqueConstraint(
                "form",
                "subject_kind",
                "subject_key",
                "digest",
                name="core_print_once_for_its_facts",
            ),
            models.CheckConstraint(condition=~Q(data=b""), name="core_print_has_bytes"),
        ]

    def __str__(self) -> str:
        return self.file_name
