"""What people are told of; the unit is the one it is about, or from."""

from django.utils.translation import gettext_lazy as _

NOTICES_OF_READINESS = {
    "congress.point_missing": _("%(unit)s còn thiếu điểm sẵn sàng: %(point)s."),
    "congress.plan_waits": _("%(unit)s trình kế hoạch đại hội, chờ duyệt."),
    "congress.plan_passed": _("%(unit)s đã duyệt kế hoạch đại hội."),
    "congress.plan_came_back": _(
        "%(unit)s trả lại kế hoạch đại hội; lý do ở trang Kế hoạch."
    ),
    "congress.plan_differs": _(
        "%(unit)s chưa duyệt được kế hoạch vì đã sửa sau khi trình. Hãy trình lại."
    ),
}

# Never the words somebody typed: they stand on the page that one is led to.
NOTICES_OF_LEARNING = {
    "congress.lesson_pushed": _(
        "Có bài học của đại hội điểm %(pilot)s; hãy trả lời trước khi đại hội khai mạc."
    ),
    "congress.difficulty_raised": _("%(unit)s nêu vướng mắc (%(urgency)s)."),
    "congress.difficulty_passed": _(
        "Vướng mắc của %(unit)s được chuyển lên (%(urgency)s)."
    ),
    "congress.difficulty_answered": _("Cấp trên đã trả lời vướng mắc của %(unit)s."),
    "congress.difficulty_asked": _("Cấp trên hỏi lại về vướng mắc của %(unit)s."),
    "congress.difficulty_explained": _("%(unit)s đã nói rõ thêm vướng mắc."),
    "congress.difficulty_solved": _("%(unit)s ghi vướng mắc đã giải quyết."),
    "congress.difficulty_reopened": _("%(unit)s mở lại vướng mắc (%(urgency)s)."),
    "congress.practice_proposed": _("%(unit)s đề xuất một cách làm hay."),
    "congress.practice_published": _("Cách làm hay của %(unit)s đã được phổ biến."),
    "congress.practice_sent_back": _(
        "Đề xuất cách làm hay của %(unit)s được trả lại; lý do ở trang đề xuất."
    ),
}
