"""Monitoring the rollout of TCVN ISO 9001 in the agencies of a province."""
