"""The command line: options to objects, one use case, one rendering, one exit code."""
