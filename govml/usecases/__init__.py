"""Use cases: what a command does, a page each."""
