"""Benchmarks: the quality and the speed of what this project does, beside others."""
