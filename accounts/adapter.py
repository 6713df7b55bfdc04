"""How allauth behaves here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Accounts are made by the administrator; the sign-up page stays closed."""

    def is_open_for_signup(self, request) -> bool:
        return False
