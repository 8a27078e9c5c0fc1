"""The styles of a Word paper: body and headings as the layout prescribes, in the language and typeface of the office."""

from typing import Any, Final

from core.paper.layouts import Layout

TYPEFACE: Final = "Times New Roman"  # what every office PC has; its letters are as wide as those of the printed copies
_SCRIPTS: Final = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")


def lay_out_styles(document: Any, layout: Layout) -> None:
    """Set body, title and the three headings; the language of all of them is Vietnamese."""
    from docx.oxml.ns import qn

    _lay_out_body(document.styles["Normal"], layout)
    _lay_out_heading(document.styles["Title"], layout, layout.title_pt)
    for level in (1, 2, 3):
        _lay_out_heading(document.styles[f"Heading {level}"], layout, layout.body_pt, italic=level == 3)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _lay_out_body(style: Any, layout: Layout) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Mm, Pt

    style.font.name, style.font.size = TYPEFACE, Pt(layout.body_pt)
    _name_typeface(style)
    form = style.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.line_pt)
    form.first_line_indent, form.space_before = Mm(layout.first_line_indent_mm), Pt(0)
    form.space_after, form.widow_control = Pt(layout.paragraph_gap_pt), True


def _lay_out_heading(style: Any, layout: Layout, size: float, *, italic: bool = False) -> None:
    """As the body, in bold, never alone at the foot of a page: without the colours and rules that Word begins with."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    for rule in style.element.xpath("./w:pPr/w:pBdr | ./w:pPr/w:contextualSpacing | ./w:rPr/w:spacing"):
        rule.getparent().remove(rule)
    style.font.name, style.font.size, style.font.bold = TYPEFACE, Pt(size), True
    style.font.italic, style.font.color.rgb = italic, RGBColor(0, 0, 0)
    _name_typeface(style)
    fonts = style.element.rPr.rFonts
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)  # a theme's typeface would win over the one named
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.line_pt)
    form.first_line_indent, form.space_before = Mm(layout.first_line_indent_mm), Pt(0)
    form.space_after, form.keep_with_next = Pt(layout.paragraph_gap_pt), True


def _name_typeface(style: Any) -> None:
    """For every script: Word takes Vietnamese letters from the typeface for other scripts where only one is named."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in _SCRIPTS:
        fonts.set(qn(script), TYPEFACE)
