#!/bin/bash
# Starts a real cluster on loopback: etcd, kube-apiserver (RBAC, audit), controller-manager, scheduler, KWOK nodes.
# usage: start.sh FOLDER [PORT]   FOLDER gets certificates, logs, pid files and one kubeconfig per user; stop.sh FOLDER ends it
set -euo pipefail
folder=$1 port=${2:-6443}
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}
mkdir -p "$folder"; cd "$folder"
run() { local name=$1; shift; "$@" >"$name.log" 2>&1 & echo $! >"$name.pid"; }
openssl genrsa -out sa.key 2048 2>/dev/null
printf '%s\n' 'admin-token,admin,admin,"system:masters"' 'portal-token,kubemate-portal,portal,""' 'developer-token,developer,developer,"team-shop"' >tokens.csv
printf 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n' >audit-policy.yaml
etcd=http://127.0.0.1:$((port + 10000))
run etcd "$bin/etcd" --data-dir etcd --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
  --listen-peer-urls "http://127.0.0.1:$((port + 10001))" --unsafe-no-fsync --log-level error
run kube-apiserver "$bin/kube-apiserver" --etcd-servers "$etcd" --secure-port "$port" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
  --endpoint-reconciler-type none --cert-dir certs --token-auth-file tokens.csv --authorization-mode RBAC \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file sa.key --service-account-signing-key-file sa.key \
  --service-cluster-ip-range 10.0.0.0/16 --audit-policy-file audit-policy.yaml --audit-log-path audit.log
for user in admin portal developer; do
  cat >"$user.kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: peer, cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}}]
users: [{name: $user, user: {token: $user-token}}]
contexts: [{name: peer, context: {cluster: peer, user: $user}}]
current-context: peer
YAML
done
# Whoever starts before it is healthy gives up after ten seconds, for good.
for _ in $(seq 900); do
  ready=$(curl -sk -H 'Authorization: Bearer admin-token' "https://127.0.0.1:$port/readyz" || true)
  [ "$ready" = ok ] && break; sleep 0.2
done
[ "$ready" = ok ] || { echo "kube-apiserver is not ready: see $folder/kube-apiserver.log" >&2; exit 1; }
run kube-controller-manager "$bin/kube-controller-manager" --kubeconfig admin.kubeconfig --service-account-private-key-file sa.key \
  --leader-elect=false --secure-port 0 --kube-api-qps 500 --kube-api-burst 1000
run kube-scheduler "$bin/kube-scheduler" --kubeconfig admin.kubeconfig --leader-elect=false --secure-port 0
stages=$(go env GOMODCACHE)/sigs.k8s.io/kwok@v0.8.0/kustomize/stage
for file in "$stages"/node/{fast,heartbeat}/*.yaml "$stages"/pod/general/*.yaml; do
  case $file in *kustomization.yaml) ;; *) cat "$file"; printf '\n---\n' ;; esac
done | sed "s/^    matchExpressions:/&\n    - {key: '.metadata.labels[\"tekton.dev\/taskRun\"]', operator: DoesNotExist}/" >stages.yaml   # their pods are ../tekton's runner's
run kwok "$bin/kwok" --kubeconfig admin.kubeconfig --manage-all-nodes=true --config stages.yaml
nodes=${KUBEMATE_PEER_NODES:-4}
for n in $(seq "$nodes"); do
  cat <<YAML
---
apiVersion: v1
kind: Node
metadata: {name: node-$n, labels: {kubernetes.io/hostname: node-$n, kubernetes.io/os: linux, node-role.kubernetes.io/worker: "", topology.kubernetes.io/zone: zone-$((n % 3))}, annotations: {kwok.x-k8s.io/node: fake}}
status: {allocatable: {cpu: "32", memory: 256Gi, pods: "250"}, capacity: {cpu: "32", memory: 256Gi, pods: "250"}}
YAML
done | "$bin/kubectl" --kubeconfig admin.kubeconfig apply -f - >/dev/null
echo "$folder/admin.kubeconfig"
