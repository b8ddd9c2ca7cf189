# The service without the embedded PostgreSQL: DATABASE_URL (or POSTGRES__HOST …) names the database.
FROM python:3.13-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /app

COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv --without-pip /opt/venv \
    && pip --python /opt/venv/bin/python install --require-hashes --no-deps --only-binary :all: -r /tmp/runtime.txt

COPY LICENSE alembic.ini manage.py ./
COPY scripts ./scripts
COPY migrations ./migrations
COPY src ./src
# A checkout may be its owner's alone, or writable by everybody: in the image everybody reads, and nobody else writes.
RUN chmod -R u=rwX,go=rX . && /opt/venv/bin/python -m compileall -q src migrations scripts manage.py


FROM python:3.13-slim

LABEL org.opencontainers.image.title="Watchkeeper" \
      org.opencontainers.image.description="The open backend for what people watch: movies, shows and anime." \
      org.opencontainers.image.licenses="MIT"

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONFAULTHANDLER=1 \
    ENVIRONMENT=production

WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app

# A number, so that a platform can see without looking into the image that it is not root. It owns no file here.
USER 10001:10001
EXPOSE 8100
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python", "scripts/healthcheck.py"]
CMD ["python", "manage.py", "run", "--host", "0.0.0.0"]
