"""What a person changes: the experiment, its history, its document and the time cursor."""
