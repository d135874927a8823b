"""The picture of a ticket, read back as a camera reads it."""

from __future__ import annotations

import re
from io import BytesIO

import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from channels import ticket_picture
from domain.arrivals import code_in, link_of
from domain.cases import CODE_SIGNS

CODES = st.text(CODE_SIGNS, min_size=6, max_size=6).map("VE-{}".format)


def test_a_camera_reads_the_link_also_from_a_small_grey_picture() -> None:
    url = f"https://t.me/longbien_treem_bot?start={link_of('VE-ABC234')}"
    drawn = ticket_picture.drawn(url, "VE-ABC234")
    picture = Image.open(BytesIO(drawn.content))
    small = picture.convert("L").resize((picture.width // 4, picture.height // 4)).rotate(8, fillcolor=255, expand=True)
    for seen in (picture, small):
        [read] = zxingcpp.read_barcodes(seen)
        assert (read.text, str(read.format)) == (url, "QR Code")
    edge = ticket_picture.QUIET * ticket_picture.SCALE
    assert picture.crop((0, 0, picture.width, edge)).getcolors() == [(picture.width * edge, (255, 255, 255))]
    assert (drawn.name, picture.info) == ("ve.png", {}), "its notes and its name say nothing of whoever comes"


@given(CODES)
def test_a_link_holds_its_code_and_fits_behind_start(code: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", link_of(code))
    assert code_in(link_of(code)) == code


@given(st.text())
def test_of_anything_else_no_code_is_read(argument: str) -> None:
    code = code_in(argument)
    assert code is None or code == "" or link_of(code) == argument
