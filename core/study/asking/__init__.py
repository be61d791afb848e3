"""A question, its answer while it grows, and the file that keeps both."""
