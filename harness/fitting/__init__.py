"""Floor 5: fitting: heads from lines, weights from labelled pages, and the report of what both are worth. Needs scikit-learn:
install `harness[fit]`."""
