"""The home page of each area, and whether the portal is alive."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import kept_text
from accounts.roles import Permission, Role
from evaluations.models import Edition
from plans.models import PlanTerm

HOME_OF = {
    Role.CLERK: "staff:record-list",
    Role.SECRETARIAT: "staff:round-list",
    Role.MEMBER: "committee:home",
    Role.ADMINISTRATOR: "admin:index",
}


@login_not_required
@require_safe
def home(request):
    """Public: what the plan is, its goals, and the newest evaluation."""
    term = PlanTerm.objects.published().with_book().select_related("plan").order_by("-first_year").first()
    context = {
        "term": term,
        "goals": term.measures.goals() if term else [],
        "editions": Edition.objects.published().order_by("-round__request__target_year").defer("pdf")[:3],
    }
    return render(request, "public/home.html", context)


@require_safe
def my_area(request):
    """Lead a person who has just signed in to where their work is, or to what they could not send before."""
    if kept_text.waiting(request, timezone.now()):
        return redirect("kept-text")
    return redirect(HOME_OF[request.user.role])


@require_safe
def staff_home(request):
    if not request.user.may(Permission.ENTER_RECORDS):
        raise PermissionDenied
    return redirect(HOME_OF[request.user.role])


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """Answer ok while the portal and its database do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
