"""What the secretariat types about 会議のポイント: weights and thresholds of a term, and what a round is to decide."""

from accounts.form_fields import JapaneseDecimalField
from accounts.versioned_forms import VersionedForm
from evaluations.digest.explained import UNITS
from evaluations.digest.method import Method, Reason, Rule, default, of_term
from evaluations.models import DigestMethod, DigestNote
from evaluations.models.digest import lines_of
from initiatives.forms import text_field

MOST_WEIGHT = 99
MOST_THRESHOLD = {Reason.DISAGREE: 100, Reason.FAR: 1000, Reason.MOVED_AWAY: 1000}
RANGE = "{low}から{high}までの数で入力してください。"


def whole_number(label: str, low: int, high: int, **options) -> JapaneseDecimalField:
    """A count as people type it, full-width digits and all."""
    out_of_range = RANGE.format(low=low, high=f"{high:,}")
    messages = {"min_value": out_of_range, "max_value": out_of_range}
    digits = {"max_digits": 9, "decimal_places": 0, "min_value": low, "max_value": high}
    return JapaneseDecimalField(label=label, error_messages=messages, **digits | options)


class MethodForm(VersionedForm):
    """All numbers of a method. Version 0 stands for our defaults, which nobody has changed yet."""

    shown_first = whole_number(
        "「まず見る取組」の数", 1, 30, help_text="PDFでは、1ページに入る数までになります。"
    )
    reading_speed = whole_number(
        "1分に読む文字数",
        50,
        5000,
        help_text="大人が内容を理解しながら読む速さは、1分に400から600文字ほどです。",
    )
    words = text_field(
        "懸念の言葉",
        required=False,
        rows=10,
        help_text="1行に1語です。実績・評価の理由・課題に初めて現れたときに、理由として示します。",
    )

    def __init__(self, data=None, *, method: Method):
        super().__init__(data, initial=self.shown(method))
        last = {name: self.fields.pop(name) for name in ("shown_first", "reading_speed", "words")}
        for rule in method.rules.values():
            self._add_rule(rule)
        self.fields |= last

    def _add_rule(self, rule: Rule) -> None:
        self.fields[f"weight-{rule.reason}"] = whole_number(f"「{rule.label}」の重み", 0, MOST_WEIGHT)
        if rule.threshold is not None:
            high = MOST_THRESHOLD.get(rule.reason, 999)
            field = whole_number(f"「{rule.label}」の境目（{UNITS[rule.reason]}）", 1, high)
            self.fields[f"threshold-{rule.reason}"] = field

    @classmethod
    def shown(cls, method: Method) -> dict:
        shown = {
            "version": method.version,
            "shown_first": str(method.shown_first),
            "reading_speed": str(method.reading_speed),
            "words": "\n".join(method.words),
        }
        for rule in method.rules.values():
            shown[f"weight-{rule.reason}"] = str(rule.weight)
            shown[f"threshold-{rule.reason}"] = "" if rule.threshold is None else str(rule.threshold)
        return shown

    @classmethod
    def values(cls, row: DigestMethod) -> dict:
        return cls.shown(of_term(row.term_id))

    def clean_words(self):
        words = lines_of(self.cleaned_data["words"])
        DigestMethod.check_words(words)
        return tuple(dict.fromkeys(words))

    def method(self) -> Method:
        """The method that was typed."""
        typed = self.cleaned_data
        rules = {reason: self._rule(rule) for reason, rule in default().rules.items()}
        numbers = (int(typed["shown_first"]), int(typed["reading_speed"]))
        return Method(rules, *numbers, typed["words"], typed["version"])

    def _rule(self, rule: Rule) -> Rule:
        weight, threshold = (
            self.cleaned_data.get(f"{part}-{rule.reason}") for part in ("weight", "threshold")
        )
        return Rule(rule.reason, int(weight), None if threshold is None else int(threshold))

    def content(self) -> dict:
        return {"version": self.cleaned_data["version"], "method": self.method()}

    def rule_rows(self) -> list[dict]:
        """The boxes of each rule, for a table."""
        return [
            {
                "label": Reason(reason).label,
                "weight": self[f"weight-{reason}"],
                "threshold": self[f"threshold-{reason}"] if reason in UNITS else None,
                "unit": UNITS.get(reason, ""),
            }
            for reason in default().rules
        ]


class NoteForm(VersionedForm):
    decisions = text_field(
        "決めていただきたいこと",
        required=False,
        rows=5,
        limit=300,
        help_text=f"1行に1つ、{DigestNote.LONGEST_LINE}文字までで、{DigestNote.MOST_LINES}つまで書けます。",
    )

    def clean_decisions(self):
        text = self.cleaned_data["decisions"]
        DigestNote.check_decisions(text)
        return text
