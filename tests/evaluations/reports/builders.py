"""Editions as plain data, shaped exactly as ``evaluations.snapshot.build`` gives them; nothing is stored."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

LEVELS = [
    {"code": code, "words": words, "definition": definition}
    for code, words, definition in (
        ("A", "順調", "計画どおり、または計画を上回って進んでいる"),
        ("B", "おおむね順調", "一部に遅れがあるが、計画の大半が進んでいる"),
        ("C", "やや遅れ", "遅れがあり、進め方の見直しが必要である"),
        ("D", "遅れ", "大きく遅れている、または着手していない"),
    )
]
GOALS = ("1 つながりを持てる地域づくり", "2 助けてと言える地域づくり", "3 安心して暮らせる地域づくり")
DEPARTMENTS = ("高齢者福祉課", "子育て支援課", "障がい福祉課", "福祉総合相談室", "地域福祉係")
TITLES = (
    "見守り活動の推進",
    "ふれあいサロンの開催",
    "相談窓口の周知",
    "災害時要援護者の支援体制づくり",
    "ボランティアの育成と活動の場づくり",
)


class Sheets(list):
    """The sheets as a queryset would give them."""

    def all(self):
        return self


@dataclass
class FakeEdition:
    head: dict
    contents: list[dict]
    is_draft: bool = True
    digest: str = "0123456789abcdef" * 4
    requested_at: datetime = datetime(2023, 11, 30, 16, 0, tzinfo=UTC)
    sheets: Sheets = field(init=False)

    def __post_init__(self):
        self.sheets = Sheets(
            SimpleNamespace(position=position, content=content)
            for position, content in enumerate(self.contents, start=1)
        )


def rating(code):
    return next({"code": level["code"], "words": level["words"]} for level in LEVELS if level["code"] == code)


def opinion(sequence=1, **fields):
    return {
        "number": f"令和4-{sequence:03d}",
        "received_on": "2023-08-10",
        "kind": "意見",
        "text": "若い世代にも声をかけて、参加する人の輪を広げてほしい。",
        "is_replied": True,
        "reply": "高校と大学に相談し、秋の説明会から学生の参加を呼びかけます。",
        "disposition": "反映",
        "what_changed": "9月の説明会の案内を、市内の高校と大学にも配りました。",
    } | fields


def promise(**fields):
    return {
        "source": "令和3年度の改善",
        "text": "若い世代に向けた説明会を9月に開く。",
        "reply": "",
        "answer": "実施した",
        "reason": "9月12日に説明会を開き、24人が参加した。",
    } | fields


def indicator(**fields):
    return {
        "name": "開催回数",
        "kind": "活動指標",
        "unit": "回",
        "direction": "上がるとよい",
        "baseline": "8回（令和元年度）",
        "target": "12",
        "actual": "12",
        "missing": "",
        "shown": "12回",
        "note": "",
        "recipe": "1回ごとに報告書で数える",
        "years": [{"year": "R3", "target": "10", "actual": "9", "shown": "9回"}],
    } | fields


def content(place=1, **fields):
    """One sheet, number ``place`` of a report."""
    number = f"{(place - 1) % 3 + 1}-{(place - 1) // 3 + 1}"
    return {
        "code": f"r3-{place}",
        "number": number,
        "title": f"{TITLES[place % len(TITLES)]}（その{place}）",
        "content": "住民が互いに気にかけ合えるよう、地域で見守る活動を広げます。民生委員・児童委員、町会、事業者と力を合わせます。",
        "goal": GOALS[0],
        "path": f"{GOALS[0]} ＞ 1-1 見守りの輪を広げる",
        "department": DEPARTMENTS[place % len(DEPARTMENTS)],
        "support": [DEPARTMENTS[(place + 1) % len(DEPARTMENTS)]],
        "organization": "みほん市",
        "organization_kind": "city",
        "linked_plans": [{"name": "高齢者保健福祉計画", "kind": "関連"}],
        "is_sample": False,
        "state": "確認済み",
        "is_reported": True,
        "planned": "見守り活動を月1回行い、参加する町会を5つ増やす。声かけの手引きを作り、研修で配る。",
        "done": "見守り活動を12回行い、延べ240人が参加した。新たに4つの町会が加わった。\n声かけの手引きを500部作り、研修と窓口で配った。"
        * 2,
        "self_rating": rating("B"),
        "rating_reason": "計画どおり毎月開催でき、参加者も前年より増えたが、新しく加わった町会は目標に1つ届かなかったため。",
        "issue": "担い手の高齢化が進み、冬の活動が難しい地区がある。若い世代の参加が少ない。",
        "direction": "継続",
        "improvement": "若い世代に向けた説明会を9月に開く。冬は電話による見守りを3つの地区で試す。",
        "years": [{"year": "R3", "self_rating": rating("B"), "final": rating("C")}],
        "indicators": [
            indicator(),
            indicator(
                name="参加者数",
                unit="人",
                actual="1,240",
                shown="1,240人",
                target="1,000",
                years=[{"year": "R3", "target": "900", "actual": "980", "shown": "980人"}],
                recipe="",
            ),
        ],
        "promises": [promise()],
        "opinions": [opinion(place)] if place % 3 == 0 else [],
        "committee_ratings": [],
        "final": {**rating("B"), "comment": ""},
    } | fields


def head(contents=(), **fields):
    return {
        "title": "令和4年度 進捗・評価報告書",
        "plans": ["みほん市地域福祉計画", "みほん市地域福祉活動計画"],
        "term": "第1期",
        "nickname": "ささえあいプラン",
        "philosophy": "ともに生きるまち",
        "period": "令和3年度〜令和5年度",
        "goal_level": "基本目標",
        "target_year": 2022,
        "target_year_label": "令和4年度（2022年度）",
        "held_year_label": "令和5年度（2023年度）",
        "owners": ["みほん市", "みほん市社会福祉協議会"],
        "committee": {"name": "みほん市地域福祉計画推進委員会", "alias": "ささえあい会議"},
        "committee_rates": False,
        "is_sample": False,
        "contact": {
            "name": "みほん市",
            "contact_name": "福祉総合相談室",
            "address": "みほん市中央1丁目1番1号",
            "phone": "0134-00-0000",
            "email": "fukushi@example.jp",
        },
        "scales": {stage: {"name": "4段階の評価", "levels": LEVELS} for stage in ("self", "final")},
        "summary": summary(contents),
        "overall_comment": "",
        "general_opinions": [],
    } | fields


def summary(contents):
    goals = list(dict.fromkeys(sheet["goal"] for sheet in contents))
    return {
        "stage": "final",
        "stage_label": "最終評価",
        "levels": LEVELS,
        "goals": [
            {"goal": goal} | distribution([s for s in contents if s["goal"] == goal]) for goal in goals
        ],
        "all": distribution(contents),
        "directions": [{"label": "継続", "count": len(contents)}] if contents else [],
        "opinions": {"received": 3, "replied": 2, "reflected": 1},
    }


def distribution(contents):
    codes = [sheet["final"]["code"] if sheet["final"] else None for sheet in contents]
    return {
        "counts": [codes.count(level["code"]) for level in LEVELS],
        "missing": codes.count(None),
        "total": len(codes),
    }


def edition(contents, is_draft=True, **fields):
    return FakeEdition(head(contents, **fields), contents, is_draft=is_draft)


def year_of(count):
    """A whole year of ``count`` 取組 over three goals, with every rating, as a city would have it."""
    contents = []
    for place in range(1, count + 1):
        goal = GOALS[(place - 1) * len(GOALS) // count]
        code = "ABBCABBBDA"[place % 10]
        fields = {
            "goal": goal,
            "path": f"{goal} ＞ {goal[0]}-1 見守りの輪を広げる",
            "final": {**rating(code), "comment": ""},
        }
        contents.append(content(place, number=f"{goal[0]}-{place}", **fields))
    return contents
