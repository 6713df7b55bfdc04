"""What the secretariat types into the register: a plan, its terms, how it stands to others, and its closing."""

from collections.abc import Iterable

from django import forms

from accounts.form_fields import (
    JapaneseDecimalField,
    PlaceField,
    PortalForm,
    RowField,
    line_field,
    text_box,
)
from accounts.models import Department, Organization
from accounts.versioned_forms import PressForm, VersionedForm
from plans import fiscal_year
from plans.models import Plan, PlanRelation, PlanTerm
from plans.periods import both_eras

Kind = PlanRelation.Kind
CHOOSE, UNKNOWN, OPEN = ("", "選んでください"), ("unknown", "不明"), ("open", "終期なし")
KINDS = (
    (Kind.UPPER, "上位計画：相手が、この計画の上にある"),
    (Kind.INDIVIDUAL, "個別計画：相手が、この計画の下にある（分野ごとの計画など）"),
    (Kind.CONTAINS, "包含する計画：相手の内容を、この計画の中に含めている"),
    (Kind.INTEGRATED, "一体的に策定する計画：相手と、ひとつの計画書として策定する"),
    (Kind.COORDINATES, "連携する計画：上下の関係はなく、たがいに連携する"),
)
PRINTED_HELP = "公開した内容です。変えるときは「見直し」で行います。"


class RegisterFilterForm(PortalForm):
    """Which plans the list shows; whatever cannot be read is passed over."""

    STATES = (("", "すべて"), ("open", "続いている計画"), ("closed", "廃止・終了した計画"))

    q = forms.CharField(label="計画名・根拠", required=False, max_length=100)
    state = forms.ChoiceField(label="状態", choices=STATES, required=False)

    def __init__(self, data):
        super().__init__(data)
        rows = Organization.objects.values_list("pk", "name")
        choices = [("", "すべて"), *rows]
        self.fields["owner"] = forms.TypedChoiceField(
            label="策定する団体", choices=choices, coerce=int, empty_value=None, required=False
        )

    def chosen(self) -> dict:
        """Give what could be read, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlanForm(VersionedForm):
    TEXTS = ("name", "short_name", "slug", "legal_basis", "obligation", "website", "description")

    name = line_field(Plan, "name", help_text="例：小樽市地域福祉計画")
    short_name = line_field(Plan, "short_name", help_text="図や表に使う、短い呼び名です。例：地域福祉計画")
    slug = forms.SlugField(
        label="アドレスの名前",
        max_length=50,
        help_text="公開ページのアドレスになります。半角の英数字と「-」で書き、公開した後は変えません。例：chiiki-fukushi",
        error_messages={
            "invalid": "半角の英数字、「-」、「_」だけで入力してください。",
            "max_length": "%(limit_value)d文字までです。今は%(show_value)d文字あります。",
        },
    )
    legal_basis = line_field(
        Plan,
        "legal_basis",
        help_text="法令の名前と条まで書きます。わからないときは空欄のままで、「不明」と表示されます。",
    )
    obligation = forms.ChoiceField(
        label="策定の義務", choices=Plan.Obligation.choices, widget=forms.RadioSelect
    )
    website = forms.URLField(
        label="掲載場所",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="計画の本文が読めるページのアドレスです。例：https://www.example.jp/keikaku/",
        error_messages={"invalid": "「https://」から始まるアドレスを入力してください。"},
        widget=forms.TextInput,
    )
    description = text_box("概要", limit=400, rows=4, required=False)
    position = PlaceField()

    def __init__(
        self, data=None, *, organizations: list[Organization], departments: dict[int, str], plan: Plan | None
    ):
        start = {"version": 0, "obligation": Plan.Obligation.UNKNOWN}
        super().__init__(data, initial=self.values(plan) if plan else start)
        self.organizations = {row.pk: row for row in organizations}
        self.departments = departments
        self.fields["owners"] = forms.TypedMultipleChoiceField(
            label="策定する団体",
            choices=[(pk, row.name) for pk, row in self.organizations.items()],
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="どれにも印を付けないと、「不明」と表示されます。",
        )
        self.fields["lead_department"] = forms.TypedChoiceField(
            label="担当課",
            choices=[("", "不明"), *departments.items()],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.order_fields(["name", "short_name", "slug", "owners", "lead_department"])

    @classmethod
    def values(cls, row: Plan) -> dict:
        values = {name: getattr(row, name) for name in ("version", *cls.TEXTS)}
        return values | {
            "position": str(row.position),
            "lead_department": row.lead_department_id or "",
            "owners": sorted(owner.pk for owner in row.owners.all()),
        }

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {name: cleaned[name] for name in ("version", "position", *self.TEXTS)} | {
            "owners": [self.organizations[pk] for pk in cleaned["owners"]],
            "lead_department": Department(pk=cleaned["lead_department"])
            if cleaned["lead_department"]
            else None,
        }


class YearField(forms.TypedChoiceField):
    """A fiscal year, or one of the ``words`` that say why there is none; never left blank."""

    def __init__(self, label: str, *words: tuple[str, str], last: int = fiscal_year.LATEST, **options):
        choices = [CHOOSE, *words, *fiscal_year.choices(last=last)]
        super().__init__(label=label, choices=choices, coerce=_year_or_word, **options)


def _year_or_word(text: str) -> int | str:
    return int(text) if text.isdigit() else text


class BookField(RowField):
    """In which plan the text of the term stands: in this one, or in the same term of another."""

    def __init__(self, books: Iterable[PlanTerm], term: PlanTerm | None):
        labels = {book.pk: _place_of_text(book, term) for book in books}
        super().__init__(
            "本文と取組のある場所",
            books,
            labels,
            empty="この計画にある（または、まだない）",
            required=False,
            help_text="ほかの計画とひとつの計画書として策定したときは、本文のあるほうの計画を選びます。"
            "「位置付け」で一体または包含の関係を登録した計画の期が並びます。",
        )


def _place_of_text(book: PlanTerm, term: PlanTerm | None) -> str:
    years = both_eras(book)
    same = term is not None and both_eras(term) == years
    name = f"同じ期（{book.name}）" if same else f"{book.name}（{years}）"
    return f"本文は「{book.plan}」の{name}にある"


class TermForm(VersionedForm):
    """One term. Of a published one, what it prints is shown and sent back as it is."""

    TEXTS = ("name", "period_note", "adopted_on", "nickname", "philosophy")

    name = line_field(PlanTerm, "name", help_text="例：第1期")
    ordinal = JapaneseDecimalField(
        label="期の順番",
        max_digits=3,
        decimal_places=0,
        min_value=1,
        help_text="何番目の期かを数字で入れます。前の期・次の期は、この順番で決まります。",
        error_messages={"min_value": "1以上の数字を入力してください。"},
    )
    first_year = YearField("開始年度", UNKNOWN)
    last_year = YearField("終了年度", UNKNOWN, OPEN)
    period_note = line_field(
        PlanTerm,
        "period_note",
        help_text="期間について補うことを書きます。例：当初は令和8年度まで。1年延長（令和8年3月決定）",
    )
    adopted_on = line_field(
        PlanTerm,
        "adopted_on",
        help_text="例：令和3年3月　令和3年3月19日　令和2年度　令和9年3月（予定）。空欄は「不明」と表示されます。",
    )
    nickname = line_field(PlanTerm, "nickname", help_text="例：たるたる支え愛ぷらん")
    philosophy = line_field(PlanTerm, "philosophy")

    def __init__(self, data=None, *, term: PlanTerm | None, books: Iterable[PlanTerm], **initial):
        super().__init__(data, initial=self.values(term) if term else {"version": 0, **initial})
        self.fields["book"] = BookField(books, term)
        self.order_fields(["version", "name", "ordinal", "first_year", "last_year", "period_note", "book"])
        if term and term.published_at:
            for name in ("ordinal", "philosophy"):
                self.fields[name].widget.attrs["readonly"] = True
                self.fields[name].help_text = PRINTED_HELP

    @classmethod
    def values(cls, row: PlanTerm) -> dict:
        return {name: getattr(row, name) for name in ("version", *cls.TEXTS)} | {
            "ordinal": str(row.ordinal),
            "first_year": row.first_year or "unknown",
            "last_year": row.last_year or row.end,
            "book": row.book_id or "",
        }

    def content(self) -> dict:
        cleaned = self.cleaned_data
        first, last = cleaned["first_year"], cleaned["last_year"]
        return {name: cleaned[name] for name in ("version", "book", *self.TEXTS)} | {
            "ordinal": int(cleaned["ordinal"]),
            "first_year": first if isinstance(first, int) else None,
            "last_year": last if isinstance(last, int) else None,
            "end": PlanTerm.End.YEAR if isinstance(last, int) else last,
        }


class RelationForm(VersionedForm):
    """How another plan stands to this one, read from this one."""

    kind = forms.ChoiceField(label="関係", choices=KINDS, widget=forms.RadioSelect)
    note = line_field(PlanRelation, "note", help_text="公開ページで、相手の計画の名前の後に載ります。")

    def __init__(self, data=None, *, plans: list[Plan], relation: PlanRelation | None):
        super().__init__(data, initial=self.values(relation) if relation else {"version": 0})
        labels = {plan.pk: f"{plan}（{plan.closed_label}）" if plan.closing else plan.name for plan in plans}
        self.fields["other"] = RowField(
            "相手の計画",
            plans,
            labels,
            empty=CHOOSE[1],
            help_text="廃止・終了した計画は、新しく選べません。",
        )
        self.order_fields(["version", "other", "kind", "note"])

    @classmethod
    def values(cls, row: PlanRelation) -> dict:
        return {"version": row.version, "kind": row.kind, "other": row.other_id, "note": row.note}


class CloseForm(VersionedForm):
    closing = forms.ChoiceField(label="廃止・終了", choices=Plan.Closing.choices, widget=forms.RadioSelect)
    closed_reason = text_box(
        "理由", limit=400, rows=4, help_text="公開ページに載ります。例：総合計画に統合したため。"
    )

    def __init__(self, data=None, *, today_year: int, **initial):
        super().__init__(data, initial=initial)
        self.fields["closed_year"] = YearField(
            "廃止・終了した年度",
            UNKNOWN,
            last=today_year,
            help_text="その年度まで続いた、という年度を選びます。",
        )
        self.order_fields(["version", "closing", "closed_year", "closed_reason"])

    @classmethod
    def values(cls, row: Plan) -> dict:
        return {
            "version": row.version,
            "closing": row.closing,
            "closed_year": row.closed_year or ("unknown" if row.closing else ""),
            "closed_reason": row.closed_reason,
        }

    def content(self) -> dict:
        year = self.cleaned_data["closed_year"]
        return self.cleaned_data | {"closed_year": year if isinstance(year, int) else None}


class ReopenForm(PressForm):
    button = "続いている計画に戻す"
