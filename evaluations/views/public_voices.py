"""意見とその後 for everybody: read from what was published alone, never from the ledger itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Organization
from accounts.views.paging import page_of
from evaluations.ledger import csv_file, listing
from evaluations.models import PublicVoice
from initiatives.models import Initiative

VOICES_ON_A_PAGE = 20


@login_not_required
@require_safe
def voice_list(request):
    """Published opinions, newest first, with how many were answered and taken up."""
    narrow = listing.voice_filter(request.GET)
    voices = listing.public_voices(narrow)
    page = page_of(request, voices, VOICES_ON_A_PAGE)
    context = {"narrow": narrow, "page_obj": page, "counts": listing.public_counts(voices)}
    return render(request, "public/evaluations/voices.html", context)


@login_not_required
@require_safe
def voice_csv(request):
    """The opinions that the list shows, as open data."""
    voices = listing.public_voices(listing.voice_filter(request.GET)).prefetch_related("initiatives")
    body = Organization.objects.order_by("kind").first()
    headers = {"Content-Disposition": 'attachment; filename="iken.csv"'}
    data = csv_file.public_file(voices, body)
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def voice_detail(request, slug):
    """One opinion at its permanent address: 意見 → 考え方 → 変わったこと."""
    voice = get_object_or_404(PublicVoice, slug=slug)
    concerned = Initiative.objects.published().filter(public_voices=voice).select_related("term__plan")
    context = {
        "voice": voice,
        "initiatives": concerned.order_by("-term__first_year", "position"),
        "alike": PublicVoice.objects.filter(group=voice.group).exclude(pk=voice.pk).only("slug", "number"),
    }
    return render(request, "public/evaluations/voice_detail.html", context)
