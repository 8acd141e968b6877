#!/bin/bash
# Installs the types of Tekton Triggers into the cluster of ../kube/start.sh FOLDER. Sinks are started by the tests, one for a listener.
# usage: start.sh FOLDER
set -euo pipefail
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
kubectl() { "$bin/kubectl" --kubeconfig "$(realpath "$1")/admin.kubeconfig" "${@:2}" >/dev/null; }
kubectl "$1" apply --server-side -f "$bin/triggers-v0.34.0/types.yaml"
kubectl "$1" wait --for condition=Established --timeout 60s crd/eventlisteners.triggers.tekton.dev crd/triggers.triggers.tekton.dev
