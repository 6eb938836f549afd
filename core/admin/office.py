"""What every page of the back office shares."""

import hashlib
import json
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.audit import trail
from core.models import Scope, User

# Rights are roles given at a scope; Django's groups would be a second, silent table.
# Devices hold keys, and keys are shown to nobody.
admin.site.unregister((Group, TOTPDevice, StaticDevice))

M = TypeVar("M", bound=Model)

# What changes without anybody editing the row, or must not be told by a digest.
UNSTAMPED = frozenset({"password", "last_login"})


def stamp_of(obj: Model) -> str:
    """Return a digest of the row as it is: another one, and somebody changed it."""
    values = [
        (field.name, field.value_from_object(obj))
        for field in obj._meta.concrete_fields
        if field.name not in UNSTAMPED
    ]
    text = json.dumps(values, cls=DjangoJSONEncoder, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class StampField(forms.CharField):
    """The row as the form saw it; never a change of its own."""

    def __init__(self) -> None:
        super().__init__(label="", required=False, widget=forms.HiddenInput())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class Stamped(forms.ModelForm[Any]):
    """A form that is refused once when somebody else changed the row meanwhile."""

    stamp = StampField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.now = stamp_of(self.instance)
            self.initial["stamp"] = self.now

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen = cleaned.pop("stamp", "")
        if self.instance.pk is None or seen == self.now:
            return cleaned
        # Whoever has read what is stored now may store his own over it.
        self._stamp_anew()
        raise forms.ValidationError(
            _(
                "Trong lúc bạn sửa, người khác đã lưu dòng này nên chưa ghi gì. Trong "
                "cổng hiện là: %(stored)s. Những gì bạn gõ vẫn còn ở dưới; bấm Lưu lần "
                "nữa để ghi đè."
            ),
            params={"stored": self._stored()},
            code="changed_meanwhile",
        )

    def _stamp_anew(self) -> None:
        typed: Any = self.data
        again = typed.copy()
        again[self.add_prefix("stamp")] = self.now
        self.data = again

    def _stored(self) -> str:
        """Say what is stored of the fields where this person typed something else."""
        differing = [
            f"{self.fields[name].label}: {self._shown(name)}"
            for name in self.changed_data
            if name in self.initial
        ]
        return "; ".join(differing) or _("giống như bạn gõ")

    def _shown(self, name: str) -> str:
        field = self.instance._meta.get_field(name)
        value = getattr(self.instance, field.name)
        if isinstance(value, bool):
            return _("có") if value else _("không")
        return str(formats.localize(value)) if value not in (None, "") else "–"


class OwnFilters(admin.ModelAdmin[M]):
    """A page whose address asks its own table, and that only as it offers."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Take only the filters that the page offers from its address.

        Any other chain of fields would ask any table of the portal, a sign at a time,
        and leave no line.
        """
        return lookup in self._offered(request)

    def _offered(self, request: HttpRequest) -> set[str]:
        offered: set[str] = set()
        for each in self.get_list_filter(request):
            if isinstance(each, type) and issubclass(each, admin.SimpleListFilter):
                offered.add(str(each.parameter_name))
                continue
            path = each[0] if isinstance(each, (list, tuple)) else each
            field = get_fields_from_path(self.model, str(path))[-1]
            names = ["exact", "isnull", "isempty"]
            if isinstance(field, ForeignKey):
                names.append(f"{field.target_field.name}__exact")
            offered |= {f"{path}__{name}" for name in names}
        return offered


class Office(OwnFilters[M]):
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

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> M | None:
        """Read the row; whoever saves it holds it until it is saved."""
        found: M | None = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            model = type(found)
            model._default_manager.select_for_update().get(pk=found.pk)
            found.refresh_from_db()
        return found

    def get_form(
        self,
        request: HttpRequest,
        obj: M | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Give every form that changes a row the row's stamp."""
        if obj is not None:
            base = kwargs.get("form", self.form)
            kwargs["form"] = type(base.__name__, (Stamped, base), {})
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: M | None = None) -> Any:
        """Put the stamp beside the first fields, where a named list leaves it out."""
        kept = super().get_fieldsets(request, obj)
        sets: Any = [(name, dict(options)) for name, options in kept]
        named = {each for _name, options in sets for each in _flat(options["fields"])}
        if obj is not None and "stamp" not in named:
            sets[0][1]["fields"] = [*sets[0][1]["fields"], "stamp"]
        return sets

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


def _flat(fields: Any) -> list[str]:
    return [
        each
        for field in fields
        for each in (field if isinstance(field, (list, tuple)) else [field])
    ]


class Kept(Office[M]):
    """Data that is added, put right, and deleted while nothing is of it.

    Each act leaves its line; ``removed_act`` names that of deleting.
    """

    removed_act = ""

    def is_used(self, obj: M) -> bool:
        """Whether something is of this row, so that it stays."""
        return False

    def make(self, obj: M, form: Any, by: User) -> M:
        obj.save(force_insert=True)
        trail.record(
            self.changed_act,
            subject=obj,
            scope=self.place_of(obj),
            actor=by,
            at=timezone.now(),
        )
        return obj

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return obj is not None and not self.is_used(obj)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: M) -> None:
        by = request.user
        assert isinstance(by, User)  # noqa: S101 - the door lets in nobody else
        trail.record(
            self.removed_act,
            subject=obj,
            scope=self.place_of(obj),
            actor=by,
            at=timezone.now(),
        )
        obj.delete()

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None
