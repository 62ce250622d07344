"""The outside world behind small interfaces, each with a built-in that works on one machine."""
