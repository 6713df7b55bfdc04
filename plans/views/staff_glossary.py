"""The words that the plan explains, as the secretariat keeps them."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of, query_to
from plans import glossary, writing
from plans.models import GlossaryTerm
from plans.writing_forms import WordFilterForm, WordForm


@requires(Permission.EDIT_PLANS)
@require_safe
def word_list(request):
    """All words, or those of one row of the kana or with some letters in them; each with the number of its chapters."""
    words = list(GlossaryTerm.objects.all())
    groups = glossary.grouped(words)
    form = WordFilterForm(request.GET, rows=[(group.row, group.title) for group in groups])
    form.is_valid()
    found = _matching(form.cleaned_data.get("q", ""), form.cleaned_data.get("row", ""))
    counts = glossary.count_uses(words)
    context = {
        "form": form,
        "groups": groups,
        "row": form.cleaned_data.get("row", ""),
        "page_obj": page_of(request, [{"word": word, "uses": counts.get(word.word, 0)} for word in found]),
        "total": len(words),
    }
    return render(request, "staff/plans/word_list.html", context)


def _matching(part: str, row: str) -> list[GlossaryTerm]:
    words = GlossaryTerm.objects.all()
    if part := part.strip():
        words = words.filter(
            Q(word__icontains=part) | Q(reading__icontains=part) | Q(definition__icontains=part)
        )
    return [word for word in words if not row or glossary.row_of(word.reading) == row]


@requires(Permission.EDIT_PLANS)
def word_add(request):
    return _word_page(request, None)


@requires(Permission.EDIT_PLANS)
def word_edit(request, pk):
    return _word_page(request, get_object_or_404(GlossaryTerm, pk=pk))


def _word_page(request, word: GlossaryTerm | None):
    form = WordForm(request.POST or None, initial=WordForm.values(word) if word else {"version": 0})
    if saved := carried_out(request, form, writing.save_word, entry=word):
        messages.success(request, f"用語「{saved}」を保存しました。")
        query = query_to(GlossaryTerm.objects.values_list("pk", flat=True), saved.pk)
        return redirect(reverse("staff:word-list") + (query and f"?{query}") + f"#word-{saved.pk}")
    context = {"word": word, "form": form, "chapters": glossary.chapters_using(word.word) if word else ()}
    return render(request, "staff/plans/word_edit.html", context)


@requires(Permission.EDIT_PLANS)
def word_delete(request, pk):
    word = get_object_or_404(GlossaryTerm, pk=pk)
    return delete_page(
        request,
        writing.delete_word,
        {"entry": word},
        back=reverse("staff:word-edit", args=[word.pk]),
        to=reverse("staff:word-list"),
        lead="用語を削除すると、元には戻せません（更新履歴には残ります）。公開中の本文で使っている用語は、削除できません。",
    )
