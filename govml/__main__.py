"""`python -m govml`: the same command as `govml`."""

from govml.cli.main import start

start()
