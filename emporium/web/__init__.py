"""The plumbing between Reflex and the business: sessions, guards, live push, first paint, security headers."""
