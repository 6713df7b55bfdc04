"""What the secretariat and the members type of a meeting."""

from django import forms

from accounts.dates import write_clock
from accounts.form_fields import (
    WRITE_A_DAY,
    JapaneseDateField,
    JapaneseDecimalField,
    JapaneseTextField,
    JapaneseTimeField,
    line_field,
    text_box,
)
from accounts.numbers import write_number
from accounts.versioned_forms import PressForm, VersionedForm
from evaluations.meetings import calling
from evaluations.models import AgendaItem, Attendance, Committee, EvaluationRound, Meeting

WRITE_A_TIME = "例：14:00　14時　午後2時30分"
Answer = Attendance.Answer


def count_field(label: str, most: int = 9999, **options) -> JapaneseDecimalField:
    """A whole number from 0 on."""
    sensible = {
        "required": False,
        "max_digits": 5,
        "decimal_places": 0,
        "min_value": 0,
        "max_value": most,
        "error_messages": {
            "min_value": "0以上の数字を入力してください。",
            "max_value": f"{most:,}以下の数字を入力してください。",
        },
    }
    return JapaneseDecimalField(label=label, **sensible | options)


def whole(value) -> int | None:
    return None if value is None else int(value)


class MeetingForm(VersionedForm):
    """The facts of a meeting. ``tell`` appears once members were called."""

    PLAIN = (
        *("held_on", "starts_at", "ends_at", "mode", "place", "online_address", "openness", "closed_reason"),
        *("audience_note", "message", "answer_due_on", "round"),
    )

    ordinal = count_field("第何回", 99, required=True, help_text="その年度の何回目の会議かを入力します。")
    round = forms.ModelChoiceField(
        label="取り上げる評価の回",
        queryset=EvaluationRound.objects.none(),
        required=False,
        empty_label="評価の回は取り上げない",
        help_text="選ぶと、その回の報告書（案）を資料に入れられます。",
    )
    held_on = JapaneseDateField(label="開催日", help_text=WRITE_A_DAY)
    starts_at = JapaneseTimeField(label="開始時刻", help_text=WRITE_A_TIME)
    ends_at = JapaneseTimeField(label="終了時刻", required=False, help_text=WRITE_A_TIME)
    mode = forms.ChoiceField(label="開催方法", choices=Meeting.Mode.choices, widget=forms.RadioSelect)
    place = line_field(Meeting, "place", help_text="対面で開くときに入力します。")
    online_address = forms.URLField(
        label="オンライン会議のアドレス",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="委員の画面と開催通知にだけ載ります。市民のページには載りません。",
        error_messages={"invalid": "https:// で始まるアドレスを入力してください。"},
    )
    openness = forms.ChoiceField(label="公開の別", choices=Meeting.Openness.choices, widget=forms.RadioSelect)
    closed_reason = text_box(
        "非公開とする理由",
        limit=200,
        rows=2,
        required=False,
        help_text="一部非公開・非公開のときに入力します。市民のページに載ります。",
    )
    audience_capacity = count_field("傍聴の定員（人）")
    audience_note = line_field(Meeting, "audience_note", help_text="例：前日までに電話で申し込み")
    answer_due_on = JapaneseDateField(label="出欠の回答期限", required=False, help_text=WRITE_A_DAY)
    message = text_box(
        "通知文",
        limit=1000,
        rows=5,
        required=False,
        help_text="開催通知の初めに載せる文章です。空欄のときは、決まった文章を載せます。",
    )
    tell = forms.BooleanField(
        label="変更したことを、通知済みの委員にメールで知らせる", required=False, initial=True
    )

    field_order = (
        *("version", "ordinal", "held_on", "starts_at", "ends_at", "mode", "place", "online_address"),
        *("openness", "closed_reason", "audience_capacity", "audience_note", "round"),
        *("answer_due_on", "message", "tell"),
    )

    def __init__(
        self, data=None, *, committee: Committee, meeting: Meeting | None, initial: dict | None = None
    ):
        first = {"version": 0, "mode": Meeting.Mode.IN_PERSON, "openness": Meeting.Openness.OPEN}
        super().__init__(data, initial=self.values(meeting) if meeting else first | (initial or {}))
        rounds = EvaluationRound.objects.filter(committee=committee).select_related("request")
        self.fields["round"].queryset = rounds
        if meeting is None or not meeting.is_called:
            del self.fields["tell"]

    @classmethod
    def values(cls, row: Meeting) -> dict:
        values = {name: getattr(row, name) for name in (*cls.PLAIN, "version")}
        values |= {name: write_number(getattr(row, name)) for name in ("ordinal", "audience_capacity")}
        times = {name: write_clock(getattr(row, name)) for name in ("starts_at", "ends_at")}
        return values | times | {"round": row.round_id, "tell": True}

    def content(self) -> dict:
        cleaned = self.cleaned_data
        fields = {name: cleaned[name] for name in self.PLAIN}
        numbers = {name: whole(cleaned[name]) for name in ("ordinal", "audience_capacity")}
        return {
            "version": cleaned["version"],
            "fields": fields | numbers,
            "tell": cleaned.get("tell", False),
        }


class AgendaItemForm(VersionedForm):
    PLAIN = ("kind", "title", "description", "is_closed")

    kind = forms.ChoiceField(
        label="種類",
        choices=AgendaItem.Kind.choices,
        widget=forms.RadioSelect,
        initial=AgendaItem.Kind.DELIBERATION,
    )
    title = line_field(AgendaItem, "title")
    description = text_box("説明", limit=400, rows=3, required=False)
    is_closed = forms.BooleanField(
        label="非公開の議題",
        required=False,
        help_text="選ぶと、議題の名前も、この議題の資料も、市民のページに載せません。",
    )

    @classmethod
    def values(cls, row: AgendaItem) -> dict:
        return {name: getattr(row, name) for name in (*cls.PLAIN, "version")}

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {"version": cleaned["version"], "fields": {name: cleaned[name] for name in self.PLAIN}}


class CancelForm(VersionedForm):
    reason = text_box("中止の理由", limit=200, rows=3, help_text="通知済みの委員に、メールで知らせます。")

    @classmethod
    def values(cls, row: Meeting) -> dict:
        return {"version": row.version, "reason": row.cancelled_reason}


class AnswerForm(VersionedForm):
    """Whether a member comes, as far as the kind of meeting leaves a choice."""

    answer = forms.ChoiceField(label="出欠", widget=forms.RadioSelect)
    proxy_name = line_field(
        Attendance, "proxy_name", help_text="「代理が出席」のときに入力してください。", required=False
    )
    note = line_field(
        Attendance, "note", help_text="資料の郵送の希望や、配慮の必要なことなど。", required=False
    )

    def __init__(self, data=None, *, attendance: Attendance):
        super().__init__(data, initial=self.values(attendance))
        self.fields["answer"].choices = calling.choices(attendance.meeting)

    @classmethod
    def values(cls, row: Attendance) -> dict:
        return {name: getattr(row, name) for name in ("version", "answer", "proxy_name", "note")}


class PresenceForm(VersionedForm):
    """Who was there: a choice and the name of a proxy for each member who was called."""

    audience_count = count_field("傍聴した人数（人）")
    office_present = text_box("事務局・説明員の出席者", limit=400, rows=3, required=False)
    is_over = forms.BooleanField(
        label="出欠を確定し、会議を「開催済み」にする",
        required=False,
        help_text="すべての委員の出欠を入れてから選んでください。後から直すこともできます。",
    )

    def __init__(self, data=None, *, meeting: Meeting, attendances: list[Attendance]):
        whole = {"version": meeting.version, "office_present": meeting.office_present}
        super().__init__(data, initial=whole | {"audience_count": write_number(meeting.audience_count)})
        self.attendances = attendances
        for row in attendances:
            self._add(row, calling.choices(meeting))
        if meeting.state == Meeting.State.HELD:
            del self.fields["is_over"]
        self.order_fields([name for row in attendances for name in boxes(row)])

    def _add(self, row: Attendance, choices: list) -> None:
        presence, proxy = boxes(row)
        self.fields[presence] = forms.ChoiceField(
            label=f"{row.member.name}さんの出欠",
            choices=[("", "未入力"), *choices],
            required=False,
            initial=row.presence or row.answer,
        )
        self.fields[proxy] = JapaneseTextField(
            label=f"{row.member.name}さんの代理の方の氏名",
            max_length=100,
            required=False,
            initial=row.proxy_name,
        )

    @classmethod
    def values(cls, row: Meeting) -> dict:
        found = {"version": row.version, "office_present": row.office_present}
        found["audience_count"] = write_number(row.audience_count)
        for attendance in row.attendances.all():
            presence, proxy = boxes(attendance)
            found |= {presence: attendance.presence, proxy: attendance.proxy_name}
        return found

    def clean(self):
        """Refuse a name that would be dropped: whoever is no proxy needs none. One from the answer may stand."""
        for row in self.attendances:
            presence, proxy = (self.cleaned_data.get(name) for name in boxes(row))
            if proxy and proxy != row.proxy_name and presence != Attendance.Answer.PROXY:
                self.add_error(
                    boxes(row)[1], "代理の方が出席したときは、出欠で「代理が出席」を選んでください。"
                )
        return self.cleaned_data

    @property
    def rows(self) -> list[tuple]:
        """The members with their boxes, for the table."""
        return [(row, *(self[name] for name in boxes(row))) for row in self.attendances]

    def content(self) -> dict:
        cleaned = self.cleaned_data
        named = {row.pk: boxes(row) for row in self.attendances}
        return {
            "version": cleaned["version"],
            "presences": {pk: (cleaned[presence], cleaned[proxy]) for pk, (presence, proxy) in named.items()},
            "audience_count": whole(cleaned["audience_count"]),
            "office_present": cleaned["office_present"],
            "is_over": cleaned.get("is_over", False),
        }


def boxes(row: Attendance) -> tuple[str, str]:
    return f"presence-{row.pk}", f"proxy-{row.pk}"


class CallForm(PressForm):
    button = "開催通知を送る"


class PublishForm(PressForm):
    button = "この内容で公表する"
