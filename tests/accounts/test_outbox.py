"""The outbox: every mail once, none lost, and what went wrong is there to be read."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from urllib.parse import urlencode

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from accounts import outbox
from accounts.models import OutgoingMail
from accounts.versioning import MoveRefused
from tests.builders import NOW
from tests.threads import at_once

State = OutgoingMail.State


@pytest.fixture
def mail(cast):
    return letter(cast.sato)


def letter(to, subject="年度記録の入力のお願い", body="入力をお願いします。", address="sato@example.jp"):
    to.email = address
    to.save()
    return outbox.write(to=to, subject=subject, body=body, now=NOW)


def send(at=NOW, is_wanted=lambda mail: True):
    return outbox.send_due(clock=lambda: at, is_wanted=is_wanted)


def fresh(mail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=mail.pk)


@pytest.fixture
def server(monkeypatch):
    """A mail server that takes everything until it is told to answer with an error."""

    class Server:
        error = opening = None
        taken = 0

    def take(backend, messages):
        if Server.error:
            raise Server.error
        Server.taken += len(messages)
        return len(messages)

    def answer(backend):
        if Server.opening:
            raise Server.opening

    monkeypatch.setattr(EmailBackend, "send_messages", take)
    monkeypatch.setattr(EmailBackend, "open", answer)
    return Server


def test_a_mail_is_sent_once_with_the_message_id_of_its_row(mail):
    assert send() == {"sent": 1}
    assert send() == {}
    (sent,) = django_mail.outbox
    assert sent.to == ["sato@example.jp"]
    assert sent.message()["Message-ID"] == mail.message_id
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert (fresh(mail).state, fresh(mail).sent_at) == ("sent", NOW)


def test_what_fails_is_tried_again_later_and_given_up_for_all_to_see(mail, server):
    server.error = SMTPServerDisconnected("Connection\r\nlost " + "x" * 999)
    at = NOW
    for pause in outbox.PAUSES:
        assert send(at) == {"waiting": 1}
        assert fresh(mail).next_attempt_at == at + pause
        assert send(at + pause - timedelta(seconds=1)) == {}
        at += pause
    assert send(at) == {"failed": 1}
    told = fresh(mail).last_error
    assert told.startswith("SMTPServerDisconnected: Connection lost x")
    assert len(told) == 300
    assert send(at + timedelta(days=9)) == {}


def test_a_mail_that_was_given_up_is_tried_again_when_a_person_asks(mail, server):
    server.error = SMTPDataError(554, b"no")
    send()
    server.error = None
    outbox.retry(mail=mail, now=NOW)
    assert send() == {"sent": 1}
    with pytest.raises(MoveRefused, match="送信済み"):
        outbox.retry(mail=mail, now=NOW)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPRecipientsRefused({"sato@example.jp": (550, b"unknown user")}), "failed"),
        (SMTPRecipientsRefused({"sato@example.jp": (450, b"mailbox busy")}), "waiting"),
        (SMTPDataError(552, b"too big"), "failed"),
        (TimeoutError("timed out"), "waiting"),
    ],
)
def test_only_what_the_server_refuses_for_good_is_given_up_at_once(mail, server, error, state):
    server.error = error
    assert send() == {state: 1}


@pytest.mark.parametrize("error", [ConnectionRefusedError("refused"), SMTPAuthenticationError(535, b"no")])
def test_without_a_server_the_run_ends_and_the_others_keep_their_turn(cast, mail, server, error):
    other = letter(cast.suzuki, address="suzuki@example.jp")
    server.opening = error
    assert send() == {"waiting": 1}
    assert fresh(other).attempts == 0
    server.opening = None
    assert send(NOW + outbox.PAUSES[0]) == {"sent": 2}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sato",
        "sato@example.jp\r\nBcc: all@example.jp",
        "a@example.jp,b@example.jp",
        "佐藤 <s@example.jp>",
    ],
)
def test_an_address_that_is_none_is_never_handed_to_a_server(cast, server, address):
    mail = letter(cast.sato, address=address)
    assert send() == {"failed": 1}
    assert server.taken == 0
    assert fresh(mail).last_error == outbox.NO_ADDRESS


def test_a_subject_of_two_lines_adds_no_header(cast):
    mail = letter(cast.sato, subject="お願い\r\nBcc: all@example.jp")
    assert send() == {"failed": 1}
    assert django_mail.outbox == []
    assert "BadHeaderError" in fresh(mail).last_error


def test_a_body_of_anything_goes_out_as_it_is(cast):
    body = "髙橋𠮷野😀\r\n.\r\nBcc: all@example.jp\n" + "あ" * 3000
    letter(cast.sato, body=body)
    assert send() == {"sent": 1}
    message = django_mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message.get_payload(decode=True).decode() == body.replace("\r\n", "\n")


def test_what_is_needless_by_now_and_people_who_left_get_nothing(cast, mail):
    assert send(is_wanted=lambda mail: False) == {"cancelled": 1}
    assert fresh(mail).last_error == outbox.NO_LONGER_WANTED
    gone = letter(cast.suzuki, address="suzuki@example.jp")
    cast.suzuki.is_active = False
    cast.suzuki.save()
    assert send() == {"cancelled": 1}
    assert fresh(gone).last_error == outbox.NOT_ACTIVE
    assert django_mail.outbox == []


def test_what_was_cancelled_is_not_sent_and_what_was_sent_not_cancelled(cast, mail):
    outbox.cancel(mail=mail)
    assert send() == {}
    other = letter(cast.suzuki, address="suzuki@example.jp")
    send()
    with pytest.raises(MoveRefused, match="送信済み"):
        outbox.cancel(mail=other)


class Killed(BaseException):
    """What no handler catches, as nothing catches a kill."""


def test_a_sender_that_died_leaves_the_mail_claimed_until_its_lease_is_over(mail, server):
    server.error = Killed()
    with pytest.raises(Killed):
        send()
    server.error = None
    assert fresh(mail).state == "sending"
    assert send(NOW + OutgoingMail.LEASE - timedelta(seconds=1)) == {}
    assert send(NOW + OutgoingMail.LEASE) == {"sent": 1}
    assert fresh(mail).message_id == mail.message_id


def test_a_mail_that_kills_every_sender_is_given_up(mail, server):
    server.error = Killed()
    at = NOW
    for _ in range(len(outbox.PAUSES) + 1):
        with pytest.raises(Killed):
            send(at)
        at += OutgoingMail.LEASE
    assert send(at) == {"failed": 1}
    assert fresh(mail).last_error == outbox.DIED_TOO_OFTEN


def test_a_sender_that_was_taken_for_dead_does_not_overwrite_the_other_ones_word(mail, server):
    late = outbox._claim(NOW, NOW)
    assert send(NOW + OutgoingMail.LEASE) == {"sent": 1}
    outbox._settle(late, state=State.FAILED, last_error="too late")
    assert fresh(mail).state == "sent"


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_send_every_mail_once(cast):
    cast.sato.email = "sato@example.jp"
    cast.sato.save()
    for number in range(30):
        outbox.write(to=cast.sato, subject=f"お願い{number}", body="本文", now=NOW)
    outcomes = at_once(send, send, send, send)
    assert sum(outcome["sent"] for outcome in outcomes) == 30
    assert sorted(m.subject for m in django_mail.outbox) == sorted(f"お願い{n}" for n in range(30))


SENDER = """
import os, signal, sys
import django; django.setup()
from datetime import timedelta
from django.core.mail.backends import locmem
from django.utils import timezone
from accounts import outbox
def take(backend, messages):
    with open(sys.argv[1], "a") as taken:
        taken.writelines(m.message()["Message-ID"] + "\\n" for m in messages)
    if sys.argv[2] == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return len(messages)
locmem.EmailBackend.send_messages = take
later = timedelta(minutes=int(sys.argv[3]))
outbox.send_due(clock=lambda: timezone.now() + later, is_wanted=lambda mail: True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_the_servers_yes_and_writing_it_down_sends_a_copy_of_the_same_name(cast, tmp_path):
    """What SMTP cannot prevent, as docs/operations.md says it: nothing lost, a copy under the same Message-ID."""
    mail = letter(cast.sato)
    taken = tmp_path / "taken"
    assert sender(taken, "die", 0) == -signal.SIGKILL
    assert fresh(mail).state == "sending"
    assert sender(taken, "live", 0) == 0
    assert taken.read_text().split() == [mail.message_id]
    assert sender(taken, "live", 16) == 0
    assert taken.read_text().split() == [mail.message_id] * 2
    assert fresh(mail).state == "sent"


def sender(taken: Path, end: str, minutes: int) -> int:
    params = connection.get_connection_params()  # wherever the settings say it: as HOST or among the options
    options = urlencode({key: params[key] for key in ("host", "port", "password") if params.get(key)})
    address = f"postgres://{params['user']}@/{params['dbname']}?{options}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", SENDER, str(taken), end, str(minutes)]
    return subprocess.run(command, env=environment, check=False, timeout=60).returncode
