"""The model registry: GTO's annotated tags -> events -> state. Pure functions; Git is read by the caller."""
