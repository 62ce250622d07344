"""The business, one package per service. Services take a session first, raise typed errors, never commit."""
