"""The bot as a process of its own, killed at random moments: what was promised is still kept."""
