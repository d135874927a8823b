"""The ticket as a picture: a QR that opens the bot for whoever welcomes families, and the code to read aloud."""

from __future__ import annotations

from io import BytesIO

import segno
from PIL import Image, ImageDraw

from channels.cards import Attached
from channels.lettering import font

INK, PAPER, FRAME = "#23423D", "#FFFFFF", "#1F7A6D"
SCALE = 16  # dots a module: large enough for an old camera at arm's length
QUIET = 4  # modules of white around it (ISO/IEC 18004)
FOOT = 110


def drawn(url: str, code: str) -> Attached:
    """A PNG of the QR with the code below it. Neither says who comes."""
    squares = BytesIO()
    segno.make(url, error="m", micro=False).save(squares, kind="png", scale=SCALE, border=QUIET, dark=INK, light=PAPER)
    qr = Image.open(squares).convert("RGB")
    page = Image.new("RGB", (qr.width, qr.height + FOOT), PAPER)
    page.paste(qr, (0, 0))
    pen = ImageDraw.Draw(page)
    pen.text((page.width // 2, qr.height + FOOT // 3), code, FRAME, font("Bold", 60), anchor="mm")
    file = BytesIO()
    page.save(file, "PNG")
    return Attached("ve.png", file.getvalue())
