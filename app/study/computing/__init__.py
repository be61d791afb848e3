"""How an answer comes to be: in a thread and in processes, with its pauses and its ends."""
