"""Layers that prepare data: what comes before the part that learns."""
