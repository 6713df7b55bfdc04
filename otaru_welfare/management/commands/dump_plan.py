"""Writes the plan into one file that ``load_plan`` reads again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives import plan_file
from plans.models import PlanTerm


class Command(BaseCommand):
    help = "計画を、load_plan で読み込めるファイル（.toml か .xlsx）に書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="書き出すファイル")
        parser.add_argument(
            "--plan", help="中身を書き出す計画（アドレスの名前）。--term といっしょに使います"
        )
        parser.add_argument("--term", type=int, help="中身を書き出す期の順番")

    def handle(self, *, file: Path, plan: str | None, term: int | None, **options):
        write = plan_file.WRITERS.get(file.suffix.lower())
        if write is None:
            raise CommandError(plan_file.WRONG_ENDING)
        try:
            document = plan_file.dump(term=_term(plan, term))
            file.write_bytes(write(document))
        except plan_file.PlanFileError as error:
            raise CommandError(f"書き出せませんでした。\n{error}") from error
        except OSError as error:
            raise CommandError(f"ファイルに書けません：{file}（{error.strerror}）") from error
        self.stdout.write(f"{file} に書き出しました。")
        for words in document.losses:
            self.stdout.write(f"書き出していないもの：{words}")


def _term(plan: str | None, ordinal: int | None) -> PlanTerm | None:
    if (plan is None) != (ordinal is None):
        raise CommandError("--plan と --term は、いっしょに書いてください。")
    if plan is None:
        return None
    term = PlanTerm.objects.filter(plan__slug=plan, ordinal=ordinal).first()
    if term is None:
        raise CommandError(f"計画「{plan}」の第{ordinal}の期がありません。")
    return term
