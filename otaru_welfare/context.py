"""What every page knows: the portal's name, whose it is, and the area's navigation."""

from django.conf import settings
from django.db.models import Subquery

from accounts.demo_people import demo_people
from accounts.models import Organization
from otaru_welfare.navigation import navigation
from plans.models import PlanTerm, Portal

AREAS = {"staff": "staff", "committee": "committee", "accounts": "account", "review": "review"}


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
    """The portal's name, logo, nickname, licence and body, in two queries; what is not set up comes from the plans."""
    portal = Portal.current()
    nicknames = PlanTerm.objects.published().exclude(nickname="").values("nickname")
    cities = Organization.objects.filter(kind=Organization.Kind.CITY)
    city = cities.annotate(term_nickname=Subquery(nicknames[:1])).first()
    return {
        "portal_name": portal.name,
        "portal_logo": portal.logo,
        "portal_nickname": portal.nickname or (city.term_nickname if city else None),
        "city": portal.organization or city,
        "licence": {"name": portal.licence_name, "url": portal.licence_url},
    }
