"""What every page of the back office shares."""

from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from core.audit import trail
from core.models import Scope, User

# Rights are roles given at a scope; Django's groups would be a second, silent table.
admin.site.unregister(Group)

M = TypeVar("M", bound=Model)


class Office(admin.ModelAdmin[M]):
    """A page of the back office: adding is a service, changing leaves a line."""

    changed_act = ""

    def make(self, obj: M, form: Any, by: User) -> M:
        """Add through the service that adds such things."""
        raise PermissionDenied

    def place_of(self, obj: M) -> Scope | None:
        """Return where the thing lies, for its line in the trail."""
        return None

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        """Store what the form says, with its line in the trail."""
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        if not change:
            made = self.make(obj, form, by)
            obj.__dict__.update(made.__dict__)
            return
        obj.save(update_fields=form.changed_data or None)
        trail.record(
            self.changed_act,
            subject=obj,
            scope=self.place_of(obj),
            actor=by,
            at=timezone.now(),
            fields=form.changed_data,
        )

    # The trail is the history: Django's own log would be a second one.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None
