"""What the benchmarks share: a database of their own, processes, load, the bare reference, and one way to report."""
