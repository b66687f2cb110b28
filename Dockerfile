# The server with the dashboard. Build the dashboard first (`cargo xtask build`), as dist/dashboard is
# taken from here. The tests do not exercise this file; docs/OPERATIONS.md says how it is used.

FROM rust:1.95-bookworm AS build
WORKDIR /source
COPY . .
RUN cargo build --release --locked --package latchboard-server

FROM debian:bookworm-slim
# For vendors behind the gateway: whose certificates are believed.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin latchboard \
    && install --directory --owner=latchboard --group=latchboard --mode=0700 /data
COPY --from=build /source/target/release/latchboard-server /usr/local/bin/
COPY dist/dashboard /usr/local/share/latchboard/dashboard
USER latchboard
ENV LATCHBOARD_LISTEN=0.0.0.0:8080 \
    MALLOC_ARENA_MAX=1 \
    LATCHBOARD_DATA_DIR=/data \
    LATCHBOARD_DASHBOARD=/usr/local/share/latchboard/dashboard
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["latchboard-server"]
CMD ["serve"]
