"""Benchmarks: a made-up handbook of any size, built by this project and by others."""
