"""The stores' own face: orders as they come in, parcels, stock."""
