"""Numbers and dates on screen, written by the one code that papers use."""

from datetime import date

from django import template

from core.vietnamese import dates, numbers

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """``90494`` → ``90.494``."""
    return numbers.grouped(number)


@register.filter
def roman(number: int) -> str:
    """``12`` → ``XII``."""
    return numbers.roman(number)


@register.filter
def day(value: date) -> str:
    """Write ``24/07/2025``."""
    return dates.short(value)
