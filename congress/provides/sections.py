"""What a congress's own pages are, in their order."""

from django.utils.translation import gettext_lazy as _

from core.access.rights import Right
from core.registry import Section

SECTIONS = (
    Section(0, _("Tổng quan"), "congress:detail", Right.CONGRESS_READ),
    Section(
        10,
        _("Kế hoạch"),
        "congress:plan",
        Right.PLAN_READ,
        ("congress:plan",),
        here_only=True,
    ),
    Section(
        12,
        _("Sẵn sàng"),
        "congress:readiness",
        Right.PLAN_READ,
        ("congress:readiness",),
        here_only=True,
    ),
    Section(
        15,
        _("Cấp trên dự"),
        "congress:upper",
        Right.PLAN_READ,
        ("congress:upper",),
        here_only=True,
    ),
    Section(
        16,
        _("Bài học"),
        "congress:lessons",
        Right.PLAN_READ,
        ("congress:lesson",),
        here_only=True,
    ),
    Section(
        17,
        _("Vướng mắc"),
        "congress:congress-difficulties",
        Right.PLAN_READ,
        ("congress:congress-difficulties",),
        here_only=True,
    ),
    Section(
        18,
        _("Tuyên truyền"),
        "congress:communication",
        Right.PLAN_READ,
        ("congress:communication",),
        here_only=True,
    ),
    Section(
        19,
        _("Phục vụ đại hội"),
        "congress:logistics",
        Right.PLAN_READ,
        ("congress:logistics",),
        here_only=True,
    ),
    Section(
        20,
        _("Đại biểu, đảng viên dự"),
        "congress:rolls",
        Right.ROLL_READ,
        ("congress:roll", "congress:attendance", "congress:base"),
    ),
    Section(
        25,
        _("Khách, báo chí"),
        "congress:guests",
        Right.ROLL_READ,
        ("congress:guest",),
        here_only=True,
    ),
    Section(
        60,
        _("Màn chiếu"),
        "congress:wall-console",
        Right.WALL_KEEP,
        ("congress:wall-",),
    ),
    Section(
        90,
        _("Mang đi, mang về"),
        "congress:journey",
        Right.CONGRESS_TRAVEL,
        ("congress:journey",),
        here_only=True,
    ),
)
