"""By which rules 会議のポイント puts the 取組 in order: weights, thresholds, words. Rows of the term, or our defaults."""

from dataclasses import dataclass

from django.db import transaction

from evaluations.models import DigestMethod, DigestRule
from plans.models import PlanTerm

Reason = DigestRule.Reason

DEFAULTS = {
    Reason.FELL: (5, 1),
    Reason.NOT_DONE: (4, 1),
    Reason.DISAGREE: (4, 50),
    Reason.FAR: (3, 80),
    Reason.MOVED_AWAY: (3, 5),
    Reason.OPINIONS: (3, 3),
    Reason.LATE: (3, 1),
    Reason.MISSING: (2, 1),
    Reason.NEW_WORDS: (2, None),
    Reason.FIRST_YEAR: (1, None),
}
"""Weight and threshold of each reason, a proposal that every term may change; the order is the order of the method's page."""
SHOWN_FIRST = 10
READING_SPEED = 500
"""Characters a minute: grown-ups read Japanese for understanding at about 400 to 600."""
WORDS = (
    "人手不足",
    "担い手不足",
    "なり手がいない",
    "高齢化",
    "休止",
    "中止",
    "廃止",
    "撤退",
    "事故",
    "けが",
    "苦情",
    "トラブル",
    "孤立",
    "虐待",
    "個人情報",
    "予算不足",
    "値上がり",
    "待機",
)


@dataclass(frozen=True)
class Rule:
    reason: str
    weight: int
    threshold: int | None = None

    @property
    def label(self) -> str:
        return Reason(self.reason).label


@dataclass(frozen=True)
class Method:
    """``version`` 0 stands for our defaults, which nobody has changed yet."""

    rules: dict[str, Rule]
    shown_first: int = SHOWN_FIRST
    reading_speed: int = READING_SPEED
    words: tuple[str, ...] = WORDS
    version: int = 0

    @property
    def version_label(self) -> str:
        return f"第{self.version}版" if self.version else "はじめの設定"

    def weight(self, reason: str) -> int:
        return self.rules[reason].weight

    def threshold(self, reason: str) -> int | None:
        return self.rules[reason].threshold


def default() -> Method:
    return Method({reason: Rule(reason, *numbers) for reason, numbers in DEFAULTS.items()})


def of_term(term_id: int) -> Method:
    """Give the method in force, in two queries; a reason that its rows do not know counts as in our defaults."""
    row = DigestMethod.objects.filter(term=term_id).prefetch_related("rules").first()
    return _of_row(row) if row else default()


def _of_row(row: DigestMethod) -> Method:
    kept = {rule.reason: Rule(rule.reason, rule.weight, rule.threshold) for rule in row.rules.all()}
    rules = {reason: kept.get(reason, rule) for reason, rule in default().rules.items()}
    return Method(rules, row.shown_first, row.reading_speed, tuple(row.word_list), row.version)


@transaction.atomic
def save(*, term: PlanTerm, version: int, method: Method) -> DigestMethod:
    """Keep ``method`` for all rounds of the term. Raises StaleVersion when somebody else changed it first."""
    PlanTerm.objects.select_for_update().get(pk=term.pk)
    row = DigestMethod.claim(version, term=term)
    row.shown_first, row.reading_speed = method.shown_first, method.reading_speed
    row.words = "\n".join(method.words)
    DigestMethod.check_words(method.words)
    row.save()
    kept = {rule.reason: rule for rule in row.rules.all()}
    for rule in method.rules.values():
        _keep(kept.get(rule.reason) or DigestRule(method=row, reason=rule.reason), rule)
    return row


def _keep(row: DigestRule, rule: Rule) -> None:
    if row.pk is None or (row.weight, row.threshold) != (rule.weight, rule.threshold):
        row.weight, row.threshold = rule.weight, rule.threshold
        row.save()
