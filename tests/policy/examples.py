"""Policies that several tests use."""

from __future__ import annotations

from collections.abc import Mapping

from govml.model import Json
from govml.policy.bundle import Severity, load_bundle
from govml.policy.nouns import Bundle, Module

HEAD = """# METADATA
# title: A title
# description: A description.
# custom:
#   id: {id}
#   subject: {subject}
#   severity: {severity}
#   controls: [eu-ai-act 9.2(a)]
#   remediation: Mend it.
package acme.{package}

"""


def head(identity: str = "ACME-1", subject: str = "model", severity: str = "error") -> str:
    """Return METADATA and package of a policy."""
    package = identity.lower().replace("-", "_")
    return HEAD.format(id=identity, subject=subject, severity=severity, package=package)


def bundle_of(*texts: str, parameters: Json | None = None, severities: Mapping[str, Severity] | None = None) -> Bundle:
    """Return a bundle of own modules `policies/0.rego`, `policies/1.rego` ..."""
    own = [Module(f"policies/{number}.rego", text) for number, text in enumerate(texts)]
    return load_bundle((), own, {} if parameters is None else parameters, severities or {})
