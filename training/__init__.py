"""The reader's school: the corpus, the styles people type in, the lessons, the figures. Never imported by the bot."""
