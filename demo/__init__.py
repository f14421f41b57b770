"""The demo: a small real repository, and a bad and a good change of its model judged by govml."""
