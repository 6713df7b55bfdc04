"""The command behind ``make run``: the portal with its demo data on this machine, until Ctrl-C.

This process owns all the others: the embedded PostgreSQL (started when the settings are read, stopped when
this process ends), the web server and the task worker. These two are told the database's address, so that
they never start or stop a PostgreSQL of their own.
"""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from accounts.demo_people import DEMO_PASSWORD, demo_people
from otaru_welfare.system_check import install_command, missing_packages

HOST = "127.0.0.1"
TOO_OLD = (
    "データベースが以前の開発版のもので、この版に引き継げません。"
    "デモのものなら、make clean で消してから、もう一度 make run を実行してください。"
)
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # from Linux's prctl.h

WEB_SERVER = (
    *("-m", "granian", "--interface", "wsgi", "--host", HOST, "--blocking-threads", "4", "--no-ws"),
    *("--log-level", "warning", "otaru_welfare.wsgi:application", "--port"),
)
TASK_WORKER = ("manage.py", "db_worker", "--no-reload", "--skip-checks", "--verbosity", "0")


class Command(BaseCommand):
    help = "デモのポータルを、この機械だけで動かします（make run）。本番には使えません。"
    requires_system_checks = ()  # what a person must know is told below, in the person's words

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000", help="待ち受けるポート番号（初期値 8000）")

    def handle(self, *, port, **options):
        if not settings.DEMO:
            raise CommandError(
                "portal はデモ専用です。DEMO=1 を付けてください。本番の動かし方は docs/operations.md にあります。"
            )
        port = free_port(port)
        for number in STOP_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        children = {}
        try:
            self.tell_missing_libraries()
            self.prepare_database()
            settings.STATIC_ROOT.mkdir(exist_ok=True)  # empty in the demo, but WhiteNoise warns without it
            start_children(children, port)
            wait_until_answering(children, port)
            self.tell_address(port)
            watch(children)
        except KeyboardInterrupt:
            self.stdout.write("\n停止しています…")
        finally:
            stop(children)

    def tell_missing_libraries(self):
        if missing := missing_packages():
            self.stdout.write(
                self.style.WARNING("PDFを作るためのライブラリが足りません。PDFのほかは、このまま使えます。")
            )
            self.stdout.write(f"入れるには: {install_command(missing)}\n")

    def prepare_database(self):
        """Migrate when there is something to migrate, and load the demo once."""
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(
                f"データベースにつながりません。DATABASE_URL を確かめてください。\n{error}"
            ) from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("データベースを用意しています…")
            try:
                call_command("migrate", verbosity=0, interactive=False)
            except (
                ProgrammingError,
                InconsistentMigrationHistory,
            ) as error:  # made by other migrations than these
                raise CommandError(TOO_OLD) from error
        call_command("load_demo", stdout=self.stdout)
        connection.close()

    def tell_address(self, port):
        self.stdout.write(f"\nポータルが動いています: http://{HOST}:{port}/")
        self.stdout.write(f"デモの利用者（パスワードはどれも {DEMO_PASSWORD}）")
        for person in demo_people():
            self.stdout.write(f"  {person.username:<16} {person.label}")
        self.stdout.write("終わるには Ctrl-C を押してください。")


def free_port(text: str) -> int:
    """Read the port number and make sure that nobody else listens there."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT には 1 から 65535 までの数を指定してください（指定された値：{text}）。")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise CommandError(f"ポート {port} を使う権限がありません。例: make run PORT=8001") from error
        except OSError as error:
            raise CommandError(f"ポート {port} は使用中です。例: make run PORT={port % 65535 + 1}") from error
    return port


def start_children(children: dict[str, subprocess.Popen], port: int) -> None:
    """Start the web server and the task worker, each leading a process group of its own.

    Ctrl-C in the terminal so reaches only this process, which then stops them in order.
    """
    commands = {"Webサーバー": (*WEB_SERVER, str(port)), "処理ワーカー": TASK_WORKER}
    environment = os.environ | {"DATABASE_URL": database_url(), "PORTAL_URL": f"http://{HOST}:{port}"}
    for name, command in commands.items():
        children[name] = subprocess.Popen(  # noqa: S603 (our own commands)
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment,
            process_group=0,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )


def database_url() -> str:
    """Give the address that the settings have read or, for the embedded server, its socket."""
    if "DATABASE_URL" in os.environ:
        return os.environ["DATABASE_URL"]
    database = settings.DATABASES["default"]
    host = urlencode({"host": database["HOST"]})
    return f"postgres://{quote(database['USER'])}@/{quote(database['NAME'])}?{host}"


def die_with_parent() -> None:
    """Let the kernel stop this child when its parent is killed and cannot do it any more."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_answering(children: dict[str, subprocess.Popen], port: int) -> None:
    """Return when the portal says that it is well."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        refuse_dead(children)
        with suppress(OSError, http.client.HTTPException):
            visitor = http.client.HTTPConnection(HOST, port, timeout=5)
            visitor.request("GET", "/healthz")
            status = visitor.getresponse().status
            visitor.close()
            if status != http.client.OK:
                raise CommandError(f"ポータルがエラーを返しました（HTTP {status}）。上の記録を見てください。")
            return
        time.sleep(0.1)
    raise CommandError(f"{SECONDS_TO_START}秒たっても、ポータルから応答がありません。")


def watch(children: dict[str, subprocess.Popen]) -> None:
    """Stay until a child dies or a signal comes."""
    while True:
        refuse_dead(children)
        time.sleep(0.3)


def refuse_dead(children: dict[str, subprocess.Popen]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(f"{name}が止まりました（終了コード {child.returncode}）。全体を停止します。")


def stop(children: dict[str, subprocess.Popen]) -> None:
    """Ask every child to end, and end what has not done so in time."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave anything behind
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what is left of its group
        child.wait()
