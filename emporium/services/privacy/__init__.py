"""A person's data: what was agreed to, a copy of everything, and erasure that keeps the books (F154).

`places` is the one list of where something personal is kept.
"""

from emporium.services.privacy.consent import TEXTS, ConsentView, consents, record_consent

__all__ = ["TEXTS", "ConsentView", "consents", "record_consent"]
