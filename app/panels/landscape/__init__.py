"""The landscape and its parameters, or a formula of one's own."""
