"""ワークショップ as the secretariat keeps it: the evening, its cards, and their way into the ledger."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioned_forms import carried_out
from accounts.versioning import MoveRefused
from accounts.views.deleting import delete_page
from accounts.views.paging import page_of
from accounts.views.pressing import press, publish_or_withdraw
from evaluations.models import CardGroup, OpinionCard, Workshop
from evaluations.workshops import cards, holding, ledger
from evaluations.workshops.forms import CardForm, CardGroupForm, ChosenForm, PasteForm, WorkshopForm
from evaluations.workshops.prints import laid
from evaluations.workshops.privacy import hints
from initiatives.models import Initiative
from plans.models import PlanTerm

GATHER = Permission.GATHER_VOICES
WORKSHOPS_ON_A_PAGE = 50


def _workshop(pk: int) -> Workshop:
    return get_object_or_404(Workshop, pk=pk)


@requires(GATHER)
@require_safe
def workshop_list(request):
    page = page_of(request, Workshop.objects.with_counts(), WORKSHOPS_ON_A_PAGE)
    return render(request, "staff/evaluations/workshop_list.html", {"page_obj": page})


@requires(GATHER)
def workshop_add(request):
    return _workshop_page(request, None)


@requires(GATHER)
def workshop_edit(request, pk):
    return _workshop_page(request, _workshop(pk))


def _workshop_page(request, workshop: Workshop | None):
    form = WorkshopForm(request.POST or None, workshop=workshop, today=timezone.localdate())
    if saved := carried_out(request, form, holding.save_workshop, workshop=workshop):
        messages.success(request, f"「{saved}」を保存しました。")
        return redirect("staff:workshop-detail", pk=saved.pk)
    context = {"workshop": workshop, "form": form}
    return render(request, "staff/evaluations/workshop_edit.html", context)


# ---- the evening ------------------------------------------------------------------------------------------


@requires(GATHER)
def workshop_detail(request, pk):
    """The page of the evening: paste a list, lay the cards together, take them into the ledger."""
    workshop = _workshop(pk)
    groups = list(workshop.groups.prefetch_related("initiatives"))
    headings = [group.heading for group in groups]
    form = PasteForm(request.POST or None, headings=headings)
    if request.method == "POST" and form.is_valid() and _paste(request, workshop, form):
        return _to_cards(workshop)
    rows = list(workshop.cards.for_reading())
    filled = {card.group_id for card in rows}
    context = {
        "workshop": workshop,
        "form": form,
        "groups": groups,
        "empty_groups": [group for group in groups if group.pk not in filled],
        "laid": laid(rows),
        "card_count": len(rows),
        "taken_count": sum(card.opinion_id is not None for card in rows),
    }
    return render(request, "staff/evaluations/workshop_detail.html", context)


def _paste(request, workshop: Workshop, form: PasteForm) -> bool:
    cleaned = form.cleaned_data
    try:
        added = cards.add_cards(workshop=workshop, lines=cleaned["lines"], heading=cleaned["heading"])
    except MoveRefused as refusal:
        form.add_error(None, f"{refusal} 入力した内容は、下の欄に残っています。")
        return False
    if added.cards:
        messages.success(request, f"カードを{len(added.cards)}枚加えました。")
    if added.skipped:
        told = "」「".join(text[:20] for text in added.skipped[:5])
        rest = "など" if len(added.skipped) > 5 else ""
        messages.warning(
            request,
            f"同じ内容のカードがあるため、{len(added.skipped)}行は加えませんでした：「{told}」{rest}",
        )
    return True


def _to_cards(workshop: Workshop) -> HttpResponseRedirect:
    return redirect(reverse("staff:workshop-detail", args=[workshop.pk]) + "#cards")


def _chosen(request, workshop: Workshop) -> ChosenForm:
    """What was ticked on the page; what is no card of this workshop is no choice."""
    return ChosenForm(
        request.POST,
        cards=workshop.cards.values_list("pk", flat=True),
        groups=dict(workshop.groups.values_list("pk", "heading")),
    )


@requires(GATHER)
@require_POST
def workshop_cards(request, pk):
    """Lay the ticked cards below another heading, or take them away, as the button said."""
    workshop = _workshop(pk)
    form = _chosen(request, workshop)
    if not form.is_valid():
        messages.error(request, form.complaint)
        return _to_cards(workshop)
    chosen = form.cleaned_data["cards"]
    try:
        if "remove" in request.POST:
            done = f"{cards.remove_cards(workshop=workshop, cards=chosen)}枚のカードを消しました。"
        else:
            heading = form.chosen_heading
            count = cards.move_cards(workshop=workshop, cards=chosen, heading=heading)
            done = f"{count}枚のカードを、{f'「{heading}」' if heading else '「分けていないカード」'}に動かしました。"
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _to_cards(workshop)


@requires(GATHER)
@require_POST
def workshop_ledger(request, pk):
    """Take the ticked cards into the ledger, each or as groups; those that are there stay as they are."""
    workshop = _workshop(pk)
    form = _chosen(request, workshop)
    if not form.is_valid():
        messages.error(request, form.complaint)
        return _to_cards(workshop)
    try:
        taken = ledger.take_cards(
            workshop=workshop,
            cards=form.cleaned_data["cards"],
            as_one="as_one" in request.POST,
            now=timezone.now(),
        )
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, taken)
    return _to_cards(workshop)


def _tell(request, taken: list) -> None:
    if not taken:
        messages.warning(request, "選んだカードは、すべて意見台帳に入っています。")
        return
    numbers = taken[0].number if len(taken) == 1 else f"{taken[0].number}から{taken[-1].number}まで"
    messages.success(request, f"意見台帳に{len(taken)}件を入れました（{numbers}）。")


def _initiatives(workshop: Workshop) -> list[Initiative]:
    """The 取組 of the plans that ran in the year of the workshop; of all, newest first, where none is registered."""
    rows = Initiative.objects.select_related("term__plan")
    of_the_year = rows.filter(term__in=PlanTerm.objects.in_year(workshop.fiscal_year)).in_order()
    return list(of_the_year) or list(rows.order_by("-term__first_year", "position", "number"))


@requires(GATHER)
def card_edit(request, pk):
    """The words of one card, and the 取組 that it is about."""
    rows = OpinionCard.objects.select_related("workshop", "opinion").prefetch_related("initiatives")
    card = get_object_or_404(rows, pk=pk)
    form = CardForm(request.POST or None, card=card, initiatives=_initiatives(card.workshop))
    if carried_out(request, form, cards.save_card, card=card):
        messages.success(request, "カードを保存しました。")
        return _to_cards(card.workshop)
    context = {"card": card, "workshop": card.workshop, "form": form}
    return render(request, "staff/evaluations/card_edit.html", context)


@requires(GATHER)
def card_group_edit(request, pk):
    """A heading, its place and the 取組 that its cards are about; or take the heading away."""
    rows = CardGroup.objects.select_related("workshop").prefetch_related("initiatives")
    group = get_object_or_404(rows, pk=pk)
    if "dissolve" in request.POST:
        press(request, cards.dissolve_group, done=f"見出し「{group}」を消しました。", group=group)
        return _to_cards(group.workshop)
    form = CardGroupForm(request.POST or None, group=group, initiatives=_initiatives(group.workshop))
    if saved := carried_out(request, form, cards.save_group, group=group):
        messages.success(request, f"「{saved}」を保存しました。")
        return _to_cards(group.workshop)
    context = {"group": group, "workshop": group.workshop, "form": form}
    return render(request, "staff/evaluations/card_group_edit.html", context)


@requires(GATHER)
def workshop_publish(request, pk):
    """What the public will read, and what in it could tell of a person; POST publishes it, or takes it back."""
    workshop = _workshop(pk)
    if request.method == "POST":
        verbs = {"publish": holding.publish_workshop, "withdraw": holding.withdraw_workshop}
        publish_or_withdraw(request, **verbs, now=timezone.now(), workshop=workshop)
        return redirect("staff:workshop-detail", pk=pk)
    rows = list(workshop.cards.for_reading())
    told = [(card, found) for card in rows if (found := hints(card.text))]
    context = {"workshop": workshop, "groups": laid(rows), "told": told, "note_hints": hints(workshop.note)}
    return render(request, "staff/evaluations/workshop_publish.html", context)


@requires(GATHER)
def workshop_delete(request, pk):
    workshop = _workshop(pk)
    return delete_page(
        request,
        holding.delete_workshop,
        {"workshop": workshop},
        back=reverse("staff:workshop-detail", args=[pk]),
        to=reverse("staff:workshop-list"),
        lead="カードも一緒に削除します。元には戻せません（更新履歴には残ります）。公開しているものは、先に公開をやめてください。",
    )
