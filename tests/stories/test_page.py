"""The demo's page, used as people use it: they write, they tap, they look."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bot.demo import a_demo
from tests.browser import browser_page


def phone(page: Page, name: str) -> Locator:
    """One person's phone."""
    return page.locator(f'[data-phone="{name}"]')


async def test_a_call_for_help_goes_from_phone_to_phone(tmp_path: Path) -> None:
    async with a_demo(tmp_path / "demo") as demo, browser_page(demo.page.url) as page:
        lan, hanh = phone(page, "Lan"), phone(page, "Cô Hạnh")
        await lan.get_by_role("textbox").fill("chong toi dang danh con")
        await lan.get_by_role("textbox").press("Enter")
        await expect(lan.locator(".mine")).to_contain_text(["chong toi dang danh con"])
        await expect(lan.locator(".theirs", has_text="111").last).to_be_visible()
        alert = hanh.locator(".theirs", has_text="KHẨN").last
        await expect(alert).to_contain_text("LB-")
        await alert.get_by_role("button", name="Tôi nhận").click()
        await expect(lan.locator(".theirs", has_text="nhận lúc")).to_be_visible()
        await photograph(page)


async def photograph(page: Page) -> None:
    """The page as a picture, where TREEM_SCREENSHOT names a file."""
    if file := os.environ.get("TREEM_SCREENSHOT"):
        await page.screenshot(path=file, animations="disabled")
