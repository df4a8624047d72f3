"""The MQTT consumer: threads of a Celery worker that store what devices publish and work out their days."""
