package tools

import _ "github.com/tektoncd/triggers/cmd/eventlistenersink"
