"""What is seen of an answer: plots, tables, claims and the verdict."""
