"""A real Chromium (Debian's) against a real server and database, with the rules of axe on every page that is met."""

import os
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import builders

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's sync API runs an event loop of its own

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
PICTURES = os.environ.get("PICTURES")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: sudo apt-get install -y chromium")
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-sync",
    ]
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": quiet}


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "ja-JP", "viewport": DESK}


class Walk:
    """A person walking through the portal; every page that is met is looked at, wide and narrow."""

    def __init__(self, page, address: str):
        self.page, self.address = page, address
        self.met: set[str] = set()
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        page.route(re.compile(".*"), self._only_our_own)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _only_our_own(self, route):
        if route.request.url.startswith(self.address):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def _listen(self, message):
        expected = "Failed to load resource"  # a 404 that a step asks for on purpose
        if message.type in ("error", "warning") and expected not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str):
        self.page.goto(self.address + path)
        return self.look()

    def sign_in(self, username: str):
        self.page.goto(self.address + "/accounts/login/")
        return self.sign_in_here(username)

    def sign_in_here(self, username: str):
        self.page.get_by_label("利用者ID").first.fill(username)
        self.page.get_by_label("パスワード").first.fill(builders.PASSWORD)
        return self.press("ログイン")

    def sign_out(self):
        self.page.context.clear_cookies()

    def press(self, name: str):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self.look()

    def follow(self, name: str):
        self.page.get_by_role("link", name=name).first.click()
        return self.look()

    def choose(self, label: str):
        self.page.get_by_label(label).first.check()

    def write(self, label: str, text: str):
        self.page.get_by_label(label).first.fill(text)

    def reads(self, words: str):
        assert words in self.page.locator("body").inner_text(), words
        return self

    def reads_not(self, words: str):
        assert words not in self.page.locator("body").inner_text(), words

    def look(self, name: str | None = None):
        """Hold the page against axe at 320 and 1280 px, and see that nothing sticks out sideways."""
        self.page.wait_for_load_state("load")
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            self._measure(size["width"])
            self._picture(name, size["width"])
        return self

    def _measure(self, width: int):
        self._hold_against_axe(width)
        sticking_out = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert sticking_out <= 0, f"{self.page.url} is {sticking_out} px too wide at {width} px"

    def _hold_against_axe(self, width: int):
        found = Axe().run(self.page, options={"runOnly": RULES})
        faults = [
            f"{fault['id']}: {[node['target'] for node in fault['nodes']][:3]}"
            for fault in found.response["violations"]
        ]
        assert not faults, f"{self.page.url} at {width} px: {faults}"

    def _picture(self, name: str | None, width: int):
        if PICTURES:
            path = (
                re.sub(r"[^a-z0-9]+", "-", self.page.url.removeprefix(self.address).lower()).strip("-")
                or "home"
            )
            self.page.screenshot(path=Path(PICTURES) / f"{name or path}-{width}.png", full_page=True)


@pytest.fixture
def walk(page, live_server):
    """A walk that ends with the assurance that nothing was asked of foreign hosts and nothing complained."""
    walk = Walk(page, live_server.url)
    yield walk
    assert walk.foreign == []
    assert walk.complaints == []


class PlainWalk(Walk):
    """The same on a browser without JavaScript, in which axe cannot run."""

    def _hold_against_axe(self, width: int):
        pass


@pytest.fixture
def plain(browser, live_server):
    context = browser.new_context(java_script_enabled=False, locale="ja-JP", viewport=PHONE)
    yield PlainWalk(context.new_page(), live_server.url)
    context.close()
