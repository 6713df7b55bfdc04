"""What every page knows: the portal's name, whose it is, and the area's navigation."""

from django.conf import settings
from django.db.models import Subquery
from django.urls import reverse

from accounts.demo_people import demo_people
from accounts.models import Organization
from accounts.roles import Permission
from plans.models import PlanTerm, Portal

PUBLIC = [
    ("plan-list", "計画"),
    ("initiative-list", "取組"),
    ("evaluation-list", "年度ごとの評価"),
    ("glossary", "用語"),
]
STAFF = [
    (Permission.ENTER_RECORDS, "staff:record-list", "わたしの担当"),
    (Permission.RUN_ROUNDS, "staff:round-list", "評価の回"),
    (Permission.RUN_ROUNDS, "staff:mail-list", "お知らせ"),
    (Permission.EDIT_PLANS, "staff:register-list", "計画の登録簿"),
    (Permission.EDIT_PLANS, "staff:text-list", "計画の本文"),
    (Permission.EDIT_PLANS, "staff:tree-list", "体系と取組"),
    (Permission.EDIT_PLANS, "staff:plan-term-list", "計画の公開"),
    (Permission.EDIT_PLANS, "staff:word-list", "用語"),
    (Permission.EDIT_PLANS, "staff:activity-list", "周知・啓発"),
    (Permission.EDIT_PLANS, "staff:plan-file-list", "計画の読み込み"),
]


AREAS = {"staff": "staff", "committee": "committee", "accounts": "account"}


def portal(request) -> dict:
    area = AREAS.get(request.path.split("/")[1], "public")
    user = getattr(request, "user", None)
    return _whose() | {
        "demo": settings.DEMO,
        "demo_people": demo_people() if settings.DEMO and area == "account" else (),
        "area": area,
        "nav": _nav(area, user, request.path),
    }


def _whose() -> dict:
    """The portal's name, nickname, licence and body, in two queries; what is not set up comes from the plans."""
    portal = Portal.current()
    nicknames = PlanTerm.objects.published().exclude(nickname="").values("nickname")
    cities = Organization.objects.filter(kind=Organization.Kind.CITY)
    city = cities.annotate(term_nickname=Subquery(nicknames[:1])).first()
    return {
        "portal_name": portal.name,
        "portal_nickname": portal.nickname or (city.term_nickname if city else None),
        "city": portal.organization or city,
        "licence": {"name": portal.licence_name, "url": portal.licence_url},
    }


def _nav(area: str, user, path: str) -> list[dict]:
    if area == "staff":
        may = user.may if user and user.is_authenticated else lambda permission: False
        entries = [(name, label) for permission, name, label in STAFF if may(permission)]
    elif area == "committee":
        entries = [("committee:home", "評価の回")]
    else:
        entries = PUBLIC
    links = [(reverse(name), label) for name, label in entries]
    return [{"url": url, "label": label, "current": path.startswith(url)} for url, label in links]
