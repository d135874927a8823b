"""A headless Chromium for tests of a page; `python -m tests.browser` makes sure that there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, Playwright, async_playwright, expect
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
CURE = "No browser was found. Run `apt-get install chromium`, or set TREEM_CHROMIUM to one."
WIDE = {"width": 1600, "height": 900}
PATIENCE = 15_000.0  # milliseconds, for a busy machine; what is there is seen at once


def find_browser(bundled: str = "") -> str | None:
    """The path of a Chromium: TREEM_CHROMIUM, the system's, or the one Playwright downloaded (`bundled`)."""
    if given := os.environ.get("TREEM_CHROMIUM"):
        return shutil.which(given)
    found = [path for name in NAMES if (path := shutil.which(name))]
    if bundled and Path(bundled).exists():
        found.append(bundled)
    return found[0] if found else None


@asynccontextmanager
async def browser_page(url: str, *, width: int = WIDE["width"], height: int = WIDE["height"]) -> AsyncIterator[Page]:
    """An open page on `url`, in Vietnamese and Vietnam's time. An error of the page's own scripts fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_path(playwright), args=QUIET)
        try:
            context = await browser.new_context(
                locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": width, "height": height}
            )
            await context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = await context.new_page()
            page.set_default_timeout(PATIENCE)
            expect.set_options(timeout=PATIENCE)
            troubles: list[str] = []
            page.on("pageerror", lambda error: troubles.append(str(error)))
            await page.goto(url)
            yield page
            assert not troubles, f"The page's scripts failed: {troubles}"
        finally:
            await browser.close()


def _path(playwright: Playwright) -> str:
    path = find_browser(playwright.chromium.executable_path)
    if path is None:
        pytest.fail(CURE, pytrace=False)
    return path


def main() -> int:
    """Finds a browser or installs one (as root the system's, else Playwright's); 69 and one sentence if it cannot."""
    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
    for install in INSTALLS:
        if find_browser(bundled):
            return 0
        install()
    if find_browser(bundled):
        return 0
    print(CURE, file=sys.stderr)  # noqa: T201
    return 69


def _from_the_system() -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False)


def _from_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


INSTALLS = (_from_the_system, _from_playwright)


if __name__ == "__main__":
    sys.exit(main())
