"""Services decide and record: one method, one transaction."""
