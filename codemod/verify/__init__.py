"""The verifier: the old call's curve against the new call's, by computing both.

`verifier.Verifier` compares. The evaluator and its bounded arithmetic are used
on their own, too, so nothing is imported here.
"""
