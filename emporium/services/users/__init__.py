"""People on the platform: the first administrator, roles, and the operator's list of users."""

from emporium.services.users.directory import UserRow, list_users
from emporium.services.users.roles import create_admin, grant_role

__all__ = ["UserRow", "create_admin", "grant_role", "list_users"]
