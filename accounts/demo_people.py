"""The people of the demo, and signing in as one of them with one press. Only ever there when DEMO is on."""

from dataclasses import dataclass

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.models import User

DEMO_PASSWORD = "tarutaru-demo-2021"


@dataclass(frozen=True)
class DemoPerson:
    username: str
    label: str
    description: str


PEOPLE = (
    DemoPerson("shimin-fukushi", "事務局（市）", "評価の回を開き、確認・差戻し・回答・公表をします。"),
    DemoPerson("shakyo-jimu", "事務局（社協）", "社協の取組の確認と回答をします。"),
    DemoPerson("korei", "所管課の職員（市）", "年度記録を入力して提出します。"),
    DemoPerson("shakyo-chiiki", "社協の職員", "社協の取組の年度記録を入力します。"),
    DemoPerson("shakyo-kacho", "社協の課長", "課の職員が提出した記録を確認して、事務局に提出します。"),
    DemoPerson("iincho", "委員長", "記録を読み、意見と総評を書きます。"),
    DemoPerson("iin-shimin", "委員（公募・社会人）", "記録を読み、意見や質問を書きます。"),
    DemoPerson("kanri", "システム管理者", "利用者と組織を管理します。"),
)


def demo_people() -> tuple[DemoPerson, ...]:
    """The people of the demo, in the order in which the sign-in page offers them."""
    return PEOPLE


@login_not_required
@require_POST
def demo_sign_in(request):
    """Sign in as a demo person without a password. The address is not even there in production."""
    if not settings.DEMO or request.POST.get("username") not in {person.username for person in PEOPLE}:
        raise Http404
    user = get_object_or_404(User, username=request.POST["username"], is_active=True)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)
