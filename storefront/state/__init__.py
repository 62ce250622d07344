"""The storefront's states: read through services, show small values."""
