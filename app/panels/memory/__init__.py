"""The memory panel's parts: slots as painted rows, events as a strip, scales and words."""
