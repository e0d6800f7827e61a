"""What is known of Optax: functions, parameters, names that it does not have."""
