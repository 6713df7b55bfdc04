"""Decides who is to be reminded today and writes the mails into the outbox. Run daily; running again adds nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from initiatives import reminders


class Command(BaseCommand):
    help = "きょう送るお知らせ（照会・期限前・差戻し・期限超過）を決めて、送信待ちに入れます。何度動かしても重なりません。"

    def handle(self, *, verbosity, **options):
        count = reminders.queue_daily(today=timezone.localdate(), now=timezone.now())
        if verbosity >= 1:
            self.stdout.write(f"{count}通を送信待ちに入れました。")
