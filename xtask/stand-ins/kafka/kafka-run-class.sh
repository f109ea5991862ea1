#!/bin/bash
# Kafka's tools under their own names; by this name, any class.
set -eu
case "${0##*/}" in
  kafka-server-start.sh) set -- kafka.Kafka "$@"; heap=-Xmx1g ;;
  kafka-storage.sh) set -- kafka.tools.StorageTool "$@" ;;
  kafka-configs.sh) set -- kafka.admin.ConfigCommand "$@" ;;
esac
read -ra options <<< "${KAFKA_HEAP_OPTS:-${heap:--Xmx256m}} ${KAFKA_LOG4J_OPTS:-} ${KAFKA_OPTS:-}"
exec java "${options[@]}" -cp '/opt/kafka/libs/*' "$@"
