"""What the tests of the register's pages share: reading and pressing them, and what people type."""

import re

from django.urls import reverse

from plans.models import PlanTerm

NASTY = "<b>𠮷野家</b>髙👨‍👩‍👧‍👦"


def at(name, row=None) -> str:
    return reverse(f"staff:register-{name}", args=[row.pk] if row else [])


def read(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def press(client, address, data) -> str:
    return client.post(address, data, follow=True).content.decode()


def error_at(html, field) -> str:
    found = re.search(rf'(?s)id="id_{field}_error">(.*?)</div>', html)
    return re.sub(r"<.*?>|エラー：|\s", "", found[1]) if found else ""


def words(html) -> str:
    body = re.sub(r"(?s)^.*<main|</main>.*$", "", html)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", body))


def typed_plan(**changes) -> dict:
    return {
        "version": 0,
        "name": "雪対策基本計画",
        "short_name": "",
        "slug": "yuki",
        "legal_basis": "",
        "obligation": "unknown",
        "lead_department": "",
        "website": "",
        "description": "",
        "position": "",
    } | changes


def typed_term(**changes) -> dict:
    return {
        "version": 0,
        "name": "第2期",
        "ordinal": "2",
        "first_year": "2024",
        "last_year": "2028",
        "period_note": "",
        "book": "",
        "adopted_on": "",
        "nickname": "",
        "philosophy": "",
    } | changes


def as_stored(term, **changes) -> dict:
    """What the browser sends of a stored term."""
    row = PlanTerm.objects.get(pk=term.pk)
    names = ("version", "name", "ordinal", "period_note", "adopted_on", "nickname", "philosophy")
    years = {"first_year": row.first_year or "unknown", "last_year": row.last_year or row.end}
    return {name: getattr(row, name) for name in names} | years | {"book": row.book_id or ""} | changes
