"""The back office: words of breakthrough assignments; rows keep what they have."""

from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congress.models import AssignmentRating, ProblemKind
from congress.queries import assignment_words
from core.admin import Kept

W = TypeVar("W", ProblemKind, AssignmentRating)


class AssignmentWordOffice(Kept[W]):
    """Words to choose; their codes stay, and so does what some row has."""

    list_filter = ("is_confirmed", "is_offered")
    ordering = ("position", "code")

    def get_readonly_fields(
        self, request: HttpRequest, obj: W | None = None
    ) -> tuple[str, ...]:
        """Keep the code: rows point to it."""
        return ("code",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Put a new one last."""
        return {"position": assignment_words.last_position(self.model) + 10}

    def is_used(self, obj: W) -> bool:
        return obj.uses.exists()

    @transaction.atomic
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> Any:
        """Say why what some row has is not deleted, and what to do instead."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.is_used(obj):
            return super().delete_view(request, object_id, extra_context)
        messages.error(
            request,
            gettext(
                "“%(word)s” đã có việc ghi nên không xóa được. Bỏ dấu “còn được chọn” "
                "thì không ai chọn được nữa."
            )
            % {"word": obj},
        )
        name = f"admin:congress_{self.opts.model_name}_change"
        return redirect(reverse(name, args=[obj.pk]))

    @admin.display(description=_("độ tin cậy"))
    def certainty(self, obj: W) -> str:
        """Say whether somebody has compared it with a regulation."""
        return gettext("đã đối chiếu") if obj.is_confirmed else gettext("cần xác nhận")


@admin.register(ProblemKind)
class ProblemKindOffice(AssignmentWordOffice[ProblemKind]):
    """Kinds of problem that breakthrough assignments solve."""

    changed_act = "congress.problem_kind_changed"
    removed_act = "congress.problem_kind_removed"
    list_display = ("name", "position", "is_offered", "certainty")
    fields = ("code", "name", "position", "is_offered", "is_confirmed")


@admin.register(AssignmentRating)
class AssignmentRatingOffice(AssignmentWordOffice[AssignmentRating]):
    """How breakthrough assignments are judged."""

    changed_act = "congress.assignment_rating_changed"
    removed_act = "congress.assignment_rating_removed"
    list_display = ("name", "tone", "position", "is_offered", "certainty")
    fields = ("code", "name", "tone", "position", "is_offered", "is_confirmed")
