"""Who sets, reads or looks up what a configuration says."""
