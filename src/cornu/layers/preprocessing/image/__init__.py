"""Layers that change images, and what belongs to them: boxes, masks, labels."""
