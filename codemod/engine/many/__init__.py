"""Beyond one tree and one machine: many repositories, and workers of a cluster."""
