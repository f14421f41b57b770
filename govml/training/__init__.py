"""The library for training scripts."""
