"""What loads a model in `govml.evaluation.worker`: a module for each kind of artifact."""
