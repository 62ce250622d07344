"""The operator's face: figures, stores, purchases, people, mail."""
