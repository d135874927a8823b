"""The demo's page, used as people use it: they write, they tap, they look."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Locator, Page, expect

from bot.demo import a_demo
from bot.exits import UNAVAILABLE, Stop
from sandbox import Phone, Sandbox
from sandbox.web import Page as Phones
from sandbox.web import Shown
from tests.browser import browser_page

MIXED = """<b>đậm</b> <tg-spoiler>kín đáo</tg-spoiler> <a href="https://example.org/">ra ngoài</a>
<a href="javascript:document.title=1">bẫy</a> &lt;i&gt; /sukien"""


def phone(page: Page, name: str) -> Locator:
    """One person's phone."""
    return page.locator(f'[data-phone="{name}"]')


async def write(on: Locator, words: str) -> None:
    """Types into the field and presses Enter."""
    await on.get_by_role("textbox").fill(words)
    await on.get_by_role("textbox").press("Enter")


async def photograph(page: Page) -> None:
    """The page as a picture, where TREEM_SCREENSHOT names a file."""
    if file := os.environ.get("TREEM_SCREENSHOT"):
        await page.set_viewport_size({"width": 1600, "height": 1200})
        await page.screenshot(path=file, animations="disabled")


@asynccontextmanager
async def one_phone() -> AsyncIterator[tuple[Sandbox, Phones, Phone]]:
    """A phone on a page, and nobody who answers."""
    sandbox = Sandbox()
    lan = sandbox.person("Lan")
    phones = Phones(sandbox, [Shown(lan, "mẹ")])
    await sandbox.start()
    await phones.start()
    try:
        yield sandbox, phones, lan
    finally:
        await phones.stop()
        await sandbox.stop()


async def bot_sends(sandbox: Sandbox, **params: str | int) -> None:
    """A message as the bot sends it."""
    async with aiohttp.ClientSession() as web:
        answer = await web.post(f"{sandbox.url}/bot{sandbox.token}/sendMessage", data=params)
        assert answer.status == 200, await answer.text()


async def test_a_call_for_help_goes_from_phone_to_phone(tmp_path: Path) -> None:
    async with a_demo(tmp_path / "demo") as demo, browser_page(demo.page.url) as page:
        lan, na, hanh = (phone(page, name) for name in ("Lan", "Bé Na", "Cô Hạnh"))
        await write(lan, "chong toi dang danh con")
        await expect(lan.locator(".mine").last).to_contain_text("chong toi dang danh con")
        await expect(lan.locator(".theirs", has_text="111").last).to_be_visible()
        alert = hanh.locator(".theirs", has_text="KHẨN").last
        await expect(alert).to_contain_text("LB-")
        await alert.get_by_role("button", name="Tôi nhận").click()
        await expect(lan.locator(".theirs", has_text="nhận lúc")).to_be_visible()
        await expect(hanh.locator(".theirs", has_text="KHẨN")).to_have_count(0)
        await na.locator(".keyboard").get_by_role("button", name="Cần giúp ngay").click()
        await expect(hanh.locator(".theirs", has_text="KHẨN")).to_be_visible()
        await photograph(page)


@pytest.mark.long
async def test_who_turns_the_clock_sees_the_ladder_climb(tmp_path: Path) -> None:
    async with a_demo(tmp_path / "demo") as demo, browser_page(demo.page.url) as page:
        na, hanh, minh = (phone(page, name) for name in ("Bé Na", "Cô Hạnh", "Anh Minh"))
        await na.locator(".keyboard").get_by_role("button", name="Cần giúp ngay").click()
        await expect(hanh.locator(".theirs", has_text="KHẨN")).to_be_visible()
        await page.get_by_role("button", name="Tua nhanh 5 phút").click()
        await expect(minh.locator(".theirs", has_text="KHẨN").first).to_be_visible()
        await page.get_by_role("button", name="Tua nhanh 5 phút").click()
        await expect(na.locator(".theirs", has_text="chưa có ai nhận").last).to_contain_text("111")
        await na.locator(".keyboard").get_by_role("button", name="Thoát nhanh").click()
        await expect(na.locator(".mine")).to_have_count(0)
        await expect(na.locator(".message", has_text="111")).to_have_count(0)


@pytest.mark.long
async def test_the_bots_formatting_is_shown_and_nothing_else_of_it_lives() -> None:
    async with one_phone() as (sandbox, phones, lan):
        await lan.starts()
        await bot_sends(sandbox, chat_id=lan.id, text=MIXED, parse_mode="HTML", protect_content="true")
        await bot_sends(sandbox, chat_id=lan.id, text="<b>a</b> &amp; b")
        async with browser_page(phones.url) as page:
            mixed, bare = page.locator(".theirs").nth(0), page.locator(".theirs").nth(1)
            await expect(mixed.locator("strong")).to_have_text("đậm")
            await expect(mixed).to_contain_text("bẫy <i>")
            await expect(mixed).to_contain_text("không chuyển tiếp")
            await expect(mixed.locator("a")).to_have_count(1)
            await expect(mixed.get_by_text("kín đáo")).to_be_hidden()
            await mixed.locator(".spoiler").click()
            await expect(mixed.get_by_text("kín đáo")).to_be_visible()
            await expect(bare).to_contain_text("<b>a</b> &amp; b")
            await mixed.get_by_role("button", name="/sukien").click()
            await expect(page.locator(".mine").last).to_contain_text("/sukien")


@pytest.mark.long
async def test_a_folded_quote_shows_three_lines_and_the_rest_on_a_tap() -> None:
    async with one_phone() as (sandbox, phones, lan):
        await lan.starts()
        words = "đầu " + "và nhiều chữ nữa " * 30 + "cuối"
        for opening in ("blockquote expandable", "blockquote"):
            text = f"<{opening}>{words}</blockquote>"
            await bot_sends(sandbox, chat_id=lan.id, text=text, parse_mode="HTML")
        async with browser_page(phones.url) as page:
            folded, whole = page.locator(".theirs blockquote").nth(0), page.locator(".theirs blockquote").nth(1)
            line = float(await folded.evaluate("quote => parseFloat(getComputedStyle(quote).lineHeight)"))
            assert 3 * line <= await _height(folded) < 4 * line < await _height(whole)
            await expect(folded).to_have_attribute("aria-expanded", "false")
            await folded.click()
            await expect(folded).to_have_attribute("aria-expanded", "true")
            assert await _height(folded) >= await _height(whole)
            await folded.press("Enter")
            assert await _height(folded) < 4 * line, "the next tap folds it again"


async def _height(of: Locator) -> float:
    box = await of.bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.long
async def test_a_child_sees_the_pictures_of_the_doors_change(tmp_path: Path) -> None:
    async with a_demo(tmp_path / "demo") as demo, browser_page(demo.page.url) as page:
        na = phone(page, "Bé Na")
        await na.locator(".keyboard").get_by_role("button", name="Cẩm nang").click()
        doors = na.locator(".theirs", has_text="Em muốn mở cửa nào?")
        picture = doors.locator("img")
        await expect(picture).to_have_js_property("naturalWidth", 800)
        cover = await picture.get_attribute("src")
        await doors.get_by_role("button", name="Chuyện bí mật").click()
        behind = na.locator(".theirs", has_text="Em muốn đọc gì")
        await expect(behind.locator("img")).to_have_js_property("naturalWidth", 800)
        assert await behind.locator("img").get_attribute("src") != cover
        await photograph(page)


async def test_only_pictures_are_given_out() -> None:
    async with one_phone() as (sandbox, phones, lan), aiohttp.ClientSession() as web:
        await lan.starts()
        words, drawn = (sandbox.files.keep("photo", content) for content in (b"<html>", b"\x89PNG\r\n\x1a\n"))
        answers = [(await web.get(f"{phones.url}/pictures/{each.id[-16:]}")).status for each in (words, drawn)]
        assert answers == [404, 200]
        assert (await web.get(f"{phones.url}/pictures/nothing")).status == 404


@pytest.mark.long
async def test_people_write_change_answer_send_along_and_block() -> None:
    async with one_phone() as (sandbox, phones, lan), browser_page(phones.url) as page:
        await page.get_by_role("button", name="BẮT ĐẦU").click()
        await bot_sends(sandbox, chat_id=lan.id, text="Chào chị")
        await write(page.locator("body"), "<img src=x onerror=alert(1)> & em")
        words = page.locator(".mine").last
        await expect(words.locator(".words")).to_have_text("<img src=x onerror=alert(1)> & em")
        await words.hover()
        await words.get_by_role("button", name="Sửa tin này").click()
        await write(page.locator("body"), "em ơi")
        await expect(words).to_contain_text(re.compile("em ơi.*đã sửa"))
        await page.locator(".theirs").hover()
        await page.locator(".theirs").get_by_role("button", name="Trả lời tin này").click()
        await write(page.locator("body"), "chào")
        await expect(page.locator(".mine").last.locator(".quote")).to_contain_text("Chào chị")
        for kind in ("Ảnh", "Tin thoại"):
            await page.get_by_role("button", name="Gửi kèm").click()
            await page.locator(".attachments").get_by_role("button", name=kind).click()
            await expect(page.locator(".mine").last.locator(".tile")).to_have_text(kind)
        await page.get_by_role("button", name="Chặn bot").click()
        await expect(page.get_by_role("textbox")).to_be_hidden()
        assert lan.blocked
        await page.get_by_role("button", name="BỎ CHẶN").click()
        await expect(page.get_by_role("textbox")).to_be_visible()
        assert not lan.blocked


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "evil.example", "Origin": "http://evil.example"}, id="a name that only points here"),
        pytest.param({"Origin": "http://evil.example"}, id="another site's page"),
        pytest.param({"Origin": "null"}, id="a page without a site"),
        pytest.param({}, id="nobody's page"),
    ],
)
async def test_only_the_page_itself_may_write(headers: dict[str, str]) -> None:
    async with one_phone() as (_, phones, lan), aiohttp.ClientSession() as web:
        to, words = f"{phones.url}/phones/{lan.id}/says", {"text": "hello"}
        assert (await web.post(to, json=words, headers=headers)).status == 403
        assert not lan.chat
        assert (await web.post(to, json=words, headers={"Origin": phones.url})).status == 200
        assert [message.text for message in lan.chat] == ["hello"]


async def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=f":{port}: free that port") as stop:
            async with a_demo(tmp_path / "demo", port):
                pass
    assert stop.value.code == UNAVAILABLE
    assert not (tmp_path / "demo").exists()
