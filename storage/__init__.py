"""Storage keeps: tables, rows, files, migrations."""
