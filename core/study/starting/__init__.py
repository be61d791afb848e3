"""Where starts lie, what is varied, and who races beside whom."""
