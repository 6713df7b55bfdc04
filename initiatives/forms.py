"""What people type into a yearly record, and what the secretariat says to it."""

from collections.abc import Iterable, Set

from django import forms

from accounts.form_fields import JapaneseTextField, PortalForm, text_box
from accounts.versioned_forms import VersionedForm
from initiatives.models import (
    AnnualRecord,
    IndicatorValue,
    Promise,
    ProxyEntry,
    RatingLevel,
    RatingScale,
    RecordShare,
)
from initiatives.models.record import TEXT_LIMIT
from initiatives.value_fields import fields_of, misfits, read_parts, shown_parts


def text_field(label: str, *, limit: int = TEXT_LIMIT, **options) -> JapaneseTextField:
    """A box of several lines that asks for as much as a text of a record may have."""
    return text_box(label, limit=limit, **options)


def level_field(label: str, levels: Iterable[RatingLevel], **options) -> forms.TypedChoiceField:
    """Radio buttons for a rating: code, words and definition, never the letter alone. ``levels`` are read once."""
    by_key = {str(level.pk): level for level in levels}
    choices = [(key, f"{row.code}　{row.words}（{row.definition}）") for key, row in by_key.items()]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=by_key.get, empty_value=None, widget=forms.RadioSelect, **options
    )


def self_levels(term_id: int) -> Iterable[RatingLevel]:
    """The levels of the scale by which the departments of a term rate themselves, best first."""
    scale = {"scale__term_id": term_id, "scale__stage": RatingScale.Stage.SELF}
    return RatingLevel.objects.filter(**scale).order_by("position")


class RecordForm(VersionedForm):
    """One record on one page: promises to answer, plan, do, indicators, check, act.

    A draft may be incomplete; what submitting needs is said by ``AnnualRecord.gaps``. The fields of promises and
    indicators are named as ``Promise.form_field`` and ``IndicatorValue.form_field`` say. What was written the year
    before stands beside the boxes once ``show_previous`` was called.

    ``only`` makes a form of some of the boxes, with those that are read together with them: what a 回答票 changes.
    """

    def __init__(
        self,
        data=None,
        *,
        record: AnnualRecord,
        levels: Iterable[RatingLevel] | None = None,
        only: Set[str] | None = None,
    ):
        self.record = record
        self.levels = self_levels(record.request.term_id) if levels is None else levels
        self.only = only
        super().__init__(data, initial=self.values(record) if only is None else None)
        for promise in record.promises.all():
            self._add_promise(promise)
        self._add_text("planned")
        self._add_text("done")
        for value in record.values.all():
            self._add_value(value)
        self._add_check_and_act()

    # ---- building

    @classmethod
    def values(cls, row: AnnualRecord) -> dict:
        values = {"version": row.version, "direction": row.direction, "self_rating": row.self_rating_id}
        values |= {name: getattr(row, name) for name in AnnualRecord.TEXTS}
        for promise in row.promises.all():
            values |= {promise.box(part): value for part, value in _answer(promise).items()}
        for value in row.values.all():
            values |= {value.box(part): shown for part, shown in shown_parts(value).items()}
        return values

    def _asks(self, *boxes: str) -> bool:
        return self.only is None or not self.only.isdisjoint(boxes)

    def _add(self, name: str, field: forms.Field, *, optional: bool = False) -> None:
        """Add a field that a draft may leave empty; the page says which ones submitting asks for."""
        field.required = False
        field.mark = "任意" if optional else "※提出に必要"
        self.fields[name] = field

    def _add_text(self, name: str) -> None:
        if not self._asks(name):
            return
        label = AnnualRecord._meta.get_field(name).verbose_name
        self._add(name, text_field(label))

    def _add_promise(self, promise: Promise) -> None:
        if not self._asks(promise.box("answer"), promise.box("reason")):
            return
        answer = forms.ChoiceField(
            label="その後どうなりましたか", choices=Promise.Answer.choices, widget=forms.RadioSelect
        )
        reason = text_field(
            "理由・説明", rows=3, help_text="「まだ実施していない」「やめた」のときは必ず書いてください。"
        )
        self._add(promise.box("answer"), answer)
        self._add(promise.box("reason"), reason, optional=True)

    def _add_value(self, value: IndicatorValue) -> None:
        """What the value itself needs is asked for at submitting; reason, note and explanation as the case may be."""
        if not self._asks(*map(value.box, IndicatorValue.PARTS)):
            return
        for part, field in fields_of(value).items():
            if part == "explanation" and self.is_bound and value.box(part) not in self.data:
                continue  # the page was open before anything was asked: what was explained meanwhile stays
            self._add(value.box(part), field, optional=part in ("missing_reason", "note"))

    def _add_check_and_act(self) -> None:
        if self._asks("self_rating"):
            self._add("self_rating", level_field("自己評価", self.levels))
        self._add_text("rating_reason")
        self._add_text("issue")
        if self._asks("direction"):
            direction = forms.ChoiceField(
                label="今後の方向性", choices=AnnualRecord.Direction.choices, widget=forms.RadioSelect
            )
            self._add("direction", direction)
        self._add_text("improvement")

    # ---- reading

    def clean(self):
        cleaned = super().clean()
        for value in self.record.values.all():
            for part, message in misfits(value, read_parts(value, cleaned)).items():
                self.add_error(value.box(part), message)
        return cleaned

    def content(self) -> dict:
        """Give what was read in the shape that ``progress.save_draft`` takes."""
        cleaned = self.cleaned_data
        names = (*AnnualRecord.TEXTS, "self_rating", "direction")
        return {
            "version": cleaned["version"],
            "texts": {name: cleaned[name] for name in names if name in cleaned},
            "values": {value.indicator_id: read_parts(value, cleaned) for value in self.record.values.all()},
            "answers": {
                promise.pk: {
                    "answer": cleaned[promise.box("answer")],
                    "answer_reason": cleaned[promise.box("reason")],
                }
                for promise in self.record.promises.all()
                if promise.box("reason") in cleaned
            },
        }

    # ---- when somebody else was quicker

    def _missing_boxes(self) -> list[str]:
        """An outdated page has no boxes for promises that were added since: those were not cut off."""
        missing = super()._missing_boxes()
        if self.data.get("version") == str(self.record.version):
            return missing
        return [name for name in missing if not name.startswith("promise-")]

    def show_conflict(self, current: AnnualRecord) -> None:
        """Ask for promises that were added meanwhile, and give back what was typed for those that were taken back."""
        added = [promise for promise in current.promises.all() if promise.box("reason") not in self.data]
        for promise in added:
            self._add_promise(promise)
        self.record = current
        super().show_conflict(current)
        for promise in added:
            self.add_error(
                None, f"その後を答える約束が加わりました：{promise.source_label}「{promise.short_text}」"
            )
        for reason in self._typed_for_nothing():
            self.add_error(None, f"答えなくてよくなった約束があります。書いてあった理由・説明：「{reason}」")

    def _typed_for_nothing(self) -> list[str]:
        """The reasons that came with the page for promises that the record is not asked for any more."""
        asked = {promise.box("reason") for promise in self.record.promises.all()}
        sent = (name for name in self.data if name.startswith("promise-") and name.endswith("-reason"))
        return [self.data[name] for name in sent if name not in asked and self.data[name].strip()]

    # ---- showing, in the order of the page

    def show_previous(self, previous: AnnualRecord) -> None:
        """Put beside each box what was written the year before; texts can be copied into the box."""
        for name in AnnualRecord.TEXTS:
            self.fields[name].previous = self.fields[name].copies = getattr(previous, name)
        self.fields["self_rating"].previous = str(previous.self_rating or "")
        self.fields["direction"].previous = previous.get_direction_display()
        for value in previous.values.all():
            if (name := value.box(value.typed_parts[0])) in self.fields:
                self.fields[name].previous = value.shown

    def show_shares(self, shares: Iterable[RecordShare]) -> None:
        """Put beside 実績 and 課題 what the supporting departments handed in; each can be copied into the box."""
        for name in RecordShare.TEXTS:
            texts = [(share.pk, share.department_name, getattr(share, name)) for share in shares]
            self.fields[name].shares = [text for text in texts if text[2]]

    def copy_beside(self, source: str) -> None:
        """Write a text that stands beside a box into it, below what is there; nothing where there is no such text.

        ``source`` is the name of the box for last year's text, with @ and its key for that of a share.
        """
        name, _, share = source.partition("@")
        field = self.fields.get(name)
        shares = {str(pk): text for pk, _, text in getattr(field, "shares", ())}
        before = shares.get(share, "") if share else getattr(field, "copies", "")
        if before:
            here = str(self.initial.get(name) or "").rstrip()
            self.initial[name] = f"{here}\n{before}" if here else before

    def promise_rows(self) -> list[tuple[Promise, list]]:
        return [
            (promise, [self[promise.box(part)] for part in ("answer", "reason")])
            for promise in self.record.promises.all()
        ]

    def value_rows(self) -> list[tuple[IndicatorValue, list]]:
        """Each value with its boxes, in the order of ``fields_of``."""
        return [
            (value, [self[name] for name in self.fields if name.startswith(value.box(""))])
            for value in self.record.values.all()
        ]


def _answer(promise: Promise) -> dict[str, str]:
    return {"answer": promise.answer, "reason": promise.answer_reason}


def return_reason_field() -> JapaneseTextField:
    help_text = "どこを、どのように直してほしいかを書いてください。"
    return text_field("差戻しの理由", limit=500, rows=5, help_text=help_text)


class UnchangedForm(PortalForm):
    """Why a text equals last year's: 「変更なし（理由）」. The usual reason is there already, so that one press will do."""

    reason = JapaneseTextField(
        label="変更なしの理由",
        max_length=200,
        initial="前年度と同じ内容で行い、書き方を変えるところがないため。",
        error_messages={"max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。"},
    )

    def __init__(self, data=None, *, field: str):
        super().__init__(data, auto_id=f"id_{field}_%s")


class ReturnForm(VersionedForm):
    """Why a record goes back to its department."""

    reason = return_reason_field()

    @classmethod
    def values(cls, row: AnnualRecord) -> dict:
        return {"version": row.version, "reason": row.return_reason}


class ProxyForm(PortalForm):
    """How the secretariat came by what it types in for a department (代理入力)."""

    means = forms.ChoiceField(
        label="所管課からの受け取り方",
        choices=ProxyEntry.Means.choices,
        widget=forms.RadioSelect,
        help_text="所管課に代わって入力しています。だれが、いつ、どのように受け取って入力したかを、記録に表示します。",
    )
    note = JapaneseTextField(
        label="代理入力の補足",
        max_length=200,
        required=False,
        help_text="例：6月3日に聞き取り、内容は課で確認済み",
    )


class ShareForm(VersionedForm):
    """The share of one supporting department: what it did, and what is left."""

    done = text_field("担当分の実績（この年度に行ったこと）")
    issue = text_field("担当分の課題", rows=4)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, mark in (("done", "※渡すときに必要"), ("issue", "任意")):
            self.fields[name].required = False
            self.fields[name].mark = mark

    def show_previous(self, previous: RecordShare) -> None:
        for name in RecordShare.TEXTS:
            self.fields[name].previous = getattr(previous, name)


class SubmitForm(PortalForm):
    """What submitting asks when shares of supporting departments are missing."""

    share_reason = JapaneseTextField(
        label="担当分を待たずに提出する理由",
        max_length=200,
        required=False,
        help_text="例：電話で聞き取り、主管課の実績に含めて書いたため。理由は記録に残り、事務局と委員会が読みます。",
        error_messages={"max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。"},
    )


REPORT = "report"


class OutcomeForm(VersionedForm):
    """That a record has no report this year, and why."""

    outcome = forms.ChoiceField(
        label="この年度の記録",
        choices=[(REPORT, "通常どおり、実績と評価を記入する"), *AnnualRecord.Outcome.choices],
        widget=forms.RadioSelect,
        help_text="「今年度は対象外」は、この年度には行わないと決まっていた取組などに使います。「完了」は、目的を果たして終えた取組に使い、次の年度からは記録を求めません。",
    )
    reason = text_field("理由", limit=500, rows=5, required=False, help_text="市民にも公表する文章です。")

    @classmethod
    def values(cls, row: AnnualRecord) -> dict:
        return {"version": row.version, "outcome": row.outcome or REPORT, "reason": row.outcome_reason}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reason"].mark = "※対象外・完了のときに必要"

    def clean(self):
        cleaned = super().clean()
        outcome, reason = cleaned.get("outcome"), cleaned.get("reason")
        if outcome and outcome != REPORT and reason == "":
            self.add_error("reason", "理由を入力してください。")
        if reason and len(reason) > 500:
            self.add_error("reason", f"500文字までです。あと{len(reason) - 500:,}文字減らしてください。")
        return cleaned

    def content(self) -> dict:
        outcome = self.cleaned_data["outcome"]
        return self.cleaned_data | {"outcome": "" if outcome == REPORT else outcome}


class ReopenForm(VersionedForm):
    """Why a completed 取組 is taken up again."""

    reason = JapaneseTextField(
        label="再開する理由",
        max_length=200,
        error_messages={"max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。"},
    )

    @classmethod
    def values(cls, row: AnnualRecord) -> dict:
        return {"version": row.version, "reason": row.reopened_reason}
