"""サイトの設定: what the portal is called, whose it is, its licence and its logo."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts import history
from accounts.access import requires
from accounts.models import Organization
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from plans import portal_settings
from plans.models import Picture, Portal
from plans.portal_forms import SiteForm
from plans.views.staff_register import name_of


@requires(Permission.EDIT_PLANS)
def portal_edit(request):
    """The form, filled with what holds now, and who changed what before."""
    portal = Portal.current()
    form = SiteForm(request.POST or None, request.FILES or None, portal=portal)
    if carried_out(request, form, portal_settings.save_portal):
        messages.success(request, "サイトの設定を保存しました。")
        return redirect("staff:portal-edit")
    return render(
        request, "staff/plans/portal_edit.html", {"form": form, "portal": portal, "history": _history()}
    )


def _history() -> list[history.Entry]:
    events = Portal.pgh_event_model.objects.annotate(
        organization_words=name_of(Organization, "organization"), logo_words=name_of(Picture, "logo", "alt")
    )
    return history.entries(events)
