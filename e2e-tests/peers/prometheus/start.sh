#!/bin/bash
# Starts Prometheus on loopback; tests tell it values by OTLP. It keeps them in FOLDER/prometheus; ../kube/stop.sh FOLDER ends it too.   usage: start.sh FOLDER PORT
set -euo pipefail
folder=$(realpath "$1") port=$2
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
echo '{}' >"$folder/prometheus.yaml"
"$bin/prometheus-v3.16.0" --config.file="$folder/prometheus.yaml" --storage.tsdb.path="$folder/prometheus" \
  --web.listen-address="127.0.0.1:$port" --web.enable-otlp-receiver --log.level=warn >"$folder/prometheus.log" 2>&1 &
echo $! >"$folder/prometheus.pid"
for _ in $(seq 150); do
  curl -fs "http://127.0.0.1:$port/-/ready" >/dev/null 2>&1 && exit 0; sleep 0.1
done
cat "$folder/prometheus.log"; exit 1
