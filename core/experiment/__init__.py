"""What is to be run: the frozen experiment, its file, its methods and how it is refused."""
