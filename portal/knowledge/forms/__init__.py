"""The forms of the area's pages."""
