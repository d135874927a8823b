"""`make bench`: how fast the bot is, beside a bare bot and a bare call in the same run; it only prints."""
