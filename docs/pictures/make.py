"""Make the README's pictures from a running demo: ``make run`` in one terminal, ``make pictures`` in another."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
HERE = Path(__file__).parent
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 760}


def enter(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{ADDRESS}/accounts/login/")
    page.locator("form", has=page.locator(f"input[value='{username}']")).get_by_role("button").click()


def picture(page: Page, name: str, size: dict, path: str | None = None) -> None:
    page.set_viewport_size(size)
    if path:
        page.goto(ADDRESS + path)
    page.screenshot(path=HERE / f"{name}.png")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(locale="ja-JP")
        picture(page, "home", DESK, "/")
        enter(page, "korei")
        page.get_by_role("link", name="続きから入力する").first.click()
        page.locator("h2", has_text="実績（Do）").scroll_into_view_if_needed()
        picture(page, "record-edit", DESK)
        enter(page, "shimin-fukushi")
        page.get_by_role("link", name="令和5年度").first.click()
        picture(page, "board", DESK)
        enter(page, "iin-shimin")
        page.get_by_role("link", name="令和4年度").first.click()
        page.get_by_role("rowheader").get_by_role("link").first.click()
        picture(page, "review-phone", PHONE)
        browser.close()


if __name__ == "__main__":
    main()
