"""The tests of the Python package; MDAD names the program."""
