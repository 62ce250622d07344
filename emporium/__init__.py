"""Emporium: a multi-vendor marketplace. One Reflex app with three faces over in-process services."""
