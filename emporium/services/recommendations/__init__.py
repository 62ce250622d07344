"""What goes with what: beside a product, and on the front page of who agreed to it. Built in PostgreSQL alone."""

from emporium.services.recommendations.building import rebuild
from emporium.services.recommendations.personal import (
    ForYou,
    Pick,
    agree,
    agreed,
    clear_views,
    disagree,
    for_you,
    forget_views,
    merge_views,
    note_view,
)
from emporium.services.recommendations.reading import Beside, beside

__all__ = [
    "Beside",
    "ForYou",
    "Pick",
    "agree",
    "agreed",
    "beside",
    "clear_views",
    "disagree",
    "for_you",
    "forget_views",
    "merge_views",
    "note_view",
    "rebuild",
]
