"""Rego policies: bundles, METADATA, lint, waivers and the engines that decide."""
