"""Private PostgreSQL, Redis and MQTT broker for the demo and the tests; in production nothing here runs."""
