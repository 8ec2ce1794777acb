"""Floor 1: drawing marks on a picture."""

from harness.visual.draw import draw_marks

__all__ = ["draw_marks"]
