"""Evidence: in-toto statements in DSSE envelopes, signed with SSH keys."""
