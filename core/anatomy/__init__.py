"""What one step is made of, for people to read: `anatomy` takes it apart, `terms` has the
mathematics, the other modules the words."""
