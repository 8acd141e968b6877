#!/bin/bash
# Installs the types of the Gateway API into the cluster of ../kube/start.sh FOLDER. Nothing carries traffic: what the API server takes is what is tried.
# usage: start.sh FOLDER
set -euo pipefail
folder=$(realpath "$1")
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
export KUBECONFIG=$folder/admin.kubeconfig
"$bin/kubectl" apply --server-side -f "$bin/gateway-api-v1.4.0/types.yaml" >/dev/null
"$bin/kubectl" wait --for condition=Established --timeout 60s crd/httproutes.gateway.networking.k8s.io >/dev/null
