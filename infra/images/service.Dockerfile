# syntax=docker/dockerfile:1
# One image for every service; which one runs is said by the command: node services/<name>/dist/main.js
FROM node:24-slim AS build
WORKDIR /app
COPY . .
# Native compilers come as packages for the platform; nothing that runs here needs an install script.
RUN npm ci --omit=dev --ignore-scripts \
 && node infra/scripts/build.mjs \
 && find libs services -type d -name src -prune -exec rm -r {} +

FROM node:24-slim
WORKDIR /app
RUN install -d -o node -g node -m 0700 /var/lib/sightline/keys /var/lib/sightline/history /var/lib/sightline/archive
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/libs ./libs
COPY --from=build /app/services ./services
COPY --from=build /app/infra/distributed ./infra/distributed
USER node
