"""How a sheet of a workbook is printed, and how amounts that are still to be typed look in it."""

from typing import Any, Final

from openpyxl.worksheet.properties import PageSetupProperties

_A4: Final = 9  # the number of the paper in the file's format
# Spreadsheets group by thousands; lakhs and crores are told by the size of the amount.
INDIAN: Final = r"[>=10000000]##\,##\,##\,##0.00;[>=100000]##\,##\,##0.00;#,##0.00"


def lay_out(sheet: Any, heads: int, *, columns: int = 0) -> None:
    """Freeze the rows of the heads, and so many columns; print on A4 landscape.

    All columns fit on a page, and the heads stand on each one.
    """
    sheet.freeze_panes = f"{chr(ord('A') + columns)}{heads + 1}"
    sheet.print_title_rows = f"1:{heads}"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
