"""What the scripts in Benchmarks, Studies and Checks share. Not named mdad, which is the name of the Python package."""
