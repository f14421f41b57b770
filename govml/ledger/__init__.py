"""The ledger: an append-only, hash-chained branch of signed promotions, approvals, rollbacks and waivers."""
