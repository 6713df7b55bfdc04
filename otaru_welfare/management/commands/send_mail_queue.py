"""Sends what waits in the outbox. Run every few minutes; several at once never send one mail twice."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import outbox
from accounts.models import OutgoingMail
from evaluations.prior_opinions import link_mails
from initiatives import reminders


def is_wanted(mail: OutgoingMail) -> bool:
    return reminders.is_wanted(mail) and link_mails.is_wanted(mail)


class Command(BaseCommand):
    help = "送信待ちのお知らせを送ります。送れなかったものは間をおいて送り直し、だめなら画面に示します。"

    def handle(self, *, verbosity, **options):
        outcome = outbox.send_due(clock=timezone.now, is_wanted=is_wanted, body_of=link_mails.body_of)
        if verbosity >= 1:
            told = [f"{state.label} {outcome[state]}通" for state in OutgoingMail.State if outcome[state]]
            self.stdout.write("、".join(told) or "送るお知らせはありません。")
