"""Turning a recording into files that leave the program: the video and what it carries."""
