// Gitea with the SQLite that is written in Go, where its own build takes the one in C: the main function is that of Gitea's main.go.
package main

import (
	"database/sql"
	"database/sql/driver"
	"os"
	"strings"
	"time"

	"code.gitea.io/gitea/cmd"
	"code.gitea.io/gitea/modules/log"
	_ "code.gitea.io/gitea/modules/markup/markdown"
	"code.gitea.io/gitea/modules/setting"
	"github.com/urfave/cli/v3"
	"modernc.org/sqlite"
)

// Version is given by build.sh.
var Version = "development"

// inGo opens by Gitea's connection string, which is of the SQLite in C: what it says of waiting is a pragma here.
type inGo struct{ driver sqlite.Driver }

func (d *inGo) Open(name string) (driver.Conn, error) {
	file, _, _ := strings.Cut(name, "?")
	return d.driver.Open(file + "?_txlock=immediate&_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)")
}

func init() {
	sql.Register("sqlite3", &inGo{})
	setting.EnableSQLite3 = true
	setting.SupportedDatabaseTypes = append(setting.SupportedDatabaseTypes, "sqlite3")
	setting.AppVer = Version
	setting.AppStartTime = time.Now().UTC()
}

func main() {
	cli.OsExiter = func(code int) {
		log.GetManager().Close()
		os.Exit(code)
	}
	_ = cmd.RunMainApp(cmd.NewMainApp(cmd.AppVersion{Version: Version}), os.Args...)
	log.GetManager().Close()
}
