"""A blank deck of 16:9 slides, and what each slide has in common: title, foot, number, notes.

Every text goes through `write` and `run`, so that what a registry holds stays text.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from qms_model.briefing.package import settled
from qms_model.briefing.report import Origin
from qms_model.figures.pptx import Box
from qms_model.figures.pptx.measure import BOLD, LEADING, cut, fitting, lines
from qms_model.figures.pptx.parts import LOCALES, POINTS
from qms_model.figures.pptx.text import run
from qms_model.figures.theme import HIGHLIGHT, MUTED_INK, RAMP, REST, SEVERITIES
from qms_model.vietnamese import visible

FONT = "Arial"
SIDE, WIDE, HIGH = 0.5, 13.333, 7.5  # inches: the margin, the slide
BODY = Box(SIDE, 1.86, WIDE - 2 * SIDE, 4.36)

COVER = Box(1.0, 2.2, 11.3, 1.75)  # the title of the first slide
_COVER_SIZES = (40, 36, 32, 28, 24, 20)
_TITLE = Box(SIDE, 0.3, WIDE - 2 * SIDE, 1.02)
_TITLE_SIZES = (30, 28, 26, 24, 22, 20)
_FOOT = Box(SIDE, 6.9, 11.6, 0.42)
_NUMBER = Box(12.2, 6.9, WIDE - SIDE - 12.2, 0.42)
_FOOT_SIZE = 10
_LONGEST = (400, 200, 150, 100, 60, 40)  # letters of source and filters at the foot
_LONGEST_PROPERTY = 255  # what python-pptx writes
_LAYOUTS = ("Title Slide", "Title Only")
# python-pptx starts from a presentation of its own: its preview, printer and counts are not ours.
_LEFT_OUT = (RT.THUMBNAIL, RT.PRINTER_SETTINGS, RT.EXTENDED_PROPERTIES)
_COLOURS = {
    "dk2": HIGHLIGHT.light,
    **{f"accent{n}": mark.light for n, mark in enumerate(RAMP[:3], start=1)},
    **{f"accent{n}": mark.light for n, mark in enumerate(SEVERITIES.values(), start=4)},
    "accent6": REST.light,
}
_IN_FOOT = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def blank_deck(title: str, author: str, day: date, language: str) -> Presentation:
    """A presentation without slides, whose dates are `day`."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    for holder in (deck.part.package, deck.part):
        for key, related in list(holder._rels.items()):
            if related.reltype in _LEFT_OUT:
                holder._rels.pop(key)
    for layout in list(deck.slide_layouts):
        if layout.name not in _LAYOUTS:
            deck.slide_layouts.remove(layout)
    _set_master(deck)
    facts = deck.core_properties
    facts.title = visible(title)[:_LONGEST_PROPERTY]
    facts.author = facts.last_modified_by = visible(author)[:_LONGEST_PROPERTY]
    facts.language, facts.revision = LOCALES[language], 1
    facts.created = facts.modified = datetime.combine(day, time())
    return deck


def add_slide(deck: Presentation, title: str, language: str, first: bool = False) -> Slide:
    """A slide with its title, as large as fits; foot and number are put on it by `finish`."""
    layout = deck.slide_layouts.get_by_name(_LAYOUTS[0 if first else 1])
    slide: Slide = deck.slides.add_slide(layout)
    box, sizes = (COVER, _COVER_SIZES) if first else (_TITLE, _TITLE_SIZES)
    room, high, said = box.width * POINTS * BOLD, box.height * POINTS, visible(title)
    size = fitting([said], sizes, room, high)
    paragraph = slide.placeholders[0].text_frame.paragraphs[0]
    run(paragraph, cut(said, size, room, int(high / size / LEADING)), language, size=size)
    return slide


def finish(slide: Slide, number: int, origin: Origin, language: str, notes: Sequence[str]) -> None:
    """Foot and number at the end of the reading order, and what the speaker reads."""
    for placeholder in list(slide.slide_layout.placeholders):
        if placeholder.placeholder_format.type in _IN_FOOT:
            copied = deepcopy(placeholder._element)
            for own in (copied.spPr, copied.find(f".//{qn('a:lstStyle')}")):
                own[:] = []  # where it lies and how it looks is the layout's
            slide.shapes._spTree.append(copied)
    foot, page = [shape for shape in slide.placeholders if shape.placeholder_format.type in _IN_FOOT]
    last = max(shape.shape_id for shape in slide.shapes)
    for place, shape in enumerate((foot, page), start=1):
        shape._element.nvSpPr.cNvPr.set("id", str(last + place))
    run(foot.text_frame.paragraphs[0], foot_line(origin), language)
    field = page._element.find(f".//{qn('a:fld')}")
    field.find(qn("a:t")).text = str(number)
    field.find(qn("a:rPr")).set("lang", LOCALES[language])
    frame: Any = slide.notes_slide.notes_text_frame
    for place, line in enumerate(notes):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run(paragraph, line, language)


def foot_line(origin: Origin) -> str:
    """What the foot of a slide says, in two lines: long parts are cut; the last slide has all."""
    for most in _LONGEST:
        short = {name: _short(getattr(origin, name), most) for name in ("filters", "source", "snapshot")}
        said = visible(replace(origin, **short).line())
        if lines(said, _FOOT_SIZE, _FOOT.width * POINTS) <= 2:
            break
    return said


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def file_of(deck: Presentation) -> bytes:
    """The deck as a .pptx file; the same deck makes the same bytes."""
    for part in deck.part.package.iter_parts():
        if isinstance(part, EmbeddedXlsxPart):
            part.blob = settled(part.blob)
        elif part.content_type == CT.OFC_THEME:
            _set_theme(part)
    stream = io.BytesIO()
    deck.save(stream)
    return settled(stream.getvalue())


def _set_master(deck: Presentation) -> None:
    """Where title, foot and number lie, and how they look; two bands that only decorate."""
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)
    master = deck.slide_master
    styles = master._element.find(f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    styles.set("algn", "l")
    for holder in (master, *deck.slide_layouts):
        _forget(holder)
        for shape in list(holder.placeholders):
            _place(shape, holder is not master and holder.name == _LAYOUTS[0])
    colour = f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{HIGHLIGHT.light[1:]}"/></a:solidFill>'
    looks = styles.find(qn("a:defRPr"))
    looks.set("b", "1")
    looks.replace(looks.find(qn("a:solidFill")), parse_xml(colour))
    _band(master, Box(0, 0, WIDE, 0.14), HIGHLIGHT.light)
    _band(master, Box(SIDE, 6.8, WIDE - 2 * SIDE, 0.012), REST.light)


def _place(shape: Any, cover: bool) -> None:
    kind = shape.placeholder_format.type
    titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    if kind in (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SUBTITLE) or kind not in (
        *titles,
        *_IN_FOOT,
        PP_PLACEHOLDER.BODY,
    ):
        shape._element.getparent().remove(shape._element)
        return
    box = BODY if kind == PP_PLACEHOLDER.BODY else COVER if cover else _TITLE
    box = {PP_PLACEHOLDER.FOOTER: _FOOT, PP_PLACEHOLDER.SLIDE_NUMBER: _NUMBER}.get(kind, box)
    shape.left, shape.top, shape.width, shape.height = box.lengths()
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP if kind in _IN_FOOT else MSO_ANCHOR.BOTTOM
    if kind in _IN_FOOT:
        align = "r" if kind == PP_PLACEHOLDER.SLIDE_NUMBER else "l"
        style = (
            f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr algn="{align}"><a:defRPr sz="{100 * _FOOT_SIZE}">'
            f'<a:solidFill><a:srgbClr val="{MUTED_INK["light"][1:]}"/></a:solidFill>'
            "</a:defRPr></a:lvl1pPr></a:lstStyle>"
        )
        body = frame._txBody
        body.replace(body.find(qn("a:lstStyle")), parse_xml(style))


def _band(master: Any, box: Box, colour: str) -> None:
    """A bar that only decorates; python-pptx draws none on a master."""
    left, top, width, height = box.lengths()
    shape = (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{len(master.shapes) + 20}" name="Band"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    master.shapes._spTree.append(parse_xml(shape))


def _forget(holder: Any) -> None:
    """No ids of the editing of python-pptx's own file."""
    for found in holder._element.cSld.findall(qn("p:extLst")):
        holder._element.cSld.remove(found)


def _set_theme(part: Any) -> None:
    """One typeface for every script, and our colours where somebody adds a chart."""
    theme = parse_xml(part.blob)
    for fonts in theme.iter(qn("a:majorFont"), qn("a:minorFont")):
        for font in list(fonts)[3:]:
            fonts.remove(font)
        fonts.find(qn("a:latin")).set("typeface", FONT)
    for name, colour in _COLOURS.items():
        theme.find(f".//{qn(f'a:{name}')}")[0].set("val", colour[1:])
    part._blob = serialize_part_xml(theme)
