"""A copy of the schedules in a project, which then depends on JAX alone."""
