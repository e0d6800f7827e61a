"""The states taken of a model: up to Flax 0.10 copies, and live since 0.11."""
