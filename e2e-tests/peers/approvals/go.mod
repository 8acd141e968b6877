module peer/approval-gate

go 1.26.8

require github.com/openshift-pipelines/manual-approval-gate v0.7.0
