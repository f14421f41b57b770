"""GitHub, seen from a step of a workflow: the event, the runner's files, the REST API."""
