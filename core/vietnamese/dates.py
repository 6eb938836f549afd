"""Dates as Vietnamese papers write them."""

from datetime import date


def short(day: date) -> str:
    """Write ``05/08/2025``."""
    return f"{day:%d/%m/%Y}"


def long(day: date) -> str:
    """Write ``ngày 05 tháng 8 năm 2025``: zeros only where a figure could be added."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
