"""Reports of what should not stand: made once by a person, read beside what they are about, decided together (F124)."""

from emporium.services.moderation.reports import (
    DETAILS_MAX,
    ReportDecided,
    ReportView,
    close_reports,
    is_reported,
    open_reports,
    report,
)

__all__ = [
    "DETAILS_MAX",
    "ReportDecided",
    "ReportView",
    "close_reports",
    "is_reported",
    "open_reports",
    "report",
]
