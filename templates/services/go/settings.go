package main

import (
	"fmt"
	"log/slog"
	"strconv"
)

type settings struct {
	name  string
	port  int
	level slog.Level
	// Where traces go; none are made where it is empty.
	tracesTo string
}

// readSettings reads the environment once; what cannot be meant ends the start with a message that names it.
func readSettings(env func(string) string) (settings, error) {
	read := settings{name: "${{ values.name }}", port: 8080, tracesTo: env("OTEL_EXPORTER_OTLP_ENDPOINT")}
	if name := env("OTEL_SERVICE_NAME"); name != "" {
		read.name = name
	}
	if text := env("PORT"); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil || port < 0 || port > 65535 {
			return read, fmt.Errorf("PORT is no port: %q", text)
		}
		read.port = port
	}
	if text := env("LOG_LEVEL"); text != "" {
		if err := read.level.UnmarshalText([]byte(text)); err != nil {
			return read, fmt.Errorf("LOG_LEVEL is none of debug, info, warn, error: %q", text)
		}
	}
	return read, nil
}
