package tools

import (
	_ "github.com/tektoncd/results/cmd/api"
	_ "github.com/tektoncd/results/cmd/watcher"
)
