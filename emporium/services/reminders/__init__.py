"""Letters about baskets that were left behind: consent, finding, putting back, stopping, figures (F045)."""

from emporium.services.reminders.codes import codes_today
from emporium.services.reminders.consent import (
    allow_reminder,
    choose_letters,
    refused,
    wants_letters,
    withdraw_reminder,
)
from emporium.services.reminders.figures import Recovered, recovered
from emporium.services.reminders.finding import CartReminded, remind_of_carts
from emporium.services.reminders.restoring import LeftBasket, left_basket, restore_basket, stop_reminders

__all__ = [
    "CartReminded",
    "LeftBasket",
    "Recovered",
    "allow_reminder",
    "choose_letters",
    "codes_today",
    "left_basket",
    "recovered",
    "refused",
    "remind_of_carts",
    "restore_basket",
    "stop_reminders",
    "wants_letters",
    "withdraw_reminder",
]
