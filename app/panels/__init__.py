"""The panels around the map; each one listens to the session and tells it what a person wants."""
