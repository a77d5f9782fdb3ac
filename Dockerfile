# The app for a server: a user of its own, nothing to write but one volume, no tools for building.
#   docker build -t central-asia-monitor .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#       -v monitor:/data -p 127.0.0.1:8501:8501 central-asia-monitor
# With a proxy outside the container also -e FORWARDED_ALLOW_IPS=ADDRESS, as it comes from there.
ARG BASE=debian:bookworm-20250811-slim

FROM ${BASE} AS packages
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update -q \
    && apt-get install -qy --no-install-recommends ca-certificates python3 python3-venv
COPY requirements.lock /build/requirements.lock
RUN python3 -m venv /opt/monitor \
    && /opt/monitor/bin/python -m pip install --quiet --no-cache-dir --require-hashes \
        -r /build/requirements.lock \
    && /opt/monitor/bin/python -m pip uninstall --quiet --yes setuptools pip

FROM ${BASE}
ENV DEBIAN_FRONTEND=noninteractive
# Chromium draws the pictures; without it the app says so and gives tables.
RUN apt-get update -q \
    && apt-get upgrade -qy \
    && apt-get install -qy --no-install-recommends ca-certificates chromium fonts-dejavu-core python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --no-log-init --home-dir /data --shell /usr/sbin/nologin monitor \
    && install -d -o monitor -g monitor -m 700 /data
COPY --from=packages /opt/monitor /opt/monitor
COPY . /app
RUN /opt/monitor/bin/python -m compileall -q /app/dashboard /app/pages
WORKDIR /app
ENV PATH=/opt/monitor/bin:/usr/bin:/bin HOME=/data PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 STREAMLIT_SERVER_PORT=8501 \
    CENTRAL_ASIA_MONITOR_STATE=/data/state CENTRAL_ASIA_MONITOR_CACHE=/data/cache
USER 10001
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; path = os.environ.get('STREAMLIT_SERVER_BASE_URL_PATH', '').strip('/'); u.urlopen('http://127.0.0.1:8501/' + path + '/healthz' if path else 'http://127.0.0.1:8501/healthz', timeout=4)"]
CMD ["streamlit", "run", "streamlit_app.py"]
