"""The cards: a method each, with its settings."""
