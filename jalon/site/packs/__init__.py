"""Packs: a plan, its actors, its words and its rules, as a folder of YAML files."""
