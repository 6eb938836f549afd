"""The one family of anticipated exceptions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGED_MEANWHILE = _(
    "Người khác vừa sửa trong lúc bạn đang nhập, nên chưa ghi gì. Hãy xem lại rồi lưu "
    "lần nữa."
)


class Refused(Exception):  # noqa: N818 - refusals are named for the fact
    """An act that a rule or the moment does not allow.

    The message is a Vietnamese sentence for the person who asked.
    """

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))


class Unfit(Refused):
    """What was said cannot be so; ``field`` is the one of a form that says it."""

    def __init__(self, sentence: str | Promise, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class ChangedMeanwhile(Refused):
    """Somebody else changed the row after this person had read it."""

    def __init__(self, sentence: str | Promise = CHANGED_MEANWHILE) -> None:
        super().__init__(sentence)
