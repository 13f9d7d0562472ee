# What runs in production: the service and what its lock names, without pip, as a user who may write to /data alone.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY service/requirements.lock service/encoder.lock ./
RUN python -m venv /opt/quizbank \
    && /opt/quizbank/bin/python -m pip install --require-hashes --no-deps --requirement requirements.lock --requirement encoder.lock
COPY . ./
RUN /opt/quizbank/bin/python -m pip install --no-deps . \
    && /opt/quizbank/bin/python -m pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin quizbank \
    && install --directory --owner=quizbank --group=quizbank --mode=0700 /data
COPY --from=build /opt/quizbank /opt/quizbank
ENV PATH=/opt/quizbank/bin:$PATH \
    QUIZBANK_BIND=0.0.0.0:8000 \
    QUIZBANK_DATA_DIR=/data
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
CMD ["quizbank", "serve"]
