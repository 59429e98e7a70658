"""Text on a slide, letter by letter, in the language of the deck."""

from __future__ import annotations

from typing import Any

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from qms_model.figures.pptx.parts import LOCALES, Box, rgb
from qms_model.figures.theme import INK
from qms_model.vietnamese import visible


def write(
    slide: Slide,
    box: Box,
    text: str,
    size: float,
    language: str,
    *,
    bold: bool = False,
    colour: str = INK["light"],
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> Any:
    """A text box, which is what comes back."""
    shape = slide.shapes.add_textbox(*box.lengths())
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = align
    run(frame.paragraphs[0], text, language, size=size, bold=bold, colour=colour)
    return shape


def run(
    paragraph: Any, text: str, language: str, *, size: float = 0, bold: bool | None = None, colour: str = ""
) -> None:
    """Add `text` to a paragraph; what is not said of its looks is as its place has it."""
    added = paragraph.add_run()
    added.text = visible(text)
    added._r.get_or_add_rPr().set("lang", LOCALES[language])
    if size:
        added.font.size = Pt(size)
    if bold is not None:
        added.font.bold = bold
    if colour:
        added.font.color.rgb = rgb(colour)
