"""事前意見 by a personal link: the same journey without an account, and nothing else of the site.

The address is the secret. So these pages send no referrer, are kept by nobody and indexed by nobody, and need no CSRF
token: whoever can make a browser press here holds the address already (and a page without a referrer could not prove
where its form came from).
"""

from functools import wraps

import pghistory
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.kept_text import typed_texts
from accounts.versioning import MoveRefused
from accounts.views.paging import page_of
from evaluations.models import MemberReview
from evaluations.prior_opinion_forms import CodeForm
from evaluations.prior_opinions import device_codes, link_mails, links
from evaluations.prior_opinions.journey import journey
from evaluations.prior_opinions.links import LinkClosed, Why
from evaluations.views import plan_opinions
from evaluations.views.prior_opinions import Desk, autosave, press, sheet_page

MISSES_A_MINUTE = 20
SALT = "evaluations.review_device"
STATUS = {Why.UNKNOWN: 404}
GONE = 410
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def by_link(view=None, *, before_code=False):
    """Let the holder of a key in: the view gets a Desk. Everybody else is told what to do, and nothing more.

    What the view does not find within the round and the member's own is the same as a key that never was.

    Where the round asks for a code, only the pages ``before_code`` open on a device that has not given one.
    """
    if view is None:
        return lambda view: by_link(view, before_code=before_code)

    @wraps(view)
    def guarded(request, key, *args, **kwargs):
        try:
            response = _let_in(request, key, view, before_code, *args, **kwargs)
        except LinkClosed as closed:
            response = _closed_page(request, closed)
        for name, value in HEADERS.items():
            response[name] = value
        response._has_been_logged = True  # Django would write the address into the log
        return response

    return login_not_required(csrf_exempt(guarded))


def _let_in(request, key: str, view, before_code: bool, *args, **kwargs) -> HttpResponse:
    link = links.find(key, timezone.now())
    if not before_code and device_codes.is_asked(link) and not _knows_device(request, link):
        return redirect("review-code", key)
    with pghistory.context(writer=f"{link.member.name}（個人リンク）"):
        try:
            return view(request, Desk(link.round, link.member, link, key), *args, **kwargs)
        except Http404 as missing:
            raise LinkClosed(Why.UNKNOWN) from missing


# ---- the journey ------------------------------------------------------------------------------------------


@by_link
@require_safe
def review_list(request, desk):
    """Where one arrives: what this is, how far one is, and every 取組."""
    way = journey(desk.round, desk.seat)
    review = MemberReview.objects.filter(round=desk.round, member=desk.seat).first()
    context = {
        "desk": desk,
        "round": desk.round,
        "seat": desk.seat,
        "way": way,
        "review": review,
        "page_obj": page_of(request, way.steps),
        "general": desk.plan_opinions(timezone.localdate()),
        "is_blind": desk.round.is_blind(timezone.localdate()),
    }
    return render(request, "review/list.html", context)


@by_link
@require_POST
def review_press(request, desk):
    return press(request, desk)


@by_link
def review_sheet(request, desk, pk):
    get_object_or_404(desk.round.request.records, pk=pk)
    return sheet_page(request, desk, pk, "review/sheet.html")


@by_link
@require_POST
def review_autosave(request, desk, pk):
    return autosave(request, desk, pk)


@by_link
def review_opinion(request, desk, place):
    """An opinion on the plan as a whole."""
    return plan_opinions.opinion_page(request, desk, place, "review/opinion.html")


@by_link
@require_POST
def review_opinion_autosave(request, desk, place):
    return plan_opinions.autosave(request, desk, place)


# ---- a new device -----------------------------------------------------------------------------------------


@by_link(before_code=True)
def review_code(request, desk):
    """Ask for the code that a press has mailed; a right one lets this device in for as long as the link stands."""
    if not device_codes.is_asked(desk.link) or _knows_device(request, desk.link):
        return redirect("review-list", desk.key)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if "send" in request.POST:
        _send_code(request, desk)
        return redirect("review-code", desk.key)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if device_codes.is_right(link=desk.link, code=code, now=timezone.now()):
            return _remember(redirect("review-list", desk.key), desk)
        form.add_error(
            "code",
            "確認コードが違うか、有効な時間（30分）を過ぎています。入力し直すか、もう一度メールを送ってください。",
        )
    is_sent = desk.link.codes.exists()
    context = {"desk": desk, "round": desk.round, "form": form, "is_sent": is_sent}
    return render(request, "review/code.html", context)


def _send_code(request, desk: Desk) -> None:
    try:
        device_codes.send(link=desk.link, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "確認コードをメールで送りました。届いた6桁の数字を入力してください。")


def _cookie(link) -> str:
    return f"review_device_{link.pk}"


def _knows_device(request, link) -> bool:
    return request.get_signed_cookie(_cookie(link), default=None, salt=SALT) == str(link.pk)


def _remember(response: HttpResponse, desk: Desk) -> HttpResponse:
    response.set_signed_cookie(
        _cookie(desk.link),
        str(desk.link.pk),
        salt=SALT,
        path="/review/",
        expires=desk.link.expires_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


# ---- what opens nothing -----------------------------------------------------------------------------------


def _closed_page(request, closed: LinkClosed) -> HttpResponse:
    """Say why nothing opens and whom to ask. What was typed meanwhile is shown once more, to be copied."""
    status = STATUS.get(closed.why, GONE)
    if closed.why is Why.UNKNOWN and _misses_too_often(request):
        status = 429
    context = {
        "why": closed.why.value if status != 429 else "too_many",
        "contact": link_mails.contact_of(closed.link.round) if closed.link else "",
        "typed": typed_texts(request),
    }
    if not request.accepts("text/html"):
        words = "このリンクは使えなくなったため、保存できません。入力した内容は、この画面に残っています。必要なところを控えて、事務局にお知らせください。"
        return JsonResponse({"message": words}, status=status)
    return render(request, "review/closed.html", context, status=status)


def _misses_too_often(request) -> bool:
    """Count the keys that opened nothing, a minute and address; a good key is never refused for that."""
    name = f"review-misses-{get_adapter(request).get_client_ip(request)}"
    cache.add(name, 0, timeout=60)
    try:
        return cache.incr(name) > MISSES_A_MINUTE
    except ValueError:  # the minute ended in between
        return False
