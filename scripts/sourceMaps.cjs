// Stack traces name our sources. `--enable-source-maps` would read and keep the maps of every library as well: 120 MB.
require('node:module').setSourceMapsSupport(true, { nodeModules: false });
