#!/bin/bash
# Installs the type ApprovalTask into the cluster of ../kube/start.sh FOLDER, after ../tekton/start.sh, and starts its controller. Its webhook needs a
# Service that the API server can reach, and does not run. ../kube/stop.sh ends it too.   usage: start.sh FOLDER [PORT]
set -euo pipefail
cd "$(dirname "$0")"
folder=$(realpath "$1") port=${2:-18453}
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
gate=$bin/approvals-v0.7.0
export KUBECONFIG=$folder/admin.kubeconfig
"$bin/kubectl" apply --server-side -f "$gate/types.yaml" >/dev/null
"$bin/kubectl" wait --for condition=Established --timeout 60s crd/approvaltasks.openshift-pipelines.org >/dev/null
export SYSTEM_NAMESPACE=tekton-pipelines CONFIG_LEADERELECTION_NAME=manual-approval-config-leader-election CONFIG_LOGGING_NAME=config-logging \
  CONFIG_OBSERVABILITY_NAME=config-observability METRICS_DOMAIN=openshift-pipelines.org/manual-approval-gate POD_NAME=approval-controller-0 \
  KNATIVE_HEALTH_PROBES_DISABLED=true METRICS_PROMETHEUS_PORT=$((port + 1)) PROFILING_PORT=$((port + 2))
"$gate/controller" -kubeconfig "$KUBECONFIG" >"$folder/approvals.log" 2>&1 &
echo $! >"$folder/approvals.pid"
