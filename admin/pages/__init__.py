"""Views of the operator's face: pure functions of one value."""
