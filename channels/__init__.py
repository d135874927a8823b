"""Channels speak: how a message looks, and how it is handed to Telegram."""
