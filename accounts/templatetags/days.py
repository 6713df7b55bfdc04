"""Days in templates as everywhere else: ``{{ round.opinions_due_on|japanese_date }}``."""

from datetime import date, datetime

from django import template
from django.utils.dateformat import format as formatted

from accounts.dates import write_day

register = template.Library()


@register.filter(expects_localtime=True)
def japanese_date(day: date | datetime | None, rest: str = "") -> str:
    """Write 令和8年12月1日, and behind it ``rest`` in Django's letters: "（D）" the day of the week, " H:i" the time."""
    if not day:
        return ""
    plain = day.date() if isinstance(day, datetime) else day
    return write_day(plain) + (formatted(day, rest) if rest else "")
