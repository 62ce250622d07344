"""Work behind the scenes: the outbox relay, RQ entry points and the schedule. Each fetches ids and calls a service."""
