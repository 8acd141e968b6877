#!/bin/bash
# Builds the CNCF's registry (distribution v3.0.0) from its Go module.
# usage: build.sh [OUTPUT_FOLDER]      needs Go 1.26; cold about 2 minutes on 2 cores, warm seconds
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
mkdir -p "$out"
go build -mod=readonly -trimpath -ldflags '-s -w' -o "$out/registry-v3.0.0" github.com/distribution/distribution/v3/cmd/registry
