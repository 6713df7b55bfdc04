"""The log of 周知・啓発 as the secretariat keeps it: by year, and each activity with its publication."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of, query_to
from accounts.views.pressing import press
from plans import outreach
from plans.models import OutreachActivity
from plans.outreach_forms import ActivityForm
from plans.views.years import choices, chosen_year


def _activity(pk: int) -> OutreachActivity:
    return get_object_or_404(OutreachActivity.objects.for_reading(), pk=pk)


def _to_list(activity: OutreachActivity):
    year = activity.fiscal_year
    rows = OutreachActivity.objects.in_year(year).for_reading().values_list("pk", flat=True)
    query = "&".join(filter(None, (f"year={year}", query_to(rows, activity.pk))))
    return redirect(f"{reverse('staff:activity-list')}?{query}#activity-{activity.pk}")


@requires(Permission.EDIT_PLANS)
@require_safe
def activity_list(request):
    """The activities of one fiscal year, published or not."""
    years = OutreachActivity.objects.years()
    year = chosen_year(request, years)
    rows = OutreachActivity.objects.in_year(year).for_reading() if year is not None else ()
    context = {"years": choices(years), "year": year, "page_obj": page_of(request, rows)}
    return render(request, "staff/plans/activity_list.html", context)


@requires(Permission.EDIT_PLANS)
def activity_add(request):
    return _activity_page(request, None)


@requires(Permission.EDIT_PLANS)
def activity_edit(request, pk):
    return _activity_page(request, _activity(pk))


def _activity_page(request, activity: OutreachActivity | None):
    """The form; of a public activity only what it says, with the way to withdraw it."""
    context = {"activity": activity, "today": timezone.localdate()}
    if request.method != "POST" and activity and activity.published_at:
        return render(request, "staff/plans/activity_edit.html", context)
    form = ActivityForm(request.POST or None, request.FILES or None, activity=activity)
    if saved := carried_out(request, form, outreach.save_activity, activity=activity):
        messages.success(request, f"「{saved}」を保存しました。")
        return _to_list(saved)
    return render(request, "staff/plans/activity_edit.html", context | {"form": form})


@requires(Permission.EDIT_PLANS)
@require_POST
def activity_publish(request, pk):
    """Publish or withdraw, as the button said; what was seen in another state is looked at again."""
    activity = _activity(pk)
    if "withdraw" in request.POST:
        done = f"「{activity}」の公開をやめました。"
        press(request, outreach.withdraw_activity, done=done, activity=activity)
    else:
        now = timezone.now()
        act = {"activity": activity, "by": request.user, "now": now, "today": timezone.localdate(now)}
        press(request, outreach.publish_activity, done=f"「{activity}」を公開しました。", **act)
    return _to_list(activity)


@requires(Permission.EDIT_PLANS)
def activity_delete(request, pk):
    activity = _activity(pk)
    return delete_page(
        request,
        outreach.delete_activity,
        {"activity": activity},
        back=reverse("staff:activity-edit", args=[activity.pk]),
        to=f"{reverse('staff:activity-list')}?year={activity.fiscal_year}",
        lead="削除すると、元には戻せません（更新履歴には残ります）。画像も一緒に削除します。公開しているものは、先に公開をやめてください。",
    )
