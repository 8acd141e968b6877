#!/bin/bash
# Keeps the types of the Gateway API v1.4.0, as its Go module has them. Nothing is compiled.
# usage: build.sh [OUTPUT_FOLDER]      needs Go 1.26; seconds
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}/gateway-api-v1.4.0
module=sigs.k8s.io/gateway-api
go mod download "$module"
types=$(go list -m -f '{{.Dir}}' "$module")/config/crd/standard
mkdir -p "$out"
for type in gatewayclasses gateways httproutes; do
  echo '---'; cat "$types/gateway.networking.k8s.io_$type.yaml"
done >"$out/types.yaml.part"
mv "$out/types.yaml.part" "$out/types.yaml"
