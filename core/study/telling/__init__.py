"""Tables and the verdict in words."""
