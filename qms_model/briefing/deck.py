"""The deck of a briefing: a dozen slides with charts that PowerPoint itself draws, to be edited.

A slide says its finding as its title, then what is measured, the chart, how it is counted,
and at the foot where the numbers come from; the notes have the rows behind it as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from qms_model.briefing.report import Asked, Drawn, Listed, Report
from qms_model.briefing.slide_notes import lines_of, rows_said
from qms_model.briefing.slides import BODY, COVER, SIDE, WIDE, add_slide, blank_deck, file_of, finish
from qms_model.figures import Figure
from qms_model.figures.pptx import Box, draw
from qms_model.figures.pptx.measure import BOLD, LEADING, cut, fitting
from qms_model.figures.pptx.parts import POINTS, rgb
from qms_model.figures.pptx.tables import columns_left_out, frame_table
from qms_model.figures.pptx.text import run, write
from qms_model.figures.theme import HIGHLIGHT, INK, MUTED_INK, SEVERITIES
from qms_model.i18n import translate
from qms_model.numbers import number_text
from qms_model.vietnamese import visible

# The figures that are shown, those that a meeting needs most first, and all that were chosen besides;
# on the slides they keep the order of the report. The other files of the pack have all of them.
_WANTED = (
    "coverage-by-type", "expiry-calendar", "ageing", "inspected-by-type", "adoption", "editions-by-type",
    "findings-ageing", "causes", "days-late", "rungs-by-type",
)  # fmt: skip
_MOST = 7
_TILES = 6  # key figures
_TALL = 1.8  # inches of a tile whose number is large
_INDENT = 0.55  # inches of a number
_DECISION_SIZES = (28, 26, 24, 22, 20, 18, 16, 14)
_GROUND = "#F4F6F9"
_MEASURE = Box(SIDE, 1.36, WIDE - 2 * SIDE, 0.36)
_DEFINITION = Box(SIDE, 6.3, WIDE - 2 * SIDE, 0.46)


def deck_pptx(report: Report) -> bytes:
    """The report as a .pptx file of 16:9 slides; the same report makes the same bytes."""
    language = report.language
    deck = blank_deck(report.title, report.office.body.label(language), report.day, language)
    for number, make in enumerate(_slides(report), start=1):
        slide, notes = make(deck)
        finish(slide, number, report.origin, language, notes)
    return file_of(deck)


Make = Callable[[Presentation], tuple[Slide, list[str]]]


def _slides(report: Report) -> Iterator[Make]:
    """One function a slide, in order: what it puts on the deck, and what its notes say."""
    tables = {table.key: table for table in report.tables()}
    asked = next((part for part in report.parts() if isinstance(part, Asked)), None)
    yield partial(_cover, report=report)
    yield partial(_headline, report=report, tiles=tables.get("headline"))
    for drawn in _chosen(report):
        yield partial(_figure, drawn=drawn, language=report.language)
    if "worst" in tables:
        yield partial(_table, table=tables["worst"], language=report.language)
    if asked is not None:
        yield partial(_decisions, asked=asked, language=report.language)
    yield partial(_definitions, report=report)


def _chosen(report: Report) -> list[Drawn]:
    figures = {drawn.key: drawn for drawn in report.figures()}
    keys = [key for key in _WANTED if key in figures][:_MOST]
    return [drawn for key, drawn in figures.items() if key in (*keys, *report.besides)]


def _cover(deck: Presentation, report: Report) -> tuple[Slide, list[str]]:
    """Who reports what, on which day, and that it is a draft."""
    language, office, origin = report.language, report.office, report.origin
    slide = add_slide(deck, report.title, language, first=True)
    room = Box(COVER.left, 0.75, 8.3, 0.34)
    bodies = (office.parent_body.label(language).upper(), False), (office.body.label(language).upper(), True)
    for place, (body, bold) in enumerate(bodies):
        text = cut(visible(body), 18, room.width * POINTS)
        write(slide, room._replace(top=room.top + 0.36 * place), text, 18, language, bold=bold)
    mark = translate("DRAFT", language)
    _badge(slide, Box(WIDE - 1.0 - 2.0, 0.75, 2.0, 0.5), mark, SEVERITIES["high"].light, language)
    said = origin.day[:1].upper() + origin.day[1:]
    write(slide, COVER._replace(top=4.2, height=0.5), said, 24, language)
    scope = origin.scope[:1].upper() + origin.scope[1:]
    if scope:
        _line(slide, COVER._replace(top=4.68, height=0.36), scope, (20, 18, 16), language)
    if origin.illustrative:
        badge = Box(COVER.left, 5.3, 4.2, 0.6)
        _badge(slide, badge, origin.illustrative.upper(), SEVERITIES["medium"].light, language)
    return slide, [report.title, office.body.label(language), said, scope, origin.illustrative]


def _badge(slide: Slide, box: Box, text: str, colour: str, language: str) -> None:
    text = cut(visible(text), 20, (box.width - 0.2) * POINTS * BOLD)
    middle, centred = MSO_ANCHOR.MIDDLE, PP_ALIGN.CENTER
    shape = write(slide, box, text, 20, language, bold=True, anchor=middle, align=centred)
    shape.line.color.rgb, shape.line.width = rgb(colour), Pt(3)


def _headline(deck: Presentation, report: Report, tiles: Listed | None) -> tuple[Slide, list[str]]:
    """How far it is, and the key figures as large as they go."""
    slide = add_slide(deck, report.lead, report.language)
    rows = [] if tiles is None else [list(map(str, row)) for row in tiles.frame.itertuples(index=False)]
    high, wide, gap = 0.0, (BODY.width - 0.3) / 2, 0.3
    shown = rows[:_TILES]
    if shown:
        down = -(-len(shown) // 2)
        high = min(2.3, (BODY.height + 0.4 - gap * (down - 1)) / down)
    for place, row in enumerate(shown):
        line, column = divmod(place, 2)
        box = Box(BODY.left + column * (wide + gap), BODY.top + line * (high + gap), wide, high)
        _tile(slide, box, row, report.language)
    return slide, [report.lead, *(": ".join([row[0], "; ".join(row[1:])]) for row in rows)]


def _tile(slide: Slide, box: Box, row: list[str], language: str) -> None:
    """A name, its number, and what it was."""
    (name, number, said), room = map(visible, row), (box.width - 0.4) * POINTS
    large = 54 if box.height > _TALL else 36
    shape = write(slide, box, cut(name, 20, room), 20, language, anchor=MSO_ANCHOR.MIDDLE)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(_GROUND)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Pt(14)
    under, last = frame.add_paragraph(), frame.add_paragraph()
    run(under, cut(number, large, room * BOLD), language, size=large, bold=True, colour=HIGHLIGHT.light)
    run(last, cut(said, 18, room), language, size=18, colour=MUTED_INK["light"])


def _figure(deck: Presentation, drawn: Drawn, language: str) -> tuple[Slide, list[str]]:
    slide = add_slide(deck, drawn.figure.title, language)
    _line(slide, _MEASURE, drawn.measure, (20, 18, 16), language, bold=True)
    left_out = draw(slide, drawn.figure, BODY)
    said = [drawn.definition, _left_out(left_out, language), _earlier(drawn.figure, language)]
    _line(slide, _DEFINITION, " ".join(filter(None, said)), (16, 14, 12), language)
    return slide, [drawn.measure, drawn.definition, *rows_said(drawn.figure)]


def _table(deck: Presentation, table: Listed, language: str) -> tuple[Slide, list[str]]:
    slide = add_slide(deck, table.title, language)
    box = BODY._replace(top=1.5, height=5.1)
    left_out = frame_table(slide, table.frame, box, table.title, language)
    if left_out:
        _line(slide, _DEFINITION, _left_out(left_out, language), (14, 12), language)
    return slide, [table.title, *lines_of(table.frame, language)]


def _decisions(deck: Presentation, asked: Asked, language: str) -> tuple[Slide, list[str]]:
    """What leadership is asked to decide, numbered."""
    title = translate("Proposed for decision by the leadership", language)
    slide = add_slide(deck, title, language)
    box = BODY._replace(top=1.5, height=5.1)
    room, texts = (box.width - _INDENT) * POINTS, [visible(text) for text in asked.texts]
    size = fitting([f"{text}\n" for text in texts], _DECISION_SIZES, room, box.height * POINTS)
    frame = write(slide, box, cut(texts[0], size, room, 3), size, language).text_frame
    for text in texts[1:]:
        run(frame.add_paragraph(), cut(text, size, room, 3), language, size=size, colour=INK["light"])
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(size * 0.8)
        _number(paragraph)
    return slide, [title, *(f"{place}. {text}" for place, text in enumerate(texts, start=1))]


def _number(paragraph: Any) -> None:
    """Number the paragraph as PowerPoint does, its lines under one another."""
    properties, indent = paragraph._p.get_or_add_pPr(), str(Inches(_INDENT))
    properties.set("marL", indent)
    properties.set("indent", f"-{indent}")
    properties.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="+mj-lt"/>'))
    properties.append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod"/>'))


def _definitions(deck: Presentation, report: Report) -> tuple[Slide, list[str]]:
    """How the measures are counted, and where the numbers come from: all of what the foot cuts."""
    language = report.language
    title = translate("How it is counted, and where the numbers come from", language)
    slide = add_slide(deck, title, language)
    heads = [translate("Measure", language), translate("How it is counted", language)]
    frame = pd.DataFrame(list(report.definitions), columns=heads)
    source = visible(report.origin.line())
    frame_table(slide, frame, BODY._replace(top=1.5, height=3.9), title, language)
    _line(slide, Box(SIDE, 5.55, BODY.width, 1.15), source, (16, 14, 12), language)
    return slide, [title, *lines_of(frame, language), source]


def _line(
    slide: Slide, box: Box, text: str, sizes: tuple[float, ...], language: str, bold: bool = False
) -> None:
    """A text as large as fits its box, cut if it must be."""
    said, room = visible(text), box.width * POINTS * (BOLD if bold else 1)
    size = fitting([said], sizes, room, box.height * POINTS)
    said = cut(said, size, room, max(1, int(box.height * POINTS / size / LEADING)))
    write(slide, box, said, size, language, bold=bold, colour=MUTED_INK["light"])


def _left_out(rows: int, language: str) -> str:
    if not rows:
        return ""
    return translate(
        "{n} more rows are in the workbook of the pack.", language, n=number_text(rows, language)
    )


def _earlier(figure: Figure, language: str) -> str:
    """How many columns of a table are too many for a slide."""
    if not (columns := columns_left_out(figure)):
        return ""
    return translate(
        "The workbook has {n} earlier columns as well.", language, n=number_text(columns, language)
    )
