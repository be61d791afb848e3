"""Many runs as one question: starts, settings and seeds folded into statistics with intervals."""
