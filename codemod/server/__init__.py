"""Answers an editor: what stands in its buffers is told as it is typed."""
