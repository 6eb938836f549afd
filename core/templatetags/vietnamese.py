"""Numbers and dates on screen, written by the one code that papers use."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from core.vietnamese import dates, numbers

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """``90494`` → ``90.494``."""
    return numbers.grouped(number)


@register.filter
def amount(number: Decimal) -> str:
    """``1250.50`` → ``1.250,5``."""
    return numbers.amount(number)


@register.filter
def roman(number: int) -> str:
    """``12`` → ``XII``."""
    return numbers.roman(number)


@register.filter
def day(value: date) -> str:
    """Write ``24/07/2025``; of a moment, the day it is here."""
    return dates.short(
        timezone.localdate(value) if isinstance(value, datetime) else value
    )


@register.filter
def lasted(span: timedelta) -> str:
    """Say how long something took, to the minute: ``1 giờ 05 phút``."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return _("dưới 1 phút")
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return _("%(days)s ngày %(hours)s giờ") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)s giờ %(minutes)s phút") % {
            "hours": hours,
            "minutes": f"{minutes:02}",
        }
    return _("%(minutes)s phút") % {"minutes": minutes}
