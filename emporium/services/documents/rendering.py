"""Drawing a paper with Typst: the layout is a program of ours, what the paper says is data it reads.

The data goes in as JSON through `sys.inputs` and is never spliced into markup, so a name like `#read("/etc/passwd")`
is printed as it is. The program sees the files of its own layout and nothing else, uses the fonts that are built into
Typst, and knows no clock: the same content gives the same bytes on every machine with the same Typst and CLDR.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from emporium.services.documents.printing import printed

LAYOUTS = Path(__file__).parent / "layouts"
FILES = {
    "invoice": "bill.typ",
    "credit_note": "bill.typ",
    "packing_slip": "slip.typ",
    "commission_invoice": "fees.typ",
    "statement": "tables.typ",
    "tax_report": "tables.typ",
}


def render_pdf(content: Mapping[str, Any]) -> bytes:
    """The PDF of a paper, from its frozen content alone; its date of creation is the day it was issued (UTC)."""
    folder = LAYOUTS / f"v{content['layout']}"
    issued = datetime.fromisoformat(content["issued_on"]).replace(tzinfo=UTC)
    pdf: bytes = typst.compile(
        str(folder / FILES[content["kind"]]),
        root=str(folder),
        font_paths=[],
        ignore_system_fonts=True,
        package_path=str(folder),
        package_cache_path=str(folder),
        sys_inputs={"paper": json.dumps(printed(content), ensure_ascii=False, sort_keys=True)},
        timestamp=int(issued.timestamp()),
        format="pdf",
    )
    return pdf
