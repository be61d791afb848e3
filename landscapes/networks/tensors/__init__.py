"""The mathematics of networks on torch tensors; imported when a network first computes."""
