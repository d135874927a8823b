"""The product: starts, wires, ticks."""
