"""The texts of the files that `govml init` writes. docs/github.md describes what the workflows call."""

from __future__ import annotations

from typing import Final

CONFIG: Final = """\
# How govml judges this repository. `govml schema config` describes every field, `govml policy list` the rules.
schema: govml.config/v1
profile: default # default, strict (every rule is an error) or none (only your own rules)

# Severity of single rules, over the profile's:
# rules:
#   CARD-02: warning

# Where records are, if not where teams usually keep them (`govml schema` lists the places), and what to pass over:
# records:
#   model-card: ["models/**/README.md"]
# ignore: ["archive/**"]
"""

PROMOTION: Final = """\
# Who may put which version on which stage: docs/promotion.md of govml. Nobody may until `roles` names principals of the
# file `allowed_signers`, which has a line for each key: ada@example.org namespaces="govml" ssh-ed25519 AAAA...
roles:
  risk-owner: [] # who approves, for example [ada@example.org]
  releaser: [] # who promotes: the principal of the key that the workflow signs with
promotion:
  trusted: main # branch whose policies, roles and keys decide
  approvals: @APPROVALS@ # what counts: a signature, or also a review on GitHub
  stages:
    staging: {}
    production:
      after: [staging]
      approvals: {high: {risk-owner: 1}, limited: {risk-owner: 1}} # principals by role and risk tier
      approval_days: 30
      evidence_days: 365

# Evidence and approvals of another repository don't count once this one is named:
# parameters: {repository: "https://github.com/OWNER/NAME"}
# Where the keys are, if not in `allowed_signers` at the root:
# evidence: {allowed_signers: keys/allowed_signers}
"""

WORKFLOW: Final = """\
# Judges the models, data and deployments of every change, by the rules and against the findings of its base.
name: govml

on:
  pull_request:
  merge_group:
  push:
    branches: [main, master]
  workflow_dispatch:

permissions: {}

concurrency:
  group: govml-${{ github.ref }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}

jobs:
  check:
    name: govml
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      pull-requests: write # the comment; without it there are the summary and the annotations
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 0 # the base to compare with, and the tags of the registry
          persist-credentials: false
      - uses: @ACTION@ # v@VERSION@
        with:
          comment: true
"""

TRAINING: Final = """\
# Trains a model on a machine of yours, and proposes the result: docs/github.md of govml has all inputs and secrets.
name: govml train

on:
  workflow_dispatch:

permissions: {}

concurrency:
  group: ${{ github.workflow }}-${{ github.ref }}
  cancel-in-progress: false

jobs:
  train:
    name: govml train
    permissions:
      contents: write # the branch with the result
      id-token: write # the login to the remote of DVC
      pull-requests: write # the pull request
    uses: @ACTION@ # v@VERSION@
    with:
      model: @MODEL@
      runner: '["self-hosted", "linux", "gpu"]'
    secrets:
      signing-key: ${{ secrets.GOVML_SIGNING_KEY }}
      dvc-config: ${{ secrets.DVC_CONFIG }}
"""

PROMOTE: Final = """\
# Promotes a version, or rolls a stage back: docs/github.md of govml has all inputs and secrets.
name: govml promote

on:
  workflow_dispatch:
    inputs:
      version: {description: MODEL@VERSION, required: true}
      stage: {description: Stage, required: true}
      rollback: {description: Roll back to it, type: boolean}
  issues:
    types: [labeled] # `govml:promote` or `govml:rollback` on an issue titled `MODEL@VERSION to STAGE`

permissions: {}

concurrency:
  group: ${{ github.workflow }}-${{ github.run_id }} # of those that wait in one group GitHub keeps the last
  cancel-in-progress: false

jobs:
  promote:
    name: govml promote
    if: github.event_name != 'issues' || startsWith(github.event.label.name, 'govml:')
    permissions:
      contents: write # the ledger, the tags and the release
      id-token: write # the login to where the signing key is
      issues: write # the answer to the issue that asked
    uses: @ACTION@ # v@VERSION@
    with:
      version: ${{ inputs.version }}
      stage: ${{ inputs.stage }}
      rollback: ${{ inputs.rollback == true }}
    secrets:
      signing_key: ${{ secrets.SIGNING_KEY }}
"""

AUDIT: Final = """\
# Audits all of the record every day: docs/github.md of govml has all inputs and secrets.
name: govml audit

on:
  schedule:
    - cron: "17 5 * * *"
  workflow_dispatch:

permissions: {}

concurrency:
  group: ${{ github.workflow }}
  cancel-in-progress: false

jobs:
  audit:
    name: govml audit
    permissions:
      contents: read
      id-token: write # the login to where checkpoints are kept
      issues: write # the issue that is open while something is broken
    uses: @ACTION@ # v@VERSION@
    secrets:
      signing_key: ${{ secrets.CHECKPOINT_KEY }}
"""

REVIEWED: Final = """\
# That it ran is all that it says, as it is the pull request's own. govml-reviews.yml follows, with rights.
name: govml reviewed

on:
  pull_request_review:
    types: [submitted, dismissed]
  pull_request:
    types: [closed] # merged: only then is what was reviewed on the branch that decides

permissions: {}

concurrency:
  group: ${{ github.workflow }}-${{ github.run_id }}
  cancel-in-progress: false

jobs:
  reviewed:
    name: govml reviewed
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions: {}
    steps:
      - run: "true"
"""

REVIEWS: Final = """\
# Records approving reviews in the ledger: docs/github.md of govml has all inputs and secrets, and what a review says.
name: govml reviews

on:
  workflow_run: # zizmor: ignore[dangerous-triggers] nothing of the pull request is run
    workflows: [govml reviewed]
    types: [completed]

permissions: {}

concurrency:
  group: ${{ github.workflow }}-${{ github.run_id }} # of those that wait in one group GitHub keeps the last
  cancel-in-progress: false

jobs:
  reviews:
    name: govml reviews
    permissions:
      contents: write # the ledger
      id-token: write # the login to where the signing key is
      pull-requests: read # the reviews
    uses: @ACTION@ # v@VERSION@
    secrets:
      signing_key: ${{ secrets.SIGNING_KEY }}
"""

HOOK: Final = """\
- repo: local
  hooks:
  - id: govml-check
    name: govml
    entry: govml check --staged --base HEAD
    language: system
    pass_filenames: false
    always_run: true
"""
