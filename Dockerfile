# The bot as an image:   docker build --tag smsit-bot .
# The demo as an image:  docker build --tag smsit-bot-demo --target demo .
# With another lock:     docker build --tag smsit-bot --build-arg LOCK=tracing .
# What is installed is what the lock files name. To pin the base as well: --build-arg BASE=python@sha256:...
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ONLY_BINARY=:all:
WORKDIR /source
RUN python -m venv /builder && python -m venv --without-pip /opt/smsit-bot
COPY requirements requirements
COPY pyproject.toml README.md LICENSE manifest.yml ./
COPY bot bot
RUN /builder/bin/pip install --require-hashes --no-deps -r requirements/build.txt \
    && /builder/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /builder/bin/pip check

FROM build AS production
ARG LOCK=production
RUN /builder/bin/pip --python /opt/smsit-bot/bin/python install --require-hashes --no-deps -r requirements/${LOCK}.txt \
    && /builder/bin/pip --python /opt/smsit-bot/bin/python install --no-deps /wheels/*.whl \
    && /builder/bin/pip --python /opt/smsit-bot/bin/python check

FROM build AS playground
RUN /builder/bin/pip --python /opt/smsit-bot/bin/python install --require-hashes --no-deps -r requirements/demo.txt \
    && /builder/bin/pip --python /opt/smsit-bot/bin/python install --no-deps /wheels/*.whl \
    && /builder/bin/pip --python /opt/smsit-bot/bin/python check

# Nothing that builds is in what follows. It writes to /data and, for moments, to /tmp.
FROM ${BASE} AS base
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin smsit-bot \
    && install --directory --owner smsit-bot --group smsit-bot --mode 0700 /data
ENV PATH=/opt/smsit-bot/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["smsit-bot"]

FROM base AS demo
COPY --from=playground /opt/smsit-bot /opt/smsit-bot
EXPOSE 8080
CMD ["demo", "--host", "0.0.0.0"]

FROM base AS bot
COPY --from=production /opt/smsit-bot /opt/smsit-bot
ENV HTTP_HOST=0.0.0.0 OPS_HOST=0.0.0.0 OPS_PORT=9464
VOLUME ["/data"]
EXPOSE 3000 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["sh", "-c", "smsit-bot alive --port $OPS_PORT"]
CMD ["run"]
