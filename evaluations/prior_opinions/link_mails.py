"""個人リンク by mail: written into the outbox without the address, which is made as the mail goes out.

The outbox is read by the secretariats and stands in backups; so its row holds a place for the address, and the address
exists in the mail alone. A mail that goes out a second time (see ``accounts.outbox``) carries another key of the same link.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import outbox
from accounts.dates import write_day, write_moment
from accounts.models import OutgoingMail
from accounts.versioning import MoveRefused
from evaluations.models import EvaluationRound, ReviewKey, ReviewLink, ReviewMail
from evaluations.prior_opinions import links

PLACE = "［送るときに、ここへ個人リンクが入ります］"
BODY = """\
{committee}の委員のみなさまへ

{year}の評価について、会議の前にご意見をうかがいます。
次のリンクを開くと、取組を1つずつ読み、意見を書けます。IDやパスワードは要りません。

{place}

・このリンクは、あなただけのものです。ほかの方に転送しないでください。
・途中でやめても、続きから書けます。
・意見の期限：{due}
・リンクの有効期限：{expires}

リンクが開けないとき、紙で書きたいときは、次の問合せ先にお知らせください。
{contact}
"""


@transaction.atomic
def send(*, link: ReviewLink, now: datetime) -> OutgoingMail:
    """Put a mail with the link into the outbox. Raises MoveRefused for a member without a mail address."""
    user = link.member.user
    if user is None or not user.email:
        raise MoveRefused(f"{link.member.name}さんは、メールアドレスの登録がないため、手紙で渡してください。")
    round_ = link.round
    body = BODY.format(
        committee=round_.committee.name,
        year=round_.target_year_label,
        place=PLACE,
        due=write_day(round_.opinions_due_on),
        expires=write_moment(timezone.localtime(link.expires_at)),
        contact=contact_of(round_),
    )
    mail = outbox.write(to=user, subject=f"【{round_.committee.name}】事前意見のお願い", body=body, now=now)
    ReviewMail.objects.create(link=link, mail=mail)
    return mail


def contact_of(round: EvaluationRound) -> str:
    """Whom a member asks: the secretariat of the first owner of the plan."""
    owner = round.request.term.plan.owners.order_by("kind").first()
    if owner is None:
        return "事務局"
    parts = (owner.name, owner.contact_name, owner.phone)
    return "　".join(part for part in parts if part)


def is_wanted(mail: OutgoingMail) -> bool:
    """Tell, right before ``mail`` goes out, whether its link still opens; a mail without one is none of our affairs."""
    carried = ReviewMail.objects.select_related("link__round", "link__member").filter(mail=mail).first()
    return carried is None or links.opens(carried.link, timezone.now())


def body_of(mail: OutgoingMail) -> str:
    """Give the words that go out: with the address of a new key where the mail carries a link."""
    carried = ReviewMail.objects.select_related("link").filter(mail=mail).first()
    if carried is None:
        return mail.body
    return mail.body.replace(PLACE, links.new_address(carried.link, ReviewKey.Means.MAIL, timezone.now()))
