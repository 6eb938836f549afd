"""What administrators have to do about the portal itself: rows of Việc của tôi."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import registry
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import operations as reads


def work_of(user: User) -> list[registry.Work]:
    """Return the first steps, then what is wrong with the backups, loudly."""
    if not policy.holds(user, Right.OPERATE):
        return []
    if reads.whole_portal() is None:
        return [_first_step(_("Lập tổ chức đảng cao nhất"), "admin:core_unit_add")]
    rows = []
    if User.objects.all()[:2].count() == 1:
        rows = [_first_step(_("Lập tài khoản và giao vai trò"), "core:accounts")]
    state = _state()
    if state is not None:
        rows.append(
            registry.Work(
                title=_("Sao lưu dữ liệu"),
                place=_("máy chủ của cổng"),
                state=state,
                tone="bad",
                url=reverse("core:backups"),
                mine=True,
            )
        )
    return rows


def _first_step(title: str, page: str) -> registry.Work:
    return registry.Work(
        title=title,
        place=_("lần đầu sử dụng"),
        state=gettext_lazy("cần làm"),
        tone="warn",
        url=reverse(page),
        mine=True,
    )


def _state() -> Promise | None:
    plan, last = reads.backup_plan(), reads.last_backup()
    if plan is None:
        return gettext_lazy("chưa đặt kế hoạch")
    if reads.is_overdue(plan, last, at=timezone.now()):
        return gettext_lazy("quá hạn")
    return gettext_lazy("thiếu bản thứ hai") if last and last.fault else None
