# The bridge as an image. The database is the one that docker-compose.yml starts beside it, or any PostgreSQL that
# CONVOKE_DATABASE_URL names; without one the embedded server runs inside, with its files under /data.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
RUN mvn -B -q -ntp dependency:go-offline || true
COPY src src
COPY sql sql
COPY conf conf
RUN mvn -B -q -ntp -DskipTests package

FROM eclipse-temurin:25-jre
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl libopus0 flite \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /data convoke
COPY --from=build /src/target/convoke.jar /opt/convoke/convoke.jar
COPY --from=build /src/target/lib /opt/convoke/lib
COPY conf/jvm.options /opt/convoke/jvm.options
USER convoke
WORKDIR /data
VOLUME /data
# HTTP, SIP (UDP and TCP), SIP over TLS; RTP takes CONVOKE_MEDIA_RTP_PORT_MIN to _MAX, best with host networking.
EXPOSE 8080/tcp 5060/udp 5060/tcp 5061/tcp
ENV CONVOKE_BIND=0.0.0.0 CONVOKE_DATA=/data
STOPSIGNAL SIGTERM
# Asks what the bridge has found by asking itself; HTTPS where that is on.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=2 \
    CMD curl -fsS "http://127.0.0.1:${CONVOKE_HTTP_PORT:-8080}/health/live" \
        || curl -fsSk "https://127.0.0.1:${CONVOKE_HTTP_PORT:-8080}/health/live"
ENTRYPOINT ["java", "@/opt/convoke/jvm.options", "-jar", "/opt/convoke/convoke.jar", "run"]
