"""The rules of ACME: one module each, found because it defines `RULE`."""
