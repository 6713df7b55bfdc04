"""The text of a plan as the secretariat writes it: chapters, their order, and the pictures that they may show.

The pages of a term that is public show what there is and say that it is changed by 見直し.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of
from accounts.views.pressing import press
from plans import pictures, text, writing
from plans.models import Chapter, Picture, PlanTerm
from plans.periods import both_eras
from plans.views.term_lists import term_lists
from plans.writing_forms import ChapterForm, PictureForm, PictureWordsForm

PICTURES_ON_A_PAGE = 50


def _term(pk: int) -> PlanTerm:
    return get_object_or_404(PlanTerm.objects.select_related("plan", "book__plan"), pk=pk)


def _chapter(pk: int) -> Chapter:
    return get_object_or_404(Chapter.objects.select_related("term__plan", "term__book__plan"), pk=pk)


def _is_locked(request, term: PlanTerm) -> bool:
    """Whether the page only shows. What was typed while somebody published the term is shown in its form all the same."""
    return request.method != "POST" and bool(term.published_at or term.book)


@requires(Permission.EDIT_PLANS)
@require_safe
def text_list(request):
    """Every term that has, or may get, a text of its own."""
    terms = PlanTerm.objects.with_book().select_related("plan").annotate(chapter_count=Count("chapters"))
    context = term_lists(terms, chapter_count=("本文", "章"))
    return render(request, "staff/plans/text_list.html", context)


@requires(Permission.EDIT_PLANS)
@require_safe
def text_detail(request, pk):
    """The chapters of a term in their order."""
    term = _term(pk)
    chapters = list(term.chapters.order_by("number"))
    is_locked = _is_locked(request, term)
    context = {
        "term": term,
        "years": both_eras(term),
        "chapters": chapters,
        "picture_count": term.pictures.count(),
        "is_locked": is_locked,
        "can_move": len(chapters) > 1 and not is_locked,
    }
    return render(request, "staff/plans/text_detail.html", context)


# ---- a chapter --------------------------------------------------------------------------------------------


@requires(Permission.EDIT_PLANS)
def chapter_add(request, pk):
    return _chapter_page(request, _term(pk), None)


@requires(Permission.EDIT_PLANS)
def chapter_edit(request, pk):
    chapter = _chapter(pk)
    return _chapter_page(request, chapter.term, chapter)


def _chapter_page(request, term: PlanTerm, chapter: Chapter | None):
    context = {"term": term, "chapter": chapter, "is_locked": _is_locked(request, term)}
    if context["is_locked"]:
        context["shown"] = text.readable([chapter] if chapter else [], below=2)
        return render(request, "staff/plans/chapter_edit.html", context)
    if "add_picture" in request.POST:
        upload = PictureForm(request.POST, request.FILES)
        if _add_picture(request, upload, term):
            upload = PictureForm()
        context |= {"form": _as_typed(request), "upload": upload, "is_unsaved": True}
        return _edit_page(request, context)
    values = ChapterForm.values(chapter) if chapter else {"version": 0}
    form = ChapterForm(request.POST or None, initial=values)
    if "preview" in request.POST:
        context |= {"preview": text.readable([form.draft()], below=2), "is_unsaved": True}
    elif saved := carried_out(request, form, writing.save_chapter, term=term, chapter=chapter):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect(reverse("staff:text-detail", args=[term.pk]) + f"#chapter-{saved.pk}")
    return _edit_page(request, context | {"form": form, "upload": PictureForm()})


def _edit_page(request, context: dict):
    shelf = context["term"].pictures.brief()
    return render(request, "staff/plans/chapter_edit.html", context | {"shelf": shelf})


def _as_typed(request) -> ChapterForm:
    """The form as it was sent, without a word about what is still missing in it: nobody asked for it to be saved."""
    return ChapterForm(initial={name: request.POST.get(name, "") for name in ChapterForm.base_fields})


@requires(Permission.EDIT_PLANS)
@require_POST
def chapter_move(request, pk):
    """One place up or down; what was seen in another order is looked at again."""
    chapter = _chapter(pk)
    done = f"「{chapter}」を移しました。"
    press(request, writing.move_chapter, done=done, chapter=chapter, up="up" in request.POST)
    return redirect("staff:text-detail", pk=chapter.term_id)


@requires(Permission.EDIT_PLANS)
def chapter_delete(request, pk):
    chapter = _chapter(pk)
    return delete_page(
        request,
        writing.delete_chapter,
        {"chapter": chapter},
        back=reverse("staff:chapter-edit", args=[chapter.pk]),
        to=reverse("staff:text-detail", args=[chapter.term_id]),
        lead="章を削除すると、元には戻せません（更新履歴には残ります）。章で使っていた画像は、画像の棚に残ります。",
        term=chapter.term,
        locked="staff/plans/_text_locked.html" if _is_locked(request, chapter.term) else "",
    )


# ---- pictures ---------------------------------------------------------------------------------------------


def _add_picture(request, form: PictureForm, term: PlanTerm) -> bool:
    """Put what was sent onto the shelf of the term; say at the form why not."""
    if not form.is_valid():
        return False
    try:
        words = {name: form.cleaned_data[name] for name in ("alt", "caption")}
        pictures.add_picture(image=form.image_content, term=term, **words)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, "画像を棚に加えました。")
    return True


@requires(Permission.EDIT_PLANS)
def picture_list(request, pk):
    """The shelf of a term: open also when the term is public, for the next revision."""
    term = _term(pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _add_picture(request, form, term):
        return redirect("staff:picture-list", pk=term.pk)
    chapters = list(term.chapters.order_by("number"))
    page = page_of(request, list(term.pictures.brief()), PICTURES_ON_A_PAGE)
    rows = [
        {"picture": row, "chapters": [c for c in chapters if f"picture:{row.key}" in c.body]} for row in page
    ]
    context = {"term": term, "page_obj": page, "rows": rows, "form": form}
    return render(request, "staff/plans/picture_list.html", context)


def _shelved(pk: int) -> Picture:
    return get_object_or_404(
        Picture.objects.brief().filter(term__isnull=False).select_related("term__plan"), pk=pk
    )


@requires(Permission.EDIT_PLANS)
def picture_edit(request, pk):
    row = _shelved(pk)
    form = PictureWordsForm(request.POST or None, initial=PictureWordsForm.values(row))
    if carried_out(request, form, pictures.reword_picture, picture=row):
        messages.success(request, "画像の言葉を保存しました。")
        return redirect("staff:picture-list", pk=row.term_id)
    context = {"picture": row, "term": row.term, "form": form, "uses": pictures.uses(row)}
    return render(request, "staff/plans/picture_edit.html", context)


@requires(Permission.EDIT_PLANS)
def picture_delete(request, pk):
    row = _shelved(pk)
    return delete_page(
        request,
        pictures.delete_picture,
        {"picture": row},
        back=reverse("staff:picture-edit", args=[row.pk]),
        to=reverse("staff:picture-list", args=[row.term_id]),
        lead="画像を削除すると、元には戻せません。本文で使っている画像は、削除できません。",
    )
