"""The command line: options to objects, one use case, one rendering, one exit code."""

import gc

# A run is short: collecting garbage while importing and parsing costs more than it frees. Here it is before click.
gc.disable()
