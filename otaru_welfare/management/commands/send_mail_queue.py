"""Sends what waits in the outbox. Run every few minutes; several at once never send one mail twice."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import outbox
from accounts.models import OutgoingMail
from initiatives import reminders


class Command(BaseCommand):
    help = "送信待ちのお知らせを送ります。送れなかったものは間をおいて送り直し、だめなら画面に示します。"

    def handle(self, *, verbosity, **options):
        outcome = outbox.send_due(clock=timezone.now, is_wanted=reminders.is_wanted)
        if verbosity >= 1:
            told = [f"{state.label} {outcome[state]}通" for state in OutgoingMail.State if outcome[state]]
            self.stdout.write("、".join(told) or "送るお知らせはありません。")
