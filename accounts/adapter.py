"""How allauth behaves here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

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

    def get_client_ip(self, request) -> str:
        """The address by which guesses are counted: its sender's for a request that did not come through all the proxies.

        allauth takes fewer addresses than proxies for a wrong setting, which anybody could bring about from inside the
        city's network; and one that is no address for a visitor to refuse. Nobody can make up the sender.
        """
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META["REMOTE_ADDR"]

    def set_password(self, user, password: str) -> None:
        """Save nothing but the password: an administrator may be changing the rest of the row at this moment."""
        user.set_password(password)
        user.save(update_fields=["password"])
