"""The tree of a plan: goals, 取組, indicators, who carries them, and the scales by which they are rated."""

from initiatives.models import (
    ActorRole,
    AnswerUpload,
    Indicator,
    IndicatorTarget,
    Initiative,
    PlanLink,
    RatingLevel,
    RatingScale,
    Responsibility,
)
from plans.models import (
    Measure,
)
from tests.builders.house import NOW

LEVELS = (("A", "順調"), ("B", "おおむね順調"), ("C", "やや遅れ"), ("D", "遅れ"))


def goal(term, number="1", title="つながりを持てる地域づくり") -> Measure:
    return Measure.objects.create(term=term, depth=1, number=number, title=title, position=int(number))


def measure(parent, number, title="居場所を増やす") -> Measure:
    """A 施策 below another, at the end of its term."""
    position = parent.term.measures.count()
    return Measure.objects.create(
        term=parent.term, parent=parent, depth=parent.depth + 1, number=number, title=title, position=position
    )


def scale(term, stage) -> RatingScale:
    row = RatingScale.objects.create(term=term, stage=stage, name="4段階の評価")
    for position, (code, words) in enumerate(LEVELS, start=1):
        RatingLevel.objects.create(
            scale=row, code=code, words=words, definition=f"{words}である", position=position
        )
    return row


def initiative(measure, lead=None, number="1-1", support=(), **fields) -> Initiative:
    sensible = {
        "code": f"r3-{number}",
        "title": f"見守り活動{number}",
        "content": "地域で見守り活動を行います。",
    }
    position = measure.term.initiatives.count() + 1
    row = Initiative.objects.create(
        term=measure.term, measure=measure, number=number, position=position, **sensible | fields
    )
    if lead:
        Responsibility.objects.create(initiative=row, department=lead, role=Responsibility.Role.LEAD)
    for department in support:
        Responsibility.objects.create(initiative=row, department=department, role=Responsibility.Role.SUPPORT)
    return row


def indicator(initiative, name="開催回数", unit="回", targets=None, **fields) -> Indicator:
    row = Indicator.objects.create(initiative=initiative, name=name, unit=unit, **fields)
    for year, value in (targets or {}).items():
        IndicatorTarget.objects.create(indicator=row, fiscal_year=year, value=value)
    return row


def actor_role(initiative, actor, text="声をかけ合います。") -> ActorRole:
    return ActorRole.objects.create(initiative=initiative, actor=actor, text=text)


def plan_link(initiative, plan, kind="related", **fields) -> PlanLink:
    return PlanLink.objects.create(initiative=initiative, plan=plan, kind=kind, **fields)


def answer_upload(by) -> AnswerUpload:
    """A 回答票 that says nothing."""
    return AnswerUpload.objects.create(by=by, sent_at=NOW, name="回答票.csv", sheets=[])
