# The bot as a container: non-root, with a root file system that may be read-only. No container engine was at hand to build it: the
# same steps were run in an empty folder, and the result as another user from a read-only tree (docs/unverified.md).
#
#   docker build --tag backup-watch .
#   docker run --read-only --stop-timeout 30 --env-file bot.env --volume backup-watch:/data --publish 127.0.0.1:3978:3978 backup-watch
#
# /data is all that is written to; /tmp is not used. A tag is pinned, so raise it for fixes of Node and Debian. Debian, not Alpine:
# it is what the tests run on.
ARG NODE_IMAGE=node:22.23.2-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# It stands in for packages of which nothing is used.
COPY packages packages
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages packages
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts scripts
COPY simulator simulator
COPY src src
RUN node scripts/build.js

FROM ${NODE_IMAGE}
# SQLite writes what does not fit into memory beside the data.
ENV NODE_ENV=production \
    DATA_DIR=/data \
    SQLITE_TMPDIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY package.json package-lock.json ./
COPY scripts/alive.js scripts/audit.js scripts/built.js scripts/check.js scripts/start.js scripts/store.js scripts/
# The image's user "node", by number, so that a cluster can see that it is not root. The program stays root's: it can't change itself.
RUN install --directory --owner=1000 --group=1000 --mode=0700 /data
USER 1000:1000
VOLUME /data
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["node", "scripts/alive.js"]
# No shell in between, so that SIGTERM reaches the bot: it finishes what is under way, for up to 15 seconds. Other commands:
# "docker exec <container> node scripts/check.js", likewise audit.js and store.js.
ENTRYPOINT ["node"]
CMD ["scripts/start.js"]
