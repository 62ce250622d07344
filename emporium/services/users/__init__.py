"""People on the platform: the first administrator, roles, and the operator's list of users."""

from emporium.services.users.devices import DeviceView, add_device, drop_device, drop_endpoint, list_devices
from emporium.services.users.directory import UserRow, list_users
from emporium.services.users.phones import Checked, PhoneView, ask_code, confirm_code, drop_number, phone_of, readable
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
    "Checked",
    "DeviceView",
    "Looks",
    "PhoneView",
    "UserRow",
    "add_device",
    "ask_code",
    "choices_for",
    "choose_language",
    "choose_looks",
    "choose_messages",
    "choose_personalisation",
    "confirm_code",
    "create_admin",
    "drop_device",
    "drop_endpoint",
    "drop_number",
    "grant_role",
    "list_devices",
    "list_users",
    "phone_of",
    "preferences",
    "readable",
]
