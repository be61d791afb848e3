"""What leaves the program: one table of formats, read by the dialog, the command and the tests."""
