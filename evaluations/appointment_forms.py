"""What the secretariat types of a committee and of those who sit in it."""

from datetime import date

from django import forms
from django.db.models import Q

from accounts.dates import write_day
from accounts.form_fields import WRITE_A_DAY, JapaneseDateField, line_field
from accounts.models import User
from accounts.roles import Role
from accounts.versioned_forms import VersionedForm
from evaluations.models import Committee, Member
from plans.models import PlanTerm


class CommitteeForm(VersionedForm):
    PLAIN = ("term", "name", "alias", "basis", "quorum", "counts_proxies")

    term = forms.ModelChoiceField(
        label="計画の期", queryset=PlanTerm.objects.none(), empty_label="選んでください"
    )
    name = line_field(Committee, "name")
    alias = line_field(Committee, "alias")
    basis = line_field(Committee, "basis")
    quorum = forms.ChoiceField(
        label="定足数", choices=Committee.QuorumRule.choices, widget=forms.RadioSelect, initial="majority"
    )
    counts_proxies = forms.BooleanField(
        label="代理の出席も定足数に数える",
        required=False,
        help_text="要綱などで代理出席を認めている場合に選びます。",
    )

    def __init__(self, data=None, *, committee: Committee | None):
        super().__init__(data, initial=self.values(committee) if committee else {"version": 0})
        terms = PlanTerm.objects.with_book().select_related("plan").order_by("-first_year", "plan")
        self.fields["term"].queryset = terms

    @classmethod
    def values(cls, row: Committee) -> dict:
        return {name: getattr(row, name) for name in (*cls.PLAIN, "version")} | {"term": row.term_id}

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {"version": cleaned["version"], "fields": {name: cleaned[name] for name in self.PLAIN}}


class MemberForm(VersionedForm):
    """One seat. Reappointment and ending have pages of their own."""

    PLAIN = (
        *("name", "category", "affiliation", "office", "shown_as", "appointed_on", "term_ends_on", "user"),
    )

    name = line_field(Member, "name")
    category = forms.ChoiceField(label="区分", choices=Member.Category.choices, widget=forms.RadioSelect)
    affiliation = line_field(
        Member, "affiliation", help_text="推薦した団体や勤め先など。ないときは空欄にします。"
    )
    office = forms.ChoiceField(
        label="役職", choices=Member.Office.choices, widget=forms.RadioSelect, initial=Member.Office.MEMBER
    )
    shown_as = forms.ChoiceField(
        label="氏名の公表",
        choices=Member.ShownAs.choices,
        widget=forms.RadioSelect,
        initial=Member.ShownAs.CATEGORY,
        help_text="市民のページでの載せ方です。本人の希望を確かめて選んでください。",
    )
    appointed_on = JapaneseDateField(label="委嘱日", help_text=WRITE_A_DAY)
    term_ends_on = JapaneseDateField(label="任期満了日", help_text=WRITE_A_DAY)
    user = forms.ModelChoiceField(
        label="利用者",
        queryset=User.objects.none(),
        required=False,
        empty_label="利用者がいない（紙でやりとりする）",
        help_text="このポータルに入るための利用者です。利用者は、システム管理者が登録します。",
    )

    def __init__(self, data=None, *, member: Member | None):
        super().__init__(data, initial=self.values(member) if member else {"version": 0})
        people = User.objects.filter(Q(role=Role.MEMBER) | Q(memberships__isnull=False))
        self.fields["user"].queryset = people.distinct().order_by("name")

    @classmethod
    def values(cls, row: Member) -> dict:
        return {name: getattr(row, name) for name in (*cls.PLAIN, "version")} | {"user": row.user_id}

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return {"version": cleaned["version"], "fields": {name: cleaned[name] for name in self.PLAIN}}


class ReappointForm(VersionedForm):
    """Several seats that go on, for one new term of office."""

    version = None
    seats = forms.MultipleChoiceField(label="再任する委員", widget=forms.CheckboxSelectMultiple)
    appointed_on = JapaneseDateField(label="新しい委嘱日", help_text=WRITE_A_DAY)
    term_ends_on = JapaneseDateField(label="新しい任期満了日", help_text=WRITE_A_DAY)
    keeps_office = forms.BooleanField(
        label="委員長・副委員長も、そのまま引き継ぐ",
        required=False,
        help_text="選ばないときは、全員が「委員」で始まります。",
    )

    def __init__(self, data=None, *, seats: list[Member]):
        super().__init__(data)
        self.seats = {str(row.pk): row for row in seats}
        self.fields["seats"].choices = [(pk, _seat_label(row)) for pk, row in self.seats.items()]

    def content(self) -> dict:
        cleaned = self.cleaned_data
        return cleaned | {"seats": [self.seats[pk] for pk in cleaned["seats"]]}


def _seat_label(row: Member) -> str:
    until = write_day(row.in_office_until)
    return f"{row.name}（{row.get_office_display()}、{row.get_category_display()}、{until}まで）"


class EndForm(VersionedForm):
    """解嘱・辞任. ``today`` is offered as the day."""

    ending = forms.ChoiceField(label="終わり方", choices=Member.Ending.choices, widget=forms.RadioSelect)
    ended_on = JapaneseDateField(
        label="解嘱・辞任の日", help_text="この日までが任期です。翌日から、委員の画面を見られなくなります。"
    )

    def __init__(self, data=None, *, member: Member, today: date):
        first = {"version": member.version, "ended_on": member.ended_on or today, "ending": member.ending}
        super().__init__(data, initial=first)
