// The core interceptors of Tekton Triggers over TLS on loopback, with a certificate that is given: their own command makes one for a Service's name.
// usage: interceptors ADDRESS CERTIFICATE KEY      KUBECONFIG names the cluster whose Secrets they read
package main

import (
	"log"
	"net/http"
	"os"
	"time"

	"github.com/tektoncd/triggers/pkg/interceptors"
	"github.com/tektoncd/triggers/pkg/interceptors/server"
	"go.uber.org/zap"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		log.Fatal(err)
	}
	secrets := interceptors.DefaultSecretGetter(kubernetes.NewForConfigOrDie(config).CoreV1())
	service, err := server.NewWithCoreInterceptors(secrets, zap.NewExample().Sugar())
	if err != nil {
		log.Fatal(err)
	}
	listener := http.Server{Addr: os.Args[1], Handler: service, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(listener.ListenAndServeTLS(os.Args[2], os.Args[3]))
}
