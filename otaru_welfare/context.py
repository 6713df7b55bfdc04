"""What every page knows: the portal's name, whose it is, and the area's navigation."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from accounts.demo_people import demo_people
from accounts.models import Organization
from otaru_welfare.navigation import navigation
from plans.models import Picture, PlanTerm, Portal

AREAS = {"staff": "staff", "committee": "committee", "accounts": "account", "review": "review"}
TEXTS = ("name", "nickname", "licence_name", "licence_url")
LOGO = ("sha256", "media_type", "width", "height", "alt")
"""As much of the logo as a page needs to show it."""


def portal(request) -> dict:
    area = AREAS.get(request.path.split("/")[1], "public")
    user = getattr(request, "user", None)
    return _whose() | {
        "demo": settings.DEMO,
        "demo_people": demo_people() if settings.DEMO and area == "account" else (),
        "area": area,
        **navigation(area, user, request.path),
    }


def _whose() -> dict:
    """The portal's name, logo, nickname, licence and body, in one query; what is not set up comes from the plans."""
    city = _body()
    portal, logo = _settings(city)
    return {
        "portal_name": portal.name,
        "portal_logo": logo,
        "portal_nickname": portal.nickname or (city.term_nickname if city else None),
        "city": city,
        "licence": {"name": portal.licence_name, "url": portal.licence_url},
    }


def _body() -> Organization | None:
    """The body that runs the portal, else the city; with it the ``settings`` and the nickname of a published term."""
    nicknames = PlanTerm.objects.published().exclude(nickname="").values("nickname")
    columns = {name: name for name in TEXTS} | {f"logo_{name}": f"logo__{name}" for name in LOGO}
    bodies = Organization.objects.annotate(
        runs_portal=Exists(Portal.objects.filter(organization=OuterRef("pk"))),
        settings=Subquery(Portal.objects.values(json=JSONObject(**columns))[:1]),
        term_nickname=Subquery(nicknames[:1]),
    ).filter(Q(runs_portal=True) | Q(kind=Organization.Kind.CITY))
    return bodies.order_by("-runs_portal", *Organization._meta.ordering).first()


def _settings(body: Organization | None) -> tuple[Portal, Picture | None]:
    """The settings and the logo, from the columns that came with ``body``; the defaults where nothing is set up."""
    if body is None:
        portal = Portal.current()
        return portal, portal.logo
    if body.settings is None:
        return Portal(), None
    logo = {name: body.settings[f"logo_{name}"] for name in LOGO}
    texts = {name: body.settings[name] for name in TEXTS}
    return Portal(**texts), Picture(**logo) if logo["sha256"] else None
