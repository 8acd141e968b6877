#!/bin/bash
# Builds Gitea v1.26.4 from its Go module, with the SQLite that needs no C compiler, and keeps what it reads beside it. Its web pages need a frontend that the module lacks: only API, git and webhooks serve.
# usage: build.sh [OUTPUT_FOLDER]      needs Go 1.26; cold about 6 minutes on 2 cores, warm seconds
set -euo pipefail
cd "$(dirname "$0")"
version=v1.26.4
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}/gitea-$version
module=code.gitea.io/gitea
mkdir -p "$out"
go mod download "$module"
from=$(go list -m -f '{{.Dir}}' "$module")
rm -rf "$out"/{options,templates,public}
cp -r "$from"/{options,templates,public} "$out"
chmod -R u+w "$out"
CGO_ENABLED=0 go build -mod=readonly -trimpath -ldflags "-s -w -X main.Version=${version#v}" -o "$out/gitea" .
