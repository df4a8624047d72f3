# One image for web, consumer, worker and beat (`app`), and the broker with folders that it may write (`broker`).
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev libpq-dev && pip install --no-cache-dir uv
WORKDIR /srv/socialrx
COPY requirements-production.lock socialrx/deploy/psycopg2.lock ./
# The driver's makers advise the build from source, against the system's libpq, for production.
RUN uv venv /opt/socialrx \
 && uv pip install --python /opt/socialrx/bin/python --require-hashes -r requirements-production.lock \
 && uv pip uninstall --python /opt/socialrx/bin/python psycopg2-binary \
 && uv pip install --python /opt/socialrx/bin/python --require-hashes --no-binary psycopg2 -r psycopg2.lock

FROM python:3.11-slim-bookworm AS app
RUN apt-get update && apt-get install --yes --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home socialrx \
 && install -d -o 10001 -g 10001 /srv/socialrx/accounts /srv/socialrx/spool
COPY --from=build /opt/socialrx /opt/socialrx
ENV PATH=/opt/socialrx/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /srv/socialrx
COPY manage.py ./
COPY socialrx socialrx
COPY referrals referrals
COPY devices devices
COPY observatory observatory
COPY templates templates
# Production settings check themselves at every start, so the build gives them secrets that end with this line.
RUN SECRET=$(python -c "import secrets; print(secrets.token_urlsafe(64))") && \
    SECRET_KEY=$SECRET ALLOWED_HOSTS=build BASE_URL=https://build EMAIL_HOST=build \
    DATABASE_URL=postgres://build:$SECRET@build/build REDIS_URL=redis://:$SECRET@build MQTT_URL=mqtts://build:$SECRET@build \
    python manage.py collectstatic --no-input
USER 10001
CMD ["gunicorn", "socialrx.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]

FROM eclipse-mosquitto:2.0.22 AS plugin
RUN apk add --no-cache gcc musl-dev
COPY socialrx/deploy/mosquitto/spool.c ./
RUN cc -O2 -shared -fPIC -o /spool.so spool.c

FROM eclipse-mosquitto:2.0.22 AS broker
RUN install -d -o 10001 -g 10001 /mosquitto/store /mosquitto/accounts /mosquitto/spool
WORKDIR /mosquitto
COPY --from=plugin /spool.so ./
COPY socialrx/deploy/mosquitto/start.sh ./
USER 10001
CMD ["sh", "start.sh"]
