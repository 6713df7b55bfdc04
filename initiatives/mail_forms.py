"""What the secretariat types about mails: the words of each kind, and which mails it looks at."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import JapaneseTextField
from accounts.models import OutgoingMail
from accounts.versioned_forms import VersionedForm
from initiatives import mail_texts
from initiatives.forms import text_field


class MailTextForm(VersionedForm):
    """Subject and body with blanks. Version 0 stands for our own words, which nobody has changed yet."""

    subject = JapaneseTextField(label="件名", max_length=100)
    body = text_field("本文", rows=16, limit=2000)

    def clean_subject(self):
        subject = self.cleaned_data["subject"]
        if "\n" in subject:
            raise ValidationError("件名は1行で入力してください。")
        mail_texts.check(subject)
        return subject

    def clean_body(self):
        body = self.cleaned_data["body"]
        mail_texts.check(body)
        if "{リンク}" not in body:
            raise ValidationError("本文に {リンク} を入れてください。入力の画面のアドレスが入ります。")
        if len(body) > 2000:
            raise ValidationError(f"本文は2,000文字までです。今は{len(body):,}文字あります。")
        return body


class MailFilter(forms.Form):
    """Which mails the list shows. What cannot be read narrows nothing."""

    state = forms.ChoiceField(
        label="状態", required=False, choices=[("", "すべて"), *OutgoingMail.State.choices]
    )

    def narrow(self, mails):
        self.is_valid()
        state = self.cleaned_data.get("state")
        return mails.filter(state=state) if state else mails
