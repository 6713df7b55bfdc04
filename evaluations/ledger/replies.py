"""市・社協の考え方: each organisation that owes a reply drafts and approves its own."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organization, User
from accounts.roles import Permission
from accounts.versioning import MoveRefused
from evaluations.ledger import promises
from evaluations.models import EvaluationRound, Opinion, Response


@transaction.atomic
def reply(
    *,
    opinion: Opinion,
    organization: Organization,
    seen_version: int,
    version: int,
    summary: str,
    text: str,
    disposition: str,
    reason: str = "",
    what_changed: str,
    approve: bool,
    by: User,
    now: datetime,
) -> Response:
    """Keep what ``organization`` says to the opinion, and the summary that all of them share.

    When the last of those who owe a reply approves, it becomes a promise that the next records must answer. Raises
    StaleVersion with the opinion when it was mended after it was seen, and MoveRefused when it may not be answered.
    """
    if opinion.round_id:
        _hold_round(opinion)
    opinion = Opinion.see(seen_version, pk=opinion.pk)
    if opinion.representative_id:
        raise MoveRefused(
            f"この意見は{opinion.representative}にまとめてあります。回答は、代表の意見に書いてください。"
        )
    response = _claim(opinion, organization, version)
    _refuse_clerk(response, approve, by)
    response.text, response.what_changed = text, what_changed
    response.disposition = disposition
    response.reason = reason if disposition == Response.Disposition.DIFFICULT else ""
    response.is_approved = approve
    response.approved_by, response.approved_at = (by, now) if approve else (None, None)
    response.save()
    _keep_summary(opinion, summary)
    promises.settle(opinion)
    return response


@transaction.atomic
def approve(
    *, opinion: Opinion, organization: Organization, seen_version: int, version: int, by: User, now: datetime
) -> Response:
    """Approve a draft as it stands. Raises MoveRefused when there is none."""
    draft = opinion.responses.filter(organization=organization).first()
    if draft is None or not draft.is_begun or draft.is_approved:
        raise MoveRefused(f"{organization}の考え方の案がありません。")
    summary = Opinion.objects.values_list("summary", flat=True).get(pk=opinion.pk)
    if not summary:
        raise MoveRefused("公表する要旨が書かれていません。")
    words = {name: getattr(draft, name) for name in ("text", "disposition", "reason", "what_changed")}
    return reply(
        opinion=opinion,
        organization=organization,
        seen_version=seen_version,
        version=version,
        summary=summary,
        approve=True,
        by=by,
        now=now,
        **words,
    )


def _refuse_clerk(response: Response, approve: bool, by: User) -> None:
    """A department drafts; what is approved, and approving, is the secretariat's."""
    if by.may(Permission.RUN_ROUNDS):
        return
    if response.department_id is None or response.department_id != by.department_id:
        raise MoveRefused("この意見の担当課が変わったため、書けません。事務局に確かめてください。")
    if approve:
        raise MoveRefused("回答を決めるのは事務局です。")
    if response.is_approved:
        raise MoveRefused("回答は、すでに決まっています。直すときは、事務局に連絡してください。")


def _hold_round(opinion: Opinion) -> None:
    """Lock the round, so that it is not published meanwhile; raise MoveRefused once it takes no replies."""
    held = EvaluationRound.objects.select_for_update().get(pk=opinion.round_id)
    if not held.takes_replies:
        raise MoveRefused(f"この評価の回は「{held.get_stage_display()}」の段階のため、この操作はできません。")


def _claim(opinion: Opinion, organization: Organization, version: int) -> Response:
    """Lock the reply that the organisation owes; it stands there empty at version 0 before anybody wrote."""
    owed = Response.objects.filter(opinion=opinion, organization=organization).first()
    if owed is None:
        raise MoveRefused(f"{organization}は、この意見に回答する団体になっていません。")
    if version and not owed.version:
        raise MoveRefused("画面が古くなっています。画面を開き直して、今の状態を確かめてください。")
    return Response.claim(version, pk=owed.pk)


def _keep_summary(opinion: Opinion, summary: str) -> None:
    """Keep the summary, which is the opinion's own.

    Where two owe a reply, whoever has the form of the other open is told that it changed; one alone is told by the
    version of the reply.
    """
    if opinion.summary != summary:
        opinion.summary = summary
        opinion.version += opinion.responses.count() > 1
        opinion.save(update_fields=["summary", "version"])
