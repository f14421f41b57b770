"""What everything stands on: Git objects, documents with positions, canonical JSON."""
