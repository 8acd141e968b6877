#!/bin/bash
# Starts a registry on loopback that keeps its images in FOLDER/registry. ../kube/stop.sh FOLDER ends it too.   usage: start.sh FOLDER PORT
set -euo pipefail
folder=$(realpath "$1") port=$2
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
cat >"$folder/registry.yaml" <<EOF
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: $folder/registry}}
http: {addr: 127.0.0.1:$port}
EOF
OTEL_TRACES_EXPORTER=none "$bin/registry-v3.0.0" serve "$folder/registry.yaml" >"$folder/registry.log" 2>&1 &
echo $! >"$folder/registry.pid"
for _ in $(seq 150); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && exit 0; sleep 0.1
done
cat "$folder/registry.log"; exit 1
