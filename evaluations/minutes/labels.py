"""Under which label a person speaks in the minutes, and where a name stands that should not be read."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max

from evaluations.models import Member, Minutes, MinutesPassage, MinutesSpeaker, Speakers

HONORIFIC = r"(?:さん|さま|様|氏|君|委員|副?委員長|先生|会長|代表|教授)"
Kind = MinutesPassage.Kind


def letter(ordinal: int) -> str:
    """A, B … Z, AA, AB …; the first is 1."""
    ordinal -= 1
    last = chr(ord("A") + ordinal % 26)
    return letter(ordinal // 26) + last if ordinal >= 26 else last


def draw(minutes: Minutes, members: Iterable[Member]) -> None:
    """Give each member without one a letter, in an order that tells nothing of the roster; what is drawn stays."""
    held = minutes.cast.aggregate(last=Max("ordinal"))["last"] or 0
    known = set(minutes.cast.values_list("member", flat=True))
    drawn = sorted((row for row in members if row.pk not in known), key=lambda row: _lot(minutes, row))
    MinutesSpeaker.objects.bulk_create(
        MinutesSpeaker(minutes=minutes, member=row, office=row.office, ordinal=ordinal)
        for ordinal, row in enumerate(drawn, start=held + 1)
    )


def _lot(minutes: Minutes, member: Member) -> str:
    text = f"minutes-{minutes.pk}-{member.pk}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def shows_name(setting: str, member: Member) -> bool:
    """Whether the public may read the member's name: by the setting, and only where the member agreed."""
    return setting == Speakers.NAME and member.shown_as == Member.ShownAs.NAME


def label_of(setting: str, speaker: MinutesSpeaker) -> str:
    """委員長, 委員C, a name, or 委員."""
    if setting == Speakers.MEMBER:
        return "委員"
    if shows_name(setting, speaker.member):
        return f"{speaker.member.name}{speaker.get_office_display()}"
    if speaker.office != Member.Office.MEMBER:
        return speaker.get_office_display()
    return f"委員{letter(speaker.ordinal)}"


def label(setting: str, passage: MinutesPassage) -> str:
    """Who speaks a passage; empty where nobody does."""
    if passage.kind in (Kind.NOTE, Kind.DECISION):
        return ""
    return label_of(setting, passage.speaker) if passage.speaker else passage.get_kind_display()


def names_within(texts: Iterable[str], members: Iterable[Member]) -> list[str]:
    """Give the members' names that stand in the texts: the whole name, or the family name with 様, 委員 and the like."""
    whole = "\n".join(re.sub(r"[^\S\n]", "", unicodedata.normalize("NFKC", text)) for text in texts)
    return [row.name for row in members if _pattern(row.name).search(whole)]


def _pattern(name: str) -> re.Pattern:
    parts = unicodedata.normalize("NFKC", name).split()
    ways = [re.escape("".join(parts))]
    if len(parts) > 1:
        ways.append(f"{re.escape(parts[0])}(?={HONORIFIC})")
    return re.compile("|".join(ways))
