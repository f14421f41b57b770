"""Evaluation: from an artifact and data to numbers that anyone recomputes; the model runs in a process of its own."""
