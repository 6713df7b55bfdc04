"""Soft checks of the words of a record (言葉の確かめ): they ask, they never refuse.

Pure functions of texts. What hurts is said in public by committees: "the number rose" is no reason, 「検討する」 leads
nowhere, a sheet that equals last year's is not read. Each hint carries a fingerprint of the words that it is about, so
that a hint that was settled comes back only when those words change.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

NEARLY = 90
"""Percent of this year's text that stood in last year's: above it only a figure or two differ in a usual sentence."""
WORTH_COMPARING = 10
"""Characters: shorter texts (「特になし」「月1回開催」) are equal without anybody having copied them."""
GRAM = 3
"""Characters that are compared at a time: two are too common in Japanese (する、した), four miss changed endings."""
LEFT_OF_A_REASON = 3
"""Kanji and katakana that a reason has besides figures and their words: 「広報を見直し」 leaves four, 「予定どおり」 two."""
WORST_HALF = 0.5
"""The share of a scale from which on a rating says that something stands in the way (C and D of four)."""

_NUMBER = r"\d+(?:[,.]\d+)*"
_NOTHING = re.compile(
    r"(?:(?:特に|とくに|該当|課題は|問題は)?(?:なし|無し|無|ありません|ない|無い)|[-ー−–—―・/])?"
)
_COUNTED = re.compile(
    rf"(?:約|延べ|のべ|第|全|計|合計|{_NUMBER})|[年度月日回人名件個所箇か世帯団体組校区町時間分部冊枚台円%点割倍]"
    r"|前年|昨年|今年|本年|目標|実績|参加者?|開催|実施|利用者?|相談|件数|回数|人数|達成|増加?|減少?|上回|下回|維持|比べ"
    r"|[ぁ-ん、。,.・\s()「」~\-+→]"
)
_CONSIDER = re.compile(r"検討(?:する|します|し(?:て|、)|を|中|した(?:い|く)|していく|予定|$)")
_WHEN = re.compile(
    r"\d+\s*(?:月|年度|年|日|週|か月|ヶ月|カ月)|上半期|下半期|四半期|前期|後期|年度内|年内|年度末|年度当初|年末"
    r"|春|夏|秋|冬|まで(?:に|、|$)|来月|毎月|[一二三四五六七八九十]月"
)
_BARE_NUMBER = re.compile(
    rf"(?<![\dA-Za-z.,/\-−第])(?<!\d:)({_NUMBER})(?=(?:でし|です|だっ|に|と|を|が|は|も|へ|より|から|で)?[、。)\s]|(?:でし|です|だっ|に増|に減|を超)|$)"
)
_LIST_MARK = re.compile(r"^\s*[(]?\d{1,2}\s*[).、]|\(\d{1,2}\)", re.MULTILINE)


class Check(StrEnum):
    ONLY_A_COUNT = "only_a_count"
    NO_TIME = "no_time"
    AS_LAST_YEAR = "as_last_year"
    NO_ISSUE = "no_issue"
    NO_UNIT = "no_unit"


LABELS = {
    Check.ONLY_A_COUNT: "理由が数だけ",
    Check.NO_TIME: "検討の時期",
    Check.AS_LAST_YEAR: "前年度と同じ文章",
    Check.NO_ISSUE: "課題がない",
    Check.NO_UNIT: "単位のない数字",
}


@dataclass(frozen=True)
class Rating:
    """The place of the level on its scale, the best being 1, and how many levels there are."""

    position: int
    levels: int

    @property
    def is_low(self) -> bool:
        return self.position > self.levels * WORST_HALF


@dataclass(frozen=True)
class Hint:
    """One question to the writer: about which field (its form name), in which words, given which texts."""

    check: Check
    field: str
    message: str
    fingerprint: str

    @property
    def may_be_unchanged(self) -> bool:
        """Whether 「変更なし（理由）」 is an answer to it."""
        return self.check == Check.AS_LAST_YEAR


def hints(texts: Mapping[str, str], last_year: Mapping[str, str], rating: Rating | None) -> list[Hint]:
    """Give what should be asked about ``texts`` (the texts of a record by field), in the order of the form."""
    found = [
        *_no_unit(texts.get("done", "")),
        *_only_a_count(texts.get("rating_reason", "")),
        *_no_issue(texts.get("issue", ""), rating),
        *_no_time(texts.get("improvement", "")),
        *_as_last_year(texts, last_year),
    ]
    order = list(texts)
    return sorted(found, key=lambda hint: order.index(hint.field) if hint.field in order else len(order))


def share_of_last_year(text: str, before: str) -> int:
    """Give how much of ``text`` stood in ``before`` already: percent of its pieces of GRAM characters, rounded down."""
    now, then = _grams(text), _grams(before)
    return 100 * (now & then).total() // now.total() if now else 0


def _grams(text: str) -> Counter:
    plain = re.sub(r"\s", "", _plain(text))
    return Counter(plain[start : start + GRAM] for start in range(len(plain) - GRAM + 1))


def _plain(text: str) -> str:
    """Bring full-width figures and signs to one form."""
    return unicodedata.normalize("NFKC", text)


def _hint(check: Check, field: str, message: str, *about: str) -> Hint:
    digest = hashlib.sha256("\0".join((check, *about)).encode("utf-8", "surrogatepass")).hexdigest()
    return Hint(check, field, message, digest)


def _only_a_count(reason: str) -> Iterator[Hint]:
    plain = _plain(reason)
    if re.search(r"\d", plain) and len(_COUNTED.sub("", plain)) < LEFT_OF_A_REASON:
        message = "評価の理由が、数や増減だけになっています。なぜそうなったか（工夫したこと、起きたこと）を書き添えると、読む人に伝わります。"
        yield _hint(Check.ONLY_A_COUNT, "rating_reason", message, reason)


def _no_time(improvement: str) -> Iterator[Hint]:
    """「検討する」 in a sentence without a time. 「次年度に」 says nothing new: the box is about the next year."""
    for sentence in re.split(r"[。\n]", _plain(improvement)):
        if _CONSIDER.search(sentence) and not _WHEN.search(sentence):
            message = "「検討する」とありますが、いつまでに検討するかが書かれていません。時期（例：9月まで）を書くと、次の年度に答えやすくなります。"
            yield _hint(Check.NO_TIME, "improvement", message, improvement)
            return


def _as_last_year(texts: Mapping[str, str], last_year: Mapping[str, str]) -> Iterator[Hint]:
    for field, text in texts.items():
        before = last_year.get(field, "")
        if len(text.strip()) < WORTH_COMPARING or not before:
            continue
        share = share_of_last_year(text, before)
        if share >= NEARLY:
            words = "すべて" if text.strip() == before.strip() else f"{share}％が"
            message = f"前年度の文章と{words}同じです。変わったことがあれば書き足してください。変わっていなければ「変更なし」として理由を残せます。"
            yield _hint(Check.AS_LAST_YEAR, field, message, text, before)


def _no_issue(issue: str, rating: Rating | None) -> Iterator[Hint]:
    """「特になし」 beside a low rating. An empty box is no matter of wording: submitting asks for it."""
    plain = re.sub(r"[\s。、.]", "", _plain(issue))
    if issue.strip() and rating and rating.is_low and _NOTHING.fullmatch(plain):
        message = "評価が低いのに、課題がないことになっています。何が妨げになっているかを書いてください。"
        yield _hint(Check.NO_ISSUE, "issue", message, issue, f"{rating.position}/{rating.levels}")


def _no_unit(done: str) -> Iterator[Hint]:
    plain = _LIST_MARK.sub("", _plain(done))
    if found := _BARE_NUMBER.search(plain):
        message = f"「{found[1]}」に単位がありません。人・回・件などを付けてください。"
        yield _hint(Check.NO_UNIT, "done", message, done)
