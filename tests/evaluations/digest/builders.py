"""Facts and methods for the rules, which need no database."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from evaluations.digest.facts import Facts, Kept, Level, Value
from evaluations.digest.method import Method, Rule, default
from evaluations.digest.points import Digest, OpenOpinions, ranked

LEVELS = {code: Level(code, words, place) for place, (code, words) in enumerate(
    (("A", "順調"), ("B", "おおむね順調"), ("C", "やや遅れ"), ("D", "遅れ")), start=1
)}  # fmt: skip


def facts(rating="B", last="B", votes="", **fields) -> Facts:
    sensible = {
        "record_id": 1,
        "initiative_id": 1,
        "position": 1,
        "number": "1-1",
        "title": "見守り活動",
        "goal": "1 つながり",
        "department": "高齢者福祉課",
        "is_readable": True,
        "outcome": "",
        "due_on": date(2023, 5, 31),
        "submitted_on": date(2023, 5, 20),
        "return_count": 0,
        "is_first_year": False,
        "texts": dict.fromkeys(("done", "rating_reason", "issue"), ""),
        "last_texts": dict.fromkeys(("done", "rating_reason", "issue"), ""),
    }
    return Facts(
        **sensible | fields,
        rating=LEVELS.get(rating),
        last_rating=LEVELS.get(last),
        votes=Counter(LEVELS[code] for code in votes),
    )


def value(actual=None, target=None, last=None, direction="up", **fields) -> Value:
    numbers = {
        name: None if number is None else Decimal(str(number))
        for name, number in (("actual", actual), ("target", target), ("last", last))
    }
    return Value(**{"name": "相談", "unit": "件", "direction": direction} | numbers | fields)


def method(**rules) -> Method:
    """Our defaults with other (weight, threshold) for the reasons that are named."""
    changed = {reason: Rule(reason, *numbers) for reason, numbers in rules.items()}
    return Method(default().rules | changed)


def crowded(count: int, *, title="見守り活動", decisions=1, is_blind=False) -> Digest:
    """A digest of ``count`` 取組, most of which have several reasons, and five matters to decide if asked for."""
    rows = [_crowded(place, title) for place in range(1, count + 1)]
    used = default()
    round_ = SimpleNamespace(
        target_year=2022,
        target_year_label="令和4年度（2022年度）",
        opinions_due_on=date(2023, 8, 31),
        is_sample=True,
        committee=SimpleNamespace(name="みほん市地域福祉計画推進委員会"),
    )
    return Digest(
        round=round_,
        method=used,
        points=ranked(rows, used),
        last=[LEVELS["B"]] * count,
        last_closed=3,
        levels=list(LEVELS.values()),
        open_opinions=OpenOpinions(None if is_blind else 120, 45),
        decisions=["あ" * 60] * decisions,
        sees_others=not is_blind,
    )


def _crowded(place: int, title: str) -> Facts:
    texts = {
        "done": "苦情と事故があった。" * 20,
        "rating_reason": "担い手不足と高齢化。" * 9,
        "issue": "孤立。",
    }
    promise = Kept(
        "令和3年度の意見（令和3-002）", "若い世代に向けた説明会を9月までに町内会ごとに開く", "not_yet"
    )
    row = facts("D", "A", votes="AAAABBBBCCCD", texts=texts, opinions=12, promises=[promise] * 3)
    numbers = value(54, 120, 100, name="ふれあいサロンの延べ参加者数（子どもと高齢者を含む）", unit="人")
    shown = {"number": f"{place}-1", "title": f"{title}{place}", "values": [numbers] * 4, "position": place}
    if place % 3 == 0:
        row = facts("B", "B", return_count=2, submitted_on=date(2023, 7, 1))
        shown.pop("values")
    return replace(row, record_id=place, **shown)
