"""States and loaders of the operator's face."""
