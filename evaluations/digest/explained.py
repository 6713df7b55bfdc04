"""The method in plain Japanese, with the numbers that are in force."""

from dataclasses import dataclass

from evaluations.digest.method import Method, Reason, Rule

EXPLAINED = {
    Reason.FELL: "自己評価が、前の年度から{n}段階以上下がったとき。",
    Reason.NOT_DONE: "前の年度までの約束（改善、意見への回答）のうち、「まだ実施していない」か「やめた」と答えたものが{n}件以上あるとき。",
    Reason.DISAGREE: "評価した委員のうち{n}％以上が、所管課の自己評価と違う評価を付けたとき。所管課と委員の評価区分の記号が違う計画では使いません。",
    Reason.FAR: "指標の達成率が{n}％より低いとき。達成率は、「上がるとよい」指標では実績値÷目標値、「下がるとよい」指標では目標値÷実績値（目標値以下なら100％）、「維持」の指標では100％から目標値との差の割合を引いたものです。値のない指標と目標値のない指標は数えません。「上がるとよい」「維持」で目標値が0のときと、0より小さい値があるときは計算しません。",
    Reason.MOVED_AWAY: "目標に届いていない指標の値が、前の年度より{n}％以上、望ましい向きと反対に動いたとき。「維持」の指標では、目標値との差が開いたとき。言葉で表す指標では、段階が下がったとき。",
    Reason.OPINIONS: "この年度の評価で、その取組に委員から出た意見と質問が、合わせて{n}件以上あるとき。",
    Reason.LATE: "記録がまだ届いていない（所管課が記入・修正している）とき、または提出期限から{n}日以上遅れて提出されたとき。",
    Reason.MISSING: "値が「未集計」か「中止」の指標が{n}つ以上あるとき。「対象外」は数えません。",
    Reason.NEW_WORDS: "実績・評価の理由・課題に、下の一覧の言葉があり、前の年度の同じ取組の記録のどこにもなかったとき。前の年度の記録がない取組では使いません。",
    Reason.FIRST_YEAR: "この年度に始まった取組か、前の年度の記録がない取組のとき。計画の期の最初の年度では、途中で加わったと登録された取組だけです。",
}
UNITS = {
    Reason.FELL: "段階以上",
    Reason.NOT_DONE: "件以上",
    Reason.DISAGREE: "％以上",
    Reason.FAR: "％未満",
    Reason.MOVED_AWAY: "％以上",
    Reason.OPINIONS: "件以上",
    Reason.LATE: "日以上",
    Reason.MISSING: "つ以上",
}
FROM_OTHERS = (Reason.DISAGREE, Reason.OPINIONS)
"""Reasons that come from what members wrote: nobody but the secretariat gets them before the deadline."""


@dataclass(frozen=True)
class Explanation:
    rule: Rule
    text: str

    @property
    def is_from_others(self) -> bool:
        return self.rule.reason in FROM_OTHERS


def explanations(method: Method) -> list[Explanation]:
    """Give each rule with what it means, those that weigh most first."""
    rules = sorted(method.rules.values(), key=lambda rule: -rule.weight)
    return [Explanation(rule, EXPLAINED[rule.reason].format(n=rule.threshold)) for rule in rules]
