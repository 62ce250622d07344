"""What the operator's page of cases shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from emporium.ui.cases import CaseTalk


@dataclass(frozen=True)
class CaseRow:
    """A case, and whether it can be decided."""

    id: str = ""
    order: str = ""
    store: str = ""
    total: str = ""
    currency: str = ""
    case: CaseTalk = CaseTalk()
    can_decide: bool = False
    waits: str = ""
    error: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class CasesPage:
    """Every case, open ones first."""

    sub: str = ""
    rows: list[CaseRow] = field(default_factory=list)
    empty: bool = False
    foot: str = ""
    older: str = ""
    newest: str = ""
