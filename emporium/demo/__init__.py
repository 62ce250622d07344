"""The demonstration marketplace: its content as plain Python, and the seeding of a database with it."""
