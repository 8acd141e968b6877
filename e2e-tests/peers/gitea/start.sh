#!/bin/bash
# Starts Gitea on loopback, with its SQLite and its repositories in FOLDER/gitea; ../kube/stop.sh FOLDER ends it too. FOLDER/gitea.url gets its address, with the name and the token of its administrator in it.
# usage: start.sh FOLDER PORT
set -euo pipefail
folder=$(realpath "$1") port=$2
bin=${KUBEMATE_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/kubemate-peers/bin}/gitea-v1.26.4
home=$folder/gitea
mkdir -p "$home/home"
cat >"$home/app.ini" <<INI
APP_NAME = peer
RUN_USER = $(id -un)
RUN_MODE = prod
WORK_PATH = $home
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
[server]
STATIC_ROOT_PATH = $bin
APP_DATA_PATH = $home/data
HTTP_ADDR = 127.0.0.1
HTTP_PORT = $port
ROOT_URL = http://127.0.0.1:$port/
OFFLINE_MODE = true
DISABLE_SSH = true
[database]
DB_TYPE = sqlite3
PATH = $home/gitea.db
[repository]
ROOT = $home/repositories
DEFAULT_BRANCH = main
[security]
INSTALL_LOCK = true
SECRET_KEY = $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
PASSWORD_HASH_ALGO = pbkdf2_v1
[webhook]
ALLOWED_HOST_LIST = loopback
[service]
DISABLE_REGISTRATION = true
[actions]
ENABLED = false
[packages]
ENABLED = false
[cron]
ENABLED = false
[indexer]
ISSUE_INDEXER_TYPE = db
[queue]
TYPE = channel
[log]
MODE = console
LEVEL = warn
INI
# Git's own configuration is written too: not into that of whoever runs this.
export HOME=$home/home GITEA_WORK_DIR=$home
gitea() { "$bin/gitea" --config "$home/app.ini" "$@"; }
{
  gitea migrate
  gitea admin user create --admin --username portal --email portal@peer.test --random-password --must-change-password=false
} >"$folder/gitea.log" 2>&1 || { cat "$folder/gitea.log"; exit 1; }
token=$(gitea admin user generate-access-token --username portal --token-name peer --scopes all --raw 2>>"$folder/gitea.log" | tail -1)
"$bin/gitea" --config "$home/app.ini" web >>"$folder/gitea.log" 2>&1 &
echo $! >"$folder/gitea.pid"
for _ in $(seq 300); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "http://portal:$token@127.0.0.1:$port" >"$folder/gitea.url"
    exit 0
  fi
  sleep 0.1
done
cat "$folder/gitea.log"; exit 1
