"""Reads of the reports: what the facts are made of, what a report shows, and the tickets behind a figure."""
