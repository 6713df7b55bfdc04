"""Loads the demo's data, once. It is there in DEMO mode only, and all that it invents says so."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from otaru_welfare.demo import loader, prints
from otaru_welfare.demo.shapes import SampleError
from otaru_welfare.system_check import install_command, missing_packages


class Command(BaseCommand):
    help = (
        "デモのデータ（小樽市の計画の登録簿と、取組・記録・意見の見本）を入れます。入っていれば何もしません。"
    )
    requires_system_checks = ()

    def handle(self, *, verbosity, **options):
        if not settings.DEMO:
            raise CommandError(
                "load_demo はデモ専用です。見本データが本番に混ざるのを防ぐため、DEMO=1 のときだけ動きます。"
            )
        self.verbosity = verbosity
        if loader.is_loaded():
            self.say("見本データは、すでに入っています。")
        else:
            self.load()
        self.make_waiting_reports()
        prints.order(now=timezone.now())

    def load(self):
        self.say("見本データを入れています（20秒ほどかかります）…")
        try:
            loader.load(now=timezone.now())
        except SampleError as error:
            raise CommandError(f"見本データを入れられませんでした。何も変えていません。\n{error}") from error
        self.say("見本データを入れました。")

    def make_waiting_reports(self):
        """Publish what waits for its PDF. Without Pango it goes on waiting; all the rest can be used."""
        waiting = loader.waiting_publications()
        if waiting and (missing := missing_packages()):
            self.stderr.write(
                self.style.WARNING(f"PDFを作れないため、{waiting[0].round}は「公表の準備中」のままです。")
            )
            self.stderr.write(
                "次の命令で入れた後、load_demo をもう一度動かすか、事務局の画面で公表してください: "
                + install_command(missing)
            )
            return
        for edition in waiting:
            self.say(f"{edition.round}の報告書（PDF）を作っています…")
            if not loader.make_publication(edition):
                self.stderr.write(self.style.WARNING(f"{edition.round}の報告書を作れませんでした。"))

    def say(self, words: str):
        if self.verbosity >= 1:
            self.stdout.write(words)
