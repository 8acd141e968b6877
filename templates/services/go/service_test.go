package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// started runs the service on a port of its own; stop ends it and waits.
func started(t *testing.T, env map[string]string) (url string, log *output, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log = &output{}
	ended := make(chan error, 1)
	env["PORT"] = "0"
	for name, value := range env {
		t.Setenv(name, value) // the exporter reads the environment itself
	}
	go func() { ended <- run(ctx, func(name string) string { return env[name] }, log) }()
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
	listening := regexp.MustCompile(`"Listening","port":(\d+)`)
	for range 500 {
		if match := listening.FindStringSubmatch(log.String()); match != nil {
			return "http://127.0.0.1:" + match[1], log, stop
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it does not listen: " + log.String())
	return
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(body)
}

func TestSaysWhoItIs(t *testing.T) {
	url, _, stop := started(t, map[string]string{})
	defer stop()
	status, body := get(t, url)
	var said map[string]string
	if err := json.Unmarshal([]byte(body), &said); err != nil || status != 200 || said["service"] != "${{ values.name }}" {
		t.Fatal(status, body)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, _ := get(t, url+path); status != 200 {
			t.Fatal(path, status)
		}
	}
	if status, _ := get(t, url+"/none"); status != 404 {
		t.Fatal(status)
	}
	response, err := http.Post(url+"/", "text/plain", nil)
	if err != nil || response.StatusCode != 405 {
		t.Fatal(err, response)
	}
}

func TestCountsRequestsByRoute(t *testing.T) {
	url, _, stop := started(t, map[string]string{})
	defer stop()
	get(t, url)
	get(t, url+"/made-up-1")
	get(t, url+"/made-up-2")
	_, metrics := get(t, url+"/metrics")
	for _, line := range []string{
		`http_requests_total{method="GET",route="GET /{$}",status="200"} 1`,
		`http_requests_total{method="GET",route="none",status="404"} 2`,
		"http_request_duration_seconds_bucket",
	} {
		if !strings.Contains(metrics, line) {
			t.Error("no", line)
		}
	}
	if strings.Contains(metrics, "made-up") {
		t.Error("a path that somebody made up is a label")
	}
}

func TestIsNotReadyWhileItStops(t *testing.T) {
	s := newService(settings{name: "test"}, nil)
	answer := httptest.NewRecorder()
	s.log = slog.New(slog.DiscardHandler)
	s.handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if answer.Code != http.StatusServiceUnavailable {
		t.Fatal(answer.Code)
	}
}

func TestSendsItsTracesAndLogsTheirIds(t *testing.T) {
	received := &output{}
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(received, "%s %s", r.URL.Path, body)
	}))
	defer collector.Close()
	url, log, stop := started(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "OTEL_EXPORTER_OTLP_COMPRESSION": "none"})
	get(t, url)
	stop()
	if text := received.String(); !strings.HasPrefix(text, "/v1/traces ") || !strings.Contains(text, "service.name") {
		t.Fatalf("%q", text)
	}
	if !regexp.MustCompile(`"msg":"Answered".*"trace_id":"[0-9a-f]{32}"`).MatchString(log.String()) {
		t.Fatal(log.String())
	}
}

func TestRefusesSettingsByName(t *testing.T) {
	for name, value := range map[string]string{"PORT": "http", "LOG_LEVEL": "loud"} {
		_, err := readSettings(func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Error(name, err)
		}
	}
}
