"""Texts nobody would type, guided by what they reach in the code."""
