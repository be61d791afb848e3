"""The mathematics on tensors: update rules, the memory, and the generator that runs them."""
