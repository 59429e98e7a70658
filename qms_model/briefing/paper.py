"""A blank official sheet (NĐ 30/2020/NĐ-CP, appendix I), and how text is put on it.

Every text goes through `write`, so that what a registry holds stays text: no
field, no link, no character that the file cannot hold.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from qms_model.briefing.package import settled
from qms_model.vietnamese import visible

FONT = "Times New Roman"
TEXT_SIZE = 13
CENTRED, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
JUSTIFIED, RIGHT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT

_LONGEST_PROPERTY = 255  # what python-docx writes
_LOCALES = {"vi": "vi-VN", "en": "en-GB"}
_STYLES = (
    "Normal", "Heading 1", "Header", "Footer", "Table Grid",
    "Default Paragraph Font", "Normal Table", "No List",
)  # fmt: skip
# python-docx starts from a document of its own; what a letter has no use for is left
# out: a preview of another page, a theme, lists, and half a megabyte of table styles.
_KEPT_PARTS = ("/styles", "/settings", "/officeDocument", "/core-properties")


def blank_sheet(title: str, author: str, day: date, language: str) -> Document:
    """An empty A4 document: margins 20/20/30/15 mm, Times 13 pt, page number from page 2 on.

    Its dates are `day`: a file says nothing of when or where it was made.
    """
    document = docx.Document()
    for holder in (document.part.package, document.part):
        for key, related in list(holder.rels.items()):
            if not related.reltype.endswith(_KEPT_PARTS):
                del holder.rels[key]
    _set_styles(document, language)
    _set_page(document)
    _forget_editing(document)
    facts = document.core_properties
    facts.title = visible(title)[:_LONGEST_PROPERTY]
    facts.author = facts.last_modified_by = visible(author)[:_LONGEST_PROPERTY]
    facts.comments, facts.language, facts.revision = "", _LOCALES[language], 1
    facts.created = facts.modified = datetime.combine(day, time())
    return document


def lay_across(document: Document) -> None:
    """Turn the last sheet to landscape, with the margins that it has."""
    section = document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def next_sheet(document: Document, across: bool) -> None:
    """Go on to a new sheet, portrait or `across`; header and foot go on."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    if across:
        lay_across(document)


def text_width(document: Document) -> Length:
    """How wide the text of the last sheet is."""
    section = document.sections[-1]
    sides = (section.page_width or 0, section.left_margin or 0, section.right_margin or 0)
    return Length(sides[0] - sides[1] - sides[2])


def file_of(document: Document) -> bytes:
    """The document as a .docx file; the same document makes the same bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue())


def write(
    paragraph: Paragraph,
    text: str,
    size: float = TEXT_SIZE,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
) -> Paragraph:
    """Add `text` to the paragraph, letter by letter."""
    run = paragraph.add_run(visible(text))
    run.bold, run.italic = bold or None, italic or None
    if size != TEXT_SIZE:
        run.font.size = Pt(size)
    if align != LEFT:
        paragraph.alignment = align
    return paragraph


def spaced(paragraph: Paragraph, before: float = 0, after: float = 0) -> Paragraph:
    """The paragraph with so many points above and below it."""
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def body_text(document: Document, text: str) -> Paragraph:
    """A paragraph of the letter: justified, first line indented, 6 pt apart."""
    paragraph = spaced(write(document.add_paragraph(), text, align=JUSTIFIED), before=6)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.line_spacing = 1.15
    return paragraph


def heading(document: Document, text: str) -> Paragraph:
    """A heading of the report, which a navigation pane shows."""
    paragraph = spaced(document.add_paragraph(style="Heading 1"), before=12, after=2)
    write(paragraph, text, bold=True).runs[0].font.size = Pt(TEXT_SIZE)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def rule(cell: _Cell, width: Length, within: Length) -> None:
    """A line of `width` in the middle of a cell that is `within` wide."""
    paragraph = spaced(cell.add_paragraph(), before=1)
    paragraph.paragraph_format.line_spacing = Pt(4)
    side = Length((within - width) // 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    line = {"val": "single", "sz": "6", "space": "0", "color": "auto"}
    borders = OxmlElement("w:pBdr")
    borders.append(OxmlElement("w:top", {qn(f"w:{name}"): value for name, value in line.items()}))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def number_pages(document: Document) -> None:
    """The page number in the middle of the upper margin, but for the first page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRED
    field = OxmlElement("w:fldSimple", {qn("w:instr"): "PAGE"})
    field.append(OxmlElement("w:r"))
    paragraph._p.append(field)


def foot(document: Document, text: str, warning: str) -> None:
    """The same small print at the foot of every page, `warning` in bold after it."""
    section = document.sections[0]
    for footer in (section.footer, section.first_page_footer):
        paragraph = spaced(write(footer.paragraphs[0], text, 9), before=6)
        if warning:
            write(paragraph, f" {warning}", 9, bold=True)


def _set_styles(document: Document, language: str) -> None:
    for style in list(document.styles):
        if style.name not in _STYLES:
            style.delete()
            continue
        for link in style.element.findall(qn("w:link")):
            style.element.remove(link)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_font(defaults)
    defaults.find(qn("w:lang")).set(qn("w:val"), _LOCALES[language])
    normal, heading = document.styles["Normal"], document.styles["Heading 1"]
    normal.font.size = Pt(TEXT_SIZE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    _set_font(heading.element.rPr)
    heading.font.size, heading.font.bold, heading.font.color.rgb = Pt(12), False, RGBColor(0, 0, 0)
    heading.paragraph_format.space_before = Pt(0)
    heading.paragraph_format.keep_with_next = False


def _set_font(properties: BaseOxmlElement) -> None:
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def _forget_editing(document: Document) -> None:
    """Leave out the ids of editing sessions, and read as today's Word, not as that of 2010."""
    settings = document.settings.element
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for found in list(document.styles.element.iter(qn("w:rsid"))):
        found.getparent().remove(found)
    section = document.sections[0]._sectPr
    for name in section.attrib:
        del section.attrib[name]
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")
