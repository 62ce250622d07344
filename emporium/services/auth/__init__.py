"""Who is there and what they may do: passwords, sessions, refresh-token families, permissions."""

from emporium.services.auth.permissions import ANONYMOUS, SYSTEM, Actor, Permission, face_of

__all__ = ["ANONYMOUS", "SYSTEM", "Actor", "Permission", "face_of"]
