"""The tests of govml; `tests.builders` has what they share."""
