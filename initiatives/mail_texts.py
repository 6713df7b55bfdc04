"""The words of the mails: our own ones, those that the secretariat wrote instead, and how blanks are filled.

A mail tells a department how much is waiting and where, never what stands in a record and never whom it goes to.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from initiatives.models import MailText, Reminder

Kind = Reminder.Kind
BLANKS = {
    "所管課": "宛先の人の課の名称",
    "件数": "お知らせする取組の件数",
    "一覧": "年度・理由・提出期限ごとの件数",
    "リンク": "「わたしの担当」のページのアドレス",
    "問合せ先": "宛先の人の団体の名称と、問合せ先・電話番号",
}
BLANK = re.compile(r"\{([^{}\n]*)\}")
GREETING = "{所管課}　ご担当者様\n\n"
ENDING = "\n\n{一覧}\n\n入力の画面：\n{リンク}\n\n――\n{問合せ先}\nこのメールは、進行管理ポータルから自動で送っています。"
DEFAULTS = {
    Kind.REQUESTED: (
        "【照会】地域福祉計画の年度記録の入力をお願いします（{件数}件）",
        "年度記録の入力をお願いします。照会文は、下の画面でお読みください。",
    ),
    Kind.BEFORE: (
        "年度記録の提出期限が近づいています（{件数}件）",
        "まだ提出されていない年度記録があります。提出期限までに入力をお願いします。",
    ),
    Kind.RETURNED: (
        "【差戻し】年度記録の修正をお願いします（{件数}件）",
        "提出していただいた年度記録について、直していただきたいところがあります。理由は、下の画面でお読みください。",
    ),
    Kind.OVERDUE: (
        "年度記録の提出期限を過ぎています（{件数}件）",
        "提出期限を過ぎた年度記録があります。お忙しいところ恐れ入りますが、早めの入力をお願いします。"
        "遅れる事情があるときは、事務局にお知らせください。",
    ),
    Kind.BY_HAND: (
        "年度記録の入力のお願い（{件数}件）",
        "まだ提出されていない年度記録があります。入力をお願いします。",
    ),
}


@dataclass(frozen=True)
class Words:
    """Subject and body with blanks."""

    subject: str
    body: str

    def filled(self, values: dict[str, str]) -> "Words":
        """Put ``values`` by name into the blanks. The subject stays one line whatever the values hold."""
        subject = " ".join(fill(self.subject, values).split())[:200]
        return Words(subject=subject, body=fill(self.body, values))


def default(kind: str) -> Words:
    subject, plea = DEFAULTS[kind]
    return Words(subject=subject, body=f"{GREETING}{plea}{ENDING}")


def current() -> dict[str, Words]:
    """Give the words of every kind, from one query."""
    written = {text.kind: Words(text.subject, text.body) for text in MailText.objects.all()}
    return {kind: written.get(kind) or default(kind) for kind in Kind.values}


def fill(text: str, values: dict[str, str]) -> str:
    """Put the values into the blanks in one pass: what a value holds is never read as a blank."""
    return BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def check(text: str) -> None:
    """Raise ValidationError for people when ``text`` has a blank that nothing can be put into."""
    if found := re.search("[｛｝]", text):
        raise ValidationError(f"「{found[0]}」は半角の {{ }} で書いてください。")
    unknown = [f"{{{name}}}" for name in BLANK.findall(text) if name not in BLANKS]
    if unknown:
        known = "、".join(f"{{{name}}}" for name in BLANKS)
        raise ValidationError(f"{'、'.join(unknown)}は使えません。使えるのは、{known}です。")
    if re.search("[{}]", BLANK.sub("", text)):
        raise ValidationError("{ と } が組になっていません。差し込みの名前を { } で囲んでください。")


# ---- the secretariat's own words --------------------------------------------------------------------------


@transaction.atomic
def save(*, kind: str, version: int, subject: str, body: str) -> MailText:
    """Keep the secretariat's words for one kind. Raises StaleVersion when somebody else saved first."""
    text = MailText.claim(version, kind=kind)
    text.subject, text.body = subject, body
    text.save()
    return text


def reset(*, kind: str) -> None:
    """Go back to our own words; the others stay in the history."""
    MailText.objects.filter(kind=kind).delete()
