"""govml: governance of machine learning models, decided from Git alone."""

__version__ = "0.1.0"
"""Version of this package, as in `pyproject.toml`."""
