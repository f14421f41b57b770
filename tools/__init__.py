"""Tools of development: what makes the pages of `docs/`, and the pinned Go programs."""
