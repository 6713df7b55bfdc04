"""Mail that goes out: written into the outbox with what caused it, sent later by a command.

What is guaranteed. A mail that is in the outbox is not lost: it is sent, or it says for everybody to see why not.
Two senders never send the same one, because each claims its mail under a row lock first. A sender that dies before
the mail server has said yes has sent nothing; one that dies in the moment between that yes and writing it down
leaves the mail claimed, and after ``OutgoingMail.LEASE`` it is sent once more under the same Message-ID, by which
mail systems know the copy. SMTP has no way to close that moment: the choice is between a rare copy and a rare loss.
"""

import re
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from operator import attrgetter
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import OutgoingMail, User
from accounts.versioning import MoveRefused

State = OutgoingMail.State
PAUSES = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720)]
"""How long to wait after each failure. When they are used up, the mail waits for a person."""
NO_LONGER_WANTED = "送る前に用が済んだため、取りやめました。"
NO_ADDRESS = "宛先のメールアドレスが登録されていないか、正しくありません。"
DIED_TOO_OFTEN = "送信の処理が何度も途中で止まったため、送るのをやめました。"
NOT_ACTIVE = "宛先の利用者が無効になっているため、取りやめました。"


def write(*, to: User, subject: str, body: str, now: datetime) -> OutgoingMail:
    """Put a mail into the outbox, in the transaction of whatever causes it. ``subject`` is one line."""
    host = urlsplit(settings.PORTAL_URL).hostname
    return OutgoingMail.objects.create(
        to=to,
        subject=subject,
        body=body,
        message_id=f"<{uuid.uuid4()}@{host}>",
        queued_at=now,
        next_attempt_at=now,
    )


# ---- a person at the outbox -------------------------------------------------------------------------------


@transaction.atomic
def cancel(*, mail: OutgoingMail) -> None:
    """Take back a mail that has not gone out. Raises MoveRefused for one that has, or is just going."""
    held = _hold(mail)
    if not held.may_be_cancelled:
        raise MoveRefused(f"このお知らせは「{held.get_state_display()}」のため、取りやめられません。")
    held.state = State.CANCELLED
    held.save(update_fields=["state"])


@transaction.atomic
def retry(*, mail: OutgoingMail, now: datetime) -> None:
    """Begin anew with a mail that was given up. Raises MoveRefused for any other."""
    held = _hold(mail)
    if not held.may_be_retried:
        raise MoveRefused(f"このお知らせは「{held.get_state_display()}」のため、送り直せません。")
    held.state, held.attempts, held.next_attempt_at = State.WAITING, 0, now
    held.save(update_fields=["state", "attempts", "next_attempt_at"])


def _hold(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.select_for_update().get(pk=mail.pk)


# ---- sending ----------------------------------------------------------------------------------------------


Words = Callable[[OutgoingMail], str]


def send_due(
    *,
    clock: Callable[[], datetime],
    is_wanted: Callable[[OutgoingMail], bool],
    body_of: Words = attrgetter("body"),
) -> Counter[str]:
    """Send all that is due, each once; give how many ended in which state.

    ``is_wanted`` is asked right before each mail goes out: one that is needless by now is cancelled instead. ``body_of``
    then gives its words, which may hold more than the row does, such as a secret that is not to be kept. When no mail
    server answers, the run ends after the first mail and the others keep their turn.
    """
    outcome: Counter[str] = Counter()
    begun = clock()
    connection = get_connection()
    try:
        while mail := _claim(begun, clock()):
            answers = _deliver(mail, connection, clock, is_wanted, body_of)
            outcome[mail.state] += 1
            if not answers:
                break
    finally:
        connection.close()
    return outcome


@transaction.atomic
def _claim(begun: datetime, now: datetime) -> OutgoingMail | None:
    """Take the next mail for this sender alone; another sender passes over the locked row and finds it taken.

    What fails in this run gets its next turn after ``begun``, so that a run comes to an end.
    """
    due = OutgoingMail.objects.due(begun).order_by("next_attempt_at", "pk")
    mail = due.select_for_update(skip_locked=True, of=("self",)).select_related("to").first()
    if mail:
        mail.state, mail.claimed_at = State.SENDING, now
        mail.attempts += 1
        mail.save(update_fields=["state", "claimed_at", "attempts"])
    return mail


def _deliver(mail: OutgoingMail, connection, clock, is_wanted, body_of: Words) -> bool:
    """Hand one claimed mail over, outside of any transaction, and write down what came of it.

    Tells whether there is a mail server to go on with.
    """
    if refusal := _refusal(mail, is_wanted):
        _settle(mail, **refusal)
        return True
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        _settle(mail, **_after(error, mail, clock()))
        return False
    try:
        _message(mail, body_of(mail), connection).send()
    except (SMTPException, OSError, ValueError) as error:
        connection.close()  # the next mail opens a fresh one
        _settle(mail, **_after(error, mail, clock()))
    else:
        _settle(mail, state=State.SENT, sent_at=clock(), last_error="")
    return True


def _refusal(mail: OutgoingMail, is_wanted) -> dict | None:
    """Why the mail is not even tried, as the fields that say so."""
    if not mail.to.is_active:
        return {"state": State.CANCELLED, "last_error": NOT_ACTIVE}
    if not is_wanted(mail):
        return {"state": State.CANCELLED, "last_error": NO_LONGER_WANTED}
    if mail.attempts > len(PAUSES) + 1:
        return {"state": State.FAILED, "last_error": DIED_TOO_OFTEN}
    try:
        validate_email(mail.to.email)
    except ValidationError:
        return {"state": State.FAILED, "last_error": NO_ADDRESS}
    return None


def _message(mail: OutgoingMail, body: str, connection) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=body,
        to=[mail.to.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _after(error: Exception, mail: OutgoingMail, now: datetime) -> dict:
    """What becomes of a mail that could not be handed over: another try later, or given up."""
    told = re.sub(r"[\x00-\x1f\x7f\s]+", " ", f"{type(error).__name__}: {error}")[:300]
    if _is_final(error) or mail.attempts > len(PAUSES):
        return {"state": State.FAILED, "last_error": told}
    pause = PAUSES[mail.attempts - 1]
    return {"state": State.WAITING, "next_attempt_at": now + pause, "last_error": told}


def _is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server refused for good (5xx), or the mail cannot be written."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _settle(mail: OutgoingMail, **fields) -> None:
    """Write the outcome down, unless the lease ran out meanwhile and another sender has taken the mail."""
    OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts).update(**fields)
    mail.state = fields["state"]
