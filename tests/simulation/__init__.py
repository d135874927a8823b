"""Thousands of rosters and habits over the real services and storage, in a time of their own: nobody is left without
a person or the truth."""
