"""Views of the stores' face: pure functions of one value."""
