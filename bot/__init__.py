"""The bot starts, wires and ticks."""
