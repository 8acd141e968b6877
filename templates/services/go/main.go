package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Longest that ending what is under way may take.
const drain = 10 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := run(ctx, os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until the context ends, then ends what is under way.
func run(ctx context.Context, env func(string) string, out interface{ Write([]byte) (int, error) }) error {
	with, err := readSettings(env)
	if err != nil {
		return err
	}
	log := slog.New(traced{slog.NewJSONHandler(out, &slog.HandlerOptions{Level: with.level})})
	stopTracing, err := startTracing(ctx, with)
	if err != nil {
		return err
	}
	service := newService(with, log)
	server := &http.Server{Handler: service.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", with.port))
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	service.ready.Store(true)
	log.Info("Listening", "port", listener.Addr().(*net.TCPAddr).Port)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("Stopping")
	service.ready.Store(false)
	ending, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := server.Shutdown(ending); err != nil && !errors.Is(err, http.ErrServerClosed) {
		log.Warn("Requests were cut off", "error", err.Error())
	}
	if err := stopTracing(ending); err != nil {
		log.Warn("Traces were lost", "error", err.Error())
	}
	log.Info("Stopped")
	return nil
}
