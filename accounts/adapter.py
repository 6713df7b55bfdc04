"""How allauth behaves here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter

NO_MATCH = (
    "利用者ID（またはメールアドレス）かパスワードが正しくありません。確かめて、もう一度入力してください。"
)


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Accounts are made by the administrator; the sign-up page stays closed. What does not match is named as on the page."""

    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("username_password_mismatch", "email_password_mismatch"), NO_MATCH
    )

    def is_open_for_signup(self, request) -> bool:
        return False

    def set_password(self, user, password: str) -> None:
        """Save nothing but the password: an administrator may be changing the rest of the row at this moment."""
        user.set_password(password)
        user.save(update_fields=["password"])
