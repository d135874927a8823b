"""The domain knows: pure rules, no I/O, no clock, no await."""
