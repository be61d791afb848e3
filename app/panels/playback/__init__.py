"""The bar that moves the time cursor."""
