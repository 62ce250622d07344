"""Figures for operators and stores, each with one definition."""

from emporium.services.analytics.figures import (
    AdminFigures,
    DayPoint,
    FeedRow,
    StoreFigures,
    admin_figures,
    recent_orders,
    store_figures,
)

__all__ = [
    "AdminFigures",
    "DayPoint",
    "FeedRow",
    "StoreFigures",
    "admin_figures",
    "recent_orders",
    "store_figures",
]
