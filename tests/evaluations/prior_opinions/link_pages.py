"""Where a personal link leads."""

from django.urls import reverse


def address(page, key, record=None):
    return reverse(page, args=[key, record.pk] if page in ("review-sheet", "review-autosave") else [key])
