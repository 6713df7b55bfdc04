"""Loads a whole plan from one file, TOML or workbook; with --preview only tells what would change."""

from pathlib import Path

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from initiatives import plan_file
from plans.fiscal_year import fiscal_year_of

LABELS = (("added", "追加"), ("changed", "変更"), ("removed", "削除"))


class Command(BaseCommand):
    help = "計画のファイル（.toml か .xlsx。書き方は docs/plan-file.md）を読み込みます。誤りがあれば、何も変えません。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="計画のファイル")
        parser.add_argument(
            "--preview", action="store_true", help="変わるところを表示するだけで、登録しません"
        )

    def handle(self, *, file: Path, preview: bool, **options):
        try:
            document = plan_file.read(file.name, _content(file))
            with pghistory.context(command="load_plan"):
                today_year = fiscal_year_of(timezone.localdate())
                report = plan_file.load(document, today_year=today_year, preview=preview)
        except plan_file.PlanFileError as error:
            raise CommandError(
                f"読み込めませんでした。何も変えていません（{len(error.problems)}件）。\n{error}"
            ) from error
        self._tell(report)
        if not plan_file.changes_something(report):
            self.stdout.write("変わるところはありません。")
        elif preview:
            self.stdout.write("確認だけです。まだ何も変えていません。")
        else:
            self.stdout.write("読み込みました。")

    def _tell(self, report: plan_file.Report):
        for table in report:
            counts = (f"{label}{len(getattr(table, name))}件" for name, label in LABELS)
            self.stdout.write(f"{table.title}：{'、'.join(counts)}、変更なし{table.unchanged}件")
            for row in table.changed:
                for field in row["fields"]:
                    self.stdout.write(f"  {row['label']} {field['name']}：{field['old']} → {field['new']}")
            for label in table.removed:
                self.stdout.write(f"  {label}：削除")


def _content(file: Path) -> bytes:
    """Give the bytes of the file; a large one is refused before it is read."""
    try:
        if file.stat().st_size > plan_file.LIMIT:
            raise CommandError(plan_file.TOO_LARGE)
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"ファイルを開けません：{file}（{error.strerror}）") from error
