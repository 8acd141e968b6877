#!/bin/bash
# Installs Tekton's types and config maps into the cluster of ../kube/start.sh FOLDER, starts its controller, and the runner that is the kubelet of its
# pods. ../kube/stop.sh ends them too.   usage: start.sh FOLDER [RUNNER_PORT]
set -euo pipefail
cd "$(dirname "$0")"
folder=$(realpath "$1") port=${2:-18443}
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
tekton=$bin/tekton-v1.9.0
export KUBECONFIG=$folder/admin.kubeconfig
kubectl() { "$bin/kubectl" "$@" >/dev/null; }
kubectl create namespace tekton-pipelines
kubectl apply --server-side -f "$tekton/types.yaml" -f "$tekton/configuration.yaml"
# Its pods run on the runner's node, where no other pod may.
template='nodeSelector: {kubernetes.io/hostname: tekton-runner}\ntolerations: [{key: kubemate.io/tekton-runner, operator: Exists, effect: NoSchedule}]'
kubectl patch configmap config-defaults -n tekton-pipelines --type merge \
  -p "{\"data\": {\"default-pod-template\": \"$template\", \"default-affinity-assistant-pod-template\": \"$template\"}}"
kubectl wait --for condition=Established --timeout 60s crd/pipelineruns.tekton.dev crd/taskruns.tekton.dev crd/customruns.tekton.dev
value() { "$bin/kubectl" config view --raw -o "jsonpath={$1}"; }
"${KUBEMATE_NODE:-node}" runner.mjs "$(value '.clusters[0].cluster.server')" "$(value '.users[0].user.token')" "$folder" "$port" >"$folder/runner.log" 2>&1 &
echo $! >"$folder/runner.pid"
export SYSTEM_NAMESPACE=tekton-pipelines CONFIG_LOGGING_NAME=config-logging CONFIG_OBSERVABILITY_NAME=config-observability \
  CONFIG_FEATURE_FLAGS_NAME=feature-flags CONFIG_LEADERELECTION_NAME=config-leader-election-controller CONFIG_DEFAULTS_NAME=config-defaults \
  CONFIG_SPIRE=config-spire CONFIG_TRACING_NAME=config-tracing METRICS_DOMAIN=tekton.dev/pipeline POD_NAME=tekton-controller-0 \
  PROBES_PORT=$((port + 1)) METRICS_PROMETHEUS_PORT=$((port + 2))
"$tekton/controller" -kubeconfig "$KUBECONFIG" -kube-api-qps 100 -kube-api-burst 200 -entrypoint-image entrypoint -nop-image nop -sidecarlogresults-image sidecarlogresults \
  -workingdirinit-image workingdirinit -shell-image busybox -shell-image-win win >"$folder/tekton.log" 2>&1 &
echo $! >"$folder/tekton.pid"
for _ in $(seq 150); do
  [ "$("$bin/kubectl" get leases -n tekton-pipelines --no-headers 2>/dev/null | wc -l)" -ge 3 ] && break; sleep 0.2
done
