"""会議録 as everybody reads them: what was published of a fixed edition, and nothing of the living rows."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evaluations.minutes import changes, prints
from evaluations.minutes.opinions import NUMBER, passages_of
from evaluations.models import MinutesEdition, PublicVoice
from plans.views.prints import kept_pdf


def _editions(meeting: int):
    rows = MinutesEdition.objects.public().filter(minutes__meeting=meeting).defer("content")
    return rows.select_related("minutes__meeting").order_by("-number")


def _edition(meeting: int, number: int) -> MinutesEdition:
    return get_object_or_404(_editions(meeting), number=number)


@login_not_required
@require_safe
def minutes_page(request, pk):
    """The newest edition that is public."""
    return _page(request, list(_editions(pk)), None)


@login_not_required
@require_safe
def minutes_edition(request, pk, number):
    """One edition; an older one says that there is a newer."""
    return _page(request, list(_editions(pk)), number)


def _page(request, editions: list[MinutesEdition], number: int | None):
    """Show the edition of ``number`` (None: the newest) with what it changed of the public one before."""
    places = [at for at, row in enumerate(editions) if number in (None, row.number)]
    if not places:
        raise Http404
    edition, older = editions[places[0]], editions[places[0] + 1 :]
    context = {
        "edition": edition,
        "meeting": edition.minutes.meeting,
        "newest": editions[0],
        "editions": editions,
        "shown": _with_voices(edition.publication),
        "facts": prints.facts(edition.publication),
        "before": older[0] if older else None,
        "changes": changes.between(older[0].publication, edition.publication) if older else [],
    }
    return render(request, "public/evaluations/minutes.html", context)


def _with_voices(shown: dict) -> dict:
    """The minutes, and at each passage the opinions whose numbers it says and that everybody may follow up."""
    passages = passages_of(shown)
    said = {number for row in passages for number in NUMBER.findall(row["text"])}
    public = PublicVoice.objects.filter(number__in=said).only("slug", "number")
    voices = {voice.number: voice for voice in public}
    for row in passages:
        row["voices"] = [voices[number] for number in NUMBER.findall(row["text"]) if number in voices]
    return shown


@login_not_required
def minutes_pdf(request, pk, number):
    edition = _edition(pk, number)
    back = reverse("minutes-edition", args=[pk, number])
    order = prints.public_order(edition)
    return kept_pdf(request, order, name=f"kaigiroku-{pk}-{number}.pdf", title="会議録", back=back)


@login_not_required
@require_safe
def minutes_text(request, pk, number):
    """The same as plain text."""
    edition = _edition(pk, number)
    headers = {"Content-Disposition": f'inline; filename="kaigiroku-{pk}-{number}.txt"'}
    return HttpResponse(prints.text_of(edition), content_type="text/plain; charset=utf-8", headers=headers)
