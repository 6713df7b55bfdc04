"""What staff type into the ledger: opinions taken in, who answers them, grouping, what changed, ready-made replies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Q

from accounts.dates import write_day
from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, PortalForm, RowField, line_field, text_box
from accounts.models import Department, Organization
from accounts.versioned_forms import VersionedForm
from evaluations.ledger.intake import Owners
from evaluations.models import Opinion, OpinionChange, ReplyTemplate, Response
from initiatives.forms import text_field
from initiatives.models import Initiative, RevisionChange
from initiatives.picker import InitiativeField, InitiativesField

SOURCES = [choice for choice in Opinion.Source.choices if choice[0] != Opinion.Source.COMMITTEE]
MOST_AT_ONCE = 200
LONGEST_LIST = 200_000
NOBODY, OFFICE = "", "office"


@dataclass(frozen=True)
class Choices:
    """What may be chosen for an opinion, read once: 取組 of every term, newest first, and departments by organisation."""

    initiatives: list[Initiative]
    departments: dict[Organization, list[tuple[Department, str]]]

    @classmethod
    def read(cls, year: int, *assigned: int | None) -> "Choices":
        """The departments of the fiscal year, and those that are ``assigned`` already."""
        rows = Initiative.objects.select_related("term__plan")
        still = Q(last_year__isnull=True) | Q(last_year__gte=year) | Q(pk__in=[pk for pk in assigned if pk])
        names = Department.objects.by_name()
        departments = {row: [] for row in Organization.objects.all()}
        for row in Department.objects.filter(still).select_related("organization"):
            departments[row.organization].append((row, names[row.pk]))
        return cls(list(rows.order_by("-term__first_year", "term", "position", "number")), departments)

    def initiatives_field(self) -> InitiativesField:
        return InitiativesField(
            self.initiatives,
            help_text="いくつでも選べます。どの取組にも当てはまらないときは、選ばないでください。",
        )

    def owner_fields(self, unset: str) -> dict[str, forms.ChoiceField]:
        """A box for each organisation: it owes no reply, its secretariat writes one, or a department drafts it."""
        return {
            _owner(organization): forms.ChoiceField(
                label=f"{organization}の担当",
                required=False,
                choices=[
                    (NOBODY, unset),
                    (OFFICE, "事務局が回答を書く"),
                    *((row.pk, name) for row, name in rows),
                ],
            )
            for organization, rows in self.departments.items()
        }

    def owners(self, cleaned: dict) -> Owners:
        by_key = {str(row.pk): row for rows in self.departments.values() for row, _ in rows}
        chosen = {row: cleaned.get(_owner(row), NOBODY) for row in self.departments}
        return {row: by_key.get(key) for row, key in chosen.items() if key != NOBODY}


def _owner(organization: Organization) -> str:
    return f"owner_{organization.pk}"


class IntakeForm(PortalForm):
    """Opinions that came otherwise than through the committee, one or a pasted list."""

    class Split:
        WHOLE, LINES, PARAGRAPHS = "whole", "lines", "paragraphs"

    source = forms.ChoiceField(label="出どころ", choices=[("", "選んでください"), *SOURCES])
    source_note = line_field(
        Opinion,
        "source_note",
        help_text="会の名称や会場など。公表します。お名前は書かないでください。例：令和5年度 計画の説明会（銭函会場）",
    )
    received_on = JapaneseDateField(label="受付日", help_text=WRITE_A_DAY)
    kind = forms.ChoiceField(
        label="種類", choices=Opinion.Kind.choices, initial=Opinion.Kind.OPINION, widget=forms.RadioSelect
    )
    text = text_box(
        "意見・質問（原文）",
        limit=LONGEST_LIST // 10,
        most=LONGEST_LIST,
        rows=10,
        help_text="原文は、事務局と回答する担当課だけが読みます。公表するのは、別に書く要旨です。",
    )
    split = forms.ChoiceField(
        label="上の欄の分け方",
        initial=Split.WHOLE,
        choices=[
            (Split.WHOLE, "全体で1件"),
            (Split.LINES, "1行に1件（一覧を貼り付けたとき）"),
            (Split.PARAGRAPHS, "空行で区切って1件ずつ"),
        ],
        widget=forms.RadioSelect,
    )
    due_on = JapaneseDateField(label="回答の期限", required=False, help_text=WRITE_A_DAY)

    def __init__(self, *args, choices: Choices, today: date, **options):
        super().__init__(*args, **options)
        self.choices, self.today = choices, today
        self.fields["initiatives"] = choices.initiatives_field()
        self.fields |= choices.owner_fields("取組の主管課に合わせる")

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("受付日は、今日までの日付を入力してください。")
        return day

    def clean(self):
        cleaned = super().clean()
        if "text" in cleaned and "split" in cleaned:
            cleaned["texts"] = _parts(cleaned["text"], cleaned["split"])
            if len(cleaned["texts"]) > MOST_AT_ONCE:
                self.add_error(
                    "text", f"一度に入れられるのは{MOST_AT_ONCE}件までです。分けて入れてください。"
                )
        due, received = cleaned.get("due_on"), cleaned.get("received_on")
        if due and received and due < received:
            self.add_error("due_on", "受付日より後の日付を入力してください。")
        return cleaned

    def content(self) -> dict:
        """Give what was read, in the words of ``intake.take_in_several``."""
        cleaned = self.cleaned_data
        names = ("source", "source_note", "received_on", "kind", "texts", "due_on", "initiatives")
        return {name: cleaned[name] for name in names} | {"owners": self.choices.owners(cleaned) or None}


def _parts(text: str, split: str) -> list[str]:
    """Cut a pasted text into opinions; the mark that opens a line of a list goes."""
    if split == IntakeForm.Split.WHOLE:
        return [text]
    parts = text.split("\n") if split == IntakeForm.Split.LINES else text.split("\n\n")
    return [bare for part in parts if (bare := part.strip().lstrip("・●○■□◆◇-‐").strip())]


class AssignForm(VersionedForm):
    """Who answers an opinion and until when, and what it is about. The version is that of the opinion."""

    due_on = JapaneseDateField(label="回答の期限", required=False, help_text=WRITE_A_DAY)
    source_note = line_field(Opinion, "source_note", help_text="公表します。お名前は書かないでください。")

    def __init__(self, data=None, *, opinion: Opinion, choices: Choices):
        super().__init__(data)
        self.choices = choices
        self.fields["initiatives"] = choices.initiatives_field()
        self.fields |= choices.owner_fields("回答しない")
        self.initial = self.values(opinion)

    @classmethod
    def values(cls, row: Opinion) -> dict:
        owners = {_owner(r.organization): str(r.department_id or OFFICE) for r in row.responses.all()}
        return owners | {
            "version": row.version,
            "due_on": write_day(row.due_on) if row.due_on else "",
            "source_note": row.source_note,
            "initiatives": [str(pk) for pk in row.concerns.values_list("initiative", flat=True)],
        }

    def content(self) -> dict:
        names = ("version", "due_on", "source_note", "initiatives")
        owners = {"owners": self.choices.owners(self.cleaned_data)}
        return {name: self.cleaned_data[name] for name in names} | owners


class ChangeForm(VersionedForm):
    """変わったこと, in words, by the 取組 or by the place of a revision."""

    happened_on = JapaneseDateField(label="変わった日", help_text=WRITE_A_DAY)
    words = text_field(
        "変わったこと",
        required=False,
        rows=4,
        help_text="だれが読んでも分かるように、変わる前と後を書いてください。公表します。",
    )

    def __init__(
        self,
        data=None,
        *,
        initiatives: Iterable[Initiative],
        near: Iterable[int],
        revised: Iterable[RevisionChange],
        **options,
    ):
        super().__init__(data, **options)
        self.fields["initiative"] = InitiativeField("変わった取組", initiatives, empty="選ばない", near=near)
        revised = list(revised)
        self.fields["revision_change"] = RowField(
            "計画の見直しの箇所",
            revised,
            {row.pk: f"{row.revision.name}　{row.heading}" for row in revised},
            empty="選ばない",
            required=False,
            help_text="取組、目標値、本文などを見直したときに選ぶと、新旧対照表につながります。",
        )

    @classmethod
    def values(cls, row: OpinionChange) -> dict:
        return {
            "version": row.version,
            "happened_on": write_day(row.happened_on),
            "words": row.words,
            "initiative": row.initiative_id or "",
            "revision_change": row.revision_change_id or "",
        }

    def clean(self):
        cleaned = super().clean()
        said = ("words", "initiative", "revision_change")
        if not any(cleaned.get(name) or name in self.errors for name in said):
            self.add_error("words", "変わったことを書くか、取組か見直しの箇所を選んでください。")
        return cleaned


class ReplyTemplateForm(VersionedForm):
    name = line_field(ReplyTemplate, "name", help_text="選ぶときの名前です。例：すでに行っている取組の紹介")
    disposition = forms.ChoiceField(
        label="反映区分",
        choices=[("", "決めておかない"), *Response.Disposition.choices],
        required=False,
    )
    text = text_field("文面")
