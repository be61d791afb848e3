"""How the work is cut into tasks, shared out, folded and kept."""
