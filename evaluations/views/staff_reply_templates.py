"""回答のひな形 as the secretariat keeps them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of
from evaluations.ledger import template_writing
from evaluations.ledger.forms import ReplyTemplateForm
from evaluations.models import ReplyTemplate


@requires(Permission.RUN_ROUNDS)
@require_safe
def reply_template_list(request):
    context = {"page_obj": page_of(request, ReplyTemplate.objects.all())}
    return render(request, "staff/evaluations/reply_template_list.html", context)


@requires(Permission.RUN_ROUNDS)
def reply_template_add(request):
    return _template_page(request, None)


@requires(Permission.RUN_ROUNDS)
def reply_template_edit(request, pk):
    return _template_page(request, get_object_or_404(ReplyTemplate, pk=pk))


def _template_page(request, template: ReplyTemplate | None):
    initial = ReplyTemplateForm.values(template) if template else {"version": 0}
    form = ReplyTemplateForm(request.POST or None, initial=initial)
    if saved := carried_out(request, form, template_writing.save, template=template):
        messages.success(request, f"ひな形「{saved}」を保存しました。")
        return redirect("staff:reply-template-list")
    context = {"template": template, "form": form}
    return render(request, "staff/evaluations/reply_template_edit.html", context)


@requires(Permission.RUN_ROUNDS)
def reply_template_delete(request, pk):
    template = get_object_or_404(ReplyTemplate, pk=pk)
    return delete_page(
        request,
        template_writing.delete,
        {"template": template},
        back=reverse("staff:reply-template-edit", args=[pk]),
        to=reverse("staff:reply-template-list"),
        lead="このひな形から書いた回答は、そのまま残ります。",
    )
