"""Pages for a record without a report: 今年度は対象外, 完了, and taking a completed 取組 up again."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from initiatives import outcomes, progress
from initiatives.forms import OutcomeForm, ReopenForm
from initiatives.views.staff import record_among


@requires(Permission.ENTER_RECORDS)
def record_outcome(request, pk):
    """The lead department says that there is nothing to report; it is submitted on the check page like any record."""
    record = record_among(request.user, pk, "entered_by")
    form = OutcomeForm(request.POST or None, initial=OutcomeForm.values(record))
    if saved := carried_out(request, form, progress.set_outcome, record=record):
        if saved.outcome:
            messages.success(request, f"「{saved.title}」を「{saved.get_outcome_display()}」にしました。")
            return redirect("staff:record-check", pk=pk)
        messages.success(request, f"「{saved.title}」は、通常どおり記入します。")
        return redirect("staff:record-edit", pk=pk)
    if request.method != "POST" and not record.is_editable:
        messages.warning(request, f"この記録は「{record.get_state_display()}」のため、変更できません。")
        return redirect(record)
    return render(request, "staff/initiatives/record_outcome.html", {"record": record, "form": form})


@requires(Permission.RUN_ROUNDS)
def record_reopen(request, pk):
    """The secretariat takes a completed 取組 up again; the next call asks for its record."""
    record = record_among(request.user, pk, "managed_by")
    form = ReopenForm(request.POST or None, initial=ReopenForm.values(record))
    if carried_out(request, form, outcomes.reopen, record=record):
        messages.success(request, f"「{record.title}」は、次の照会から記録を求めます。")
        return redirect(record)
    return render(request, "staff/initiatives/record_reopen.html", {"record": record, "form": form})
