# A browser, fonts for Chinese, Japanese, Korean and Thai pages, and harness with Ray:
#   docker build -t harness . && docker run --rm harness clean https://example.org/article
FROM python:3.12-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends chromium-headless-shell fonts-dejavu-core fonts-noto-cjk fonts-thai-tlwg tini \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/harness
COPY . .
RUN pip install --no-cache-dir ".[ray]"

# A page is an enemy: its browser runs as nobody in particular, in its own sandbox where the container allows user namespaces.
RUN useradd --create-home reader
USER reader
WORKDIR /home/reader

# An init of its own: whatever a browser leaves behind is reaped.
ENTRYPOINT ["tini", "--", "harness"]
CMD ["--help"]
