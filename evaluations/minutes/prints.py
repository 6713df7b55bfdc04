"""The minutes on paper and as plain text, made of the same words as the page."""

from django.utils import timezone

from accounts.dates import write_day
from evaluations.minutes import content
from evaluations.models import Minutes, MinutesEdition
from plans.printing import Order

DRAFT = "【案】"
SAMPLE = "【見本データ】"


def draft_order(minutes: Minutes) -> Order:
    """The draft for members who read on paper, with a place to write corrections."""
    due = write_day(minutes.due_on) if minutes.due_on else ""
    return _order(content.for_inside(content.content(minutes)), {"is_draft": True, "due": due}, DRAFT)


def inside_order(minutes: Minutes) -> Order | None:
    """What members read: the draft while they confirm it, else the newest fixed text; None before either."""
    if minutes.is_confirming:
        return draft_order(minutes)
    edition = minutes.editions.first()
    return edition and _order(content.for_inside(edition.content), {}, "")


def public_order(edition: MinutesEdition) -> Order:
    """What is published of an edition."""
    day = write_day(timezone.localdate(edition.published_at))
    return _order(edition.publication, {"edition": edition, "published_on": day}, "")


def _order(shown: dict, more: dict, mark: str) -> Order:
    context = {"shown": shown, "facts": facts(shown)} | more
    pieces = (("reports/evaluations/minutes.html", context),)
    marks = mark + (SAMPLE if shown["is_sample"] else "")
    return Order(kind="minutes", head=f"{shown['name']}　会議録"[:200], pieces=pieces, marks=marks)


def facts(shown: dict) -> list[tuple[str, str]]:
    """The head of the minutes as (label, words), in the order of the form; what is empty is left out."""
    openness = shown["openness_label"]
    if shown["closed_reason"]:
        openness = f"{openness}（理由：{shown['closed_reason']}）"
    found = [
        ("会議名", shown["name"]),
        ("日時", f"{shown['day_label']}　{shown['time_label']}"),
        ("開催方法・場所", shown["where"]),
        ("出席", roll(shown, "present")),
        ("欠席", roll(shown, "absent") or "なし"),
        ("事務局・説明員", shown["office_present"]),
        ("公開の別", openness),
        ("傍聴人数", shown["audience"]),
        ("会議録の作成方法", shown["method"]),
    ]
    return [(label, words) for label, words in found if words]


def roll(shown: dict, side: str) -> str:
    """Who was there (``present``) or was not: with all names where the inside reads it."""
    told = shown["attendance"][side]
    return "、".join(told.get("inside") or told.get("public") or [])


def text_of(edition: MinutesEdition) -> str:
    """The published minutes as plain text, lines ending as Windows writes them."""
    shown = edition.publication
    day = write_day(timezone.localdate(edition.published_at))
    lines = [f"{shown['name']}　会議録", f"公表日：{day}"]
    if shown["is_sample"]:
        lines.append(SAMPLE)
    if edition.erratum:
        lines.append(f"正誤（第{edition.number}版）：{edition.erratum}")
    lines += [f"{label}：{words}" for label, words in facts(shown)]
    lines += ["", "次第", *(f"{at}　{title}" for at, title in enumerate(shown["agenda"], start=1))]
    for part in shown["sections"]:
        lines += ["", f"■ {part['title']}", *_section_lines(part)]
    lines += ["", "資料", *(f"{row['label']}　{row['title']}" for row in shown["papers"])]
    if shown["papers_withheld"]:
        lines.append(f"（ほかに非公開の資料{shown['papers_withheld']}件）")
    lines += [shown["withheld"]] if shown["withheld"] else []
    lines += ["", f"問合せ先：{shown['contact']}"] if shown["contact"] else []
    return "\r\n".join("\n".join(lines).split("\n")) + "\r\n"


def _section_lines(part: dict) -> list[str]:
    if part["withheld"]:
        return [part["withheld"]]
    said = [f"{row['label']}：{row['text']}" if row["label"] else row["text"] for row in part["passages"]]
    return [*said, *(f"【決定事項】{row['text']}" for row in part["decisions"])]
