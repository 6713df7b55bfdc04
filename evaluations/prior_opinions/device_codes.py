"""確認コード: where a round asks for it, a link on a new device opens only with a code that its member was mailed.

The code goes out at once, outside of the outbox: somebody waits for it, and it is good for half an hour. It is kept as a
digest alone. A member without a mail address is not asked: the letter came to their own home.
"""

import logging
import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.versioning import MoveRefused
from evaluations.models import DeviceCode, ReviewLink

DIGITS = 6
MOST_IN_AN_HOUR = 5
SALT = "evaluations.device_code"
BODY = """\
{committee}の事前意見を、新しい端末で開くための確認コードです。

{code}

30分以内に、画面に入力してください。お心当たりがないときは、このメールを捨ててください。
"""
logger = logging.getLogger(__name__)


def is_asked(link: ReviewLink) -> bool:
    """Whether a new device needs a code to open this link."""
    return link.round.links_ask_code and link.member.user is not None and bool(link.member.user.email)


def send(*, link: ReviewLink, now: datetime) -> None:
    """Mail a fresh code; those sent before count no more. Raises MoveRefused when that was done too often, or fails."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    _keep(link, code, now)
    words = BODY.format(committee=link.round.committee.name, code=code)
    mail = EmailMessage(subject="確認コードのお知らせ", body=words, to=[link.member.user.email])
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        logger.exception("the code of a personal link could not be sent")
        raise MoveRefused(
            "確認コードのメールを送れませんでした。しばらくしてから、もう一度お試しください。"
        ) from error


@transaction.atomic
def _keep(link: ReviewLink, code: str, now: datetime) -> None:
    ReviewLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.codes.filter(sent_at__gt=now - timedelta(hours=1)).count() >= MOST_IN_AN_HOUR:
        raise MoveRefused("確認コードを送った回数が多すぎます。1時間ほど待ってから、もう一度お試しください。")
    DeviceCode.objects.create(link=link, digest=_digest(link, code), sent_at=now)


@transaction.atomic
def is_right(*, link: ReviewLink, code: str, now: datetime) -> bool:
    """Whether ``code`` is the newest that was sent, in time and not after too many tries. A right one is used up."""
    newest = link.codes.select_for_update().first()
    if newest is None or not newest.may_be_tried(now):
        return False
    newest.tries += 1
    right = constant_time_compare(newest.digest, _digest(link, code))
    if right:
        newest.tries = DeviceCode.TRIES
    newest.save(update_fields=["tries"])
    return right


def _digest(link: ReviewLink, code: str) -> str:
    return salted_hmac(f"{SALT}.{link.pk}", code, algorithm="sha256").hexdigest()
