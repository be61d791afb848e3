"""What is asked: the form of a study, and what its question comes to."""
