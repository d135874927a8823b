"""The letters of what is drawn and printed here: Be Vietnam Pro, made for Vietnamese."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont
FONTS = Path(__file__).parent / "fonts"  # SIL Open Font License 1.1 (OFL.txt beside them)


def file_of(weight: str) -> Path:
    """The font file: Regular or Bold."""
    return FONTS / f"BeVietnamPro-{weight}.ttf"


@cache
def font(weight: str, size: int) -> Font:
    """The font for drawing at this size, in dots."""
    return ImageFont.truetype(file_of(weight), size, layout_engine=ImageFont.Layout.BASIC)
