"""Quantities over the steps: what is drawn of them, and a chart as a figure."""
