"""What can be opened: experiments, recordings, and what exported files carry."""
