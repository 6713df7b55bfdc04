"""How allauth behaves here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Accounts are made by the administrator; the sign-up page stays closed."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def set_password(self, user, password: str) -> None:
        """Save nothing but the password: an administrator may be changing the rest of the row at this moment."""
        user.set_password(password)
        user.save(update_fields=["password"])
