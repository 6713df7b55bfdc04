"""What visitors choose on the chart of periods, and what the secretariat confirms before a term becomes public."""

from django import forms

from accounts.form_fields import PortalForm
from plans import fiscal_year
from plans.periods import LONGEST


class PeriodsForm(forms.Form):
    """From which fiscal year to which; both may be left out."""

    def __init__(self, data, *, default: range):
        super().__init__(data)
        first, last = max(default[0] - 10, fiscal_year.EARLIEST), min(default[-1] + 10, fiscal_year.LATEST)
        self.choices = fiscal_year.choices(first, last)
        for name, label in (("from", "はじめの年度"), ("to", "おわりの年度")):
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=self.choices, coerce=int, required=False, empty_value=None
            )
        self.default = default

    def years(self) -> tuple[range, str]:
        """Give the years to show, and what to tell the visitor when the wish could not be met."""
        if not self.is_valid():
            return self.default, "指定された年度は表示できないため、はじめの表示に戻しました。"
        first = self.cleaned_data["from"] or self.default[0]
        last = self.cleaned_data["to"] or self.default[-1]
        if first > last:
            return (
                self.default,
                "「はじめの年度」は「おわりの年度」より前を選んでください。はじめの表示に戻しました。",
            )
        if last - first >= LONGEST:
            return self.default, f"一度に表示できるのは{LONGEST}年までです。はじめの表示に戻しました。"
        return range(first, last + 1), ""


class PublishForm(PortalForm):
    confirmed = forms.BooleanField(label="上の内容を確かめました。だれでも読めるようにします。")


class WithdrawForm(PortalForm):
    confirmed = forms.BooleanField(
        label="公開をやめると、本文・基本目標・取組のページが見られなくなることを確かめました。"
    )
