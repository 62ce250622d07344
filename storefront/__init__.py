"""The shoppers' face: browse many stores, pay once, follow parcels live."""
