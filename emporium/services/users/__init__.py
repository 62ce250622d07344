"""People on the platform: the first administrator, roles, and the operator's list of users."""

from emporium.services.users.directory import UserRow, list_users
from emporium.services.users.preferences import (
    Looks,
    choices_for,
    choose_language,
    choose_looks,
    choose_messages,
    choose_personalisation,
    preferences,
)
from emporium.services.users.roles import create_admin, grant_role

__all__ = [
    "Looks",
    "UserRow",
    "choices_for",
    "choose_language",
    "choose_looks",
    "choose_messages",
    "choose_personalisation",
    "create_admin",
    "grant_role",
    "list_users",
    "preferences",
]
