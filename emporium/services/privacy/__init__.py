"""A person's data: what was agreed to, a copy of everything, and erasure that keeps the books (F154)."""

from emporium.services.privacy.consent import TEXTS, ConsentView, consents, record_consent

__all__ = ["TEXTS", "ConsentView", "consents", "record_consent"]
