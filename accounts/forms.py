"""The sign-in form in our own words."""

from allauth.account.forms import LoginForm as AllauthLoginForm


class LoginForm(AllauthLoginForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        login = self.fields["login"]
        login.label = "利用者IDまたはメールアドレス"
        login.widget.attrs["autocomplete"] = "username"
        for field in (login, self.fields["password"]):
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"「{field.label}」を入力してください。"
